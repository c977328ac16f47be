import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { berlinDay, berlinMidnight } from './berlin.ts';

describe('Berlin midnight', () => {
  it.each([
    ['2026-01-15', '2026-01-15T00:00:00.000+01:00'],
    ['2026-07-15', '2026-07-15T00:00:00.000+02:00'],
    // Clocks change at two or three in the morning: midnight still has yesterday's offset.
    ['2026-03-29', '2026-03-29T00:00:00.000+01:00'],
    ['2026-03-30', '2026-03-30T00:00:00.000+02:00'],
    ['2026-10-25', '2026-10-25T00:00:00.000+02:00'],
    ['2026-10-26', '2026-10-26T00:00:00.000+01:00'],
    ['2028-02-29', '2028-02-29T00:00:00.000+01:00'],
  ])('writes %s with the offset of that midnight', (day, expected) => {
    expect(berlinMidnight(day)).toBe(expected);
  });

  it.each(['2026-02-30', '2026-1-5', '15.01.2026', ''])('refuses %j, which is no calendar day', (text) => {
    expect(() => berlinMidnight(text)).toThrow('not a calendar day');
  });

  it('is the first instant of its day, on every day of thirty years', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2040, 0, 1) }), (at) => {
        const day = berlinDay(at);
        const midnight = Date.parse(berlinMidnight(day));

        expect(berlinDay(midnight)).toBe(day);
        expect(berlinDay(midnight - 1)).not.toBe(day);
        expect(at - midnight).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('Berlin day', () => {
  it.each([
    ['2026-07-14T21:59:59.999Z', '2026-07-14'],
    ['2026-07-14T22:00:00.000Z', '2026-07-15'],
    ['2026-01-14T22:59:59.999Z', '2026-01-14'],
    ['2026-01-14T23:00:00.000Z', '2026-01-15'],
  ])('of %s is %s', (at, day) => {
    expect(berlinDay(Date.parse(at))).toBe(day);
  });
});
