import { describe, expect, it } from '@jest/globals';
import { channelOrder, charge, orderLine } from '../../test/orders.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { Totals } from '../model/sales-order.ts';
import { decimal, decimalText, exact, sumOf } from '../money/decimal.ts';
import { proveTotals } from './prove-totals.ts';

describe('the proof of totals', () => {
  it('holds where gross is equal and VAT within a cent per line', () => {
    expect(prove({}, totals(['19', '11.9', '1.9']))).toEqual({ equal: true });
    expect(prove({}, totals(['19', '11.9', '1.91']))).toEqual({ equal: true });
    expect(prove({}, totals(['19', '11.9', '1.89']))).toEqual({ equal: true });
  });

  it.each([
    ['11.91', '11.91'],
    ['11.89', '11.89'],
    ['11.905', '11.905'],
    ['0', '0.00'],
    ['119', '119.00'],
  ])('fails for a total of %s where 11.90 was charged', (gross, shown) => {
    expect(prove({}, totals(['19', gross, '1.9']))).toEqual({
      equal: false,
      reason: 'TOTALS_DIFFER',
      data: { charged: '11.90', salesOrder: shown },
    });
  });

  it('compares with the charged total as the channel’s customer saw it, in cents', () => {
    const order: Partial<ChannelOrder> = { lines: [orderLine('a', { gross: '11.9049' })] };

    expect(prove({ ...order, totalGross: decimal('11.9049') }, totals(['19', '11.9', '1.9']))).toEqual({ equal: true });
    expect(prove({ ...order, totalGross: decimal('11.905') }, totals(['19', '11.9', '1.9'])).equal).toBe(false);
  });

  it('fails where VAT differs by more than a cent per line of its rate', () => {
    const two: Partial<ChannelOrder> = { lines: [orderLine('a'), orderLine('b')] };

    expect(prove({}, totals(['19', '11.9', '1.92']))).toEqual({
      equal: false,
      reason: 'VAT_DIFFERS',
      data: { rate: '19', charged: '1.90', salesOrder: '1.92' },
    });
    expect(prove(two, totals(['19', '23.8', '3.82']))).toEqual({ equal: true });
    expect(prove(two, totals(['19', '23.8', '3.83'])).equal).toBe(false);
  });

  it('compares every rate: a shift between rates keeps the sum and fails', () => {
    const order: Partial<ChannelOrder> = { lines: [orderLine('a', { gross: '11.9' }), orderLine('b', { gross: '10.7', rate: '7' })] };

    expect(prove(order, totals(['19', '11.9', '1.9'], ['7', '10.7', '0.7']))).toEqual({ equal: true });
    expect(prove(order, totals(['19', '11.91', '1.9'], ['7', '10.69', '0.7']))).toEqual({ equal: true });
    expect(prove(order, totals(['19', '11.92', '1.9'], ['7', '10.68', '0.7']))).toMatchObject({
      reason: 'TOTALS_DIFFER',
      data: { rate: '19' },
    });
    expect(prove(order, totals(['19', '22.6', '1.9']))).toMatchObject({ reason: 'TOTALS_DIFFER' });
  });

  it('counts charges at their rate', () => {
    const order: Partial<ChannelOrder> = { charges: [charge('4.9')] };

    expect(prove(order, totals(['19', '16.8', '2.68']))).toEqual({ equal: true });
    expect(prove(order, totals(['19', '11.9', '1.9'], ['7', '4.9', '0.32'])).equal).toBe(false);
  });

  it('fails where tax stands in a document without tax', () => {
    expect(prove({}, totals(['0', '11.9', '0']), false)).toEqual({ equal: true });
    expect(prove({}, totals(['0', '11.9', '1.9']), false)).toEqual({
      equal: false,
      reason: 'VAT_DIFFERS',
      data: { rate: '0', charged: '0.00', salesOrder: '1.90' },
    });
  });

  it('takes rates by value, however many zeros they carry', () => {
    const order: Partial<ChannelOrder> = { lines: [orderLine('a', { taxRates: [decimal('19.0000')] })] };

    expect(prove(order, totals(['19', '11.9', '1.9']))).toEqual({ equal: true });
  });
});

function prove(changes: Partial<ChannelOrder>, made: Totals, taxed = true): ReturnType<typeof proveTotals> {
  return proveTotals(channelOrder('1', changes), made, taxed);
}

function totals(...rates: readonly (readonly [rate: string, gross: string, tax: string])[]): Totals {
  const byRate = rates.map(([rate, gross, tax]) => ({
    rate: decimal(rate),
    gross: decimal(gross),
    tax: decimal(tax),
    net: decimalText(exact(decimal(gross)).minus(tax)),
  }));
  return {
    gross: sumOf(byRate.map(({ gross }) => gross)),
    net: sumOf(byRate.map(({ net }) => net)),
    tax: sumOf(byRate.map(({ tax }) => tax)),
    byRate,
  };
}
