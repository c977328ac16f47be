import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channelOrder, charge, orderLine } from '../../test/orders.ts';
import { totalsOf } from '../../test/scripted-books.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { PricedLine, SalesOrderDraft, SalesOrderLine, TaxTreatment } from '../model/sales-order.ts';
import { decimal } from '../money/decimal.ts';
import { proveTotals } from './prove-totals.ts';
import { type ItemWords, type Lines, type OrderItem, salesOrderLines } from './sales-order-lines.ts';

const domestic: TaxTreatment = { kind: 'domestic' };

describe('the lines of a sales order', () => {
  it.each<[string, number, string, readonly string[]]>([
    ['one unit', 1, '11.9', ['1 × 11.9']],
    ['a multiple of its quantity', 3, '35.7', ['3 × 11.9']],
    ['three times a net price that no gross price divides', 3, '29.99', ['2 × 10', '1 × 9.99']],
    ['one cent more than a multiple', 3, '30.01', ['1 × 10.01', '2 × 10']],
    ['less than a cent per unit', 300, '0.07', ['1 × 0.07']],
    ['one cent per unit', 7, '0.07', ['7 × 0.01']],
    ['four decimals, up', 1, '11.9049', ['1 × 11.9']],
    ['four decimals in the middle', 1, '11.905', ['1 × 11.91']],
    ['a great quantity', 100_000, '99999.99', ['99999 × 1', '1 × 0.99']],
  ])('say a line of %s', (_name, quantity, gross, expected) => {
    const lines = made({ lines: [orderLine('a', { quantity, gross })] });

    expect(lines.map(shown)).toEqual(expected);
  });

  it('name what no cent divides as one line with its quantity in words', () => {
    expect(made({ lines: [orderLine('a', { quantity: 300, gross: '0.07' })] })).toMatchObject([{ name: '300 × Ware a', quantity: '1' }]);
  });

  it('say a gift in words, and nothing about a line without units', () => {
    const lines = made({
      lines: [orderLine('free', { quantity: 2, gross: '0' }), orderLine('a'), orderLine('gone', { quantity: 0, gross: '0' })],
    });

    expect(lines).toMatchObject([
      { kind: 'text', name: '2 × Ware free', description: '0,00 €' },
      { kind: 'priced', name: 'Ware a' },
    ]);
  });

  it('keep the order of lines and charges, with their words, article and rate', () => {
    const article = { id: 'article-1', kind: 'product' as const };
    const result = salesOrderLines(
      channelOrder('1', { lines: [orderLine('a', { rate: '7', gross: '10.7' })], charges: [charge('4.9')] }),
      domestic,
      (item) =>
        item.type === 'line' ? { name: 'Kaffee', unit: 'Stück', description: 'fein', article } : { name: 'Versand', unit: 'Pauschale' },
    );

    expect(result).toEqual({
      ok: true,
      lines: [
        {
          kind: 'priced',
          article,
          name: 'Kaffee',
          description: 'fein',
          quantity: '1',
          unit: 'Stück',
          unitPriceGross: '10.7',
          taxRate: '7',
        },
        { kind: 'priced', name: 'Versand', quantity: '1', unit: 'Pauschale', unitPriceGross: '4.9', taxRate: '19' },
      ],
    });
  });

  it('carry a coupon inside: its cents go where they were cut off', () => {
    // 10 % off three lines, spread by the shop with four decimals.
    const lines = [
      orderLine('a', { gross: '10.7555', list: '11.9506' }),
      orderLine('b', { gross: '10.7555', list: '11.9506' }),
      orderLine('c', { gross: '10.7555', list: '11.9506' }),
    ];

    expect(made({ lines, totalGross: decimal('32.27') }).map(shown)).toEqual(['1 × 10.76', '1 × 10.76', '1 × 10.75']);
  });

  it('round per tax rate before they round per line', () => {
    const lines = [orderLine('a', { gross: '10.005', list: '20' }), orderLine('b', { gross: '10.005', rate: '7', list: '20' })];

    expect(made({ lines, totalGross: decimal('20.01') }).map(shown)).toEqual(['1 × 10.01', '1 × 10']);
  });

  it('carry no tax under a treatment without tax, and one group', () => {
    for (const kind of ['small-business', 'export', 'intra-community-supply'] as const) {
      const lines = made({ lines: [orderLine('a', { rate: '0' }), orderLine('b', { taxRates: [] })] }, { kind });

      expect(lines.map((line) => line.kind === 'priced' && line.taxRate)).toEqual(['0', '0']);
    }
  });

  it('take an item that names no rate for untaxed only if no tax was charged', () => {
    const untaxed = orderLine('a', { taxRates: [], tax: decimal(0) });
    const unclear = orderLine('a', { taxRates: [], tax: decimal('1.9') });
    const several = orderLine('a', { taxRates: [decimal('19'), decimal('7')] });

    expect(made({ lines: [untaxed] })).toMatchObject([{ taxRate: '0' }]);
    expect(linesOf({ lines: [unclear] })).toEqual({ ok: false, reason: 'TAX_RATE_UNCLEAR', data: { item: 'Ware a', rates: '' } });
    expect(linesOf({ lines: [several] })).toMatchObject({ reason: 'TAX_RATE_UNCLEAR', data: { rates: '19, 7' } });
    expect(made({ lines: [orderLine('a', { taxRates: [decimal('19'), decimal('19.00')] })] })).toMatchObject([{ taxRate: '19' }]);
  });

  it('are not made of a negative item', () => {
    expect(linesOf({ lines: [orderLine('a', { gross: '-1' }), orderLine('b')] })).toEqual({
      ok: false,
      reason: 'ORDER_AMOUNT_NEGATIVE',
      data: { item: 'Ware a' },
    });
    expect(linesOf({ charges: [charge('-1', { name: 'Rabatt' })] })).toMatchObject({ data: { item: 'Rabatt' } });
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
    ['a euro', { totalGross: decimal('12.9'), pricesIncludeTax: false }, false],
  ])('bear a difference to the total of %s: %#', (_name, changes, ok) => {
    const result = linesOf(changes);

    expect(result.ok).toBe(ok);
    if (!result.ok) expect(result.reason).toBe('ORDER_SUM_DIFFERS');
  });

  it('leave what is free out of the rounding', () => {
    const free = orderLine('gift', { gross: '0' });

    const lines = made({
      lines: [free, orderLine('a', { gross: '5.9548' }), orderLine('b', { gross: '5.9548' })],
      totalGross: decimal('11.9'),
    });

    expect(lines).toMatchObject([{ kind: 'text', name: 'Ware gift' }, { unitPriceGross: '5.95' }, { unitPriceGross: '5.95' }]);
  });

  it('are at most 290, splitting only where there is room', () => {
    const many = (count: number): Partial<ChannelOrder> => ({
      lines: Array.from({ length: count }, (_, index) => orderLine(String(index), { quantity: 3, gross: '10' })),
    });

    expect(made(many(145))).toHaveLength(290);
    expect(made(many(146))).toHaveLength(146);
    expect(made(many(146))[0]).toMatchObject({ quantity: '1', unitPriceGross: '10', name: '3 × Ware 0' });
    expect(linesOf(many(291))).toEqual({ ok: false, reason: 'ORDER_TOO_LONG', data: { lines: '291', linesMax: '290' } });
  });

  it('can be none for an order of nothing', () => {
    expect(made({ lines: [orderLine('a', { gross: '0' })] }).every(({ kind }) => kind === 'text')).toBe(true);
    expect(made({ lines: [] })).toEqual([]);
  });
});

