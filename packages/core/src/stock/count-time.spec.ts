import { describe, expect, it } from '@jest/globals';
import { isExact, readCountInstant } from './count-time.ts';

const berlin = (text: string) => readCountInstant('Europe/Berlin', text);

describe('when something was counted', () => {
  it.each<[string, string, string]>([
    ['2026-11-26T14:30:00+01:00', '2026-11-26T14:30:00+01:00', '2026-11-26T14:30:00+01:00'],
    ['2026-11-26T13:30:00.5Z', '2026-11-26T13:30:00.500Z', '2026-11-26T13:30:00.500Z'],
    ['26.11.2026 14:30', '2026-11-26T14:30:00+01:00', '2026-11-26T14:30:59.999+01:00'],
    ['26.11.2026  14:30:10', '2026-11-26T14:30:10+01:00', '2026-11-26T14:30:10.999+01:00'],
    ['2026-11-26T14:30', '2026-11-26T14:30:00+01:00', '2026-11-26T14:30:59.999+01:00'],
    ['26.11.2026', '2026-11-26T00:00:00+01:00', '2026-11-26T23:59:59.999+01:00'],
    ['1.2.26 9:05', '2026-02-01T09:05:00+01:00', '2026-02-01T09:05:59.999+01:00'],
    ['25.10.2026', '2026-10-25T00:00:00+02:00', '2026-10-25T23:59:59.999+01:00'],
  ])('%s', (text, notBefore, notAfter) => {
    expect(berlin(text)).toEqual({ notBefore: Date.parse(notBefore), notAfter: Date.parse(notAfter) });
  });

  it.each([
    '',
    'heute',
    '26/11/2026',
    '11-26-2026',
    '26.11.',
    '26.13.2026',
    '0.1.2026',
    '26.11.2026 24:00',
    '26.11.2026 14h',
    '26.11.2026 14:30 Uhr',
    '2026-11-26T99:00:00Z',
  ])('is not said by %j', (text) => {
    expect(berlin(text)).toBeUndefined();
  });

  it.each<[string, boolean]>([
    ['26.11.2026 14:30', true],
    ['2026-11-26T14:30:00Z', true],
    ['26.11.2026', false],
    ['25.10.2026 02:30', false],
  ])('is known exactly by %s: %s', (text, exact) => {
    expect(isExact(berlin(text) ?? { notBefore: 0, notAfter: 0 })).toBe(exact);
  });
});
