import type { Json } from '../kernel/canonical-json.ts';
import type { Sku } from '../kernel/ids.ts';
import type { BufferPolicy } from '../model/stock.ts';
import type { StockLevel } from '../ports/stock-journal.ts';
import { safetyStock } from './available.ts';

export interface StockWrite {
  readonly sku: Sku;
  readonly level: StockLevel;
  readonly buffer: BufferPolicy;
  /** What was written. */
  readonly target: number;
  /** What the channel showed before. */
  readonly shelf: number;
}

/** Why a figure was written: on hand − allocated − safety stock, from what the ledger and the channel said at that time. */
export function explainStock({ sku, level, buffer, target, shelf }: StockWrite): Json {
  const { onHand = 0, allocated } = level;
  return { flow: 'stock', sku, onHand, allocated, buffer: { ...buffer }, safetyStock: safetyStock(buffer, onHand), target, shelf };
}
