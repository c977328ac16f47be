import { isNamedByItself, type StockJournal, type StockPlace } from '@megzo/core';
import type { Ground } from './slice.ts';

/** Which item a SKU names, and which items there are. */
export function createStockItems({ query }: Ground): Pick<StockJournal, 'items' | 'names' | 'name' | 'places'> {
  return {
    items: async (pool, skuKeys) => {
      const rows = await query<{ skuKey: string; item: string }>(
        'SELECT sku_key AS "skuKey", item FROM megzo.stock_names WHERE pool = $1 AND sku_key = ANY ($2::text[])',
        [pool, skuKeys],
      );
      const named = new Map(rows.map(({ skuKey, item }) => [skuKey, item]));
      return Object.fromEntries(skuKeys.map((skuKey) => [skuKey, named.get(skuKey) ?? skuKey]));
    },

    names: async (pool, items) => {
      const rows = await query<{ item: string; name: string }>(
        `SELECT item, sku_key AS name FROM megzo.stock_names WHERE pool = $1 AND item = ANY ($2::text[])
         UNION SELECT item, item FROM unnest($3::text[]) AS own (item)
           WHERE NOT EXISTS (SELECT FROM megzo.stock_names n WHERE n.pool = $1 AND n.sku_key = own.item) ORDER BY name`,
        [pool, items, items.filter(isNamedByItself)],
      );
      const names = new Map<string, string[]>(items.map((item) => [item, []]));
      for (const { item, name } of rows) names.get(item)?.push(name);
      return Object.fromEntries(names);
    },

    name: async (pool, skuKey, item) => {
      await query(
        `INSERT INTO megzo.stock_names (pool, sku_key, item) VALUES ($1, $2, $3)
         ON CONFLICT (merchant_id, pool, sku_key) DO UPDATE SET item = excluded.item`,
        [pool, skuKey, item],
      );
    },

    places: (after, limit) =>
      query<StockPlace>(
        `SELECT pool, item FROM (
           (SELECT DISTINCT pool, sku_key AS item FROM megzo.stock_events WHERE $1::text IS NULL OR (pool, sku_key) > ($1, $2)
            ORDER BY pool, item LIMIT $3)
           UNION
           (SELECT pool, sku_key AS item FROM megzo.stock_levels WHERE $1::text IS NULL OR (pool, sku_key) > ($1, $2)
            ORDER BY pool, item LIMIT $3)) AS known
         ORDER BY pool, item LIMIT $3`,
        [after?.pool ?? null, after?.item ?? '', limit],
      ),
  };
}
