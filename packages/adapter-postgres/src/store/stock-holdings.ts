import type { StockHolding, StockJournal } from '@megzo/core';
import { instantOrNull, instantText, jsonText, lastByKey, withoutNulls } from '../sql/values.ts';
import type { Ground } from './slice.ts';

const columns = 'order_key AS "orderKey", pool, item, allocated, shipped, unbooked, shipped_at AS "shippedAt", bookings, as_of AS "asOf"';

type HoldingRow = Parameters<typeof withoutNulls<StockHolding>>[0];

/** What each order holds of each item. */
export function createStockHoldings({ query }: Ground): Pick<StockJournal, 'holdings' | 'hold' | 'holders'> {
  async function select(rest: string, values: readonly unknown[]): Promise<readonly StockHolding[]> {
    const rows = await query<HoldingRow>(`SELECT ${columns} FROM megzo.stock_holdings WHERE ${rest}`, values);
    return rows.map(withoutNulls<StockHolding>);
  }

  return {
    holdings: (orderKey) => select('order_key = $1 ORDER BY pool, item', [orderKey]),

    hold: async (holdings) => {
      if (holdings.length === 0) return;
      const rows = lastByKey(holdings, ({ orderKey, pool, item }) => JSON.stringify([orderKey, pool, item]));
      await query(
        `INSERT INTO megzo.stock_holdings (order_key, pool, item, allocated, shipped, unbooked, shipped_at, bookings, as_of)
         SELECT order_key, pool, item, allocated, shipped, unbooked, shipped_at, bookings, as_of
         FROM jsonb_to_recordset($1) AS given (order_key text, pool text, item text, allocated bigint, shipped bigint,
           unbooked bigint, shipped_at timestamptz, bookings integer, as_of timestamptz)
         ON CONFLICT (merchant_id, order_key, pool, item) DO UPDATE SET (allocated, shipped, unbooked, shipped_at, bookings, as_of)
           = (excluded.allocated, excluded.shipped, excluded.unbooked, excluded.shipped_at, excluded.bookings, excluded.as_of)`,
        [
          jsonText(
            rows.map(({ orderKey, shippedAt, asOf, ...units }) => ({
              ...units,
              order_key: orderKey,
              shipped_at: instantOrNull(shippedAt),
              as_of: instantText(asOf),
            })),
          ),
        ],
      );
    },

    holders: ({ pool, item }, after, limit) =>
      select('pool = $1 AND item = $2 AND ($3::text IS NULL OR order_key > $3) ORDER BY order_key LIMIT $4', [
        ...[pool, item, after ?? null, limit],
      ]),
  };
}
