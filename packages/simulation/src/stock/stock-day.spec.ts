import { describe, expect, it } from '@jest/globals';
import { tellStockDay } from './stock-day.ts';
import { createStockTruth } from './stock-truth.ts';

/**
 * Goal: shops show what is there to be sold, whatever people do, and are told nothing else meanwhile. Method: seeded days over
 * real adapters and simulated shops; that the auditor would notice is what `test/mutants.spec.ts` shows.
 */
describe('a day of stock', () => {
  it('keeps every shop right, and all that people do is done', async () => {
    const done = new Map<string, number>();
    let writes = 0;
    for (let seed = 3; seed <= 6; seed += 1) {
      const end = await tellStockDay(seed);
      expect(end.violations).toEqual([]);
      writes += end.writes;
      for (const [what, times] of Object.entries(end.done)) done.set(what, (done.get(what) ?? 0) + times);
    }

    expect(writes).toBeGreaterThan(40);
    const people = ['sold', 'shipped', 'cancelled', 'refunded', 'archived', 'left a checkout', 'changed the price', 'received', 'counted'];
    expect([...done.keys()].toSorted()).toEqual([...people, 'lost an answer'].toSorted());
    expect(done.get('lost an answer')).toBe(8);
  }, 120_000);
});

describe('what is right to tell', () => {
  it('may know of what happened lately or not, and hold back twice of what sold', () => {
    const truth = createStockTruth(10);

    truth.moved(1_000, -3);
    truth.moved(5_000, -2);
    truth.moved(5_500, 4);

    expect(truth.span(6_000, 2_000)).toEqual({ least: 1, most: 11 });
    expect(truth.span(9_000, 2_000)).toEqual({ least: 9, most: 9 });
    expect(truth.right()).toBe(9);
  });

  it('is never less than nothing', () => {
    const truth = createStockTruth(1);

    truth.moved(0, -4);

    expect([truth.right(), truth.span(10, 5)]).toEqual([0, { least: 0, most: 0 }]);
  });
});
