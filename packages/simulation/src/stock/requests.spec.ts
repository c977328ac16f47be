import { describe, expect, it } from '@jest/globals';
import { decimal } from '@megzo/core';
import { createMemoryInvoicing } from '@megzo/core/testing';
import { createVirtualWorld, type VirtualWorld } from '../virtual-world.ts';

/** Goal: stock costs the channel what it must and no more. Method: real adapter and simulated store; its journal counts. */
/** Listings are the merchant's own business here: they are bound by their SKUs, and nothing but stock is written. */
const quiet = { listings: false, stock: true, orders: false } as const;
const beatMs = 900_000;
/** What the vendor takes in one request: levels read, levels written. */
const [readMax, writeMax] = [250, 2_000];
/** `npm run stock:requests` takes 10,000 and 2,000. */
const catalog = Number(process.env.STOCK_SKUS ?? 1_000);
const changes = catalog === 1_000 ? 250 : Number(process.env.STOCK_CHANGES ?? catalog / 5);

function stockWrites(world: VirtualWorld): readonly number[] {
  return world.shop.journal
    .filter(({ path }) => path.endsWith('/v3/inventory/adjustments/absolute'))
    .map(({ body }) => (body as { items: readonly unknown[] }).items.length);
}

function stockReads(world: VirtualWorld): number {
  return world.shop.journal.filter(({ path }) => path.endsWith('/v3/inventory/items')).length;
}

describe('stock in a quiet shop', () => {
  it('is not written once in a day of sales, where one channel subtracts when an order is placed', async () => {
    const world = createVirtualWorld({ seed: 3, pair: { flows: quiet } });
    const skus = Array.from({ length: 12 }, (_, n) => `K-${n}`);
    world.books.seed.articles(
      skus.map((articleNumber) => ({ title: articleNumber, articleNumber, price: { gross: '5.00' }, taxRate: 19, note: 'Bestand: 90' })),
    );
    for (const sku of skus) world.shop.seed.product({ name: sku, sku, price: '5.00', stock: 1, taxClassId: 1 });
    await world.sync();
    await world.environment.advance(beatMs);
    await world.sync();
    expect(stockWrites(world)).toEqual([12]);
    world.shop.journal.length = 0;

    let sold = 0;
    for (let beat = 0; beat < 96; beat += 1) {
      if (beat % 3 !== 1) {
        const sku = skus[(beat * 7) % skus.length] ?? '';
        world.shop.storefront.placeOrder({ lines: [{ sku, quantity: 1 + (beat % 2) }] });
        sold += 1 + (beat % 2);
      }
      await world.environment.advance(beatMs);
      await world.sync({ slices: 1 });
    }

    expect(sold).toBeGreaterThan(80);
    expect(stockWrites(world)).toEqual([]);
    const left = skus.reduce((units, sku) => units + world.shop.storefront.purchasable(sku), 0);
    expect(left).toBe(12 * 88 - sold);
  }, 120_000);
});

describe(`stock of ${catalog} SKUs`, () => {
  it(`takes as many requests for ${changes} changes as the channel’s batch sizes ask for, and the report says both`, async () => {
    const world = createVirtualWorld({ seed: 4, shop: { settings: { quota: 'off' } } });
    // lexoffice lists less than 10,000 articles; what the shop is asked does not depend on who keeps them.
    const books = createMemoryInvoicing({ clock: world.environment.clock, pageSize: 1_000 });
    const pair = world.pairOf(world.store, { flows: quiet, invoicing: books.port });
    const sync = () => world.environment.finish(pair.sync({ waitMaxMs: 60_000 }));
    const noteOf = (units: number): string => `Bestand: ${units}`;
    const made = Array.from({ length: catalog }, (_, n) => {
      const article = books.office.makeArticle({ number: `W-${n}`, title: `Ware ${n}`, gross: decimal('9.00') });
      books.office.editArticle(article, { note: noteOf(50) });
      return article;
    });
    for (let n = 0; n < catalog; n += 1)
      world.shop.seed.product({ name: `Ware ${n}`, sku: `W-${n}`, price: '9.00', stock: 48, taxClassId: 1 });
    await sync();
    await world.environment.advance(300_000);
    await sync();
    world.shop.journal.length = 0;
    for (let n = 0; n < changes; n += 1) books.office.editArticle(made[n * 4] ?? '', { note: noteOf(30 + (n % 20)) });

    const report = await sync();

    const reads = Math.ceil(catalog / readMax);
    const writes = Math.ceil(changes / writeMax);
    if (process.env.STOCK_SKUS !== undefined)
      process.stdout.write(
        `${catalog} SKUs, ${changes} changes: ${JSON.stringify(report.stockRequests)}, of ${readMax} and ${writeMax} items each\n`,
      );
    expect(report.flows.find(({ name }) => name === 'stock')).toMatchObject({ processed: catalog, updated: changes, held: 0 });
    expect(stockWrites(world).reduce((items, written) => items + written, 0)).toBe(changes);
    expect([stockReads(world), stockWrites(world).length]).toEqual([reads, writes]);
    expect(report.stockRequests).toEqual({ reads: { made: reads, needed: reads }, writes: { made: writes, needed: writes } });
  }, 600_000);
});
