import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocate, roundToSum } from './allocate.ts';
import { type DecimalText, decimal, decimalText, Exact, exact, sumOf } from './decimal.ts';
import { round } from './rounding.ts';

const texts = (values: readonly string[]) => values.map(decimal);

describe('Rounding shares to a sum', () => {
  it.each<[string, readonly string[], string, readonly string[]]>([
    ['gives the missing cent to the largest remainder', ['0.333', '0.334', '0.333'], '1', ['0.33', '0.34', '0.33']],
    ['gives ties to the earlier share', ['0.335', '0.335', '0.33'], '1', ['0.34', '0.33', '0.33']],
    ['leaves round shares as they are', ['1.1', '2.2'], '3.3', ['1.1', '2.2']],
    ['works on negative shares', ['-0.335', '-0.335', '-0.33'], '-1', ['-0.33', '-0.34', '-0.33']],
    ['works on mixed signs', ['1.005', '-0.005'], '1', ['1.01', '-0.01']],
    ['spreads a whole that is further away in order', ['0', '0', '0'], '0.05', ['0.02', '0.02', '0.01']],
    ['takes away as evenly', ['1', '1', '1'], '2.99', ['1', '1', '0.99']],
    ['takes nothing from what is nothing', ['5.003', '0.001'], '4.99', ['4.99', '0']],
    ['takes no more than there is', ['1.001', '0.001', '0.011'], '0.97', ['0.97', '0', '0']],
    ['gives all to a single share', ['1.234'], '1.23', ['1.23']],
  ])('%s', (_, wanted, whole, shares) => {
    expect(roundToSum(texts(wanted), decimal(whole))).toEqual(shares);
  });

  it('works on other places', () => {
    expect(roundToSum(texts(['0.5', '0.5']), decimal('1'), 0)).toEqual(['1', '0']);
    expect(roundToSum(texts(['0.00005', '0.00005']), decimal('0.0001'), 4)).toEqual(['0.0001', '0']);
  });

  it('makes nothing of nothing, and refuses to spread something over nothing', () => {
    expect(roundToSum([], decimal('0'))).toEqual([]);
    expect(() => roundToSum([], decimal('0.01'))).toThrow('nothing to allocate to');
  });

  it('refuses a whole with more places than the shares shall have', () => {
    expect(() => roundToSum(texts(['1']), decimal('1.001'))).toThrow('more than 2 places');
  });

  const shares = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 30 });
  const tenThousandths = (units: number) => decimalText(new Exact(units).dividedBy(10_000));

  it('adds up to the whole exactly, each share within one step of the wanted one', () => {
    fc.assert(
      fc.property(shares, (units) => {
        const wanted = units.map(tenThousandths);
        const whole = round(sumOf(wanted), 2);

        const rounded = roundToSum(wanted, whole);

        expect(sumOf(rounded)).toBe(whole);
        rounded.forEach((share, index) => {
          expect(
            exact(share)
              .minus(wanted[index] as DecimalText)
              .abs()
              .lessThanOrEqualTo('0.01'),
          ).toBe(true);
          expect(exact(share).decimalPlaces()).toBeLessThanOrEqual(2);
        });
      }),
    );
  });

  it('adds up to any whole, however far away', () => {
    fc.assert(
      fc.property(shares, fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (units, cents) => {
        const whole = decimalText(new Exact(cents).dividedBy(100));
        expect(sumOf(roundToSum(units.map(tenThousandths), whole))).toBe(whole);
      }),
    );
  });

  it('makes no share less than nothing where neither they nor the whole are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 10_000 }),
        (units, cents) => {
          const whole = decimalText(new Exact(cents).dividedBy(100));

          const rounded = roundToSum(units.map(tenThousandths), whole);

          expect(sumOf(rounded)).toBe(whole);
          expect(rounded.filter((share) => share.startsWith('-'))).toEqual([]);
        },
      ),
    );
  });

  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(shares, (units) => {
        const wanted = units.map(tenThousandths);
        const once = roundToSum(wanted, round(sumOf(wanted), 2));
        expect(roundToSum(once, sumOf(once))).toEqual(once);
      }),
    );
  });
});

describe('Splitting a whole', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ['in proportion', '100', ['1', '3'], ['25', '75']],
    ['with the odd cents where the remainder is largest', '10', ['1', '1', '1'], ['3.34', '3.33', '3.33']],
    ['with nothing for a weight of zero', '10', ['0', '1', '0'], ['0', '10', '0']],
    ['evenly where all weights are zero', '0.05', ['0', '0'], ['0.03', '0.02']],
    ['of a negative amount', '-10', ['1', '1', '1'], ['-3.33', '-3.33', '-3.34']],
    ['of nothing', '0', ['5', '7'], ['0', '0']],
  ])('%s', (_, whole, weights, expected) => {
    expect(allocate(decimal(whole), texts(weights))).toEqual(expected);
  });

  it('makes nothing of nothing, and refuses to split something among none', () => {
    expect(allocate(decimal('0'), [])).toEqual([]);
    expect(() => allocate(decimal('1'), [])).toThrow('nothing to allocate to');
  });

  const weights = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 30 });
  const wholes = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => decimalText(new Exact(cents).dividedBy(100)));

  it('adds up to the whole, within a cent of the proportion, and gives nothing for nothing', () => {
    fc.assert(
      fc.property(wholes, weights, (whole, units) => {
        const parts = units.map((weight) => decimal(weight));
        const total = exact(sumOf(parts));

        const shares = allocate(whole, parts);

        expect(sumOf(shares)).toBe(whole);
        if (total.isZero()) return;
        shares.forEach((share, index) => {
          const wanted = exact(whole)
            .times(parts[index] as DecimalText)
            .dividedBy(total);
          expect(exact(share).minus(wanted).abs().lessThanOrEqualTo('0.01')).toBe(true);
          if (parts[index] === '0') expect(share).toBe('0');
        });
      }),
    );
  });

  it('adds up with weights whose proportions have no end', () => {
    fc.assert(
      fc.property(wholes, fc.array(fc.constantFrom('0.3333', '0.0001', '7.7777', '1'), { minLength: 1, maxLength: 9 }), (whole, parts) => {
        expect(sumOf(allocate(whole, texts(parts)))).toBe(whole);
      }),
    );
  });
});
