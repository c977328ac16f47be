import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../testing/random.ts';
import { type AdviceAsked, adviceWords, adviseBuffer } from './advise-buffer.ts';
import { demandQuantile, oversellProbability, worstOversell } from './oversell-odds.ts';

const second = 1_000;
const minute = 60_000;

describe('the chance to sell too much', () => {
  it.each([
    [{ available: 3, buffer: 0, demands: [0.5, 0.5] }, 1.686e-2],
    [{ available: 3, buffer: 1, demands: [0.5, 0.5] }, 8.14e-3],
    [{ available: 5, buffer: 2, demands: [1, 1, 1] }, 6.53e-2],
  ])('of %j is the one of the closed form', (shelf, expected) => {
    expect(oversellProbability(shelf) / expected).toBeCloseTo(1, 2);
  });

  it.each([
    ['one channel', { available: 3, buffer: 0, demands: [50] }],
    ['shelves that together show no more than there is', { available: 6, buffer: 3, demands: [50, 50] }],
    ['nothing that is shown', { available: 3, buffer: 3, demands: [50, 50] }],
    ['nobody who buys', { available: 3, buffer: 0, demands: [0, 0] }],
  ])('is none with %s', (_name, shelf) => {
    expect(oversellProbability(shelf)).toBe(0);
  });

  // Method: so many windows are played, each with its own shoppers; the share that oversells is compared where it is at least 1 %.
  it.each([
    { available: 3, buffer: 0, demands: [0.5, 0.5] },
    { available: 1, buffer: 0, demands: [0.5, 0.25] },
    { available: 5, buffer: 2, demands: [1, 1, 1] },
    { available: 9, buffer: 3, demands: [4, 6] },
    { available: 4, buffer: 1, demands: [0.8, 0.8, 0.8, 0.8] },
  ])('of %j is what 400,000 windows show, within 5 %%', (shelf) => {
    const probability = oversellProbability(shelf);

    expect(probability).toBeGreaterThanOrEqual(0.01);
    expect(Math.abs(played(shelf, 400_000) / probability - 1)).toBeLessThan(0.05);
  });

  it('is greatest within the few stock levels that are looked at', () => {
    fc.assert(
      fc.property(fc.nat(8), fc.array(fc.double({ min: 0.01, max: 6, noNaN: true }), { minLength: 2, maxLength: 4 }), (buffer, demands) => {
        const levels = Array.from({ length: 60 }, (_, available) => oversellProbability({ available, buffer, demands }));

        expect(worstOversell(buffer, demands).probability).toBeCloseTo(Math.max(...levels), 12);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the demand that is hardly ever exceeded', () => {
  it.each([
    [0, 0.99, 0],
    [0.005, 0.99, 0],
    [0.1, 0.99, 1],
    [1, 0.99, 4],
    [10, 0.99, 18],
    [800, 0.99, 867],
  ])('of %d on average is in %d of all windows %i', (mean, share, units) => {
    expect(demandQuantile(mean, share)).toBe(units);
  });
});

describe('the advised buffer', () => {
  // Reference: measured anchors of the closed form for a limit of 1e-4, two and three channels.
  const windows = [5 * second, 30 * second, 5 * minute, 15 * minute];
  const table: readonly (readonly [number, readonly (readonly [number, number])[]])[] = [
    [
      0.2,
      [
        [0, 0],
        [0, 0],
        [1, 1],
        [1, 2],
      ],
    ],
    [
      1,
      [
        [0, 0],
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    ],
    [
      6,
      [
        [0, 1],
        [1, 2],
        [3, 4],
        [5, 8],
      ],
    ],
    [
      30,
      [
        [1, 1],
        [2, 3],
        [7, 11],
        [15, 26],
      ],
    ],
  ];

  it.each(table)('at %d sales an hour and channel is that of the table', (perHour, expected) => {
    const advised = windows.map((windowMs) => [2, 3].map((channels) => adviseBuffer(asked({ perHour, channels, windowMs })).units));

    expect(advised).toEqual(expected);
  });

  it('keeps the limit, and one unit less would not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 2, maxLength: 4 }),
        fc.integer({ min: 1, max: 900 }),
        fc.constantFrom(0.01, 1e-3, 1e-4, 1e-6),
        (rates, windowS, limit) => {
          const channels = rates.map((perHour, place) => ({ channel: `shop-${place}`, perHour }));
          const { units, probability } = adviseBuffer({ channels, windowMs: windowS * second, limit });
          const demands = rates.map((perHour) => (perHour * windowS) / 3_600);

          expect(probability).toBeLessThanOrEqual(limit);
          expect(worstOversell(units, demands).probability).toBeCloseTo(probability, 12);
          if (units > 0) expect(worstOversell(units - 1, demands).probability).toBeGreaterThan(limit);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is none for a single channel', () => {
    expect(adviseBuffer(asked({ perHour: 500, channels: 1, windowMs: 15 * minute }))).toMatchObject({ units: 0, probability: 0 });
  });

  it.each<[string, Partial<AdviceAsked>]>([
    ['the limit', { limit: 0 }],
    ['the limit', { limit: 1 }],
    ['the limit', { limit: Number.NaN }],
    ['the window', { windowMs: -1 }],
    ['sales per hour', { channels: [{ channel: 'shop', perHour: -1 }] }],
    ['shorten the window', { channels: [{ channel: 'shop', perHour: 10_000 }] }],
  ])('is refused with the reason where it cannot be given: %s', (reason, changes) => {
    expect(() => adviseBuffer({ ...asked({ perHour: 6, channels: 2, windowMs: 5 * minute }), ...changes })).toThrow(reason);
  });

  it('says in one sentence what it was made from', () => {
    const even = adviceWords(adviseBuffer(asked({ perHour: 6, channels: 2, windowMs: 5 * minute })));
    const uneven = adviceWords(
      adviseBuffer({
        channels: [
          { channel: 'shop', perHour: 1.5 },
          { channel: 'market', perHour: 20 },
        ],
        windowMs: 90_000,
        limit: 1e-4,
      }),
    );

    expect(even).toMatchInlineSnapshot(`
{
  "de": "Bei 6 Verkäufen je Stunde und Kanal und 5 Minuten, bis die anderen Kanäle es wissen, hält ein Puffer von 3 Stück die Grenze von 1 von 10.000 Zeiträumen ein: zu viel verkauft wird in 1 von 320.000, ohne Puffer in 1 von 6.",
  "en": "At 6 sales per hour and channel and 5 minutes until the other channels know, a buffer of 3 keeps the limit of 1 of 10,000 such windows: too much is sold in 1 of 320,000, without a buffer in 1 of 6.",
}
`);
    expect(uneven).toMatchInlineSnapshot(`
{
  "de": "Bei 1,5 (shop) und 20 (market) Verkäufen je Stunde und 90 Sekunden, bis die anderen Kanäle es wissen, hält ein Puffer von 1 Stück die Grenze von 1 von 10.000 Zeiträumen ein: zu viel verkauft wird in 1 von 16.000, ohne Puffer in 1 von 69.",
  "en": "At 1.5 (shop) and 20 (market) sales per hour and 90 seconds until the other channels know, a buffer of 1 keeps the limit of 1 of 10,000 such windows: too much is sold in 1 of 16,000, without a buffer in 1 of 69.",
}
`);
    expect(adviceWords(adviseBuffer(asked({ perHour: 6, channels: 1, windowMs: minute })))).toMatchInlineSnapshot(`
{
  "de": "Auf einem einzigen Kanal verkauft niemand dieselbe Ware ein zweites Mal: Dafür braucht es keinen Puffer.",
  "en": "On a single channel nobody sells the same goods a second time: no buffer is needed for that.",
}
`);
  });

  function asked({ perHour, channels, windowMs }: { perHour: number; channels: number; windowMs: number }): AdviceAsked {
    return { channels: Array.from({ length: channels }, (_, place) => ({ channel: `shop-${place}`, perHour })), windowMs, limit: 1e-4 };
  }
});

/** The share of windows in which more is sold than is there, each shopper drawn one by one. */
function played({ available, buffer, demands }: Parameters<typeof oversellProbability>[0], windows: number): number {
  const random = seededRandom(`${available}/${buffer}/${demands.join()}`);
  const uniform = (): number => (random.below(0xffffffff) + 1) / 0x100000000;
  const ends = demands.map((mean) => Math.exp(-mean));
  let over = 0;
  for (let window = 0; window < windows; window += 1) {
    let sold = 0;
    for (const end of ends) {
      let shoppers = 0;
      for (let product = uniform(); product > end; product *= uniform()) shoppers += 1;
      sold += Math.min(shoppers, available - buffer);
    }
    if (sold > available) over += 1;
  }
  return over / windows;
}
