import type { Instant } from '../kernel/instant.ts';
import type { ShelfLevel } from '../model/stock.ts';
import type { StockBinding } from '../ports/catalog-records.ts';
import { listingKey } from '../ports/channel.ts';
import type { StockSteps } from './stock-steps.ts';
import type { Wanted } from './want-stock.ts';

/** A listing with what it shall show and what it shows. */
export interface StockWriteItem extends Wanted {
  readonly seen: ShelfLevel;
}

export interface JudgedStock {
  readonly write: readonly StockWriteItem[];
  /** What was found out without a write. */
  readonly found: readonly { readonly item: Wanted; readonly stock: StockBinding; readonly isSettled: boolean }[];
  /** Not shown by the channel any more: the listings flow's business. */
  readonly gone: readonly Wanted[];
  readonly equal: number;
  readonly waiting: number;
  /** Refused a short while ago. */
  readonly left: number;
  readonly nextAt: Instant | undefined;
}

/** Holds shelves against what they shall show. */
export function judgeStock(
  wanted: readonly Wanted[],
  shelf: readonly ShelfLevel[],
  { now, settleMs, steps }: { readonly now: Instant; readonly settleMs: number; readonly steps: StockSteps },
): JudgedStock {
  const levels = new Map(shelf.map((level) => [listingKey(level.ref), level]));
  const write: StockWriteItem[] = [];
  const found: JudgedStock['found'][number][] = [];
  const gone: Wanted[] = [];
  const counts = { nothing: 0, wait: 0, leave: 0 };
  let nextAt: Instant | undefined;
  for (const item of wanted) {
    const { binding, target, targetKey, reasons } = item;
    const seen = levels.get(listingKey(item.ref));
    if (seen === undefined) {
      gone.push(item);
      continue;
    }
    const sight = { known: binding.stock, target, targetKey, caused: reasons.length > 0, shelf: seen.sellable, now, settleMs };
    const decision = steps.decideStock(sight);
    if (decision.do === 'write') {
      write.push({ ...item, seen });
      continue;
    }
    counts[decision.do] += 1;
    if (decision.do === 'wait') nextAt = earliest(nextAt, decision.until);
    found.push({ item, stock: decision.stock, isSettled: decision.do === 'nothing' });
  }
  return { write, found, gone, equal: counts.nothing, waiting: counts.wait, left: counts.leave, nextAt };
}

export function earliest(left: Instant | undefined, right: Instant | undefined): Instant | undefined {
  return left === undefined ? right : right === undefined ? left : Math.min(left, right);
}
