import { describe, expect, it } from '@jest/globals';
import { decimal, exact, type PricedLine, type SalesOrderDraft, sumOf, type TaxTreatment } from '@megzo/core';
import fc from 'fast-check';
import { totalsOf } from './totals.ts';

type Line = readonly [quantity: string, unitPriceGross: string, taxRate: string];

function draftOf(lines: readonly Line[], treatment: TaxTreatment = { kind: 'domestic' }): SalesOrderDraft {
  return {
    placedOn: '2026-05-04',
    currency: 'EUR',
    treatment,
    recipient: { kind: 'one-time', address: { name: 'E', street: '', zip: '', city: '', country: 'DE' } },
    lines: lines.map(
      ([quantity, unitPriceGross, taxRate]): PricedLine => ({
        kind: 'priced',
        name: 'Ware',
        unit: 'Stück',
        quantity: decimal(quantity),
        unitPriceGross: decimal(unitPriceGross),
        taxRate: decimal(taxRate),
      }),
    ),
    markerPlace: 'text-line',
  };
}

describe('totals under a gross tax type', () => {
  // The three rows of the sheet's table (4.6) that came from the vendor itself.
  it.each([
    ['1', '23.90', '23.9', '20.08', '3.82'],
    ['1', '666.00', '666', '559.66', '106.34'],
    ['6', '120.00', '720', '605.04', '114.96'],
  ])('%s x %s at 19 percent is %s gross, %s net, %s tax', (quantity, unit, gross, net, tax) => {
    const totals = totalsOf(draftOf([[quantity, unit, '19']]));

    expect(totals).toEqual({ gross, net, tax, byRate: [{ rate: '19', gross, net, tax }] });
  });

  it('adds the lines of one rate before it rounds their tax', () => {
    // Each line alone has 0.0159… of tax: rounded per line that would be 0.06.
    const totals = totalsOf(
      draftOf([
        ['1', '0.10', '19'],
        ['1', '0.10', '19.00'],
        ['1', '0.10', '19'],
      ]),
    );

    expect(totals.byRate).toEqual([{ rate: '19', gross: '0.3', net: '0.25', tax: '0.05' }]);
  });

  it('keeps rates apart, the highest first', () => {
    const totals = totalsOf(
      draftOf([
        ['2', '1.07', '7'],
        ['1', '5', '0'],
        ['1', '11.90', '19'],
      ]),
    );

    expect(totals).toEqual({
      gross: '19.04',
      net: '17',
      tax: '2.04',
      byRate: [
        { rate: '19', gross: '11.9', net: '10', tax: '1.9' },
        { rate: '7', gross: '2.14', net: '2', tax: '0.14' },
        { rate: '0', gross: '5', net: '5', tax: '0' },
      ],
    });
  });

  it('rounds a line half up to the cent before it is added', () => {
    expect(totalsOf(draftOf([['3', '0.335', '0']])).gross).toBe('1.01');
    expect(
      totalsOf(
        draftOf([
          ['1', '0.0049', '0'],
          ['1', '0.0049', '0'],
        ]),
      ).gross,
    ).toBe('0');
  });

  it('counts no text line and is zero without lines', () => {
    const empty = totalsOf({ ...draftOf([]), lines: [{ kind: 'text', name: 'Hinweis' }] });

    expect(empty).toEqual({ gross: '0', net: '0', tax: '0', byRate: [] });
  });

  it('taxes a distance sale like a domestic one', () => {
    expect(totalsOf(draftOf([['1', '12.00', '20']], { kind: 'distance-sale', principle: 'destination' })).tax).toBe('2');
  });
});

describe('totals under a treatment without tax', () => {
  it.each([{ kind: 'small-business' }, { kind: 'intra-community-supply' }, { kind: 'export' }] as const)(
    'have net equal to gross: $kind',
    (treatment) => {
      const totals = totalsOf(
        draftOf(
          [
            ['2', '9.99', '0'],
            ['1', '0.5', '19'],
          ],
          treatment,
        ),
      );

      expect(totals).toEqual({ gross: '20.48', net: '20.48', tax: '0', byRate: [{ rate: '0', gross: '20.48', net: '20.48', tax: '0' }] });
    },
  );
});

describe('totals of any draft', () => {
  const amount = fc
    .integer({ min: 0, max: 99_999_999 })
    .map((units) => decimal(`${Math.trunc(units / 10_000)}.${String(units % 10_000).padStart(4, '0')}`));
  const line = fc.record({ quantity: fc.integer({ min: 1, max: 50 }), unit: amount, rate: fc.constantFrom('0', '7', '19') });

  it('add up: net and tax to gross, rates to the whole, lines to gross', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const draft = draftOf(lines.map(({ quantity, unit, rate }) => [String(quantity), unit, rate]));
        const totals = totalsOf(draft);
        const lineSum = sumOf(lines.map(({ quantity, unit }) => decimal(exact(unit).times(quantity).toFixed(2))));

        expect(totals.gross).toBe(lineSum);
        expect(sumOf([totals.net, totals.tax])).toBe(totals.gross);
        expect(sumOf(totals.byRate.map((row) => row.gross))).toBe(totals.gross);
        for (const row of totals.byRate) {
          expect(sumOf([row.net, row.tax])).toBe(row.gross);
          // The tax is within half a cent of the exact share.
          const share = exact(row.gross).times(row.rate).dividedBy(exact(row.rate).plus(100));
          expect(exact(row.tax).minus(share).abs().lessThanOrEqualTo('0.005')).toBe(true);
        }
      }),
    );
  });

  it('do not depend on the order of the lines', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const written = lines.map(({ quantity, unit, rate }): Line => [String(quantity), unit, rate]);

        expect(totalsOf(draftOf(written.toReversed()))).toEqual(totalsOf(draftOf(written)));
      }),
    );
  });
});
