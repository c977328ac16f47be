import { once } from 'node:events';
import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { createKit } from '@megzo/adapter-kit';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createPostgresStore } from '@megzo/adapter-postgres';
import { createEngine, type ImportRow } from '@megzo/core';

/* One process of the specs about one ledger in several processes. It is told what to do, does it, and says what came of it. */

export type StockWork = { readonly database: { readonly url: string; readonly serviceUrl: string } } & (
  | {
      /** Runs a pair again and again; meanwhile, or one before each run of stock, books deliveries. */
      readonly does: 'sync';
      readonly flow: 'orders' | 'stock';
      readonly shop: { readonly name: string; readonly url: string };
      readonly booksUrl: string;
      readonly rounds: number;
      readonly deliveries: readonly { readonly key: string; readonly sku: string; readonly units: number }[];
    }
  | { readonly does: 'import'; readonly rows: number }
);

export interface Synced {
  readonly runs: number;
  readonly failed: readonly string[];
  readonly booked: number;
  readonly repeated: number;
}

export interface Imported {
  readonly status: string;
  readonly changed: number;
  readonly tookMs: number;
}

type Store = Awaited<ReturnType<typeof createPostgresStore>>;

async function sync(store: Store, { flow, shop, booksUrl, rounds, deliveries }: Extract<StockWork, { does: 'sync' }>): Promise<Synced> {
  const kit = createKit();
  const engine = createEngine({ store, kit });
  const fast = { budget: { perSecond: 1000, burst: 1000 } };
  const pair = engine.pair({
    merchant: 'acme',
    name: shop.name,
    invoicing: createLexofficeInvoicing({ apiKey: 'key', baseUrl: booksUrl, ...fast }, kit),
    channel: createBigcommerceChannel({ storeHash: shop.name, accessToken: 'token', baseUrl: shop.url, ...fast }, kit),
    ordersFrom: '2999-01-01T00:00:00Z',
    flows: { listings: false, stock: flow === 'stock', orders: flow === 'orders' },
    taxClasses: { 19: 1 },
    adoptExisting: 'by-sku',
    stock: { buffer: { kind: 'fixed', units: 0 } },
  });
  const failed: string[] = [];
  let [runs, booked, repeated] = [0, 0, 0];
  async function look(): Promise<void> {
    for (; runs < rounds; runs += 1) {
      if (flow === 'stock') await deliver(deliveries.slice(runs, runs + 1));
      const report = await pair.sync({ flow });
      failed.push(...report.failures.map(({ error }) => error.message));
    }
  }
  async function deliver(some: typeof deliveries): Promise<void> {
    for (const delivery of some) {
      const [entered] = await engine.stock('acme').book([{ kind: 'receipt', ...delivery }], { allowUnknown: true });
      if (entered?.status === 'booked') booked += 1;
      else repeated += 1;
    }
  }
  await Promise.all([look(), deliver(flow === 'stock' ? [] : deliveries)]);
  return { runs, failed, booked, repeated };
}

async function importRows(store: Store, count: number): Promise<Imported> {
  async function* rows(): AsyncGenerator<ImportRow> {
    for (let row = 0; row < count; row += 1) yield { line: row + 2, sku: `I-${row}`, figure: String(row % 100) };
  }
  const from = performance.now();
  const counted = { notBefore: Date.now(), notAfter: Date.now() };
  const { status, changed } = await createEngine({ store, kit: createKit() })
    .stock('acme')
    .importCounts({
      ...{ file: 'of the experiment', rows: rows(), counted, timeZone: 'Europe/Berlin', pool: 'default', pools: ['default'] },
      ...{ apply: true, skipBadRows: false, allowUnknown: true },
    });
  return { status, changed, tookMs: performance.now() - from };
}

/** Says something, and waits for the next word. */
async function told(word: string): Promise<unknown> {
  const next = once(process, 'message');
  process.send?.(word);
  const [message] = await next;
  return message;
}

// Whoever started it is gone, or has heard all.
process.once('disconnect', () => process.exit());
const work = (await told('here')) as StockWork;
const store = await createPostgresStore({ ...work.database, secretKey: 'ab'.repeat(32) });
await store.ready();
await told('ready');
process.send?.(work.does === 'sync' ? await sync(store, work) : await importRows(store, work.rows));
await store.close();
