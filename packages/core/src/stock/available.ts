import type { PlacedBuffer } from '../model/stock.ts';
import type { StockLevel } from '../ports/stock-journal.ts';
import { type BufferPlace, bufferFor } from './buffer.ts';

/** Available to sell: on hand − allocated − safety stock, never below zero. `undefined` until something was counted. */
export function availableToSell(
  level: StockLevel | undefined,
  policies: readonly PlacedBuffer[],
  place: Omit<BufferPlace, 'skuKey'>,
): number | undefined {
  if (level?.onHand === undefined) return undefined;
  const { skuKey, onHand, allocated } = level;
  return Math.max(0, onHand - allocated - bufferFor(policies, { ...place, skuKey, onHand }).units);
}
