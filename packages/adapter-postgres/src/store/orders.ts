import type { OrderRecord, OrderRecords, OrderRevision, OrderState } from '@megzo/core';
import { firstOf, instantText, jsonText } from '../sql/values.ts';
import type { Ground } from './slice.ts';

/** The condition of an index, too: the words must be the same. */
const isOpen = `content->'head'->>'status' IN ('pending', 'awaiting-payment', 'under-review', 'open', 'partially-shipped')
  AND content->'head'->>'archived' = 'false'`;

export function createOrders({ query }: Ground): OrderRecords {
  async function select(rest: string, values: readonly unknown[]): Promise<readonly OrderRecord[]> {
    const rows = await query<{ content: OrderRecord }>(`SELECT content FROM megzo.orders WHERE pair = $1 AND ${rest}`, values);
    return rows.map(({ content }) => content);
  }

  return {
    read: async (pair, orderId) => firstOf(await select('order_id = $2', [pair, orderId])),

    readMany: (pair, orderIds) => select('order_id = ANY ($2::text[]) ORDER BY order_id', [pair, orderIds]),

    put: async (record) => {
      await query(
        `INSERT INTO megzo.orders (pair, order_id, state, content) VALUES ($1, $2, $3, $4)
         ON CONFLICT (merchant_id, pair, order_id) DO UPDATE SET state = excluded.state, content = excluded.content`,
        [record.pair, record.orderId, record.state, jsonText(record)],
      );
    },

    addRevision: async ({ pair, orderId, revision, hash, content, peopleKey, at }) => {
      const last = await query<{ hash: string }>(
        'SELECT hash FROM megzo.order_revisions WHERE pair = $1 AND order_id = $2 ORDER BY revision DESC LIMIT 1',
        [pair, orderId],
      );
      if (last[0]?.hash === hash) return;
      const added = await query(
        `INSERT INTO megzo.order_revisions (pair, order_id, revision, hash, content, people_key, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (merchant_id, pair, order_id, revision) DO NOTHING RETURNING revision`,
        [pair, orderId, revision, hash, jsonText(content), peopleKey, instantText(at)],
      );
      if (added.length === 0) throw new Error(`revision ${revision} of order ${orderId} stands already with other content`);
    },

    revision: async (pair, orderId, revision) =>
      firstOf(
        await query<OrderRevision>(
          `SELECT pair, order_id AS "orderId", revision, hash, content, people_key AS "peopleKey", at
           FROM megzo.order_revisions WHERE pair = $1 AND order_id = $2 AND revision = $3`,
          [pair, orderId, revision],
        ),
      ),

    page: (pair, state, after, limit) =>
      select('state = $2 AND ($3::text IS NULL OR order_id > $3) ORDER BY order_id LIMIT $4', [pair, state, after ?? null, limit]),

    open: (pair, after, limit) =>
      select(`${isOpen} AND ($2::text IS NULL OR order_id > $2) ORDER BY order_id LIMIT $3`, [pair, after ?? null, limit]),

    count: async (pair) => {
      const rows = await query<{ state: OrderState; count: number }>(
        'SELECT state, count(*) FROM megzo.orders WHERE pair = $1 GROUP BY state',
        [pair],
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
  };
}
