import { describe, expect, it } from '@jest/globals';
import { addDays, berlinDay, readStamp, startOfDay, toStamp } from './time.ts';

describe('instants', () => {
  it('are written with the Berlin offset of their moment (1.2)', () => {
    expect(toStamp(Date.parse('2026-07-01T22:30:00.001Z'))).toBe('2026-07-02T00:30:00.001+02:00');
    expect(toStamp(Date.parse('2026-01-01T00:00:00.000Z'))).toBe('2026-01-01T01:00:00.000+01:00');
    expect(toStamp(Date.parse('2026-03-29T00:59:59.999Z'))).toBe('2026-03-29T01:59:59.999+01:00');
    expect(toStamp(Date.parse('2026-03-29T01:00:00.000Z'))).toBe('2026-03-29T03:00:00.000+02:00');
    expect(toStamp(Date.parse('2026-10-25T01:00:00.000Z'))).toBe('2026-10-25T02:00:00.000+01:00');
  });

  it('belong to a German day, which begins at local midnight', () => {
    expect(berlinDay(Date.parse('2026-06-30T22:00:00.000Z'))).toBe('2026-07-01');
    expect(berlinDay(Date.parse('2026-12-31T22:59:59.999Z'))).toBe('2026-12-31');
    for (const day of ['2026-03-29', '2026-03-30', '2026-10-25', '2026-10-26', '2026-07-01', '2026-12-24']) {
      expect(toStamp(startOfDay(day)).slice(0, 23)).toBe(`${day}T00:00:00.000`);
    }
    expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
  });

  it.each([
    '2026-11-23',
    '2026-11-23T10:00:00',
    '2026-11-23T10:00:00Z',
    '2026-11-23T10:00:00.000',
    '2026-11-23T10:00:00.000+0100',
    '2026-11-23T10:00:00.00+01:00',
    '2026-02-30T10:00:00.000+01:00',
    '2026-11-23T25:00:00.000+01:00',
  ])('are refused as %s (1.2)', (text) => {
    expect(readStamp(text)).toBeUndefined();
  });

  it('are read with Z or an offset', () => {
    expect(readStamp('2026-11-23T09:00:00.000Z')).toBe(readStamp('2026-11-23T10:00:00.000+01:00'));
    expect(readStamp('2026-11-23T09:00:00.000Z')).toBe(Date.UTC(2026, 10, 23, 9));
  });
});
