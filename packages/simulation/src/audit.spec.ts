import { describe, expect, it } from '@jest/globals';
import { createMemoryStore } from '@megzo/core/memory';
import { forgetfulStore } from '@megzo/core/testing';
import fc from 'fast-check';
import { createVirtualWorld } from './virtual-world.ts';

/**
 * Goal: the daily audit names exactly the orders that our records lack, and they are taken. Method: a shop with orders of every
 * kind behind the real adapter, from which chance takes any of our records, again and again; the audit must name those and no other.
 */
const day = 24 * 3_600_000;
const statuses = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13];

async function auditedShop(orders: number) {
  const forgotten = new Set<string>();
  const world = createVirtualWorld({
    store: forgetfulStore(createMemoryStore(), forgotten),
    shop: { settings: { quota: 'off', limitAboveMax: 'clamp', v2PageMax: 50 } },
    books: { settings: { rateLimit: 'off' } },
  });
  world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 9000' }]);
  world.shop.seed.product({ name: 'Kaffee', sku: 'K-1', price: '17.90', taxClassId: 2, tracking: 'none' });
  await world.sync();
  const ids: string[] = [];
  for (let place = 0; place < orders; place += 1) {
    const id = world.shop.storefront.placeOrder({
      lines: [{ sku: 'K-1', quantity: 1 }],
      statusId: statuses[place % statuses.length] ?? 11,
    });
    if (place % 17 === 5) world.shop.storefront.archive(id);
    ids.push(String(id));
    await world.environment.advance(20_000);
  }
  await world.sync();
  return { world, forgotten, ids };
}

describe('the daily audit, over the real adapter', () => {
  it('names exactly the records that were taken away, whichever they are, and takes them back', async () => {
    const { world, forgotten, ids } = await auditedShop(65);
    const placed = world.books.orderConfirmations.length;
    let named = 0;

    await fc.assert(
      fc.asyncProperty(fc.subarray(ids), async (lost) => {
        for (const id of lost) forgotten.add(id);
        await world.environment.advance(day);

        const report = await world.sync();

        expect([...(report.audit?.missing ?? [])].sort()).toEqual([...lost].sort());
        expect(forgotten.size).toBe(0);
        named += lost.length;
      }),
      // A day each: the audit looks eight days back.
      { numRuns: 6, seed: 42 },
    );

    expect(named).toBeGreaterThan(50);
    expect(world.books.orderConfirmations).toHaveLength(placed);
  }, 120_000);
});
