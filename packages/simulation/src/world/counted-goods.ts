import { countInNote, type PairOptions } from '@megzo/core';
import { keptUnits } from '../world/people.ts';

/** Orders are placed, and the goods that people count are kept in step with them. */
export const countedGoods: Pick<PairOptions, 'flows' | 'stock'> = {
  flows: { listings: false, stock: true, orders: true },
  stock: { count: countInNote('Bestand: {count}'), buffer: { kind: 'fixed', units: keptUnits } },
};

/** A request's time-out, its late effect, and how long the shop's lists lag: no figure is older when it arrives, ms. */
export const staleMs = 3 * 60_000;
