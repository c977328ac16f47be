import { adviseBuffer } from '@megzo/core';
import type { FlashFigures } from './flash-figures.ts';
import type { StockScenario } from './stock-scenarios.ts';

/** A heartbeat and its runs. */
const windowMs = 6 * 60_000;
const perHour = 30;
/** So that a thousand windows tell something. */
const limit = 0.01;
const channels = [
  { channel: 'one', perHour },
  { channel: 'two', perHour },
];
const advice = adviseBuffer({ channels, windowMs, limit });

/** One window per seed, with the advised buffer and the stock at which it is likeliest that too much is sold. */
export const advisedScenario: StockScenario = {
  name: 'advised-buffer',
  about: 'shoppers by chance in two shops for one window, with the advised buffer',
  sale: { channels: 2, webhooks: false, counted: false, steady: { perHour, windowMs, buffer: advice.units } },
};

/** Empty: too much is sold no more often than the limit allows. */
export function advisedFaults(figures: FlashFigures): readonly string[] {
  const share = figures.oversoldOnce / figures.seeds;
  return [
    ...figures.faults,
    ...(share > limit ? [`${advisedScenario.name}: too much was sold in ${share} of the windows; the limit is ${limit}`] : []),
  ];
}

export function advisedReport({ seeds, oversoldOnce, sold }: FlashFigures): string {
  return [
    `${advisedScenario.name}: ${perHour} sales per hour and channel, two channels, windows of ${windowMs / 1_000} s, limit ${limit}: buffer ${advice.units}`,
    `${seeds} windows, ${sold} units sold, too much in ${oversoldOnce} windows: ${oversoldOnce / seeds} measured, ${advice.probability.toPrecision(2)} computed, ${advice.unbuffered.toPrecision(2)} without a buffer`,
  ].join('\n');
}
