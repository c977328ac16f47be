import type { Json } from '../kernel/canonical-json.ts';
import type { Sku } from '../kernel/ids.ts';
import type { StockLevel } from '../ports/stock-journal.ts';
import type { Buffered } from './buffer.ts';

export interface StockWrite {
  readonly sku: Sku;
  readonly level: StockLevel;
  /** The policy that held, and the units that it kept back. */
  readonly buffered: Buffered;
  /** What was written. */
  readonly target: number;
  /** What the channel showed before. */
  readonly shelf: number;
}

/** Why a figure was written: on hand − allocated − safety stock, from what the ledger and the channel said at that time. */
export function explainStock({ sku, level, buffered, target, shelf }: StockWrite): Json {
  const { onHand = 0, allocated } = level;
  const buffer = (buffered.placed ?? null) as unknown as Json;
  return { flow: 'stock', sku, onHand, allocated, buffer, safetyStock: buffered.units, target, shelf };
}