/** Cents and ten-thousandths as whole numbers: an oracle that shares no arithmetic with the product. */
describe('the lines of any order', () => {
  const rates = ['19', '7', '0'] as const;
  const item = fc.record({
    quantity: fc.integer({ min: 1, max: 250 }),
    tenThousandths: fc.integer({ min: 0, max: 30_000_000 }),
    rate: fc.constantFrom(...rates),
  });
  const anyOrder = fc.record({
    items: fc.array(item, { minLength: 1, maxLength: 20 }),
    charges: fc.array(item, { maxLength: 3 }),
    decimals: fc.constantFrom(100, 1),
  });

  it('add up to the total exactly, in cents, never negative, each rate within a cent of what was charged', () => {
    fc.assert(
      fc.property(anyOrder, ({ items, charges, decimals }) => {
        const amount = (raw: number): bigint => BigInt(raw - (raw % decimals));
        const order = channelOrder('1', {
          pricesIncludeTax: false,
          lines: items.map(({ quantity, tenThousandths, rate }, index) =>
            orderLine(String(index), { quantity, rate, gross: textOf(amount(tenThousandths)) }),
          ),
          charges: charges.map(({ tenThousandths, rate }) => charge(textOf(amount(tenThousandths)), { taxRates: [decimal(rate)] })),
        });
        const all = [...items, ...charges];
        const total = all.reduce((sum, { tenThousandths }) => sum + amount(tenThousandths), 0n);
        const cents = (total + 50n) / 100n;

        const result = linesOf(order);

        if (!result.ok) throw new Error(result.reason);
        const priced = result.lines.filter((line): line is PricedLine => line.kind === 'priced');
        const centsOf = (line: PricedLine): bigint => BigInt(line.quantity) * wholeCents(line.unitPriceGross);
        expect(priced.reduce((sum, line) => sum + centsOf(line), 0n)).toBe(cents);
        for (const line of priced) expect(wholeCents(line.unitPriceGross) > 0n).toBe(true);
        for (const rate of rates) {
          const charged = all.filter((one) => one.rate === rate).reduce((sum, { tenThousandths }) => sum + amount(tenThousandths), 0n);
          const written = priced.filter(({ taxRate }) => taxRate === rate).reduce((sum, line) => sum + centsOf(line), 0n) * 100n;
          expect(charged - written < 100n && written - charged < 100n).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('pass the proof that stands before sending', () => {
    fc.assert(
      fc.property(anyOrder, ({ items }) => {
        const order = channelOrder('1', {
          lines: items.map(({ quantity, tenThousandths, rate }, index) =>
            orderLine(String(index), { quantity, rate, gross: textOf(BigInt(tenThousandths - (tenThousandths % 100))) }),
          ),
        });
        const result = linesOf(order);
        if (!result.ok) throw new Error(result.reason);
        const totals = totalsOf({ lines: result.lines } as unknown as SalesOrderDraft);

        expect(proveTotals(order, totals, true)).toEqual({ equal: true });
      }),
      { numRuns: 100 },
    );
  });

  it('name every unit of every item once', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 20 }), (items) => {
        const lines = items.map(({ quantity, tenThousandths }, index) =>
          orderLine(String(index), { quantity, gross: textOf(BigInt(tenThousandths - (tenThousandths % 100))) }),
        );

        const units = new Map<string, number>();
        for (const line of made({ lines })) {
          const [, times = '1', name = ''] = /^(?:(\d+) × )?(.*)$/.exec(line.name) ?? [];
          const quantity = line.kind === 'priced' ? Number.parseInt(line.quantity, 10) : 1;
          units.set(name, (units.get(name) ?? 0) + quantity * Number.parseInt(times, 10));
        }

        expect([...units.values()]).toEqual(items.map(({ quantity }) => quantity));
      }),
      { numRuns: 100 },
    );
  });
});

function words(item: OrderItem): ItemWords {
  return { name: item.type === 'line' ? item.line.name : item.charge.kind, unit: 'Stück' };
}

function linesOf(changes: Partial<ChannelOrder>, treatment = domestic): Lines {
  return salesOrderLines(channelOrder('1', changes), treatment, words);
}

function made(changes: Partial<ChannelOrder>, treatment = domestic): readonly SalesOrderLine[] {
  const result = linesOf(changes, treatment);
  if (!result.ok) throw new Error(`${result.reason} ${JSON.stringify(result.data)}`);
  return result.lines;
}

function shown(line: SalesOrderLine): string {
  return line.kind === 'text' ? line.name : `${line.quantity} × ${line.unitPriceGross}`;
}

function textOf(tenThousandths: bigint): string {
  return `${tenThousandths / 10_000n}.${String(tenThousandths % 10_000n).padStart(4, '0')}`;
}

/** Refuses a price with more than two decimals. */
function wholeCents(price: string): bigint {
  const [, euros = '', cents = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(price) ?? [];
  if (euros === '') throw new Error(`${price} is no price in cents`);
  return BigInt(euros) * 100n + BigInt(cents.padEnd(2, '0'));
}
