import { describe, expect, it } from '@jest/globals';
import { type ShownStock, statedBound } from './stated-bound.ts';

describe('the stated bound', () => {
  it.each<[string, number, readonly Partial<ShownStock>[], number]>([
    ['is 0 on one quiet channel', 10, [{ shown: 10 }], 0],
    ['is 0 where a buffer is kept back', 10, [{ shown: 8 }], 0],
    ['is what two shelves show beyond what is there', 10, [{ shown: 8 }, { shown: 8 }], 6],
    ['is 0 where two shelves together show no more than there is', 10, [{ shown: 5 }, { shown: 5 }], 0],
    ['counts nothing that the ledger owes as free', -2, [{ shown: 0 }], 2],
    ['adds the demand of the time for which a write is on its way', 10, [{ shown: 10, perHour: 60, writingMs: 60_000 }], 4],
    [
      'adds it per channel',
      10,
      [
        { shown: 5, perHour: 6, writingMs: 60_000 },
        { shown: 5, perHour: 60, writingMs: 60_000 },
      ],
      5,
    ],
    ['adds a figure that may still land', 10, [{ shown: 3, inDoubt: 9 }, { shown: 4 }], 6],
    ['adds nothing where nobody buys', 10, [{ shown: 10, perHour: 0, writingMs: 60_000 }], 0],
  ])('%s', (_name, free, channels, expected) => {
    const all = channels.map((channel) => ({ channel: 'shop', shown: 0, perHour: 0, writingMs: 0, ...channel }));

    expect(statedBound(free, all)).toBe(expected);
  });
});
