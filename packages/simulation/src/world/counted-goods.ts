import { countInNote, type PairOptions } from '@megzo/core';

/** The goods that people count; those of other SKUs are not. */
export const countedSku = 'K-1';
/** Units of them that are there in the beginning, and how many of them are kept back. */
export const countedUnits = 9;
export const keptUnits = 1;

/** What an article's note says of a count. */
export function noteOf(units: number): string {
  return `Bestand: ${units}`;
}

/** Orders are placed, and the goods that people count are kept in step with them. */
export const countedGoods: Pick<PairOptions, 'flows' | 'stock'> = {
  flows: { listings: false, stock: true, orders: true },
  stock: { count: countInNote('Bestand: {count}'), buffer: { kind: 'fixed', units: keptUnits } },
};

/** A request's time-out, its late effect, and how long the shop's lists lag: no figure is older when it arrives, ms. */
export const staleMs = 3 * 60_000;
