import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { type BigcommerceSimulator, createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createLexofficeSimulator, type LexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import { countInNote, merchantId, type PairHandle, pairId, type StockDesk } from '@megzo/core';
import { createMemoryEnvironment, createMemoryStore } from '@megzo/core/memory';
import { composeEngine, engineSteps } from '@megzo/core/testing';
import type { Bug, Ports } from '../world/mutant.ts';

export const sku = 'K-1';
export const kept = 3;
/** Units that each shop withholds by a setting of its own. */
export const ownSafetyStock = 2;
export const beatMs = 300_000;

export interface Outlet {
  readonly name: string;
  readonly merchant: string;
  readonly shop: BigcommerceSimulator;
  readonly handle: PairHandle;
  nextBeat: number;
}

/** Two merchants on one engine, each with the same SKU: one sells in two shops from one pool, the other in a shop of its own. */
export interface StockTown {
  readonly outlets: readonly [Outlet, Outlet, Outlet];
  readonly books: LexofficeSimulator;
  readonly articleId: string;
  readonly desk: StockDesk;
  readonly random: () => number;
  now(): number;
  /** Lets time pass; pairs run at their beat, and as soon as they are due. */
  pass(ms: number): Promise<void>;
  /** Called within a request, while it is on its way. */
  meanwhile: () => void;
}

export function buildStockTown(seed: number, counted: { readonly acme: number; readonly other: number }, bug: Bug = {}): StockTown {
  const random = seededRandom(seed * 7_919 + 3);
  const below = (end: number): number => Math.floor(random() * end);
  const environment = createMemoryEnvironment({ at: Date.UTC(2026, 2, 2, 8), seed });
  const { clock } = environment;
  const world = { clock, random };
  const booksOf = (units: number, apiKey: string) => {
    const books = createLexofficeSimulator({ world, apiKey, settings: { rateLimit: 'off' } });
    const [article] = books.seed.articles([
      { title: 'Kaffee', articleNumber: sku, price: { gross: '9.00' }, taxRate: 7, note: `Bestand: ${units}` },
    ]);
    return { books, articleId: article?.id ?? '' };
  };
  const acme = booksOf(counted.acme, 'acme-key');
  const other = booksOf(counted.other, 'other-key');
  const shops = ['north', 'south', 'elsewhere'].map((storeHash) => {
    const settings = { quota: 'off' as const, inventoryLagMs: below(3) * 1_000, readLagMs: below(3) * 1_000 };
    const shop = createBigcommerceSimulator({ world, storeHash, accessToken: 'token', settings });
    shop.seed.product({ name: 'Kaffee', sku, price: '9.00', stock: 9, safetyStock: ownSafetyStock, taxClassId: 2 });
    return shop;
  }) as [BigcommerceSimulator, BigcommerceSimulator, BigcommerceSimulator];
  const handlers = new Map([
    ['acme.example', acme.books.handler],
    ['other.example', other.books.handler],
    ['north.example', shops[0].handler],
    ['south.example', shops[1].handler],
    ['elsewhere.example', shops[2].handler],
  ]);
  const kit = createKit({
    clock,
    ids: environment.ids,
    fetch: async (request) => {
      await clock.sleep(20 + below(180));
      town.meanwhile();
      const handler = handlers.get(new URL(request.url).host);
      if (handler === undefined) throw new Error(`nobody is at ${request.url}`);
      return handler(request);
    },
  });
  const memory = new Map<string, unknown>();
  const plain = createMemoryStore();
  const store = bug.store?.(plain, { clock, memory }) ?? plain;
  const outletOf = (name: string, merchant: string, shop: BigcommerceSimulator, storeHash: string): Outlet => {
    const real: Ports = {
      invoicing: createLexofficeInvoicing({ apiKey: `${merchant}-key`, baseUrl: `https://${merchant}.example` }, kit),
      channel: createBigcommerceChannel(
        { storeHash, accessToken: 'token', baseUrl: `https://${storeHash}.example`, webhookSecret: 'secret-of-the-header' },
        kit,
      ),
    };
    const planted = { clock, memory, store: plain, ports: real };
    const steps = bug.steps?.(engineSteps, planted) ?? engineSteps;
    const ports = bug.ports?.(real, planted) ?? real;
    const handle = composeEngine({ store, kit }, steps).pair({
      ...{ merchant, name, ...ports },
      connections: { invoicing: `${merchant}-books`, channel: storeHash },
      // Orders that stood open before it are none of ours to place, and hold units all the same.
      ordersFrom: '2026-03-02T09:00:00+01:00',
      flows: { listings: false, stock: true, orders: false },
      taxClasses: { 19: 1, 7: 2, 0: 3 },
      adoptExisting: 'by-sku',
      stock: { count: countInNote('Bestand: {count}'), buffer: { kind: 'fixed', units: kept } },
    });
    return { name, merchant, shop, handle: bug.handle?.(handle, planted) ?? handle, nextBeat: clock.now() + below(60_000) };
  };
  const outlets = [
    outletOf('acme-north', 'acme', shops[0], 'north'),
    outletOf('acme-south', 'acme', shops[1], 'south'),
    outletOf('other-elsewhere', 'other', shops[2], 'elsewhere'),
  ] as const;
  const town: StockTown & { meanwhile: () => void } = {
    ...{ outlets, books: acme.books, articleId: acme.articleId, random, now: () => clock.now(), meanwhile: () => {} },
    desk: composeEngine({ store, kit }, engineSteps).stock('acme'),
    async pass(ms) {
      const until = clock.now() + ms;
      while (clock.now() < until) {
        const due = new Set((await store.directory.due(clock.now(), 9)).map(({ pair }) => pair as string));
        for (const outlet of outlets) if (due.has(outlet.name) || clock.now() >= outlet.nextBeat) await run(outlet);
        await environment.advance(5_000);
      }
    },
  };

  async function run(outlet: Outlet): Promise<void> {
    const merchant = merchantId(outlet.merchant);
    const isBeat = clock.now() >= outlet.nextBeat;
    if (isBeat) outlet.nextBeat = clock.now() + beatMs;
    await plain.transaction(merchant, async (tx) => {
      const isKnown = (await tx.pairs.read(pairId(outlet.name))) !== undefined;
      if (isKnown) await tx.pairs.due(pairId(outlet.name), clock.now() + 10 * beatMs, 'set');
    });
    const { nextAt } = await environment.finish(outlet.handle.sync({ slices: 1, ...(isBeat ? {} : { woken: true }) }));
    if (nextAt !== undefined) await plain.transaction(merchant, (tx) => tx.pairs.due(pairId(outlet.name), nextAt, 'earlier'));
  }

  return town;
}
