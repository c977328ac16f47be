import {
  type ArticleSnapshot,
  type Binding,
  type Bindings,
  type ConnectionId,
  type Listing,
  listingKey,
  type PairId,
  type ShelfIndex,
  type SnapshotRow,
  sku,
  skuKey,
} from '@megzo/core';
import { instantText, jsonText, lastByKey, storableText } from '../sql/values.ts';
import type { Ground } from './slice.ts';

// SKU and name keys are made here by core's own rule: what `lower()` does depends on the server's locale.

export function createSnapshot({ query }: Ground): ArticleSnapshot {
  const select = (rest: string, values: readonly unknown[]) =>
    query<SnapshotRow>(`SELECT content AS article, hash, seen_at AS "seenAt" FROM megzo.articles WHERE connection = $1 ${rest}`, values);

  return {
    readMany: (connection, ids) => select('AND article_id = ANY ($2::text[]) ORDER BY article_id', [connection, ids]),

    bySku: (connection, skuKeys) => select('AND sku_key = ANY ($2::text[]) ORDER BY article_id', [connection, skuKeys.map(storableText)]),

    put: async (connection, rows) => {
      if (rows.length === 0) return;
      const given = lastByKey(rows, ({ article }) => article.id).map(({ article, hash, seenAt }) => ({
        id: article.id,
        sku_key: article.number === undefined ? null : skuKey(sku(article.number)),
        hash,
        seen_at: instantText(seenAt),
        content: article,
      }));
      await query(
        `INSERT INTO megzo.articles (connection, article_id, sku_key, hash, seen_at, content)
         SELECT $1, id, sku_key, hash, seen_at, content
         FROM jsonb_to_recordset($2) AS given (id text, sku_key text, hash text, seen_at timestamptz, content jsonb)
         ON CONFLICT (merchant_id, connection, article_id) DO UPDATE
           SET (sku_key, hash, seen_at, content) = (excluded.sku_key, excluded.hash, excluded.seen_at, excluded.content)`,
        [connection, jsonText(given)],
      );
    },

    touch: async (connection, ids, seenAt) => {
      await query('UPDATE megzo.articles SET seen_at = $3 WHERE connection = $1 AND article_id = ANY ($2::text[])', [
        connection,
        ids,
        instantText(seenAt),
      ]);
    },

    unseenSince: async (connection, before, limit) => {
      const rows = await query<{ id: string }>(
        'SELECT article_id AS id FROM megzo.articles WHERE connection = $1 AND seen_at < $2 ORDER BY article_id LIMIT $3',
        [connection, instantText(before), limit],
      );
      return rows.map(({ id }) => id);
    },

    page: (connection, after, limit) =>
      select('AND ($2::text IS NULL OR article_id > $2) ORDER BY article_id LIMIT $3', [connection, after ?? null, limit]),

    remove: async (connection, ids) => {
      await query('DELETE FROM megzo.articles WHERE connection = $1 AND article_id = ANY ($2::text[])', [connection, ids]);
    },

    count: async (connection) => {
      const rows = await query<{ count: number }>('SELECT count(*) FROM megzo.articles WHERE connection = $1', [connection]);
      return rows[0]?.count ?? 0;
    },
  };
}

