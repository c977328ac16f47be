import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DecimalText, decimal, Exact, parseDecimal } from './decimal.ts';
import { compareFixed, fixed, fixedText, isNegative, parseFixed, plusFixed, roundFixed, timesOver } from './fixed.ts';
import { type RoundingMode, roundingModes } from './rounding.ts';

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, places]) => fixedText({ units, places }));
const positives = decimals.filter((text) => !isNegative(fixed(text)) && /[1-9]/.test(text));
const roundings = fc.record({ places: fc.integer({ min: 0, max: 10 }), mode: fc.constantFrom(...roundingModes) });

describe('a decimal in whole numbers', () => {
  it.each([
    '0',
    '-0',
    '007',
    '1.50',
    ' 12 ',
    '-0.001',
    '1e3',
    '',
    ' ',
    '.5',
    '5.',
    '1,5',
    '+1',
    '0x1',
    '1'.repeat(31),
    `0.${'1'.repeat(31)}`,
  ])('is read from %j as any decimal is', (text) => {
    const read = parseFixed(text);

    expect(read && fixedText(read)).toBe(parseDecimal(text));
  });

  it('comes back as it was', () => {
    fc.assert(fc.property(decimals, (text) => expect(fixedText(fixed(text))).toBe(text)));
  });

  it('of ours may be of any length; what is none at all throws', () => {
    const third = new Exact(1).dividedBy(3).toFixed() as DecimalText;

    expect(fixedText(fixed(third))).toBe(third);
    expect(() => fixed('x' as DecimalText)).toThrow();
  });

  it('adds and compares as decimal.js does', () => {
    fc.assert(
      fc.property(decimals, decimals, (left, right) => {
        expect(fixedText(plusFixed(fixed(left), fixed(right)))).toBe(new Exact(left).plus(right).toFixed());
        expect(compareFixed(fixed(left), fixed(right))).toBe(new Exact(left).comparedTo(right));
      }),
    );
  });
});

describe('rounding', () => {
  it.each<[string, number, Record<RoundingMode, string>]>([
    ['1.005', 2, { 'half-up': '1.01', 'half-even': '1', down: '1', up: '1.01' }],
    ['1.015', 2, { 'half-up': '1.02', 'half-even': '1.02', down: '1.01', up: '1.02' }],
    ['-1.005', 2, { 'half-up': '-1.01', 'half-even': '-1', down: '-1', up: '-1.01' }],
    ['1.0051', 2, { 'half-up': '1.01', 'half-even': '1.01', down: '1', up: '1.01' }],
    ['1.0049', 2, { 'half-up': '1', 'half-even': '1', down: '1', up: '1.01' }],
    ['0.5', 0, { 'half-up': '1', 'half-even': '0', down: '0', up: '1' }],
    ['-0.5', 0, { 'half-up': '-1', 'half-even': '0', down: '0', up: '-1' }],
    ['1.5', 0, { 'half-up': '2', 'half-even': '2', down: '1', up: '2' }],
    ['12', 2, { 'half-up': '12', 'half-even': '12', down: '12', up: '12' }],
  ])('of %s to %d places', (text, places, expected) => {
    for (const mode of roundingModes) expect(fixedText(roundFixed(fixed(decimal(text)), { places, mode }))).toBe(expected[mode]);
  });

  it('is what decimal.js makes of it', () => {
    const modes = {
      up: Exact.ROUND_UP,
      down: Exact.ROUND_DOWN,
      'half-up': Exact.ROUND_HALF_UP,
      'half-even': Exact.ROUND_HALF_EVEN,
    } as const;
    fc.assert(
      fc.property(decimals, roundings, (text, { places, mode }) => {
        const expected = new Exact(text).toDecimalPlaces(places, modes[mode]);
        expect(fixedText(roundFixed(fixed(text), { places, mode }))).toBe(expected.isZero() ? '0' : expected.toFixed());
      }),
    );
  });
});

describe('a product over a divisor', () => {
  it('lies within the rounding that was asked for, at any length', () => {
    fc.assert(
      fc.property(decimals, decimals, positives, roundings, (value, factor, divisor, rounding) => {
        const made = timesOver(fixed(value), [fixed(factor), fixed(divisor)], rounding);

        // made × divisor against value × factor, all in whole numbers of one last place.
        const product = { units: fixed(value).units * fixed(factor).units, places: fixed(value).places + fixed(factor).places };
        const back = { units: made.units * fixed(divisor).units, places: made.places + fixed(divisor).places };
        const off = plusFixed(product, { units: -back.units, places: back.places });
        const step = { units: fixed(divisor).units, places: fixed(divisor).places + rounding.places };
        const size = { units: off.units < 0n ? -off.units : off.units, places: off.places };
        const half = rounding.mode === 'half-up' || rounding.mode === 'half-even';
        if (half) expect(compareFixed({ units: size.units * 2n, places: size.places }, step)).toBeLessThanOrEqual(0);
        else expect(compareFixed(size, step)).toBeLessThan(0);
        if (rounding.mode === 'down') expect(off.units === 0n || off.units < 0n === product.units < 0n).toBe(true);
        if (rounding.mode === 'up') expect(off.units === 0n || off.units < 0n !== product.units < 0n).toBe(true);
      }),
    );
  });
});
