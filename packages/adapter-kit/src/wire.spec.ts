import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseJson } from './json.ts';
import { wireDecimal, wireId, wireInstant, wireRfc2822, wireRfc2822Maybe } from './wire.ts';

describe('wireDecimal', () => {
  it.each([
    ['19', '19'],
    ['19.9000', '19.9'],
    ['"19.9000"', '19.9'],
    ['"-0.00"', '0'],
    ['1E+2', '100'],
    ['1.5e-3', '0.0015'],
    ['1234567890123456789.01', '1234567890123456789.01'],
    ['" 7 "', '7'],
  ])('reads %s as %s', (json, expected) => {
    expect(wireDecimal.parse(parseJson(json))).toBe(expected);
  });

  it.each([
    '""',
    '"12,50"',
    '"1.2.3"',
    '"NaN"',
    'null',
    'true',
    '1e99',
    '1e-40',
    '"0x10"',
    '"Infinity"',
    '123456789012345678901234567890e30',
  ])('refuses %s', (json) => {
    expect(wireDecimal.safeParse(parseJson(json)).success).toBe(false);
  });

  it('refuses a number that may have passed a binary float', () => {
    expect(wireDecimal.safeParse(0.1).success).toBe(false);
  });

  it('does not quote the value in its issue', () => {
    expect(JSON.stringify(wireDecimal.safeParse('canary@example.com').error)).not.toContain('canary');
  });
});

describe('wireId', () => {
  it('reads numbers and text alike', () => {
    expect(wireId.parse(1042)).toBe('1042');
    expect(wireId.parse('e9066f04-8cc7')).toBe('e9066f04-8cc7');
    expect(wireId.parse(parseJson('1234567890123456789'))).toBe('1234567890123456789');
  });

  it.each([
    ['empty text', ''],
    ['nothing', null],
    ['half a number', 1.5],
  ])('refuses %s', (_name, value) => {
    expect(wireId.safeParse(value).success).toBe(false);
  });
});

describe('wireInstant', () => {
  it.each([
    ['2026-03-01T10:00:00Z', Date.UTC(2026, 2, 1, 10)],
    ['2026-03-01T10:00:00.250+01:00', Date.UTC(2026, 2, 1, 9, 0, 0, 250)],
    ['2026-03-01T10:00:00+0100', Date.UTC(2026, 2, 1, 9)],
    ['2026-03-01T10:00:00-05:30', Date.UTC(2026, 2, 1, 15, 30)],
  ])('reads %s', (text, expected) => {
    expect(wireInstant.parse(text)).toBe(expected);
  });

  it.each(['2026-03-01', '2026-03-01T10:00:00', '2026-02-30T10:00:00Z', '', '1772359200'])('refuses %j, which names no instant', (text) => {
    expect(wireInstant.safeParse(text).success).toBe(false);
  });
});

describe('wireRfc2822', () => {
  it.each([
    ['Tue, 05 Mar 2019 21:40:11 +0000', Date.UTC(2019, 2, 5, 21, 40, 11)],
    ['Tue, 5 Mar 2019 21:40:11 GMT', Date.UTC(2019, 2, 5, 21, 40, 11)],
    ['05 Mar 2019 21:40 +0000', Date.UTC(2019, 2, 5, 21, 40)],
    ['Tue, 05 Mar 2019 21:40:11 +0130', Date.UTC(2019, 2, 5, 20, 10, 11)],
    ['Tue, 05 Mar 2019 21:40:11 -0600', Date.UTC(2019, 2, 6, 3, 40, 11)],
    ['Thu, 29 Feb 2024 00:00:00 +0000', Date.UTC(2024, 1, 29)],
  ])('reads %s', (text, expected) => {
    expect(wireRfc2822.parse(text)).toBe(expected);
  });

  it.each([
    '',
    'Fri, 30 Feb 2024 00:00:00 +0000',
    'Tue, 05 Mrz 2019 21:40:11 +0000',
    'Tue, 05 Mar 2019 24:00:00 +0000',
    '2019-03-05T21:40:11Z',
  ])('refuses %j', (text) => {
    expect(wireRfc2822.safeParse(text).success).toBe(false);
  });
});

describe('wireRfc2822Maybe', () => {
  const row = z.object({ shipped: wireRfc2822Maybe });

  it.each([{ shipped: '' }, { shipped: null }, {}])('reads %j as never', (value) => {
    expect(row.parse(value).shipped).toBeUndefined();
  });

  it('reads a date and refuses anything else', () => {
    expect(row.parse({ shipped: 'Tue, 05 Mar 2019 21:40:11 +0000' }).shipped).toBe(Date.UTC(2019, 2, 5, 21, 40, 11));
    expect(row.safeParse({ shipped: 'soon' }).success).toBe(false);
  });
});
