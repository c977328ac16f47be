import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { createKit } from '@megzo/adapter-kit';
import { systemWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { createPostgresStore, type PostgresStore } from '@megzo/adapter-postgres';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@megzo/adapter-postgres/embedded';
import { createEngine, type PairHandle } from '@megzo/core';
import { unlimitedBudget } from '@megzo/core/memory';
import { makeWorkerUtils } from 'graphile-worker';
import { makePlace, type Place } from './processes.ts';

/**
 * Goal: an order costs at most six durable commits from first sight to its mark. Method: a real PostgreSQL, which numbers every
 * transaction that writes; the difference of the next number before and after is how many there were. Only writing ones are flushed to
 * disk. Orders go through in one run, so that the few commits of the run itself are shared among them. `COMMITS_ORDERS` sets how many.
 */
const orders = Number(process.env.COMMITS_ORDERS ?? 20);
const commitsMax = 6;

let place: Place;
let server: EmbeddedPostgres;
let store: PostgresStore;

beforeAll(async () => {
  place = await makePlace();
  server = await startEmbeddedPostgres({ dataDir: place.dataDir });
  store = await createPostgresStore({ url: server.url, serviceUrl: server.serviceUrl, secretKey: 'ab'.repeat(32) });
  await store.migrate();
}, 120_000);

afterAll(async () => {
  await store.close();
  await server.stop();
  await place.remove();
});

async function written(): Promise<number> {
  const utils = await makeWorkerUtils({ connectionString: server.url, maxPoolSize: 1 });
  const next = await utils.withPgClient(async (client) => {
    const { rows } = await client.query<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
    return Number(rows[0]?.next);
  });
  await utils.release();
  return next;
}

function world(name: string) {
  const books = createLexofficeSimulator({ world: systemWorld(1), apiKey: 'key', settings: { rateLimit: 'off' } });
  const shop = createBigcommerceSimulator({ world: systemWorld(2), storeHash: name, accessToken: 'token', settings: { quota: 'off' } });
  const url = 'https://books.example';
  const kit = createKit({
    budget: unlimitedBudget(),
    fetch: (request) => (new URL(request.url).origin === url ? books.handler(request) : shop.handler(request)),
  });
  books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '8.90' }, taxRate: 7 }]);
  shop.seed.product({ sku: 'K-1', name: 'Kaffee', price: '8.90', taxClassId: 2, tracking: 'none' });
  const pair: PairHandle = createEngine({ store, kit }).pair({
    merchant: name,
    name,
    invoicing: createLexofficeInvoicing({ apiKey: 'key', baseUrl: url }, kit),
    channel: createBigcommerceChannel({ storeHash: name, accessToken: 'token', baseUrl: 'https://shop.example' }, kit),
    ordersFrom: '2020-01-01T00:00:00+01:00',
    flows: { listings: false, stock: false, orders: true },
  });
  return { books, shop, pair };
}

describe('an order on PostgreSQL', () => {
  it(`costs at most ${commitsMax} durable commits from first sight to its mark`, async () => {
    const { books, shop, pair } = world('commits');
    await pair.sync();
    for (let n = 0; n < orders; n += 1) shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }], payment: { kind: 'offline' } });
    const before = await written();

    const report = await pair.sync();

    const commits = (await written()) - before;
    process.stdout.write(
      `${orders} orders: ${commits} durable commits, ${(commits / orders).toFixed(2)} an order (at most ${commitsMax})\n`,
    );
    expect(report.ok).toBe(true);
    expect(books.orderConfirmations).toHaveLength(orders);
    expect(commits / orders).toBeLessThanOrEqual(commitsMax);
  }, 280_000);
});
