import type { Span } from '../model/stock.ts';
import type { StockBooking, StockLevel, StockMovement } from '../ports/stock-journal.ts';
import { correctionSource } from './fold-stock.ts';

/** Somebody counted one SKU. */
export interface StockCounted extends Span {
  /** Idempotency key: the same key is booked once. */
  readonly key: string;
  readonly pool: string;
  readonly skuKey: string;
  readonly figure: number;
  readonly source: string;
  /** When it was made is known exactly, to the minute: of everything else it can be said whether it was before or after. */
  readonly exact: boolean;
}

export type CountResult =
  | {
      readonly status: 'booked';
      /** On hand before it; absent where nothing was counted yet. */
      readonly before?: number;
      readonly onHand: number;
      /** What moved after the count was made, and was added to its figure. */
      readonly since: number;
      /** What left while it was made, or may have, as a negative number: the figure may be from before, so it was taken off. */
      readonly unsure: number;
    }
  /** A count that was made later stands. */
  | { readonly status: 'older'; readonly onHand: number }
  /** The key was booked before. */
  | { readonly status: 'repeated' };

export interface CountJudged {
  readonly result: CountResult;
  readonly events: readonly StockBooking[];
}

/**
 * What a count comes to. It holds as of when it was made: what moved later is added to its figure, what moved before is in
 * it. When a shipment left is known no better than when it was read, so that beside a count whose own time is vague every
 * shipment since then may be in the figure or not: the lower result stands. It does not fall below zero for that: units
 * that were counted had not left.
 */
export function judgeCount(count: StockCounted, level: StockLevel | undefined, moves: readonly StockMovement[]): CountJudged {
  const { key, pool, skuKey, figure, notBefore, notAfter, source, exact } = count;
  const standing = level?.lastCount;
  if (standing !== undefined && notAfter < standing.notBefore) {
    return { result: { status: 'older', onHand: level?.onHand ?? 0 }, events: [] };
  }
  const bySource = new Map<string, number>();
  let since = 0;
  for (const move of moves) {
    if (move.source === correctionSource || move.at < notBefore) continue;
    const units = move.kind === 'shipment' ? -move.units : move.units;
    if (move.at > notAfter && (exact || !isOrderMove(move))) since += units;
    else bySource.set(move.source, (bySource.get(move.source) ?? 0) + units);
  }
  const left = [...bySource.values()].reduce((sum, units) => sum + Math.min(0, units), 0);
  const unsure = left === 0 ? 0 : Math.max(left, Math.min(0, -(figure + since)));
  const event = { pool, skuKey, at: notAfter };
  const counted: StockBooking = { ...event, key, kind: 'count', units: figure, source, ...(notBefore === notAfter ? {} : { notBefore }) };
  const added: StockBooking = { ...event, key: correctionKey(key), kind: 'adjustment', units: since + unsure, source: correctionSource };
  return {
    result: {
      status: 'booked',
      ...(level?.onHand === undefined ? {} : { before: level.onHand }),
      onHand: figure + since + unsure,
      since,
      unsure,
    },
    events: since + unsure === 0 ? [counted] : [counted, added],
  };
}

/** Under which a count's correction by what moved since is booked. */
export function correctionKey(key: string): string {
  return `${key}/since`;
}

/** Read from an order at some time after it happened. */
function isOrderMove({ kind }: StockMovement): boolean {
  return kind === 'shipment' || kind === 'restock';
}
