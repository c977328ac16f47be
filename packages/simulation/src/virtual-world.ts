import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import {
  type BigcommerceSimulator,
  type BigcommerceSimulatorOptions,
  createBigcommerceSimulator,
} from '@megzo/adapter-bigcommerce/simulator';
import { type AdapterKit, createKit } from '@megzo/adapter-kit';
import { type SimulatorWorld, seededRandom } from '@megzo/adapter-kit/simulator';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createLexofficeSimulator, type LexofficeSimulator, type LexofficeSimulatorOptions } from '@megzo/adapter-lexoffice/simulator';
import {
  type ChannelPort,
  type Clock,
  countInNote,
  createEngine,
  type PairHandle,
  type PairOptions,
  type PairReport,
  type RateBudget,
  type Store,
  type SyncOptions,
} from '@megzo/core';
import { createMemoryEnvironment, createMemoryStore, type MemoryEnvironment } from '@megzo/core/memory';

export interface WorldOptions {
  readonly seed?: number;
  /** When the world begins, ms since the epoch; 2 March 2026, 9 o'clock in Berlin where absent. */
  readonly at?: number;
  readonly store?: Store;
  readonly books?: Partial<Pick<LexofficeSimulatorOptions, 'organization' | 'settings'>>;
  readonly shop?: Partial<Pick<BigcommerceSimulatorOptions, 'settings'>>;
  readonly pair?: Partial<PairOptions>;
  /** In place of the kit's own, on the world's clock. */
  readonly budget?: (clock: Clock) => RateBudget;
}

/** One merchant with a pair, real adapters and simulated vendors, on one virtual clock: no socket, no timer, no waiting. */
export interface VirtualWorld {
  readonly books: LexofficeSimulator;
  readonly shop: BigcommerceSimulator;
  readonly environment: MemoryEnvironment;
  readonly kit: AdapterKit;
  readonly store: Store;
  readonly pair: PairHandle;
  readonly channel: ChannelPort;
  /** The same pair over another connection to the store, such as one of a worker that can die. */
  pairOf(store: Store, pair?: Partial<PairOptions>): PairHandle;
  /** Runs a sync and lets the clock move with it, as `megzo sync --once` does. */
  sync(options?: SyncOptions): Promise<PairReport>;
}

const begin = Date.UTC(2026, 2, 2, 8);
export const storeHash = 'abc123';
export const booksUrl = 'https://books.example';
export const shopUrl = 'https://shop.example';

export function createVirtualWorld(options: WorldOptions = {}): VirtualWorld {
  const seed = options.seed ?? 1;
  const environment = createMemoryEnvironment({ at: options.at ?? begin, seed });
  const world: SimulatorWorld = { clock: environment.clock, random: seededRandom(seed) };
  const books = createLexofficeSimulator({ world, apiKey: 'books-key', ...options.books });
  const shop = createBigcommerceSimulator({ world, storeHash, accessToken: 'shop-token', ...options.shop });
  const kit = createKit({
    clock: environment.clock,
    ids: environment.ids,
    ...(options.budget === undefined ? {} : { budget: options.budget(environment.clock) }),
    fetch: (request) => (new URL(request.url).origin === booksUrl ? books.handler(request) : shop.handler(request)),
  });
  const store = options.store ?? createMemoryStore();
  const invoicing = createLexofficeInvoicing({ apiKey: 'books-key', baseUrl: booksUrl }, kit);
  const channel = createBigcommerceChannel({ storeHash, accessToken: 'shop-token', baseUrl: shopUrl }, kit);
  const pairOf: VirtualWorld['pairOf'] = (connected, changed) =>
    createEngine({ store: connected, kit }).pair({
      merchant: 'acme',
      name: 'acme-shop',
      invoicing,
      channel,
      ordersFrom: '2026-01-01T00:00:00+01:00',
      stock: { count: countInNote('Bestand: {count}'), buffer: { kind: 'fixed', units: 2 } },
      taxClasses: { 19: 1, 7: 2, 0: 3 },
      adoptExisting: 'by-sku',
      ...options.pair,
      ...changed,
    });
  const pair = pairOf(store);
  return {
    books,
    shop,
    environment,
    kit,
    store,
    pair,
    pairOf,
    channel,
    sync: (syncOptions) => environment.finish(pair.sync({ waitMaxMs: 60_000, ...syncOptions })),
  };
}
