import type { PairRun } from '../effects/pair-run.ts';
import { channelRecord } from '../mapping/records.ts';
import { mappingRefused } from '../mapping/refused.ts';
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

export interface RuledStock {
  readonly sellable: number;
  /** The rules gave no whole number, and so nothing is for sale: what they gave instead, or stumbled over. */
  readonly unanswered?: string;
}

type RuledRun = Pick<PairRun, 'channelSettings'> & { readonly rules: Pick<PairRun['rules'], 'stock'> };

/**
 * What the merchant's rules make of an available figure: less at will, never more, and nothing below zero. A rule without an
 * answer shows nothing for sale, since what cannot be judged must not be sold.
 */
export function ruledStock(run: RuledRun, figures: StockFigures): RuledStock {
  const mapped = run.rules.stock.compiled.apply('stock', stockRecord(figures, run.channelSettings));
  if (!mapped.ok) return { sellable: 0, unanswered: mappingRefused(mapped).data.value ?? '' };
  const { sellable = '' } = mapped.values;
  const figure = sellable === '' ? Number.NaN : Number(sellable);
  if (!Number.isSafeInteger(figure)) return { sellable: 0, unanswered: sellable };
  return { sellable: Math.max(0, Math.min(figures.available, figure)) };
}

export function sellableByRules(run: RuledRun, figures: StockFigures): number {
  return ruledStock(run, figures).sellable;
}

/** What rules read of a figure of stock. */
export function stockRecord({ level, buffered, available }: StockFigures, channel: ChannelSettings): MappingRecord {
  const { onHand = 0, allocated } = level;
  return { stock: { available, onHand, allocated, safetyStock: buffered.units }, channel: channelRecord(channel) };
}
