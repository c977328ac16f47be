import type { BufferPolicy } from '../model/stock.ts';
import { Exact } from '../money/decimal.ts';
import type { StockLevel } from '../ports/stock-journal.ts';

/** Units withheld by a policy. */
export function safetyStock(policy: BufferPolicy, onHand: number): number {
  if (policy.kind === 'fixed') return policy.units;
  const share = new Exact(onHand).times(policy.percent).dividedBy(100).ceil().toNumber();
  return Math.max(share, policy.unitsMin ?? 0);
}

/** Available to sell: on hand − allocated − safety stock, never below zero. `undefined` until something was counted. */
export function availableToSell(level: StockLevel | undefined, policy: BufferPolicy): number | undefined {
  if (level?.onHand === undefined) return undefined;
  return Math.max(0, level.onHand - level.allocated - safetyStock(policy, level.onHand));
}
