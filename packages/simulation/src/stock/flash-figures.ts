import type { FlashSaleEnd } from './flash-sale.ts';
import type { StockScenario } from './stock-scenarios.ts';

/** What many flash sales came to. Plain data: parts of several threads are added up. */
export interface FlashFigures {
  readonly seeds: number;
  readonly sold: number;
  readonly oversold: number;
  /** Sales that oversold anything. */
  readonly oversoldOnce: number;
  readonly writes: number;
  /** Writes without an answer. */
  readonly lost: number;
  /** The most that one sale oversold, and its seed. */
  readonly worst: number;
  readonly worstSeed: number;
  /** The most that was stated before any sale. */
  readonly stated: number;
  /** Sales that oversold more than was stated before them. */
  readonly beyond: readonly string[];
  readonly faults: readonly string[];
}

export function flashFigures(ends: readonly FlashSaleEnd[]): FlashFigures {
  const sum = (of: (end: FlashSaleEnd) => number): number => ends.reduce((total, end) => total + of(end), 0);
  const worst = ends.reduce<FlashSaleEnd | undefined>((most, end) => (end.oversold > (most?.oversold ?? -1) ? end : most), undefined);
  return {
    seeds: ends.length,
    sold: sum(({ sold }) => sold),
    oversold: sum(({ oversold }) => oversold),
    oversoldOnce: ends.filter(({ oversold }) => oversold > 0).length,
    writes: sum(({ writes }) => writes),
    lost: sum(({ lost }) => lost),
    worst: worst?.oversold ?? 0,
    worstSeed: worst?.seed ?? 0,
    stated: ends.reduce((most, { bound }) => Math.max(most, bound), 0),
    beyond: ends.flatMap(({ seed, oversold, bound }) => (oversold > bound ? [`seed ${seed}: ${oversold} oversold, ${bound} stated`] : [])),
    faults: ends.flatMap(({ seed, faults }) => faults.map((fault) => `seed ${seed}: ${fault}`)),
  };
}

/** What is wrong with the figures of a scenario, one sentence each. */
export function flashFaults({ statedMax, sale }: StockScenario, figures: FlashFigures): readonly string[] {
  const { worst, stated, writes, beyond, faults } = figures;
  const isQuiet = sale.channels === 1;
  return [
    ...faults,
    ...beyond,
    ...(statedMax !== undefined && stated > statedMax * worst
      ? [`${stated} were stated, more than ${statedMax} × the worst, ${worst}`]
      : []),
    ...(isQuiet && stated + writes > 0 ? [`${stated} were stated and ${writes} writes made, where none is needed`] : []),
  ];
}

export function flashReport({ name }: StockScenario, figures: FlashFigures): string {
  const { seeds, sold, oversold, oversoldOnce, writes, lost, worst, worstSeed, stated, beyond } = figures;
  const ratio = worst === 0 ? (stated === 0 ? 'both 0' : 'no ratio') : `ratio ${(stated / worst).toFixed(2)}`;
  return [
    `${name}: ${seeds} seeds, ${sold} units sold, ${oversold} oversold in ${oversoldOnce} sales, ${writes} stock writes, ${lost} without an answer`,
    `too much in ${((100 * oversoldOnce) / Math.max(1, seeds)).toFixed(1)} % of the sales, ${(oversold / Math.max(1, seeds)).toFixed(2)} units on average`,
    `worst seen ${worst} (seed ${worstSeed}), stated ${stated}, ${ratio}; ${beyond.length} sales beyond what was stated before them`,
    ...beyond.slice(0, 5),
  ].join('\n');
}
