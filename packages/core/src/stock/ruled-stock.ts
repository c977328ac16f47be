import type { PairRun } from '../effects/pair-run.ts';
import { channelRecord } from '../mapping/records.ts';
import type { MappingRecord } from '../mapping/value.ts';
import type { ChannelSettings } from '../model/listing.ts';
import type { StockLevel } from '../ports/stock-journal.ts';
import type { Buffered } from './buffer.ts';

export interface StockFigures {
  readonly level: StockLevel;
  readonly buffered: Buffered;
  /** On hand − allocated − safety stock. */
  readonly available: number;
}

/**
 * What the merchant's rules make of an available figure: less at will, never more, and nothing below zero. A rule without an
 * answer shows nothing for sale, since what cannot be judged must not be sold.
 */
export function sellableByRules(
  run: Pick<PairRun, 'channelSettings'> & { readonly rules: Pick<PairRun['rules'], 'stock'> },
  figures: StockFigures,
): number {
  const { available } = figures;
  const mapped = run.rules.stock.compiled.apply('stock', stockRecord(figures, run.channelSettings));
  const figure = mapped.ok ? Number(mapped.values.sellable) : 0;
  return Number.isSafeInteger(figure) ? Math.max(0, Math.min(available, figure)) : 0;
}

/** What rules read of a figure of stock. */
export function stockRecord({ level, buffered, available }: StockFigures, channel: ChannelSettings): MappingRecord {
  const { onHand = 0, allocated } = level;
  return { stock: { available, onHand, allocated, safetyStock: buffered.units }, channel: channelRecord(channel) };
}
