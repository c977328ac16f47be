import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { createKit } from '@megzo/adapter-kit';
import { systemWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { createPostgresStore, type PostgresStore } from '@megzo/adapter-postgres';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@megzo/adapter-postgres/embedded';
import { createEngine } from '@megzo/core';
import { unlimitedBudget } from '@megzo/core/memory';
import { type Meter, startMeter, type Work, workOf } from './pg-meter.ts';
import { makePlace, type Place } from './processes.ts';

/**
 * Goal: an order costs at most six durable commits from first sight to its mark. Method: a real PostgreSQL that flushes, which
 * numbers every transaction that writes; the difference of its own numbers before and after is what was done. Many orders go through
 * in one run, so that the few commits of the run itself are shared among them; a lone one is told with and without those.
 * `COMMITS_ORDERS` sets how many.
 */
const orders = Number(process.env.COMMITS_ORDERS ?? 20);
const commitsMax = 6;
/** The mark changes the order: where that moves its change instant, which is in whole seconds, the run sees the order once more. */
const echo = 1;

const company = { company: 'Kunde GmbH', email: 'einkauf@example.com' };

jest.setTimeout(280_000);

let place: Place;
let server: EmbeddedPostgres;
let meter: Meter;
/** The way of the gauge itself, which is not counted and is closed before the server is: nobody waits for its connections otherwise. */
let gauge: Meter;

beforeAll(async () => {
  place = await makePlace();
  const made = await startEmbeddedPostgres({ dataDir: place.dataDir });
  await made.stop();
  // The server's own housekeeping takes numbers of transactions too.
  await appendFile(join(place.dataDir, 'pg', 'postgresql.conf'), 'autovacuum = off\n');
  server = await startEmbeddedPostgres({ dataDir: place.dataDir });
  meter = await startMeter(server.url);
  gauge = await startMeter(server.url);
  const store = await openStore();
  await store.migrate();
  await store.close();
}, 120_000);

afterAll(async () => {
  await gauge.close();
  await meter.close();
  await server.stop();
  await place.remove();
});

describe('an order on PostgreSQL', () => {
  it(`costs at most ${commitsMax} durable commits from first sight to its mark, of many in one run`, async () => {
    const { books, shop, sync } = world('many', 1);
    await sync();
    for (let n = 0; n < orders; n += 1) order(shop);

    const cost = await costOf(sync);

    tell(`${orders} orders in one run`, cost, orders);
    expect(books.orderConfirmations).toHaveLength(orders);
    expect(cost.commits / orders).toBeLessThanOrEqual(commitsMax);
  });

  it.each<[string, { readonly company?: string; readonly email?: string }, 'none' | 'known' | 'new', number, number]>([
    ['without a contact', {}, 'none', 4, 10],
    ['with a contact that the books hold already', company, 'known', commitsMax, 20],
    ['with a contact that is not there yet', company, 'new', commitsMax, 30],
  ])('alone, %s, costs a bounded number beside those of its run', async (how, billing, contact, most, seed) => {
    const { books, shop, sync } = world(`lone${contact}`, seed);
    if (contact === 'known') {
      books.seed.contact({ company: { name: company.company, contactPersons: [] }, emailAddresses: { business: [company.email] } });
    }
    await sync();
    const idle = await costOf(sync);
    order(shop, billing);

    const cost = await costOf(sync);

    tell('a run with nothing to do', idle, 1);
    tell(`a lone order ${how}, its run counted in`, cost, 1);
    tell(`a lone order ${how}, without its run`, minus(cost, idle), 1);
    expect(books.orderConfirmations).toHaveLength(1);
    expect(books.journal.filter(({ method, path }) => method === 'POST' && path === '/v1/contacts')).toHaveLength(
      contact === 'new' ? 1 : 0,
    );
    expect(cost.commits - idle.commits).toBeLessThanOrEqual(most + echo);
  });
});

interface Cost extends Work {
  readonly roundTrips: number;
}

function openStore(): Promise<PostgresStore> {
  return createPostgresStore({
    url: meter.through(server.url),
    serviceUrl: meter.through(server.serviceUrl),
    secretKey: 'ab'.repeat(32),
  });
}

/** The store's connections are closed at the end of what is measured, so that the server has all their numbers. */
async function costOf(act: () => Promise<void>): Promise<Cost> {
  const before = { ...(await workOf(gauge.through(server.url))), roundTrips: meter.roundTrips };
  await act();
  return minus({ ...(await workOf(gauge.through(server.url))), roundTrips: meter.roundTrips }, before);
}

function minus(one: Cost, other: Cost): Cost {
  return {
    commits: one.commits - other.commits,
    walWrites: one.walWrites - other.walWrites,
    walFlushes: one.walFlushes - other.walFlushes,
    roundTrips: one.roundTrips - other.roundTrips,
  };
}

function tell(what: string, cost: Cost, count: number): void {
  const each = (figure: number): string => (count === 1 ? `${figure}` : `${figure} (${(figure / count).toFixed(2)} an order)`);
  process.stdout.write(
    `PostgreSQL ${server.version}, ${what}: ${each(cost.commits)} durable commits, ${each(cost.walFlushes)} WAL flushes, ` +
      `${each(cost.walWrites)} WAL writes, ${each(cost.roundTrips)} round trips\n`,
  );
}

type Shop = ReturnType<typeof createBigcommerceSimulator>;

function order(shop: Shop, billing: { readonly company?: string; readonly email?: string } = {}): void {
  shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }], payment: { kind: 'offline' }, billing });
}

function world(name: string, seed: number) {
  const books = createLexofficeSimulator({ world: systemWorld(seed), apiKey: 'key', settings: { rateLimit: 'off' } });
  const shop = createBigcommerceSimulator({
    world: systemWorld(seed + 1),
    storeHash: name,
    accessToken: 'token',
    settings: { quota: 'off' },
  });
  const url = 'https://books.example';
  const kit = createKit({
    budget: unlimitedBudget(),
    fetch: (request) => (new URL(request.url).origin === url ? books.handler(request) : shop.handler(request)),
  });
  books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '8.90' }, taxRate: 7 }]);
  shop.seed.product({ sku: 'K-1', name: 'Kaffee', price: '8.90', taxClassId: 2, tracking: 'none' });
  return {
    books,
    shop,
    /** One run over a store that is opened for it. */
    async sync(): Promise<void> {
      const store = await openStore();
      const pair = createEngine({ store, kit }).pair({
        merchant: name,
        name,
        invoicing: createLexofficeInvoicing({ apiKey: 'key', baseUrl: url }, kit),
        channel: createBigcommerceChannel({ storeHash: name, accessToken: 'token', baseUrl: 'https://shop.example' }, kit),
        ordersFrom: '2020-01-01T00:00:00+01:00',
        flows: { listings: false, stock: false, orders: true },
      });
      const report = await pair.sync({ waitMaxMs: 60_000 });
      await store.close();
      if (!report.ok) throw new Error(`the run failed: ${JSON.stringify(report)}`);
    },
  };
}
