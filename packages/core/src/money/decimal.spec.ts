import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { type DecimalText, decimal, decimalText, Exact, exact, isZero, parseDecimal, sameAmount, sumOf } from './decimal.ts';

describe('A decimal read from text', () => {
  it.each([
    ['19.0000', '19'],
    ['19', '19'],
    ['-12.50', '-12.5'],
    ['0.00', '0'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['007', '7'],
    [' 1.5 ', '1.5'],
    ['0.1', '0.1'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['0.000000000000000000000000000001', '0.000000000000000000000000000001'],
    ['123456789012345678901234567890.123456789012345678901234567891', '123456789012345678901234567890.123456789012345678901234567891'],
  ])('%j is %j', (text, expected) => {
    expect(parseDecimal(text)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '.5',
    '5.',
    '1,5',
    '1e3',
    '+1',
    '--1',
    'NaN',
    'Infinity',
    '0x1',
    '1 000',
    '1'.repeat(31),
    `0.${'1'.repeat(31)}`,
    '1\n2',
  ])('%j is none', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  it('comes back the same from its own text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.nat(10), (units, places) => {
        const text = decimalText(new Exact(units.toString()).dividedBy(new Exact(10).pow(places)));
        expect(parseDecimal(text)).toBe(text);
        expect(text).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
      }),
    );
  });
});

describe('A decimal that is known to be one', () => {
  it('is read from text and whole numbers', () => {
    expect([decimal('1.10'), decimal(3), decimal(-7)]).toEqual(['1.1', '3', '-7']);
  });

  it.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the number %p', (value) => {
    expect(() => decimal(value)).toThrow('not a whole number');
  });

  it('refuses text that is none', () => {
    expect(() => decimal('1,5')).toThrow('not a decimal: "1,5"');
  });
});

describe('Arithmetic on decimals', () => {
  it('adds without binary rounding', () => {
    expect(sumOf([decimal('0.1'), decimal('0.2')])).toBe('0.3');
    expect(sumOf(Array.from({ length: 1000 }, () => decimal('0.01')))).toBe('10');
    expect(sumOf([])).toBe('0');
  });

  it('compares amounts by value', () => {
    expect(isZero('0.00' as DecimalText)).toBe(true);
    expect(isZero(decimal('0.01'))).toBe(false);
    expect(sameAmount('1.10' as DecimalText, decimal('1.1'))).toBe(true);
    expect(sameAmount(decimal('-1'), decimal('1'))).toBe(false);
  });

  it('leaves the settings of the shared library to the embedder', () => {
    expect(Decimal.precision).toBe(20);
    expect(Exact.precision).toBeGreaterThanOrEqual(40);
    expect(exact(decimal('1')).dividedBy(3).decimalPlaces()).toBeGreaterThanOrEqual(40);
  });
});
