import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, instant, key, ofMerchants } from './merchant-table.ts';

/** What an order holds stands in the stock ledger, an item outlives its SKU, and a count says between which instants it was made. */
export class StockHoldings0000000000006 implements MigrationInterface {
  readonly name = 'StockHoldings0000000000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** There is no way back that keeps data. */
  down(): Promise<void> {
    return Promise.reject(new Error('This migration cannot be taken back: restore a backup into an empty database.'));
  }
}

const force = (mode: 'FORCE' | 'NO FORCE') =>
  ['pairs', 'orders', 'stock_events', 'stock_levels', 'stock_holdings'].map(
    (table) => `ALTER TABLE megzo.${table} ${mode} ROW LEVEL SECURITY`,
  );

const statements: readonly string[] = [
  // `sku_key` is the item's own key; `named` is the SKU that it was booked under, where that is another.
  'ALTER TABLE megzo.stock_events ADD COLUMN named text, ADD COLUMN not_before timestamptz',
  'CREATE INDEX ON megzo.stock_events (merchant_id, pool, sku_key, at)',
  `ALTER TABLE megzo.stock_levels ADD COLUMN count_not_before timestamptz, ADD COLUMN count_not_after timestamptz,
     ADD COLUMN changes bigint NOT NULL DEFAULT 0`,
  'ALTER TABLE megzo.stock_levels ALTER COLUMN changes DROP DEFAULT',
  ...ofMerchants('stock_names', 'append and change', [`pool ${id}`, `sku_key ${id}`, `item ${id}`, key('pool, sku_key')]),
  'CREATE INDEX ON megzo.stock_names (merchant_id, pool, item)',
  ...ofMerchants('stock_holdings', 'append and change', [
    ...[`order_key ${id}`, `pool ${id}`, `item ${id}`, 'allocated bigint NOT NULL', 'shipped bigint NOT NULL'],
    ...[
      'unbooked bigint NOT NULL',
      'shipped_at timestamptz',
      'bookings integer NOT NULL',
      `as_of ${instant}`,
      key('order_key, pool, item'),
    ],
  ]),
  'CREATE INDEX ON megzo.stock_holdings (merchant_id, pool, item, order_key)',

  // What stood in the orders and levels until now; of all merchants at once, which the policy forbids even to the owner.
  ...force('NO FORCE'),
  `INSERT INTO megzo.stock_holdings (merchant_id, order_key, pool, item, allocated, shipped, unbooked, shipped_at, bookings, as_of)
   SELECT DISTINCT ON (o.merchant_id, a.vendor, a.account_id, o.order_id, b.item) o.merchant_id,
     a.vendor || ':' || a.account_id || '/order/' || o.order_id, 'default', b.item, (b.units ->> 'allocated')::bigint,
     (b.units ->> 'shipped')::bigint, coalesce((b.units ->> 'unbooked')::bigint, 0),
     (SELECT min(e.at) FROM megzo.stock_events e WHERE e.merchant_id = o.merchant_id AND e.kind = 'shipment' AND e.pool = 'default'
        AND e.sku_key = b.item AND e.source = a.vendor || ':' || a.account_id || '/order/' || o.order_id), (o.content ->> 'bookings')::integer,
     to_timestamp((o.content -> 'head' ->> 'modifiedAt')::numeric / 1000)
   FROM megzo.orders o JOIN megzo.pairs p USING (merchant_id, pair)
   JOIN megzo.accounts a ON a.merchant = o.merchant_id AND a.account_id = p.channel_account
   CROSS JOIN LATERAL jsonb_each(o.content -> 'booked') AS b (item, units)
   ORDER BY o.merchant_id, a.vendor, a.account_id, o.order_id, b.item, (o.content ->> 'bookings')::integer DESC`,
  `UPDATE megzo.orders SET content = content - 'booked' - 'bookings'`,
  `UPDATE megzo.stock_levels l SET (count_not_before, count_not_after, changes) = (
     SELECT max(e.at) FILTER (WHERE e.position = last.position), max(e.at) FILTER (WHERE e.position = last.position),
       count(*) FILTER (WHERE e.kind IN ('count', 'receipt', 'adjustment', 'restock'))
     FROM megzo.stock_events e LEFT JOIN LATERAL (
       SELECT position FROM megzo.stock_events c WHERE c.merchant_id = l.merchant_id AND c.pool = l.pool AND c.sku_key = l.sku_key
         AND c.kind = 'count' ORDER BY position DESC LIMIT 1) AS last ON true
     WHERE e.merchant_id = l.merchant_id AND e.pool = l.pool AND e.sku_key = l.sku_key)`,
  ...force('FORCE'),
];
