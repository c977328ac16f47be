import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { channelOrder, charge, orderLine } from '../../test/orders.ts';
import { totalsOf } from '../../test/scripted-books.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { PricedLine, SalesOrderDraft, SalesOrderLine } from '../model/sales-order.ts';
import { decimal } from '../money/decimal.ts';
import type { SalesOrderLimits } from '../ports/invoicing.ts';
import { chargedCents } from './charged-cents.ts';
import type { OrderItem } from './order-items.ts';
import { proveTotals } from './prove-totals.ts';
import { type ItemWords, type Lines, salesOrderLines, type Written } from './sales-order-lines.ts';

const roomy: SalesOrderLimits = { linesMax: 300, priceDecimals: 4, nameMax: 255, descriptionMax: 2000 };
const coarse: SalesOrderLimits = { ...roomy, priceDecimals: 2 };
const terms = { rates: [decimal(19), decimal(7)] };

describe('the lines of a sales order', () => {
  it.each<[string, number, string, Written, readonly string[]]>([
    ['one unit', 1, '11.9', 'whole-cents', ['1 × 11.9']],
    ['a multiple of its quantity', 3, '35.7', 'whole-cents', ['3 × 11.9']],
    ['three times a net price that no gross price divides', 3, '29.99', 'fine-price', ['3 × 9.9967']],
    ['one cent more than a multiple', 3, '30.01', 'fine-price', ['3 × 10.0033']],
    ['as much as a fine price can be off', 99, '0.5', 'fine-price', ['99 × 0.0051']],
    ['half a cent more than a fine price comes to', 101, '1.51', 'split', ['50 × 0.02', '51 × 0.01']],
    ['less than a cent per unit', 300, '0.07', 'in-words', ['1 × 0.07']],
    ['one cent per unit', 7, '0.07', 'whole-cents', ['7 × 0.01']],
    ['four decimals, up', 1, '11.9049', 'whole-cents', ['1 × 11.9']],
    ['four decimals in the middle', 1, '11.905', 'whole-cents', ['1 × 11.91']],
    ['a great quantity', 100_000, '99999.99', 'split', ['99999 × 1', '1 × 0.99']],
  ])('say a line of %s', (_name, quantity, gross, how, expected) => {
    const result = linesOf({ lines: [orderLine('a', { quantity, gross })] });

    expect(result.lines.map(shown)).toEqual(expected);
    expect(result.written).toMatchObject([{ how, lines: expected.length }]);
  });

  it('split where prices are in whole cents', () => {
    expect(made({ lines: [orderLine('a', { quantity: 3, gross: '10' })] }, coarse).map(shown)).toEqual(['1 × 3.34', '2 × 3.33']);
  });

  it('use fine prices only while all that they are off stays below half a cent', () => {
    // Each is 0.1 of a cent off: 97 × 0.0103 is 0.9991.
    const lines = Array.from({ length: 6 }, (_, index) => orderLine(String(index), { quantity: 97, gross: '1' }));

    const { written } = linesOf({ lines });

    expect(written.map(({ how }) => how)).toEqual(['fine-price', 'fine-price', 'fine-price', 'fine-price', 'fine-price', 'split']);
  });

  it('name what no cent divides as one line with its quantity in words', () => {
    expect(made({ lines: [orderLine('a', { quantity: 300, gross: '0.07' })] })).toMatchObject([{ name: '300 × Ware a', quantity: '1' }]);
  });

  it('say a gift in words, and nothing about a line without units', () => {
    const result = linesOf({
      lines: [
        orderLine('free', { quantity: 2, gross: '0' }),
        orderLine('one', { gross: '0' }),
        orderLine('a'),
        orderLine('gone', { quantity: 0, gross: '0' }),
      ],
    });

    expect(result.lines).toMatchObject([
      { kind: 'text', name: '2 × Ware free', description: '0,00 €' },
      { kind: 'text', name: 'Ware one', description: '0,00 €' },
      { kind: 'priced', name: 'Ware a' },
    ]);
    expect(result.written.map(({ how, lines }) => [how, lines])).toEqual([
      ['gift', 1],
      ['gift', 1],
      ['whole-cents', 1],
      ['nothing', 0],
    ]);
  });

  it('keep the order of lines and charges, with their words, article and rate', () => {
    const article = { id: 'article-1', kind: 'product' as const };
    const order = channelOrder('1', { lines: [orderLine('a', { rate: '7', gross: '10.7' })], charges: [charge('4.9')] });
    const charged = chargedCents(order, terms);
    if (!charged.ok) throw new Error(charged.reason);

    const result = salesOrderLines(charged, roomy, (item) =>
      item.type === 'line' ? { name: 'Kaffee', unit: 'Stück', description: 'fein', article } : { name: 'Versand', unit: 'Pauschale' },
    );

    expect(result).toMatchObject({
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

  it('are at most as many as the invoicing system takes, splitting only where there is room', () => {
    const many = (count: number): Partial<ChannelOrder> => ({
      lines: Array.from({ length: count }, (_, index) => orderLine(String(index), { quantity: 3, gross: '10' })),
    });
    const hows = (count: number): readonly string[] => linesOf(many(count), { ...coarse, linesMax: 5 }).written.map(({ how }) => how);

    expect(hows(2)).toEqual(['split', 'split']);
    expect(hows(3)).toEqual(['split', 'split', 'in-words']);
    expect(hows(5)).toEqual(['in-words', 'in-words', 'in-words', 'in-words', 'in-words']);
    expect(made(many(5), { ...coarse, linesMax: 5 })[0]).toMatchObject({ quantity: '1', unitPriceGross: '10', name: '3 × Ware 0' });
    expect(resultOf(many(6), { ...coarse, linesMax: 5 })).toEqual({
      ok: false,
      reason: 'ORDER_TOO_LONG',
      data: { lines: '6', linesMax: '5' },
    });
  });

  it('can be none for an order of nothing', () => {
    expect(made({ lines: [orderLine('a', { gross: '0' })] }).every(({ kind }) => kind === 'text')).toBe(true);
    expect(made({ lines: [] })).toEqual([]);
  });
});

/** Whole numbers alone: an oracle that shares no arithmetic with the product. */
describe('the lines of any order', () => {
  const rates = ['19', '7', '0'] as const;
  const item = fc.record({
    quantity: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 250 })),
    tenThousandths: fc.integer({ min: 0, max: 30_000_000 }),
    rate: fc.constantFrom(...rates),
  });
  const anyOrder = fc.record({
    items: fc.array(item, { minLength: 1, maxLength: 20 }),
    charges: fc.array(item, { maxLength: 3 }),
    decimals: fc.constantFrom(100, 1),
    limits: fc.record({
      linesMax: fc.integer({ min: 23, max: 60 }),
      priceDecimals: fc.constantFrom(2, 3, 4),
      nameMax: fc.constant(255),
      descriptionMax: fc.constant(2000),
    }),
  });

  it('come to the same total however it is rounded: each line, each rate, or the whole', () => {
    fc.assert(
      fc.property(anyOrder, ({ items, charges, decimals, limits }) => {
        const { order, cents } = orderOf({ items, charges, decimals });

        const result = resultOf(order, limits);

        if (!result.ok) throw new Error(result.reason);
        expect(result.lines.length).toBeLessThanOrEqual(limits.linesMax);
        const priced = result.lines.filter((line): line is PricedLine => line.kind === 'priced');
        const products = priced.map(({ quantity, unitPriceGross, taxRate }) => {
          const price = tenThousandths(unitPriceGross);
          expect(price > 0n).toBe(true);
          return { rate: taxRate, exact: BigInt(quantity) * price };
        });
        const byRate = rates.map((rate) => sum(products.filter((one) => one.rate === rate).map(({ exact }) => exact)));
        expect(sum(products.map(({ exact }) => roundToCents(exact)))).toBe(cents);
        expect(sum(byRate.map(roundToCents))).toBe(cents);
        expect(roundToCents(sum(byRate))).toBe(cents);
        for (const [index, rate] of rates.entries()) {
          const lineByLine = sum(products.filter((one) => one.rate === rate).map(({ exact }) => roundToCents(exact)));
          expect(roundToCents(byRate[index] as bigint)).toBe(lineByLine);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('pass the proof that stands before sending', () => {
    fc.assert(
      fc.property(anyOrder, ({ items, limits }) => {
        const { order } = orderOf({ items, charges: [], decimals: 100 });
        const result = resultOf(order, limits);
        if (!result.ok) throw new Error(result.reason);
        const totals = totalsOf({ lines: result.lines } as unknown as SalesOrderDraft);

        expect(proveTotals(channelOrder('1', order), totals, { ...terms, taxed: true })).toEqual({ equal: true });
      }),
      { numRuns: 100 },
    );
  });

  it('name every unit of every item once', () => {
    fc.assert(
      fc.property(anyOrder, ({ items, limits }) => {
        const { order } = orderOf({ items, charges: [], decimals: 100 });

        const units = new Map<string, number>();
        for (const line of made(order, limits)) {
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

interface AnyItem {
  readonly quantity: number;
  readonly tenThousandths: number;
  readonly rate: string;
}

function orderOf({ items, charges, decimals }: { items: readonly AnyItem[]; charges: readonly AnyItem[]; decimals: number }): {
  readonly order: Partial<ChannelOrder>;
  readonly cents: bigint;
} {
  const amount = (raw: number): bigint => BigInt(raw - (raw % decimals));
  const order = {
    lines: items.map(({ quantity, tenThousandths: raw, rate }, index) =>
      orderLine(String(index), { quantity, rate, gross: textOf(amount(raw)) }),
    ),
    charges: charges.map(({ tenThousandths: raw, rate }) => charge(textOf(amount(raw)), { taxRates: [decimal(rate)] })),
  };
  return { order, cents: roundToCents(sum([...items, ...charges].map(({ tenThousandths: raw }) => amount(raw)))) };
}

it('a name is cut where the units before it make it too long', () => {
  const limits = { ...roomy, nameMax: 12, priceDecimals: 2, linesMax: 1 };
  const lines = [orderLine('a', { quantity: 3, gross: '10', name: 'Zwölf Zeiche' })];

  expect(made({ lines, charges: [] }, limits)).toMatchObject([{ name: '3 × Zwölf Z…', quantity: '1', unitPriceGross: '10' }]);
  expect(made({ lines: [orderLine('a', { quantity: 2, gross: '0', name: 'Zwölf Zeiche' })], charges: [] }, limits)).toMatchObject([
    { kind: 'text', name: '2 × Zwölf Z…' },
  ]);
});

function words(item: OrderItem): ItemWords {
  return { name: item.type === 'line' ? item.line.name : item.charge.kind, unit: 'Stück' };
}

function resultOf(changes: Partial<ChannelOrder>, limits: SalesOrderLimits): Lines {
  const charged = chargedCents(channelOrder('1', changes), terms);
  return charged.ok ? salesOrderLines(charged, limits, words) : charged;
}

function linesOf(changes: Partial<ChannelOrder>, limits = roomy): Extract<Lines, { ok: true }> {
  const result = resultOf(changes, limits);
  if (!result.ok) throw new Error(`${result.reason} ${JSON.stringify(result.data)}`);
  return result;
}

function made(changes: Partial<ChannelOrder>, limits = roomy): readonly SalesOrderLine[] {
  return linesOf(changes, limits).lines;
}

function shown(line: SalesOrderLine): string {
  return line.kind === 'text' ? line.name : `${line.quantity} × ${line.unitPriceGross}`;
}

function textOf(amount: bigint): string {
  return `${amount / 10_000n}.${String(amount % 10_000n).padStart(4, '0')}`;
}

/** Refuses a price with more than four decimals. */
function tenThousandths(price: string): bigint {
  const [, euros = '', fraction = ''] = /^(\d+)(?:\.(\d{1,4}))?$/.exec(price) ?? [];
  if (euros === '') throw new Error(`${price} is no price`);
  return BigInt(euros) * 10_000n + BigInt(fraction.padEnd(4, '0'));
}

function roundToCents(amount: bigint): bigint {
  return (amount + 50n) / 100n;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
