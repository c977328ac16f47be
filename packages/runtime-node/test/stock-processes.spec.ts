import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { createKit } from '@megzo/adapter-kit';
import { type Served, serve, systemWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { createPostgresStore, type PostgresStore } from '@megzo/adapter-postgres';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@megzo/adapter-postgres/embedded';
import { createEngine, type StockDesk } from '@megzo/core';
import { makePlace, type Place } from './processes.ts';
import type { Imported, StockWork, Synced } from './stock-worker.ts';
import { startWorker, workerProgram } from './worker-process.ts';

/*
 * Goal: one ledger, many processes: nothing is lost, nothing is booked twice, and a large file keeps nobody waiting for long.
 * Method: Node processes with a store and adapters each, on one PostgreSQL, over loopback HTTP to simulated shops in this
 * process. `IMPORT_ROWS` sets how large the file is; `npm run stock:ledger` takes 200,000.
 */
const long = process.env.IMPORT_ROWS;
const importRows = Number(long ?? 10_000);

jest.setTimeout(600_000);

let place: Place;
let server: EmbeddedPostgres;
let store: PostgresStore;
let desk: StockDesk;
let program: string;
const served: Served[] = [];

beforeAll(async () => {
  place = await makePlace();
  server = await startEmbeddedPostgres({ dataDir: place.dataDir });
  store = await createPostgresStore({ url: server.url, serviceUrl: server.serviceUrl, secretKey: 'ab'.repeat(32) });
  await store.migrate();
  desk = createEngine({ store, kit: createKit() }).stock('acme');
  program = await workerProgram(fileURLToPath(new URL('./stock-worker.ts', import.meta.url)));
}, 120_000);

afterAll(async () => {
  for (const one of served) await one.close();
  await store?.close();
  await server?.stop();
  await place?.remove();
});

describe('a ledger that several processes book in', () => {
  it('holds every unit of every order and delivery once, whoever looked first', async () => {
    const skus = ['K-1', 'K-2', 'K-3'];
    const books = createLexofficeSimulator({ world: systemWorld(1), apiKey: 'key', settings: { rateLimit: 'off' } });
    const { url: booksUrl } = await serving(books.handler);
    const shops = await Promise.all(['north', 'south'].map((name, index) => openShop(name, index + 2, skus)));
    await desk.book(
      skus.map((sku) => ({ kind: 'count', sku, units: 1_000 })),
      { allowUnknown: true },
    );
    const deliveries = Array.from({ length: 30 }, (_, n) => ({ key: `delivery ${n}`, sku: skus[n % 3] ?? '', units: n + 1 }));

    const works = [0, 1, 2, 3].map((process): StockWork => {
      const shop = shops[process % 2]?.at ?? { name: '', url: '' };
      return {
        does: 'sync',
        flow: 'orders',
        database: { url: server.url, serviceUrl: server.serviceUrl },
        shop,
        booksUrl,
        rounds: 2,
        deliveries,
      };
    });
    const sold = new Map(skus.map((sku) => [sku, 0]));
    for (const { shop } of shops) for (let n = 0; n < 10; n += 1) sell(shop, n, sold);
    const running = atOnce<Synced>(works);
    for (const { shop } of shops) for (let n = 10; n < 20; n += 1) sell(shop, n, sold);
    const synced = await running;
    await atOnce<Synced>(works.slice(0, 1).map((work) => ({ ...work, rounds: 1, deliveries: [] })));

    expect(synced.flatMap(({ failed }) => failed)).toEqual([]);
    expect(synced.reduce((sum, { booked }) => sum + booked, 0)).toBe(deliveries.length);
    expect(synced.reduce((sum, { repeated }) => sum + repeated, 0)).toBe(3 * deliveries.length);
    for (const sku of skus) {
      const { level } = await desk.show(sku);
      const came = deliveries.reduce((sum, delivery) => sum + (delivery.sku === sku ? delivery.units : 0), 0);
      expect({ sku, onHand: level?.onHand, allocated: level?.allocated }).toEqual({ sku, onHand: 1_000 + came, allocated: sold.get(sku) });
    }
    expect(await desk.rebuild()).toMatchObject({ items: skus.length, drifts: 0 });
  });

  it('tells each shop by one writer at a time, and last what it says itself', async () => {
    const sku = 'W-1';
    const books = createLexofficeSimulator({ world: systemWorld(7), apiKey: 'key', settings: { rateLimit: 'off' } });
    books.seed.articles([{ title: sku, articleNumber: sku, price: { gross: '5.00' }, taxRate: 19 }]);
    const { url: booksUrl } = await serving(books.handler);
    const { shop, at, writing } = await openShop('west', 8, [sku]);
    await desk.book([{ kind: 'count', sku, units: 100 }], { allowUnknown: true });
    const work = (process: number): StockWork => ({
      ...{ does: 'sync', flow: 'stock', database: { url: server.url, serviceUrl: server.serviceUrl }, shop: at, booksUrl, rounds: 3 },
      deliveries: Array.from({ length: 3 }, (_, n) => ({ key: `west ${process} ${n}`, sku, units: 1 })),
    });

    const synced = await atOnce<Synced>([0, 1, 2].map(work));
    await atOnce<Synced>([{ ...work(9), rounds: 2, deliveries: [] } as StockWork]);

    expect(synced.flatMap(({ failed }) => failed)).toEqual([]);
    const told = shop.journal.filter(({ path }) => path.endsWith('/adjustments/absolute'));
    expect(writing.most).toBe(1);
    expect(told.length).toBeGreaterThan(1);
    expect(told.at(-1)?.body).toMatchObject({ items: [{ quantity: 109 }] });
    expect((await desk.show(sku)).level).toMatchObject({ onHand: 109, allocated: 0 });
  });

  it('is open to others while a large file is booked', async () => {
    const worker = startWorker(program);
    await worker.hears('here');
    await worker.tell(
      { does: 'import', database: { url: server.url, serviceUrl: server.serviceUrl }, rows: importRows } satisfies StockWork,
      'ready',
    );
    let imported: Imported | undefined;
    const importing = worker.ask<Imported>('go').then((answer) => {
      imported = answer;
    });

    const waits: number[] = [];
    while (imported === undefined) {
      const from = performance.now();
      await desk.book([{ kind: 'receipt', sku: 'K-1', units: 1 }], { allowUnknown: true });
      waits.push(performance.now() - from);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await importing;
    await worker.end();

    const { status, changed, tookMs } = imported as Imported;
    const longest = Math.max(...waits);
    if (long !== undefined) {
      const sorted = waits.toSorted((left, right) => left - right);
      process.stdout.write(
        `PostgreSQL ${server.version}: ${importRows} rows took ${(tookMs / 1000).toFixed(1)} s; meanwhile ${waits.length} transactions of others, ` +
          `median ${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0)} ms, longest ${longest.toFixed(0)} ms\n`,
      );
    }
    expect({ status, changed }).toEqual({ status: 'applied', changed: importRows });
    // At least one between every two transactions that look or book; the longest is a small share of the whole.
    expect(waits.length).toBeGreaterThan(importRows / 1_000);
    expect(longest).toBeLessThan(tookMs / 2);
  });
});

type Shop = ReturnType<typeof createBigcommerceSimulator>;

async function openShop(name: string, seed: number, skus: readonly string[]) {
  const shop = createBigcommerceSimulator({ world: systemWorld(seed), storeHash: name, accessToken: 'token', settings: { quota: 'off' } });
  for (const sku of skus) shop.seed.product({ sku, name: sku, price: '5.00', stock: 10_000, taxClassId: 1 });
  // How many writes of stock were under way at the most.
  const writing = { now: 0, most: 0 };
  const { url } = await serving(async (request) => {
    if (!request.url.endsWith('/adjustments/absolute')) return shop.handler(request);
    writing.now += 1;
    writing.most = Math.max(writing.most, writing.now);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const answer = await shop.handler(request);
    writing.now -= 1;
    return answer;
  });
  return { shop, at: { name, url }, writing };
}

async function serving(handler: Parameters<typeof serve>[0]): Promise<Served> {
  const one = await serve(handler);
  served.push(one);
  return one;
}

function sell(shop: Shop, n: number, sold: Map<string, number>): void {
  const lines = [
    { sku: `K-${(n % 3) + 1}`, quantity: 1 + (n % 4) },
    { sku: `K-${((n + 1) % 3) + 1}`, quantity: 1 },
  ];
  shop.storefront.placeOrder({ lines });
  for (const { sku, quantity } of lines) sold.set(sku, (sold.get(sku) ?? 0) + quantity);
}

/** One process for each, and all begin when all are ready. */
async function atOnce<T>(works: readonly StockWork[]): Promise<readonly T[]> {
  const workers = works.map(() => startWorker(program));
  try {
    await Promise.all(workers.map((worker) => worker.hears('here')));
    await Promise.all(workers.map((worker, index) => worker.tell(works[index], 'ready')));
    return await Promise.all(workers.map((worker) => worker.ask<T>('go')));
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}
