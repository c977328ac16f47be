import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channelOrder, charge, orderLine } from '../../test/orders.ts';
import type { ChannelOrder } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import { type ChargedCents, type ChargeTerms, chargedCents, inBooks } from './charged-cents.ts';

const home: ChargeTerms = { rates: [decimal(19), decimal(7)] };

describe('what was charged, in cents', () => {
  it('is the total, its rates from the highest, and its items as the channel lists them', () => {
    const charged = cents({ lines: [orderLine('a', { rate: '7', gross: '10.7' }), orderLine('b')], charges: [charge('4.9')] });

    expect(charged.total).toBe('27.5');
    expect(charged.rates).toEqual([
      { rate: '19', charged: '16.8', gross: '16.8', tax: '2.68', amounts: 2 },
      { rate: '7', charged: '10.7', gross: '10.7', tax: '0.7', amounts: 1 },
    ]);
    expect(charged.items.map(({ rate, gross }) => [rate, gross])).toEqual([
      ['7', '10.7'],
      ['19', '11.9'],
      ['19', '4.9'],
    ]);
  });

  it('is the rounded total, and each item is a cent up or down at the most', () => {
    // 10 % off three lines, spread by the shop with four decimals.
    const lines = ['a', 'b', 'c'].map((id) => orderLine(id, { gross: '10.7555', list: '11.9506' }));

    expect(shares({ lines })).toEqual(['10.76', '10.76', '10.75']);
    expect(shares({ lines, totalGross: decimal('32.27') })).toEqual(['10.76', '10.76', '10.75']);
  });

  it('rounds per tax rate before it rounds per item, of equal remainders the higher rate up', () => {
    const lines = [orderLine('b', { gross: '10.005', rate: '7' }), orderLine('a', { gross: '10.005' })];

    expect(shares({ lines, totalGross: decimal('20.01') })).toEqual(['10', '10.01']);
    expect(shares({ lines: lines.toReversed(), totalGross: decimal('20.01') })).toEqual(['10.01', '10']);
  });

  it('leaves what is free out of the rounding', () => {
    const lines = [orderLine('gift', { gross: '0' }), orderLine('a', { gross: '5.9548' }), orderLine('b', { gross: '5.9548' })];

    const charged = cents({ lines, totalGross: decimal('11.9') });

    expect(charged.items.map(({ gross }) => gross)).toEqual(['0', '5.95', '5.95']);
    expect(charged.rates).toMatchObject([{ amounts: 2 }]);
  });

  it('takes an item that names no rate for untaxed only if no tax was charged', () => {
    const untaxed = orderLine('a', { taxRates: [], tax: decimal(0) });
    const unclear = orderLine('a', { taxRates: [], tax: decimal('1.9') });
    const several = orderLine('a', { taxRates: [decimal('19'), decimal('7')] });

    expect(cents({ lines: [untaxed] }).items).toMatchObject([{ rate: '0' }]);
    expect(of({ lines: [unclear] })).toEqual({ ok: false, reason: 'TAX_RATE_UNCLEAR', data: { item: 'Ware a', rates: '' } });
    expect(of({ lines: [several] })).toMatchObject({ reason: 'TAX_RATE_UNCLEAR', data: { rates: '19, 7' } });
    expect(cents({ lines: [orderLine('a', { taxRates: [decimal('19'), decimal('19.00')] })] }).items).toMatchObject([{ rate: '19' }]);
  });

  it.each([
    ['1.5', '0.24', '19'],
    ['1.5', '0.1', '7'],
    ['1.49', '0.2379', '19'],
    ['0.2', '0.03', '19'],
  ])('reads the rate of a charge without a tax row from its tax: %s with %s', (gross, tax, rate) => {
    const fee = charge(gross, { kind: 'fee', name: 'Pfand', taxRates: [], tax: decimal(tax) });

    expect(cents({ charges: [fee] }).items[1]).toMatchObject({ rate });
  });

  it.each([
    ['1.5', '0.17'],
    ['1.5', '1.5'],
    // A tenth of a cent either way: both rates come near enough.
    ['0.05', '0.005'],
  ])('does not guess at the rate of a charge of %s with a tax of %s', (gross, tax) => {
    const fee = charge(gross, { kind: 'fee', name: '', taxRates: [], tax: decimal(tax) });

    expect(of({ charges: [fee] })).toMatchObject({ ok: false, reason: 'TAX_RATE_UNCLEAR', data: { item: 'fee' } });
  });

  it('is not made of a negative item', () => {
    expect(of({ lines: [orderLine('a', { gross: '-1' }), orderLine('b')] })).toEqual({
      ok: false,
      reason: 'ORDER_AMOUNT_NEGATIVE',
      data: { item: 'Ware a' },
    });
    expect(of({ charges: [charge('-1', { name: 'Rabatt' })] })).toMatchObject({ data: { item: 'Rabatt' } });
  });

  it.each<[string, Partial<ChannelOrder>, boolean]>([
    ['a cent where nothing was rounded', { totalGross: decimal('11.91') }, false],
    ['less than half a cent', { totalGross: decimal('11.9049') }, true],
    ['half a cent', { totalGross: decimal('11.905') }, false],
    ['a cent in a net-priced shop whose amounts are in whole cents', { totalGross: decimal('11.91'), pricesIncludeTax: false }, false],
    [
      'a cent where a discount left whole cents',
      { lines: [orderLine('a', { gross: '11.9', list: '12' })], totalGross: decimal('11.91') },
      false,
    ],
    [
      'a cent where two amounts have parts of one',
      { lines: [orderLine('a', { gross: '5.9548' }), orderLine('b', { gross: '5.9548' })], totalGross: decimal('11.90') },
      true,
    ],
    [
      'more than their rounding',
      { lines: [orderLine('a', { gross: '5.9548' }), orderLine('b', { gross: '5.9548' })], totalGross: decimal('11.89') },
      false,
    ],
    ['half a cent that the total lost', { lines: [orderLine('a', { gross: '11.905' })], totalGross: decimal('11.9') }, true],
    ['half a cent that the total won', { lines: [orderLine('a', { gross: '11.905' })], totalGross: decimal('11.91') }, true],
    ['a little more', { lines: [orderLine('a', { gross: '11.9051' })], totalGross: decimal('11.9') }, false],
    ['a euro', { totalGross: decimal('12.9'), pricesIncludeTax: false }, false],
  ])('bears a difference to the total of %s: %#', (_name, changes, ok) => {
    const result = of(changes);

    expect(result.ok).toBe(ok);
    if (!result.ok) expect(result.reason).toBe('ORDER_SUM_DIFFERS');
  });

  it('names every item where they do not come to the total', () => {
    const lines = Array.from({ length: 13 }, (_, index) => orderLine(String(index), { gross: '1.5' }));

    expect(of({ lines: lines.slice(0, 2), charges: [charge('4.9')], totalGross: decimal('9') })).toEqual({
      ok: false,
      reason: 'ORDER_SUM_DIFFERS',
      data: { items: '7.90', total: '9.00', list: 'Ware 0 1.50; Ware 1 1.50; shipping 4.90' },
    });
    expect(of({ lines, totalGross: decimal('1') })).toMatchObject({ data: { list: expect.stringMatching(/Ware 11 1\.50; … \+1$/) } });
  });

  it('knows a gift certificate for a means of payment, also where the channel took it off the total', () => {
    const paid = { paidByGiftCertificate: decimal('10') };

    expect(cents({ ...paid }).total).toBe('11.9');
    expect(cents({ ...paid }).paidBefore).toBeUndefined();
    expect(cents({ ...paid, totalGross: decimal('1.9') })).toMatchObject({ total: '11.9', paidBefore: '11.9' });
    expect(of({ ...paid, totalGross: decimal('2.9') })).toMatchObject({ reason: 'ORDER_SUM_DIFFERS' });
    expect(of({ paidByStoreCredit: decimal('10'), totalGross: decimal('1.9') })).toMatchObject({ reason: 'ORDER_SUM_DIFFERS' });
  });
});

