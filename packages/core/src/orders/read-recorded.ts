import { contentHash } from '../kernel/canonical-json.ts';
import type { EffectKey, PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Article } from '../model/article.ts';
import type { OrderPeople, PostalAddress } from '../model/order.ts';
import type { InvoicingSettings } from '../model/sales-order.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { Tx } from '../ports/store.ts';
import type { SalesOrderFacts, SalesOrderRecord } from './recorded-sales-order.ts';
import { pinOf } from './sales-order-intent.ts';

/** What was sent for an order, with all that its record names. */
export interface Recorded {
  readonly orderId: string;
  readonly record: SalesOrderRecord;
  readonly at: Instant;
  /** Hash under which the record stands. */
  readonly hash: string;
  readonly row: EffectRow;
  /** People whose data was erased are named by their key in the vault. */
  readonly erased: boolean;
  readonly facts: SalesOrderFacts;
}

export interface RecordedAccess {
  readonly purpose: string;
  readonly by: string;
  readonly at: Instant;
}

/**
 * Reads what was sent for an order. `undefined`: nothing was sent from here that can be told of, because it stands there by a
 * person's hand, by an older history, or was recorded in an older form.
 */
export async function readRecorded(
  tx: Tx,
  {
    pair,
    orderId,
    key,
    access,
  }: { readonly pair: PairId; readonly orderId: string; readonly key: EffectKey; readonly access: RecordedAccess },
): Promise<Recorded | undefined> {
  const row = await tx.effects.read(key);
  if (row === undefined) return undefined;
  const wanted = pinOf(row.pin)?.explanation;
  const sent = (await tx.explanations.bySubject(key)).findLast(({ hash }) => wanted === undefined || hash === wanted);
  const record = sent?.content as unknown as SalesOrderRecord | undefined;
  if (sent === undefined || record?.format !== 2) return undefined;
  const revision = await tx.orders.revision(pair, orderId, record.revision);
  if (revision === undefined) return undefined;
  const kept = new Map(
    (await tx.explanations.byHash([record.settings, ...Object.values(record.articles)])).map(({ hash, content }) => [hash, content]),
  );
  const settings = kept.get(record.settings);
  if (settings === undefined) return undefined;
  const personal = await tx.people.read(record.people, access);
  const people = personal?.kind === 'order' ? personal.people : undefined;
  const articles = Object.entries(record.articles).flatMap(([sku, hash]): [string, Article][] => {
    const article = kept.get(hash);
    return article === undefined ? [] : [[sku, article as unknown as Article]];
  });
  return {
    orderId,
    record: { ...record, limits: { ...uncut, ...record.limits } },
    at: sent.at,
    hash: contentHash(record),
    row,
    erased: people === undefined,
    facts: {
      order: { ...revision.content, people: people ?? namedByKey(record) },
      articles: new Map(articles),
      settings: settings as unknown as InvoicingSettings,
      vatRates: record.vatRates ?? {},
      ...(record.exchange === undefined ? {} : { exchange: record.exchange }),
      timeZone: record.timeZone,
      markerPlace: record.markerPlace,
    },
  };
}

/** Nothing was cut in sends that were recorded before lines had limits of length. */
const uncut = { nameMax: Number.POSITIVE_INFINITY, descriptionMax: Number.POSITIVE_INFINITY };

/** Stands where a person stood: every value that named somebody is the key that it once had in the vault. */
function namedByKey({ people: key, buyer: { billingCountry, deliveryCountry, business }, deliveries }: SalesOrderRecord): OrderPeople {
  const address: PostalAddress = { firstName: '', lastName: key, street: key, zip: key, city: key, country: billingCountry, fields: [] };
  return {
    billing: business ? { ...address, company: key } : address,
    shipping: deliveries?.map((country, place) => ({ ...address, supplement: `(${place + 1})`, country })) ?? [
      { ...(business ? { ...address, company: key } : address), country: deliveryCountry },
    ],
  };
}
