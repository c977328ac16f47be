import { describe, expect, it } from '@jest/globals';
import { sinceGiven } from './since-given.ts';

describe('from when on orders are backfilled', () => {
  it.each([
    ['Europe/Berlin', '2026-01-01', '2025-12-31T23:00:00.000Z'],
    ['Europe/Berlin', '2026-07-01', '2026-06-30T22:00:00.000Z'],
    ['America/New_York', '2026-01-01', '2026-01-01T05:00:00.000Z'],
  ])('is the first instant of the day in the merchant’s time zone: %s %s', (timeZone, day, from) => {
    expect(sinceGiven(day, timeZone)).toBe(from);
  });

  it('is the instant that was given', () => {
    expect(sinceGiven('2026-01-01T00:00:00+01:00', 'America/New_York')).toBe('2025-12-31T23:00:00.000Z');
  });

  it.each([undefined, 'yesterday', '2026-02-30', '2026-01-01T00:00:00', '01.01.2026'])('is refused in words for %p', (given) => {
    expect(() => sinceGiven(given, 'Europe/Berlin')).toThrow('The arguments cannot be used:');
  });
});
