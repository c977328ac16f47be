import { sku, skuKey } from '../kernel/ids.ts';
import type { Tx } from '../ports/store.ts';

export interface KnownSku {
  /** An article, a listing or the ledger itself bears it. */
  readonly isKnown: boolean;
  /** The item that it names; two SKUs of one item count one thing. */
  readonly item: string;
}

/** What is known of SKUs, whichever pair of the merchant knows it. A typo shall not count goods that nobody has. */
export async function knownSkus(
  tx: Tx,
  asked: readonly { readonly pool: string; readonly skuKey: string }[],
): Promise<readonly KnownSku[]> {
  const keys = [...new Set(asked.map((one) => one.skuKey))];
  const known = new Set<string>();
  const pairs = await tx.pairs.list();
  for (const connection of new Set(pairs.map(({ invoicing }) => invoicing))) {
    for (const { article } of await tx.snapshot.bySku(connection, keys)) {
      if (article.number !== undefined) known.add(skuKey(sku(article.number)));
    }
  }
  for (const connection of new Set(pairs.map(({ channel }) => channel))) {
    for (const listing of await tx.shelf.bySku(connection, keys)) if (listing.sku !== undefined) known.add(skuKey(listing.sku));
  }
  for (const { skuKey: listed } of await tx.bindings.listing(keys)) known.add(listed);
  const items = new Map<string, Readonly<Record<string, string>>>();
  for (const pool of new Set(asked.map((one) => one.pool))) {
    const here = asked.filter((one) => one.pool === pool).map((one) => one.skuKey);
    items.set(pool, await tx.stock.items(pool, here));
    for (const { skuKey: booked } of await tx.stock.levels(pool, here)) known.add(booked);
  }
  return asked.map(({ pool, skuKey: key }) => {
    const item = items.get(pool)?.[key] ?? key;
    return { isKnown: known.has(key), item };
  });
}