describe('a gift certificate of a few cents', () => {
  const fine = (count: number, gross = '3.3333') => Array.from({ length: count }, (_, place) => orderLine(String(place), { gross }));
  // Thirty lines that come to 99.999.
  it.each<[string, Parameters<typeof of>[0], object]>([
    [
      'taken off the total or not',
      { lines: fine(30), totalGross: decimal('99.9'), paidByGiftCertificate: decimal('0.1') },
      { reason: 'ORDER_TOTAL_UNCLEAR', data: { items: '99.999', total: '99.90', certificate: '0.10' } },
    ],
    [
      'not taken off it, or was it',
      { lines: fine(30), totalGross: decimal('100'), paidByGiftCertificate: decimal('0.1') },
      { reason: 'ORDER_TOTAL_UNCLEAR' },
    ],
    [
      'beyond the rounding',
      { lines: fine(30), totalGross: decimal('99.8'), paidByGiftCertificate: decimal('0.2') },
      { ok: true, total: '100' },
    ],
    [
      'beside lines in whole cents',
      { lines: fine(30, '3.33'), totalGross: decimal('99.89'), paidByGiftCertificate: decimal('0.01') },
      { ok: true, total: '99.9' },
    ],
    ['that is none', { lines: fine(30), totalGross: decimal('100') }, { ok: true, total: '100' }],
    [
      'that all that little was paid by',
      { lines: fine(2, '0.0044'), totalGross: decimal('0'), paidByGiftCertificate: decimal('0.01') },
      { reason: 'ORDER_TOTAL_UNCLEAR' },
    ],
  ])('%s', (_name, changes, becomes) => {
    expect(of(changes)).toMatchObject(becomes);
  });
});

