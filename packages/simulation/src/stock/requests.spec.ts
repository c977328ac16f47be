import { describe, expect, it } from '@jest/globals';
import { createVirtualWorld, type VirtualWorld } from '../virtual-world.ts';

/** Goal: stock costs the channel what it must and no more. Method: real adapter and simulated store; its journal counts. */
/** Listings are the merchant's own business here: they are bound by their SKUs, and nothing but stock is written. */
const quiet = { listings: false, stock: true, orders: false } as const;
const beatMs = 900_000;

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

describe('stock of 1,000 SKUs', () => {
  it('takes as many requests for 250 changes as the channel’s batch sizes ask for, and the report says both', async () => {
    const world = createVirtualWorld({ seed: 4, shop: { settings: { quota: 'off' } }, pair: { flows: quiet } });
    const count = 1_000;
    const noteOf = (units: number): string => `Bestand: ${units}`;
    const made = world.books.seed.articles(
      Array.from({ length: count }, (_, n) => ({
        ...{ title: `Ware ${n}`, articleNumber: `W-${n}`, price: { gross: '9.00' }, taxRate: 19, note: noteOf(50) },
      })),
    );
    for (let n = 0; n < count; n += 1)
      world.shop.seed.product({ name: `Ware ${n}`, sku: `W-${n}`, price: '9.00', stock: 48, taxClassId: 1 });
    await world.sync();
    await world.environment.advance(300_000);
    await world.sync();
    world.shop.journal.length = 0;
    for (let n = 0; n < 250; n += 1) world.books.backOffice.editArticle(made[n * 4]?.id ?? '', { note: noteOf(30 + (n % 20)) });

    const report = await world.sync();

    expect(report.flows.find(({ name }) => name === 'stock')).toMatchObject({ processed: count, updated: 250, held: 0 });
    expect(stockWrites(world)).toEqual([250]);
    expect(stockReads(world)).toBe(count / 250);
    expect(report.stockRequests).toEqual({ reads: { made: 4, needed: 4 }, writes: { made: 1, needed: 1 } });
  }, 240_000);
});
