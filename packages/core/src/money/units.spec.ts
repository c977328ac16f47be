import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimal } from './decimal.ts';
import { fromUnits, toUnits } from './units.ts';

describe('units of a last place', () => {
  it.each([
    ['12.5', 2, 1250n],
    ['12.5', 1, 125n],
    ['-0.05', 2, -5n],
    ['-12', 2, -1200n],
    ['0', 4, 0n],
    ['7', 0, 7n],
  ])('of %s with %i places are %s, and back', (text, places, units) => {
    expect(toUnits(decimal(text), places)).toBe(units);
    expect(fromUnits(units, places)).toBe(text);
  });

  it('are refused for what has more places', () => {
    expect(() => toUnits(decimal('1.005'), 2)).toThrow('1.005 has more than 2 places');
  });

  it('survive the way there and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }), (units, places) => {
        expect(toUnits(fromUnits(units, places), places)).toBe(units);
      }),
    );
  });
});
