import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayIn } from './instant.ts';

describe('The calendar day of an instant', () => {
  it.each([
    ['Europe/Berlin', '2026-01-31T22:59:59.999Z', '2026-01-31'],
    ['Europe/Berlin', '2026-01-31T23:00:00.000Z', '2026-02-01'],
    // Summer time begins on 29 March 2026 at 01:00 UTC and ends on 25 October 2026 at 01:00 UTC.
    ['Europe/Berlin', '2026-03-28T22:59:59.999Z', '2026-03-28'],
    ['Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T21:59:59.999Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T22:00:00.000Z', '2026-03-30'],
    ['Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T22:59:59.999Z', '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T23:00:00.000Z', '2026-10-26'],
    ['Europe/Berlin', '2025-12-31T23:00:00.000Z', '2026-01-01'],
    ['Europe/Berlin', '2028-02-28T23:30:00.000Z', '2028-02-29'],
    ['UTC', '2026-03-29T00:00:00.000Z', '2026-03-29'],
    ['America/Los_Angeles', '2026-03-29T06:59:59.999Z', '2026-03-28'],
    ['Pacific/Kiritimati', '2026-03-29T10:00:00.000Z', '2026-03-30'],
  ])('in %s at %s is %s', (zone, at, day) => {
    expect(dayIn(zone, Date.parse(at))).toBe(day);
  });

  it('never goes back, whatever the clocks on the walls do', () => {
    const instants = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2035-01-01') });
    fc.assert(
      fc.property(instants, fc.nat(7_200_000), fc.constantFrom('Europe/Berlin', 'America/New_York'), (at, ms, zone) => {
        expect(dayIn(zone, at) <= dayIn(zone, at + ms)).toBe(true);
        expect(dayIn(zone, at)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }),
    );
  });

  it('refuses a time zone that does not exist', () => {
    expect(() => dayIn('Europe/Nowhere', 0)).toThrow();
  });
});
