import { type Served, seededRandom, serve } from '@megzo/adapter-kit/simulator';
import type { Clock, PairReport, Store, SyncOptions } from '@megzo/core';
import { progressLines } from '../cli/progress.ts';
import type { Config } from '../config/config-file.ts';
import type { RunnablePair } from '../container/pairs.ts';
import { arrive } from './arrivals.ts';
import { createBeatPrinter } from './beat-printer.ts';
import { taxClasses } from './shelf.ts';
import { createDemoWorld, type DemoWorld, happenLater } from './world.ts';

/** The demo while it runs: two simulated vendors on loopback HTTP and a configuration that names them. */
export interface Demo {
  readonly config: Config;
  readonly beatMs: number;
  /** Whole heartbeats instead of slices: there is one pair, and its table is to show all of it. */
  readonly syncOptions: SyncOptions;
  readonly words: readonly string[];
  /** Prints each heartbeat; from the first one on, shoppers come. */
  onReport(store: Store): (pair: RunnablePair, report: PairReport) => Promise<void>;
  stop(): Promise<void>;
}

const demoBeatMs = 20_000;
const arrivalMs = 9_000;
/** A contact made just now can be named after two seconds: its order belongs to the same heartbeat. */
const waitMs = 5_000;

export async function startDemo({ clock, say }: { readonly clock: Clock; readonly say: (line: string) => void }): Promise<Demo> {
  // Fast: the real quotas would let the first heartbeat take minutes.
  const world = createDemoWorld({ clock, random: seededRandom(4711), fast: true });
  const books = await serve(world.books.handler);
  const shop = await serve(world.shop.handler);
  const random = seededRandom(815);
  let arrivals: NodeJS.Timeout | undefined;

  function letShoppersCome(): void {
    if (arrivals !== undefined) return;
    happenLater(world);
    arrivals = setInterval(() => {
      const id = arrive(world.shop, random);
      if (id !== undefined) say(`  … a shopper placed order ${id}`);
    }, arrivalMs);
  }

  return {
    config: demoConfig(world, { books, shop }),
    beatMs: demoBeatMs,
    syncOptions: { waitMaxMs: waitMs, onProgress: progressLines('  demo', say, () => clock.now()) },
    words: [
      'This is the demo: an invented German coffee and tea shop, with lexoffice and BigCommerce simulated in this process.',
      `  simulated lexoffice at ${books.url}, simulated BigCommerce at ${shop.url}, both without the real quotas`,
      '  the heartbeat comes every 20 seconds instead of every 5 minutes',
      '  nothing leaves this machine; all of it is made anew at the next start',
      '  for your own accounts: megzo start --config FILE (the README shows one)',
    ],
    onReport(store) {
      const print = createBeatPrinter({ store, say });
      return async (pair, report) => {
        await print(pair, report);
        letShoppersCome();
      };
    },
    async stop() {
      clearInterval(arrivals);
      await books.close();
      await shop.close();
    },
  };
}

function demoConfig({ ordersFrom, credentials }: DemoWorld, { books, shop }: { readonly books: Served; readonly shop: Served }): Config {
  const { apiKey, storeHash, accessToken } = credentials;
  const budget = { perSecond: 50, burst: 20 };
  return {
    merchants: [
      {
        id: 'demo',
        name: 'Hafenröster Kaffee & Tee GmbH',
        timeZone: 'Europe/Berlin',
        language: 'de',
        connections: [
          { id: 'demo-books', adapter: 'lexoffice', options: { apiKey, baseUrl: books.url, budget } },
          { id: 'demo-shop', adapter: 'bigcommerce', options: { storeHash, accessToken, baseUrl: shop.url, budget } },
        ],
        pairs: [
          {
            id: 'demo-main',
            invoicing: 'demo-books',
            channel: 'demo-shop',
            ordersFrom,
            flows: { listings: true, stock: true, orders: true },
            taxClasses,
            adoptExisting: 'by-sku',
            stock: { count: { from: 'article-note', pattern: 'Bestand: {count}' }, buffer: { kind: 'fixed', units: 2 } },
          },
        ],
      },
    ],
  };
}
