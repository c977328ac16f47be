import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { merchantId, pairId } from '@megzo/core';
import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { createPostgresStore } from '../src/index.ts';
import { FirstTables0000000000001 } from '../src/migrations/0001-first-tables.ts';
import { RuleLife0000000000004 } from '../src/migrations/0004-rule-life.ts';
import { secretKey, startWorld, type World } from './world.ts';

jest.setTimeout(60_000);

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

describe('a database from before orders held their units in the stock ledger', () => {
  it('keeps for every merchant what its orders hold, and since when its counts stand', async () => {
    const { url } = await world.empty();
    await migrateTo(url, [new FirstTables0000000000001(), new RuleLife0000000000004()], async (query) => {
      for (const merchant of ['acme', 'other']) await fillBefore(query, merchant);
    });

    const store = await createPostgresStore({ url, secretKey });
    await store.migrate();

    try {
      for (const merchant of ['acme', 'other']) {
        await store.transaction(merchantId(merchant), async (tx) => {
          expect(await tx.stock.holdings(`shop:${merchant}-shop/order/7`)).toEqual([
            {
              ...{ orderKey: `shop:${merchant}-shop/order/7`, pool: 'default', item: 'sku-1' },
              ...{ allocated: 2, shipped: 3, unbooked: 1, shippedAt: at(3), bookings: 4, asOf: at(9) },
            },
          ]);
          expect(await tx.stock.levels('default', ['sku-1'])).toEqual([
            {
              ...{ skuKey: 'sku-1', onHand: 8, allocated: 2, changes: 2, lastShipmentAt: at(3) },
              ...{ counted: { figure: 10, at: at(1) }, lastCount: { notBefore: at(1), notAfter: at(1) } },
            },
          ]);
          expect(await tx.stock.levels('default', ['sku-2'])).toEqual([{ skuKey: 'sku-2', allocated: 1, changes: 0 }]);
          const record = await tx.orders.read('main' as never, '7');
          expect(record).toEqual({ orderId: '7', head: { modifiedAt: at(9) } });
        });
      }
    } finally {
      await store.close();
    }
  });
});

describe('a database from before activations of rules were recorded', () => {
  it('keeps what counts for every merchant, as the first entry of its history', async () => {
    const { url } = await world.empty();
    await migrateTo(url, [new FirstTables0000000000001()], async (query) => {
      for (const merchant of ['acme', 'other']) {
        await query('SELECT set_config($1, $2, false)', ['megzo.merchant', merchant]);
        await query(
          `INSERT INTO megzo.rule_sets (pair, flow, version, content, by, at)
           VALUES ('main', 'orders', 1, '{}', 'engine', $1), ('main', 'orders', 2, $2, $3, $4)`,
          [new Date(at(1)), { of: merchant }, `${merchant}'s own`, new Date(at(2))],
        );
        await query(`INSERT INTO megzo.active_rule_sets (pair, flow, version) VALUES ('main', 'orders', 2)`);
      }
    });

    const store = await createPostgresStore({ url, secretKey });
    await store.migrate();

    try {
      for (const merchant of ['acme', 'other']) {
        await store.transaction(merchantId(merchant), async ({ rules }) => {
          expect(await rules.activeHead(pairId('main'), 'orders')).toMatchObject({ version: 2, by: `${merchant}'s own`, at: at(2) });
          expect(await rules.read(pairId('main'), 'orders', 2)).toMatchObject({ content: { of: merchant } });
          expect(await rules.activations(pairId('main'), 'orders', 9)).toEqual([
            expect.objectContaining({ version: 2, by: `${merchant}'s own`, at: at(2) }),
          ]);
        });
      }
    } finally {
      await store.close();
    }
  });
});

type Run = (sql: string, values?: readonly unknown[]) => Promise<unknown>;

/** As an earlier program left it: some migrations ran, and rows were written. */
async function migrateTo(
  url: string,
  migrations: readonly { readonly name: string; up(runner: QueryRunner): Promise<void> }[],
  fill: (query: Run) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const query: Run = (sql, values) => client.query(sql, [...(values ?? [])]);
    await query('CREATE SCHEMA megzo');
    await query('CREATE TABLE megzo.migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL)');
    for (const migration of migrations) {
      await migration.up({ query } as unknown as QueryRunner);
      const timestamp = Number.parseInt(migration.name.slice(-13), 10);
      await query('INSERT INTO megzo.migrations (timestamp, name) VALUES ($1, $2)', [timestamp, migration.name]);
    }
    await fill(query);
  } finally {
    await client.end();
  }
}

async function fillBefore(query: Run, merchant: string): Promise<void> {
  await query('SELECT set_config($1, $2, false)', ['megzo.merchant', merchant]);
  await query(
    `INSERT INTO megzo.pairs (pair, invoicing, channel, channel_account) VALUES ('main', 'books', 'shop', $1), ('twin', 'books', 'shop', $1)`,
    [`${merchant}-shop`],
  );
  await query(`INSERT INTO megzo.accounts (vendor, account_id, merchant) VALUES ('shop', $1, $2)`, [`${merchant}-shop`, merchant]);
  const record = (bookings: number, allocated: number) => ({
    ...{ orderId: '7', head: { modifiedAt: at(9) }, bookings },
    booked: { 'sku-1': { allocated, shipped: 3, unbooked: 1 } },
  });
  // Two pairs looked at one order; the one that booked more often knows more.
  await query(`INSERT INTO megzo.orders (pair, order_id, state, content) VALUES ('main', '7', 'held', $1), ('twin', '7', 'held', $2)`, [
    record(4, 2),
    record(1, 5),
  ]);
  const source = `shop:${merchant}-shop/order/7`;
  const events = [
    ...[['count', 'sku-1', 50, 'article-note', 0] as const, ['count', 'sku-1', 10, 'article-note', 1] as const],
    ...[['allocation', 'sku-1', 4, source, 2] as const, ['shipment', 'sku-1', 2, source, 3] as const],
    ['allocation', 'sku-2', 1, source, 3] as const,
  ];
  for (const [index, [kind, sku, units, from, place]] of events.entries()) {
    await query(`INSERT INTO megzo.stock_events (key, pool, sku_key, kind, units, source, at) VALUES ($1, 'default', $2, $3, $4, $5, $6)`, [
      `key-${index}`,
      sku,
      kind,
      units,
      from,
      new Date(at(place)),
    ]);
  }
  await query(
    `INSERT INTO megzo.stock_levels (pool, sku_key, on_hand, allocated, counted_figure, counted_at, last_shipment_at)
     VALUES ('default', 'sku-1', 8, 2, 10, $1, $2), ('default', 'sku-2', NULL, 1, NULL, NULL, NULL)`,
    [new Date(at(1)), new Date(at(3))],
  );
}

function at(place: number): number {
  return 1_772_442_000_000 + place * 1000;
}
