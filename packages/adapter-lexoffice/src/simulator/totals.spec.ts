import { describe, expect, it } from '@jest/globals';
import { Amount, sum } from './amount.ts';
import { computeTotals, lineAmount, type Side, type TaxRounding } from './totals.ts';

function totals(side: Side, lines: readonly (readonly [amount: string, rate: number])[], rounding: TaxRounding = 'per-rate'): string {
  const { net, tax, gross } = computeTotals({
    lines: lines.map(([amount, rate]) => ({ amount: new Amount(amount), rate: new Amount(rate) })),
    side,
    rounding,
  });
  return `${net.toFixed(2)} + ${tax.toFixed(2)} = ${gross.toFixed(2)}`;
}

describe('the totals of sheet 4.6', () => {
  it.each([
    ['net', '13.40', 19, '13.40 + 2.55 = 15.95'],
    ['net', '8.32', 7, '8.32 + 0.58 = 8.90'],
    ['net', '26.80', 19, '26.80 + 5.09 = 31.89'],
    ['net', '43.00', 19, '43.00 + 8.17 = 51.17'],
    ['gross', '23.90', 19, '20.08 + 3.82 = 23.90'],
    ['gross', '666.00', 19, '559.66 + 106.34 = 666.00'],
    ['gross', '720.00', 19, '605.04 + 114.96 = 720.00'],
  ] as const)('%s %s at %i is %s', (side, amount, rate, expected) => {
    expect(totals(side, [[amount, rate]])).toBe(expected);
  });

  it('rounds a line after quantity and discount, half-up', () => {
    const line = (quantity: string, unit: string, discount: string): string =>
      lineAmount({ quantity: new Amount(quantity), unit: new Amount(unit), discountPercentage: new Amount(discount) }).toFixed(2);

    expect(line('2', '13.40', '50')).toBe('13.40');
    expect(line('6', '120.00', '0')).toBe('720.00');
    expect(line('3', '0.3350', '0')).toBe('1.01');
    expect(line('1', '1.005', '0')).toBe('1.01');
  });

  it('rounds tax once per rate or on each line, as switched (unknown 12.4)', () => {
    const lines = [
      ['0.99', 19],
      ['0.99', 19],
      ['0.99', 19],
    ] as const;

    expect(totals('net', lines, 'per-rate')).toBe('2.97 + 0.56 = 3.53');
    expect(totals('net', lines, 'per-line')).toBe('2.97 + 0.57 = 3.54');
    expect(totals('gross', lines, 'per-rate')).toBe('2.50 + 0.47 = 2.97');
    expect(totals('gross', lines, 'per-line')).toBe('2.49 + 0.48 = 2.97');
  });

  it('keeps one group per rate, the lowest first', () => {
    const { taxAmounts } = computeTotals({
      lines: [19, 7, 19].map((rate) => ({ amount: new Amount(100), rate: new Amount(rate) })),
      side: 'net',
      rounding: 'per-rate',
    });

    expect(taxAmounts.map(({ rate, net, tax }) => [rate, net, tax].map(String))).toEqual([
      ['7', '100', '7'],
      ['19', '200', '38'],
    ]);
  });

  it('spreads an absolute discount over the rates to the cent (unknown 12.4)', () => {
    const discount = { absolute: new Amount('10') };
    const lines = ['10', '10', '10'].map((amount, index) => ({ amount: new Amount(amount), rate: new Amount([0, 7, 19][index] ?? 0) }));

    const { taxAmounts, gross } = computeTotals({ lines, side: 'gross', discount, rounding: 'per-rate' });

    expect(gross.toFixed(2)).toBe('20.00');
    expect(sum(taxAmounts.map(({ net, tax }) => net.plus(tax))).toFixed(2)).toBe('20.00');
    expect(taxAmounts.map(({ net, tax }) => net.plus(tax).toFixed(2))).toEqual(['6.66', '6.67', '6.67']);
  });

  it('gives the cent that is left over to the largest remainder', () => {
    const lines = ['10', '20', '30'].map((amount, index) => ({ amount: new Amount(amount), rate: new Amount([0, 7, 19][index] ?? 0) }));

    const { taxAmounts } = computeTotals({ lines, side: 'gross', discount: { absolute: new Amount('1') }, rounding: 'per-rate' });

    expect(taxAmounts.map(({ net, tax }) => net.plus(tax).toFixed(2))).toEqual(['9.83', '19.67', '29.50']);
  });

  it('rounds what a percentage takes off, and takes its tax off too where tax is rounded per line', () => {
    const input = {
      lines: [{ amount: new Amount('10.05'), rate: new Amount(19) }],
      side: 'net',
      discount: { percentage: new Amount('5') },
    } as const;

    const [perRate, perLine] = (['per-rate', 'per-line'] as const).map((rounding) => computeTotals({ ...input, rounding }));

    expect([perRate?.net, perRate?.tax].map(String)).toEqual(['9.55', '1.81']);
    // 1.91 on the line less 0.10 on the 0.50 taken off.
    expect([perLine?.net, perLine?.tax].map(String)).toEqual(['9.55', '1.81']);
  });

  it('takes a percentage off every rate', () => {
    const lines = [{ amount: new Amount('119.00'), rate: new Amount(19) }];

    const { net, tax, gross } = computeTotals({ lines, side: 'gross', discount: { percentage: new Amount('10') }, rounding: 'per-rate' });

    expect([net, tax, gross].map((amount) => amount.toFixed(2))).toEqual(['90.00', '17.10', '107.10']);
  });
});
