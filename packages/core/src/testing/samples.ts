import { contentHash } from '../kernel/canonical-json.ts';
import { connectionId, effectKey, pairId, sku } from '../kernel/ids.ts';
import type { Article } from '../model/article.ts';
import type { Listing } from '../model/listing.ts';
import type { OrderHead } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import type { Binding, SnapshotRow } from '../ports/catalog-records.ts';
import type { EffectIntent } from '../ports/effect-ledger.ts';
import type { OrderRecord, OrderRevision } from '../ports/order-records.ts';
import type { StoredRate } from '../ports/rate-records.ts';
import type { StoredRuleSet } from '../ports/rule-records.ts';
import type { StockEvent, StockHolding } from '../ports/stock-journal.ts';
import type { PairRow, PersonalData, Problem } from '../ports/store.ts';

/** Monday, 2 March 2026, 10:00 in Berlin; an instant of today's size, so that columns too small for one are found. */
export const start = 1_772_442_000_000;
export const pair = pairId('acme-main');
export const otherPair = pairId('acme-second');
export const books = connectionId('acme-books');
export const shop = connectionId('acme-shop');

export function pairRow(changes: Partial<PairRow> = {}): PairRow {
  return { pair, invoicing: books, channel: shop, ...changes };
}

export function intent(changes: Partial<EffectIntent> = {}): EffectIntent {
  return {
    key: effectKey('channel:account/order/1/place-sales-order'),
    pair,
    kind: 'place-sales-order',
    subject: '1',
    fingerprint: 'print-1',
    marker: 'marker-1',
    input: { revision: 1, nested: { list: ['a', null, true] } },
    notBefore: start,
    ...changes,
  };
}

export function article(id: string, changes: Partial<Article> = {}): Article {
  return {
    id,
    number: `SKU-${id}`,
    title: `Artikel ${id}`,
    kind: 'product',
    unit: 'Stück',
    price: { leading: 'gross', net: decimal('10'), gross: decimal('11.9'), currency: 'EUR', taxRate: decimal('19') },
    archived: false,
    updatedAt: start,
    ...changes,
  };
}

export function snapshotRow(id: string, changes: Partial<Article> = {}, seenAt = start): SnapshotRow {
  const read = article(id, changes);
  return { article: read, hash: contentHash(read), seenAt };
}

export function listing(product: string, changes: Partial<Listing> = {}): Listing {
  return {
    ref: { product, variant: `${product}1` },
    sku: sku(`SKU-${product}`),
    name: `Listing ${product}`,
    grouped: false,
    modifiedAt: start,
    ...changes,
  };
}

export function binding(articleId: string, changes: Partial<Binding> = {}): Binding {
  return {
    pair,
    articleId,
    state: 'bound',
    sku: sku(`SKU-${articleId}`),
    ref: { product: articleId, variant: `${articleId}1` },
    grouped: false,
    inputsHash: 'inputs',
    published: { content: 'hash' },
    ...changes,
  };
}

export function orderHead(id: string): OrderHead {
  return {
    id,
    placedAt: start,
    modifiedAt: start + 1,
    status: 'open',
    currency: 'EUR',
    totalGross: decimal('119'),
    archived: false,
  };
}

export function orderRecord(orderId: string, changes: Partial<OrderRecord> = {}): OrderRecord {
  return {
    pair,
    orderId,
    state: 'admitted',
    head: orderHead(orderId),
    firstSeenAt: start,
    ...changes,
  };
}

export function orderRevision(orderId: string, revision: number, changes: Partial<OrderRevision> = {}): OrderRevision {
  return {
    pair,
    orderId,
    revision,
    hash: `hash-${revision}`,
    content: {
      ...orderHead(orderId),
      pricesIncludeTax: true,
      lines: [],
      charges: [{ kind: 'shipping', name: 'Versand', gross: decimal('4.9'), tax: decimal('0.78'), taxRates: [decimal('19')] }],
      paidByStoreCredit: decimal('0'),
      paidByGiftCertificate: decimal('0'),
      paymentMethod: 'invoice',
    },
    peopleKey: `order/${orderId}/${revision}`,
    at: start + revision,
    ...changes,
  };
}

/** A version to be added; the content says its word. */
export function ruleSet(word: string, changes: Partial<StoredRuleSet> = {}): Omit<StoredRuleSet, 'version'> {
  return { pair, flow: 'orders', content: { word }, by: 'me', at: start, note: `because of ${word}`, checked: [], ...changes };
}

export function rate(base: string, validFrom: string, changes: Partial<StoredRate> = {}): StoredRate {
  return { base, quote: 'EUR', rate: decimal('0.9'), validFrom, source: 'a test', by: 'me', at: start, ...changes };
}

export function stockEvent(key: string, changes: Partial<StockEvent> = {}): StockEvent {
  return { key, pool: 'main', skuKey: 'sku-1', kind: 'count', units: 10, source: 'by-hand', at: start, ...changes };
}

export function stockHolding(orderKey: string, changes: Partial<StockHolding> = {}): StockHolding {
  return { orderKey, pool: 'main', item: 'sku-1', allocated: 2, shipped: 1, unbooked: 0, bookings: 1, asOf: start, ...changes };
}

export function problem(key: string, changes: Partial<Problem> = {}): Problem {
  return { key, pair, code: 'TOTALS_DIFFER', data: { order: '1' }, raisedAt: start, ...changes };
}

export function person(name: string): PersonalData {
  return {
    kind: 'contact',
    contact: {
      kind: 'person',
      firstName: 'Änne',
      lastName: name,
      address: { name: `Änne ${name}`, street: 'Weg 1', zip: '10115', city: 'Berlin', country: 'DE' },
      allowTaxFree: false,
    },
  };
}
