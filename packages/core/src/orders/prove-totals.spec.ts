import { describe, expect, it } from '@jest/globals';
import { channelOrder, charge, orderLine } from '../../test/orders.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { Totals } from '../model/sales-order.ts';
import { decimal, decimalText, exact, sumOf } from '../money/decimal.ts';
import { proveTotals } from './prove-totals.ts';

const rates = [decimal(19), decimal(7)];

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
      data: { charged: '11.90', salesOrder: shown, list: 'Ware a 11.90 → 11.90' },
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
      data: { rate: '19', charged: '1.90', salesOrder: '1.92', list: 'Ware a 11.90: 1.90' },
    });
    expect(prove(two, totals(['19', '23.8', '3.82']))).toEqual({ equal: true });
    expect(prove(two, totals(['19', '23.8', '3.83'])).equal).toBe(false);
  });

  it('fails where there is tax on nothing or at no rate, however little', () => {
    const untaxed = Array.from({ length: 40 }, (_, place) => orderLine(`u${place}`, { gross: '1', rate: '0', tax: decimal('0.01') }));
    const free = orderLine('f', { gross: '0', tax: decimal('0.01') });

    expect(prove({ lines: untaxed }, totals(['0', '40', '0']))).toMatchObject({
      reason: 'VAT_DIFFERS',
      data: { rate: '0', charged: '0.40', salesOrder: '0.00' },
    });
    expect(prove({ lines: [orderLine('a'), free] }, totals(['19', '11.9', '1.9']))).toEqual({
      equal: false,
      reason: 'VAT_DIFFERS',
      data: { rate: '19', charged: '0.01', salesOrder: '0.00', list: 'Ware f 0.00: 0.01' },
    });
  });

  it('compares every rate: a shift between rates keeps the sum and fails', () => {
    const order: Partial<ChannelOrder> = { lines: [orderLine('a', { gross: '11.9' }), orderLine('b', { gross: '10.7', rate: '7' })] };

    expect(prove(order, totals(['19', '11.9', '1.9'], ['7', '10.7', '0.7']))).toEqual({ equal: true });
    expect(prove(order, totals(['19', '11.91', '1.9'], ['7', '10.69', '0.7']))).toEqual({
      equal: false,
      reason: 'TOTALS_DIFFER',
      data: { rate: '19', charged: '11.90', salesOrder: '11.91', list: 'Ware a 11.90 → 11.90' },
    });
    expect(prove(order, totals(['19', '22.6', '1.9']))).toMatchObject({ reason: 'TOTALS_DIFFER' });
    expect(prove(order, totals(['19', '11.9', '1.9'], ['7', '5.35', '0.35'], ['5', '5.35', '0.25']))).toMatchObject({
      reason: 'TOTALS_DIFFER',
      data: { rate: '7', charged: '10.70', salesOrder: '5.35' },
    });
    expect(prove({}, totals(['19', '11.9', '1.9'], ['5', '0', '0'])).equal).toBe(true);
  });

  it('shares a cent between rates by largest remainder, the higher rate first', () => {
    const lines = [orderLine('a', { gross: '10.005' }), orderLine('b', { gross: '10.005', rate: '7' })];

    expect(prove({ lines, totalGross: decimal('20.01') }, totals(['19', '10.01', '1.6'], ['7', '10', '0.65']))).toEqual({ equal: true });
    expect(prove({ lines, totalGross: decimal('20.01') }, totals(['19', '10', '1.6'], ['7', '10.01', '0.65']))).toMatchObject({
      data: { rate: '19' },
    });
  });

  it('says why the order itself cannot be right', () => {
    expect(prove({ totalGross: decimal('12.9') }, totals(['19', '12.9', '2.06']))).toMatchObject({
      equal: false,
      reason: 'ORDER_SUM_DIFFERS',
    });
  });

  it('compares with the converted total, to the cent', () => {
    const exchange = { rate: decimal('1.0581'), inverse: false };
    const inEuros = (gross: string, tax: string): ReturnType<typeof proveTotals> =>
      proveTotals(channelOrder('1', { currency: 'CHF' }), totals(['19', gross, tax]), { rates, taxed: true, exchange });

    expect(inEuros('12.59', '2.01')).toEqual({ equal: true });
    expect(inEuros('12.6', '2.01')).toMatchObject({ reason: 'TOTALS_DIFFER', data: { charged: '12.59', salesOrder: '12.60' } });
    expect(inEuros('11.9', '1.9')).toMatchObject({ reason: 'TOTALS_DIFFER' });
    expect(inEuros('12.59', '2.03')).toMatchObject({ reason: 'VAT_DIFFERS', data: { charged: '2.0104', salesOrder: '2.03' } });
  });

  it('bears a cent of the channel’s currency per item where that is worth more than one of the books', () => {
    const order = channelOrder('1', { currency: 'KWD', lines: [orderLine('a', { gross: '11.9', tax: decimal('1.91') })] });
    const made = totals(['19', '38.08', '6.08']);
    const exchange = { rate: decimal('3.2'), inverse: false };

    expect(proveTotals(order, made, { rates, taxed: true, exchange })).toEqual({ equal: true });
    expect(
      proveTotals({ ...order, lines: [orderLine('a', { tax: decimal('1.92') })] }, made, { rates, taxed: true, exchange }),
    ).toMatchObject({
      reason: 'VAT_DIFFERS',
      data: { charged: '6.144', salesOrder: '6.08' },
    });
  });

  it('bears a cent for each amount that a charge is the sum of', () => {
    const wrapping = charge('8.22', { kind: 'wrapping', tax: decimal('1.34'), parts: 2 });
    const made = totals(['19', '20.12', '3.21']);

    expect(prove({ charges: [wrapping] }, made)).toEqual({ equal: true });
    expect(prove({ charges: [{ ...wrapping, parts: 1 }] }, made)).toMatchObject({ reason: 'VAT_DIFFERS' });
  });

  it('counts a gift certificate that the channel took off the total as paid', () => {
    const order = { paidByGiftCertificate: decimal('10'), totalGross: decimal('1.9') };

    expect(prove(order, totals(['19', '11.9', '1.9']))).toEqual({ equal: true });
    expect(prove(order, totals(['19', '1.9', '0.3']))).toMatchObject({ reason: 'TOTALS_DIFFER' });
  });

  it('counts charges at their rate', () => {
    const order: Partial<ChannelOrder> = { charges: [charge('4.9')] };

    expect(prove(order, totals(['19', '16.8', '2.68']))).toEqual({ equal: true });
    expect(prove(order, totals(['19', '11.9', '1.9'], ['7', '4.9', '0.32'])).equal).toBe(false);
  });

  it('fails where tax stands in a document without tax', () => {
    const free: Partial<ChannelOrder> = { lines: [orderLine('a', { rate: '0' })] };

    expect(prove(free, totals(['0', '11.9', '0']), false)).toEqual({ equal: true });
    expect(prove(free, totals(['0', '11.9', '1.9']), false)).toEqual({
      equal: false,
      reason: 'VAT_DIFFERS',
      data: { rate: '0', charged: '0.00', salesOrder: '1.90', list: '' },
    });
  });

  it('fails where tax was paid under a treatment without tax, named or not', () => {
    const paid = orderLine('a', { rate: '0', tax: decimal('1.9') });

    expect(prove({ lines: [paid] }, totals(['0', '11.9', '0']), false)).toEqual({
      equal: false,
      reason: 'VAT_DIFFERS',
      data: { rate: '0', charged: '1.90', salesOrder: '0.00', list: 'Ware a 11.90: 1.90' },
    });
  });

  it('takes rates by value, however many zeros they carry', () => {
    const order: Partial<ChannelOrder> = { lines: [orderLine('a', { taxRates: [decimal('19.0000')] })] };

    expect(prove(order, totals(['19', '11.9', '1.9']))).toEqual({ equal: true });
  });
});

function prove(changes: Partial<ChannelOrder>, made: Totals, taxed = true): ReturnType<typeof proveTotals> {
  return proveTotals(channelOrder('1', changes), made, { rates, taxed });
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
