import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal, decimalText, Exact, exact } from './decimal.ts';
import { type RoundingMode, round } from './rounding.ts';

describe('Rounding', () => {
  it.each<[string, number, RoundingMode | undefined, string]>([
    ['1.005', 2, undefined, '1.01'],
    ['-1.005', 2, undefined, '-1.01'],
    ['1.0049', 2, undefined, '1'],
    ['2.675', 2, 'half-up', '2.68'],
    ['0.125', 2, 'half-even', '0.12'],
    ['0.135', 2, 'half-even', '0.14'],
    ['-0.125', 2, 'half-even', '-0.12'],
    ['1.019', 2, 'down', '1.01'],
    ['-1.019', 2, 'down', '-1.01'],
    ['1.011', 2, 'up', '1.02'],
    ['-1.011', 2, 'up', '-1.02'],
    ['1.5', 0, undefined, '2'],
    ['-0.001', 2, undefined, '0'],
    ['7', 4, 'up', '7'],
  ])('%s to %i places, %s, is %s', (value, places, mode, expected) => {
    expect(round(decimal(value), places, mode)).toBe(expected);
  });

  const amounts = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((units) => decimalText(new Exact(units).dividedBy(10_000)));

  it.each(['half-up', 'half-even', 'down', 'up'] as const)('%s stays within one step, and rounds what is round no more', (mode) => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 4 }), (amount, places) => {
        const rounded = round(amount, places, mode);
        const step = new Exact(10).pow(-places);
        const distance = exact(rounded).minus(amount).abs();
        expect(distance.lessThan(step)).toBe(true);
        if (mode.startsWith('half')) expect(distance.lessThanOrEqualTo(step.dividedBy(2))).toBe(true);
        expect(round(rounded, places, mode)).toBe(rounded);
      }),
    );
  });
});
