import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantsOf, type LocalTime } from './local-time.ts';

describe('the instants of a time on the wall', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['one in winter', 'Europe/Berlin', '2026-11-26 14:30:00', ['2026-11-26T13:30:00Z']],
    ['one in summer', 'Europe/Berlin', '2026-07-01 00:00:05', ['2026-06-30T22:00:05Z']],
    ['none in the hour left out', 'Europe/Berlin', '2026-03-29 02:30:00', []],
    ['one right after it', 'Europe/Berlin', '2026-03-29 03:00:00', ['2026-03-29T01:00:00Z']],
    ['two in the hour that comes twice', 'Europe/Berlin', '2026-10-25 02:30:00', ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']],
    ['one right after it', 'Europe/Berlin', '2026-10-25 03:00:00', ['2026-10-25T02:00:00Z']],
    ['one far from UTC', 'Pacific/Kiritimati', '2026-01-01 10:00:00', ['2025-12-31T20:00:00Z']],
    ['one in half hours', 'Asia/Kolkata', '2026-01-01 10:00:00', ['2026-01-01T04:30:00Z']],
    ['none on a day that was left out', 'Pacific/Apia', '2011-12-30 12:00:00', []],
    ['none on a day that no calendar has', 'Europe/Berlin', '2026-02-30 12:00:00', []],
    ['none at an hour that no clock has', 'Europe/Berlin', '2026-02-03 24:00:00', []],
    ['one at midnight', 'Europe/Berlin', '2026-02-03 00:00:00', ['2026-02-02T23:00:00Z']],
  ])('%s (%s, %s)', (_name, timeZone, time, expected) => {
    expect(instantsOf(timeZone, localTime(time)).map((at) => new Date(at).toISOString().replace('.000Z', 'Z'))).toEqual(expected);
  });

  it('hold the instant at which the clocks were read', () => {
    const zones = ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC', 'Asia/Kathmandu'];
    const seconds = fc.integer({ min: Date.UTC(1990, 0) / 1000, max: Date.UTC(2035, 0) / 1000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), seconds, (timeZone, second) => {
        const shown = new Date(second * 1000).toLocaleString('sv-SE', { timeZone });

        expect(instantsOf(timeZone, localTime(shown))).toContain(second * 1000);
      }),
    );
  });
});

/** From `2026-11-26 14:30:00`. */
function localTime(text: string): LocalTime {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[- :]/).map(Number);
  return { year, month, day, hour, minute, second };
}
