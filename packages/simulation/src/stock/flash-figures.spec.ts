import { describe, expect, it } from '@jest/globals';
import { flashFaults, flashFigures, flashReport } from './flash-figures.ts';
import type { FlashSaleEnd } from './flash-sale.ts';
import { type StockScenario, stockScenarioOf } from './stock-scenarios.ts';

describe('figures of flash sales', () => {
  it('show the worst sale beside the most that was stated', () => {
    const figures = flashFigures([end(1, { oversold: 4, bound: 15 }), end(2, { oversold: 12, bound: 12 }), end(3, {})]);

    expect(figures).toMatchObject({ seeds: 3, oversold: 16, oversoldOnce: 2, worst: 12, worstSeed: 2, stated: 15, beyond: [] });
    expect(flashReport(named('flash-heartbeat'), figures)).toContain('worst seen 12 (seed 2), stated 15, ratio 1.25; 0 sales beyond');
    expect(flashFaults(named('flash-heartbeat'), figures)).toEqual([]);
  });

  it('are faulty where a sale oversold more than was stated before it', () => {
    const figures = flashFigures([end(1, { oversold: 9, bound: 9 }), end(2, { oversold: 8, bound: 7 })]);

    expect(flashFaults(named('flash-counted'), figures)).toEqual(['seed 2: 8 oversold, 7 stated']);
  });

  it('are faulty where so much is stated that it says nothing', () => {
    expect(flashFaults(named('flash-heartbeat'), flashFigures([end(1, { oversold: 10, bound: 16 })]))).toEqual([
      '16 were stated, more than 1.5 × the worst, 10',
    ]);
  });

  it('are faulty where one shop alone is written to', () => {
    expect(flashFaults(named('flash-quiet'), flashFigures([end(1, { writes: 1 })]))).toEqual([
      '0 were stated and 1 writes made, where none is needed',
    ]);
  });

  it('pass on what was told wrong', () => {
    expect(flashFaults(named('flash-webhooks'), flashFigures([end(7, { faults: ['told 3'] })]))).toEqual(['seed 7: told 3']);
  });
});

function end(seed: number, of: Partial<FlashSaleEnd>): FlashSaleEnd {
  return { seed, sold: 20, oversold: 0, bound: 0, writes: 0, lost: 0, faults: [], ...of };
}

function named(name: string): StockScenario {
  const scenario = stockScenarioOf(name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  return scenario;
}
