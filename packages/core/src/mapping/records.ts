import { type Day, dayIn } from '../kernel/instant.ts';
import type { Article } from '../model/article.ts';
import type { ChannelSettings } from '../model/listing.ts';
import type { ChannelOrder, OrderCharge, OrderLine, OrderPeople } from '../model/order.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { MappingRecord } from './value.ts';

/** What rules read of an article. */
export function articleRecord({ price, ...plain }: Article): MappingRecord {
  return { ...plain, price: { ...price } };
}

export function channelRecord({ name, currency, pricesIncludeTax }: ChannelSettings): MappingRecord {
  return { name, currency, pricesIncludeTax };
}

/** What rules read of the people in an order. It names nobody. */
export interface Buyer {
  readonly billingCountry: string;
  readonly deliveryCountry: string;
  readonly business: boolean;
}

export function buyerOf({ billing, shipping }: OrderPeople): Buyer {
  return {
    billingCountry: billing.country,
    deliveryCountry: (shipping[0] ?? billing).country,
    business: (billing.company ?? '').trim() !== '',
  };
}

/** What rules read of an order. */
export function orderRecord(order: ChannelOrder, timeZone: string): MappingRecord {
  return {
    id: order.id,
    placedAt: order.placedAt,
    placedOn: dayIn(timeZone, order.placedAt) satisfies Day,
    currency: order.currency,
    totalGross: order.totalGross,
    paymentMethod: order.paymentMethod,
    paidByStoreCredit: order.paidByStoreCredit,
    paidByGiftCertificate: order.paidByGiftCertificate,
    pricesIncludeTax: order.pricesIncludeTax,
    ...buyerOf(order.people),
  };
}

export function lineRecord(line: OrderLine, article: Article | undefined): MappingRecord {
  return {
    ...(line.sku === undefined ? {} : { sku: line.sku }),
    name: line.name,
    options: line.options.join('\n'),
    details: detailsOf(line, article),
    kind: line.kind,
    quantity: line.quantity,
    totalGross: line.totalGross,
    listGross: line.listGross,
    tax: line.tax,
    ...onlyRate(line.taxRates),
  };
}

export function chargeRecord({ kind, name, gross, tax, taxRates }: OrderCharge): MappingRecord {
  return { kind, name, gross, tax, ...onlyRate(taxRates) };
}

/** Chosen options, and the SKU where no article says it. */
function detailsOf(line: OrderLine, article: Article | undefined): string {
  const number = article === undefined && line.sku !== undefined && line.sku !== '' ? [`Artikelnummer: ${line.sku}`] : [];
  return [...line.options, ...number].join('\n');
}

/** Several rates are no rate. */
function onlyRate(rates: readonly DecimalText[]): { readonly taxRate?: string } {
  const [rate, ...others] = new Set(rates);
  return rate === undefined || others.length > 0 ? {} : { taxRate: rate };
}
