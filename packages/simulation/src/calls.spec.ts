import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { CallCount, PairReport } from '@megzo/core';
import { createVirtualWorld, type VirtualWorld, type WorldOptions } from './virtual-world.ts';

/** Goal: the page that says what a run costs stays true. Method: count the requests of real adapters, compare with the page's formula and table. */
const page = readFileSync(new URL('../../../docs/flows/calls.md', import.meta.url), 'utf8');

/** Articles that can all be listed and carry a count, on an empty shop; orders of goods for consumers in Germany. */
interface Size {
  readonly articles: number;
  readonly orders: number;
  /** Whether our mark on an order counts as a change of the order there, which the vendor does not document. */
  readonly marksShow?: boolean;
}

const sizes: readonly Size[] = [0, 3, 260, 520].flatMap((articles) => [0, 5].map((orders) => ({ articles, orders })));

const billing = {
  firstName: 'Erika',
  lastName: 'Muster',
  street1: 'Weg 1',
  city: 'Berlin',
  zip: '10115',
  country: 'Germany',
  countryIso2: 'DE',
};

interface Cost {
  readonly books: CallCount;
  readonly shop: CallCount;
}

/** Pages of a list that is read page by page. An empty list is one page. */
function pages(rows: number, perPage: number): number {
  return Math.max(1, Math.ceil(rows / perPage));
}

/** Pages of a list whose end shows only in a page that is not full. */
function openPages(rows: number, perPage: number): number {
  return Math.floor(rows / perPage) + 1;
}

/** Once in 24 hours: the orders placed in the last 8 days and all open ones, by which none is missed. */
function audit({ orders }: Size): number {
  return openPages(orders, 250) + 9;
}

function firstRun(size: Size): Cost {
  const { articles, orders, marksShow = true } = size;
  const stockReads = 2 * Math.ceil(articles / 250);
  const stockWrites = Math.ceil(articles / 2_000);
  const echo = orders === 0 ? 0 : 1 + (marksShow ? 4 * orders : 0);
  return {
    books: { read: 2 + pages(articles, 250) + orders, write: orders },
    shop: {
      read: 2 + 1 + 9 + 1 + 5 * orders + echo + openPages(0, 250) + stockReads + 2 * stockWrites,
      write: articles + Math.ceil(articles / 10) + stockWrites + orders,
    },
  };
}

function unchangedRun({ articles }: Size): Cost {
  return {
    books: { read: 2 + pages(articles, 250), write: 0 },
    shop: { read: 2 + 1 + openPages(articles, 250) + 2 * Math.ceil(articles / 250), write: 0 },
  };
}

function costOf({ calls }: PairReport): Cost {
  const none = { read: 0, write: 0 };
  return { books: calls['acme-shop-invoicing'] ?? none, shop: calls['acme-shop-channel'] ?? none };
}

function cells({ books, shop }: Cost): string {
  return `${books.read} + ${books.write} | ${shop.read} + ${shop.write}`;
}

/** A shop that asks for no pause: one in the middle of the stock walk would end the slice, and the next one begins again. */
const patient: WorldOptions = { shop: { settings: { quota: 'off' } } };

function placeOrders(world: VirtualWorld, orders: number): void {
  for (let n = 0; n < orders; n += 1) {
    const lines = [{ custom: { name: 'Gravur', taxClassId: 1 }, price: '5.00', quantity: 1 }];
    world.shop.storefront.placeOrder({ billing, lines });
  }
}

function addArticles(world: VirtualWorld, articles: number): void {
  const rest = { price: { gross: '10.00' }, taxRate: 19, note: 'Bestand: 50' } as const;
  world.books.seed.articles(Array.from({ length: articles }, (_, n) => ({ title: `Ware ${n}`, articleNumber: `W-${n}`, ...rest })));
}

describe('what a run costs', () => {
  it.each(sizes)(
    'is what the page says, for $articles articles and $orders orders',
    async (size) => {
      const world = createVirtualWorld(patient);
      addArticles(world, size.articles);
      placeOrders(world, size.orders);

      const first = await world.sync();
      const second = await world.sync();

      expect([first.ok, second.ok]).toEqual([true, true]);
      expect([world.shop.products().length, world.books.orderConfirmations.length]).toEqual([size.articles, size.orders]);
      expect(costOf(first)).toEqual(firstRun(size));
      expect(costOf(second)).toEqual(unchangedRun(size));
      expect(page).toContain(`| ${size.articles} | ${size.orders} | ${cells(costOf(first))} | ${cells(costOf(second))} |`);
    },
    60_000,
  );

  it('is less where our mark does not show as a change of the order', async () => {
    const size: Size = { articles: 3, orders: 5, marksShow: false };
    const world = createVirtualWorld({ shop: { settings: { sideWritesBumpOrders: false } } });
    addArticles(world, size.articles);
    placeOrders(world, size.orders);

    expect(costOf(await world.sync())).toEqual(firstRun(size));
    expect(costOf(await world.sync())).toEqual(unchangedRun(size));
  });

  it('is the same at a heartbeat hours later, and one list more once a day', async () => {
    const size: Size = { articles: 3, orders: 1 };
    const world = createVirtualWorld();
    addArticles(world, size.articles);
    placeOrders(world, size.orders);
    await world.sync();
    const { books, shop } = unchangedRun(size);

    await world.environment.advance(23 * 3_600_000);
    expect(costOf(await world.sync())).toEqual({ books, shop });
    await world.environment.advance(3_600_000);
    expect(costOf(await world.sync())).toEqual({ books, shop: { read: shop.read + audit(size), write: 0 } });
    expect(costOf(await world.sync())).toEqual({ books, shop });
  });
});
