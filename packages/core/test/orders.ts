import { sku } from '../src/kernel/ids.ts';
import type { ChannelOrder, OrderCharge, OrderLine, OrderPeople, PostalAddress } from '../src/model/order.ts';
import { type DecimalText, decimal, sumOf } from '../src/money/decimal.ts';
import { vatInGross } from '../src/money/vat.ts';

/** Monday, 2 March 2026, 10:00 in Berlin. */
export const morning = 1_772_442_000_000;

export function address(changes: Partial<PostalAddress> = {}): PostalAddress {
  return {
    firstName: 'Erika',
    lastName: 'Muster',
    street: 'Weg 1',
    zip: '10115',
    city: 'Berlin',
    country: 'DE',
    fields: [],
    ...changes,
  };
}

/** Delivered to the bill's address unless told otherwise. */
export function people({ billing = address(), ...changes }: Partial<OrderPeople> = {}): OrderPeople {
  return { billing, shipping: [billing], email: 'erika@example.org', ...changes };
}

type LineChanges = Partial<Omit<OrderLine, 'totalGross' | 'listGross'>> & {
  readonly gross?: string;
  readonly list?: string;
  readonly rate?: string;
};

/** A line at 19 % unless told otherwise; `gross` is the whole line. */
export function orderLine(id: string, { gross = '11.9', list = gross, rate = '19', ...changes }: LineChanges = {}): OrderLine {
  return {
    id,
    sku: sku(`SKU-${id}`),
    name: `Ware ${id}`,
    options: [],
    kind: 'physical',
    quantity: 1,
    quantityShipped: 0,
    quantityRefunded: 0,
    totalGross: decimal(gross),
    listGross: decimal(list),
    taxRates: [decimal(rate)],
    tax: vatInGross(decimal(gross), decimal(rate), { places: 2 }),
    ...changes,
  };
}

export function charge(gross: string, changes: Partial<OrderCharge> = {}): OrderCharge {
  return {
    kind: 'shipping',
    name: '',
    gross: decimal(gross),
    tax: vatInGross(decimal(gross), decimal('19'), { places: 2 }),
    taxRates: [decimal('19')],
    ...changes,
  };
}

/** An order whose total is the sum of its items, unless told otherwise. */
export function channelOrder(id: string, changes: Partial<ChannelOrder> = {}): ChannelOrder {
  const lines = changes.lines ?? [orderLine('a')];
  const charges = changes.charges ?? [];
  return {
    id,
    placedAt: morning,
    modifiedAt: morning,
    status: 'open',
    currency: 'EUR',
    totalGross: totalOf(lines, charges),
    archived: false,
    pricesIncludeTax: true,
    lines,
    charges,
    paidByStoreCredit: decimal(0),
    paidByGiftCertificate: decimal(0),
    paymentMethod: 'invoice',
    people: people(),
    ...changes,
  };
}

export function totalOf(lines: readonly OrderLine[], charges: readonly OrderCharge[]): DecimalText {
  return sumOf([...lines.map((line) => line.totalGross), ...charges.map(({ gross }) => gross)]);
}