export function createShelf({ query }: Ground): ShelfIndex {
  async function found(column: 'sku_key' | 'name_key', connection: ConnectionId, keys: readonly string[]): Promise<readonly Listing[]> {
    const rows = await query<{ content: Listing }>(
      `SELECT content FROM megzo.listings WHERE connection = $1 AND ${column} = ANY ($2::text[]) ORDER BY ref`,
      [connection, keys.map(storableText)],
    );
    return rows.map(({ content }) => content);
  }

  return {
    put: async (connection, listings) => {
      if (listings.length === 0) return;
      const given = lastByKey(listings, ({ ref }) => listingKey(ref)).map((listing) => ({
        ref: listingKey(listing.ref),
        sku_key: listing.sku === undefined ? null : skuKey(listing.sku),
        name_key: nameKey(listing.name),
        content: listing,
      }));
      await query(
        `INSERT INTO megzo.listings (connection, ref, sku_key, name_key, content)
         SELECT $1, ref, sku_key, name_key, content
         FROM jsonb_to_recordset($2) AS given (ref text, sku_key text, name_key text, content jsonb)
         ON CONFLICT (merchant_id, connection, ref) DO UPDATE
           SET (sku_key, name_key, content) = (excluded.sku_key, excluded.name_key, excluded.content)`,
        [connection, jsonText(given)],
      );
    },

    bySku: (connection, skuKeys) => found('sku_key', connection, skuKeys),
    byName: (connection, names) => found('name_key', connection, names.map(nameKey)),

    remove: async (connection, refs) => {
      await query('DELETE FROM megzo.listings WHERE connection = $1 AND ref = ANY ($2::text[])', [connection, refs.map(listingKey)]);
    },
  };
}

export function createBindings({ query }: Ground): Bindings {
  async function select(rest: string, values: readonly unknown[]): Promise<readonly Binding[]> {
    const rows = await query<{ content: Binding }>(`SELECT content FROM megzo.bindings WHERE pair = $1 AND ${rest}`, values);
    return rows.map(({ content }) => content);
  }
  const by = (column: 'article_id' | 'sku_key' | 'ref', pair: PairId, keys: readonly string[]) =>
    select(`${column} = ANY ($2::text[]) ORDER BY article_id`, [pair, keys.map(storableText)]);

  return {
    readMany: (pair, articleIds) => by('article_id', pair, articleIds),
    bySku: (pair, skuKeys) => by('sku_key', pair, skuKeys),
    byRef: (pair, refs) => by('ref', pair, refs.map(listingKey)),

    put: async (bindings) => {
      if (bindings.length === 0) return;
      const given = lastByKey(bindings, ({ pair, articleId }) => JSON.stringify([pair, articleId])).map((binding) => ({
        pair: binding.pair,
        article_id: binding.articleId,
        state: binding.state,
        sku_key: binding.sku === undefined ? null : skuKey(binding.sku),
        ref: binding.ref === undefined ? null : listingKey(binding.ref),
        content: binding,
      }));
      await query(
        `INSERT INTO megzo.bindings (pair, article_id, state, sku_key, ref, content)
         SELECT pair, article_id, state, sku_key, ref, content
         FROM jsonb_to_recordset($1) AS given (pair text, article_id text, state text, sku_key text, ref text, content jsonb)
         ON CONFLICT (merchant_id, pair, article_id) DO UPDATE
           SET (state, sku_key, ref, content) = (excluded.state, excluded.sku_key, excluded.ref, excluded.content)`,
        [jsonText(given)],
      );
    },

    pageListed: (pair, after, limit) =>
      select('sku_key IS NOT NULL AND ref IS NOT NULL AND ($2::text IS NULL OR article_id > $2) ORDER BY article_id LIMIT $3', [
        pair,
        after ?? null,
        limit,
      ]),

    listing: (skuKeys) =>
      query<{ pair: PairId; skuKey: string }>(
        `SELECT DISTINCT pair, sku_key AS "skuKey" FROM megzo.bindings
         WHERE sku_key = ANY ($1::text[]) AND ref IS NOT NULL ORDER BY pair, sku_key`,
        [skuKeys.map(storableText)],
      ),

    remove: async (pair, articleIds) => {
      await query('DELETE FROM megzo.bindings WHERE pair = $1 AND article_id = ANY ($2::text[])', [pair, articleIds]);
    },

    count: async (pair) => {
      const rows = await query<{ state: Binding['state']; count: number }>(
        'SELECT state, count(*) FROM megzo.bindings WHERE pair = $1 GROUP BY state',
        [pair],
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
  };
}

function nameKey(name: string): string {
  return name.toLowerCase();
}
