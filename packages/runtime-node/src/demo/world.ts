import { type BigcommerceSimulator, createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import type { SimulatorWorld } from '@megzo/adapter-kit/simulator';
import { createLexofficeSimulator, type LexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import type { Clock } from '@megzo/core';
import { archivedArticles, demoArticles } from './articles.ts';
import { cutoverDaysAgo, type DemoOrder, demoOrders } from './seed.ts';
import { demoShelf } from './shelf.ts';

/** The demo's two vendors with everything that stood there before the service came. */
export interface DemoWorld {
  readonly books: LexofficeSimulator;
  readonly shop: BigcommerceSimulator;
  /** The seed's orders under the ids that the store gave them. */
  readonly orders: ReadonlyMap<string, DemoOrder>;
  /** Cutover, ISO 8601. */
  readonly ordersFrom: string;
  readonly credentials: DemoCredentials;
}

export interface DemoCredentials {
  readonly apiKey: string;
  readonly storeHash: string;
  readonly accessToken: string;
}

const credentials: DemoCredentials = { apiKey: 'demo-lexoffice-key', storeHash: 'demoshop', accessToken: 'demo-bigcommerce-token' };
const dayMs = 24 * 3_600_000;

/** Builds both vendors and lets the seed's past happen at its own times. `fast`: the vendors' quotas are lifted. */
export function createDemoWorld({
  clock,
  random,
  fast,
}: {
  readonly clock: Clock;
  readonly random: () => number;
  readonly fast: boolean;
}): DemoWorld {
  const today = clock.now();
  const past = new PastClock(clock);
  const world: SimulatorWorld = { clock: past, random };
  past.to(today - 60 * dayMs);
  const books = createLexofficeSimulator({
    world,
    apiKey: credentials.apiKey,
    organization: { companyName: 'Hafenröster Kaffee & Tee GmbH', distanceSalesPrinciple: 'ORIGIN' },
    settings: fast ? { rateLimit: 'off' } : {},
  });
  const shop = createBigcommerceSimulator({
    world,
    storeHash: credentials.storeHash,
    accessToken: credentials.accessToken,
    settings: {
      currencies: [{ code: 'CHF', rate: '0.9500000000', transactional: true, decimalPlaces: 2 }],
      // Below the threshold for distance sales: home rates in Austria too.
      taxedCountries: ['DE', 'AT'],
      ...(fast ? { quota: 'off' as const } : {}),
    },
  });
  const articles = books.seed.articles(demoArticles());
  for (const { id, articleNumber } of articles) {
    if (articleNumber !== null && archivedArticles.includes(articleNumber)) books.backOffice.archiveArticle(id);
  }
  for (const product of demoShelf) shop.seed.product(product);
  const orders = placeOrders(shop, past, today);
  past.catchUp();
  return { books, shop, orders, ordersFrom: new Date(today - cutoverDaysAgo * dayMs).toISOString(), credentials };
}

function placeOrders(shop: BigcommerceSimulator, past: PastClock, today: number): ReadonlyMap<string, DemoOrder> {
  const orders = new Map<string, DemoOrder>();
  const byAge = [...demoOrders].sort((left, right) => right.daysAgo - left.daysAgo);
  for (const [index, order] of byAge.entries()) {
    // Minutes apart, so that no two orders fall into one second.
    past.to(today - order.daysAgo * dayMs + index * 60_000);
    const id = order.unpaid ? shop.storefront.startCheckout(order.cart) : shop.storefront.placeOrder(order.cart);
    past.to(past.now() + 30_000);
    order.soon?.(shop, id);
    orders.set(String(id), order);
  }
  return orders;
}

/** What happens in the store after the first heartbeat. */
export function happenLater({ shop, orders }: DemoWorld): void {
  for (const [id, order] of orders) order.later?.(shop, Number(id));
}

/** Stands still in the past while the seed is laid, then runs with the given clock. */
class PastClock {
  readonly #clock: Clock;
  #at: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  to(at: number): void {
    this.#at = at;
  }

  catchUp(): void {
    this.#at = undefined;
  }

  now(): number {
    return this.#at ?? this.#clock.now();
  }

  sleep(ms: number): Promise<void> {
    return this.#clock.sleep(ms);
  }
}