describe('another currency than the books’', () => {
  const francs = { rate: decimal('1.0581'), inverse: false };

  it('is converted once, in sum, and shared by rates and items', () => {
    const lines = [orderLine('a', { gross: '10' }), orderLine('b', { gross: '10' }), orderLine('c', { gross: '10', rate: '7' })];

    const charged = cents({ lines, currency: 'CHF' }, { ...home, exchange: francs });

    expect(charged.total).toBe('31.74');
    expect(charged.rates.map(({ gross, charged: exactly }) => [gross, exactly])).toEqual([
      ['21.16', '21.162'],
      ['10.58', '10.581'],
    ]);
    expect(charged.items.map(({ gross }) => gross)).toEqual(['10.58', '10.58', '10.58']);
  });

  it('divides by a rate that is quoted the other way round', () => {
    expect(inBooks(decimal('9.45'), { rate: decimal('0.945'), inverse: true })).toBe('10');
    expect(cents({ lines: [orderLine('a', { gross: '100' })] }, { ...home, exchange: { rate: decimal('0.9'), inverse: true } }).total).toBe(
      '111.11',
    );
  });

  it('compares items and total before it converts', () => {
    expect(of({ totalGross: decimal('11.91') }, { ...home, exchange: { rate: decimal('0.001'), inverse: false } })).toMatchObject({
      reason: 'ORDER_SUM_DIFFERS',
      data: { items: '11.90', total: '11.91' },
    });
  });
});

/** Whole numbers alone: ten-thousandths times millionths. Shares no arithmetic with the product. */
describe('the cents of any order', () => {
  const item = fc.record({ tenThousandths: fc.integer({ min: 1, max: 30_000_000 }), rate: fc.constantFrom('19', '7', '0') });
  const anyOrder = fc.record({
    items: fc.array(item, { minLength: 1, maxLength: 20 }),
    millionths: fc.integer({ min: 1, max: 3_000_000 }),
  });

  it('add up to the total, converted or not, and stay within a cent of what was charged', () => {
    fc.assert(
      fc.property(anyOrder, fc.boolean(), ({ items, millionths }, converts) => {
        const factor = converts ? BigInt(millionths) : 1_000_000n;
        const order = channelOrder('1', {
          lines: items.map(({ tenThousandths, rate }, index) => orderLine(String(index), { rate, gross: text(BigInt(tenThousandths), 4) })),
        });
        const whole = items.reduce((sum, { tenThousandths }) => sum + BigInt(tenThousandths) * factor, 0n);
        const inCents = (whole + perCent / 2n) / perCent;

        const result = chargedCents(order, {
          ...home,
          ...(converts ? { exchange: { rate: decimal(text(factor, 6)), inverse: false } } : {}),
        });

        if (!result.ok) throw new Error(result.reason);
        expect(units(result.total)).toBe(inCents);
        expect(result.rates.reduce((sum, { gross }) => sum + units(gross), 0n)).toBe(inCents);
        expect(result.items.reduce((sum, { gross }) => sum + units(gross), 0n)).toBe(inCents);
        for (const { rate, gross } of result.rates) {
          const charged = items
            .filter((one) => one.rate === rate)
            .reduce((sum, { tenThousandths }) => sum + BigInt(tenThousandths) * factor, 0n);
          expect(within(units(gross) * perCent - charged, perCent)).toBe(true);
          expect(result.items.filter((one) => one.rate === rate).reduce((sum, one) => sum + units(one.gross), 0n)).toBe(units(gross));
        }
        result.items.forEach(({ gross }, index) => {
          expect(units(gross) >= 0n).toBe(true);
          // A cent by its rate's rounding, and a cent by its own.
          expect(within(units(gross) * perCent - BigInt(items[index]?.tenThousandths ?? 0) * factor, 2n * perCent)).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });
});

/** Ten-thousandths × millionths that make a cent. */
const perCent = 100n * 1_000_000n;

function of(changes: Partial<ChannelOrder>, terms = home): ReturnType<typeof chargedCents> {
  return chargedCents(channelOrder('1', changes), terms);
}

function cents(changes: Partial<ChannelOrder>, terms = home): ChargedCents {
  const result = of(changes, terms);
  if (!result.ok) throw new Error(`${result.reason} ${JSON.stringify(result.data)}`);
  return result;
}

function shares(changes: Partial<ChannelOrder>): readonly string[] {
  return cents(changes).items.map(({ gross }) => gross);
}

function text(value: bigint, places: number): string {
  const digits = String(value).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function units(cents: string): bigint {
  const [, euros = '', fraction = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(cents) ?? [];
  if (euros === '') throw new Error(`${cents} is not in cents`);
  return BigInt(euros) * 100n + BigInt(fraction.padEnd(2, '0'));
}

function within(difference: bigint, bound: bigint): boolean {
  return difference < bound && -difference < bound;
}
