import { describe, expect, it } from '@jest/globals';
import { createMemoryStore } from '@megzo/core/memory';
import { createVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/**
 * Goal: a database that forgot what it had done makes nothing twice. Method: two stores begin alike; one does the work, the
 * other takes its place afterwards, as an older backup would.
 */
describe('a restored backup', () => {
  it('finds every sales order that the lost history made, and makes no second one', async () => {
    const world = createVirtualWorld({ shop: { settings: { quota: 'off' } }, books: { settings: { rateLimit: 'off' } } });
    world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 900' }]);
    const older = createMemoryStore();
    const restored = world.pairOf(older);
    await world.sync();
    await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));
    const ids = Array.from({ length: 20 }, (_, index) =>
      world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 + (index % 3) }] }),
    );
    await world.sync();
    expect(world.books.orderConfirmations).toHaveLength(20);

    await world.environment.advance(10 * 60_000);
    await restored.beginEpoch();
    const later = world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });
    for (let beat = 0; beat < 3; beat += 1) {
      await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));
      await world.environment.advance(5 * 60_000);
    }

    expect(world.books.orderConfirmations).toHaveLength(21);
    for (const id of [...ids, later]) expect((await restored.order(String(id)))?.record.state).toBe('placed');
  });

  it('would make them all twice if nobody said that a backup was restored', async () => {
    const world = createVirtualWorld();
    world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 900' }]);
    const restored = world.pairOf(createMemoryStore());
    await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));
    world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });
    await world.sync();
    await world.environment.advance(10 * 60_000);

    await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));

    expect(world.books.orderConfirmations).toHaveLength(2);
  });
});

describe('a database that was lost', () => {
  it.each([
    ['cancelled', (world: VirtualWorld, id: number) => world.shop.storefront.cancel(id), 'ORDER_CANCELLED_AFTER_PLACING'],
    [
      'edited',
      (world: VirtualWorld, id: number) => world.shop.storefront.editOrder(id, { shippingCost: '9.90' }),
      'ORDER_EDITED_AFTER_PLACING',
    ],
    ['left as it was', () => {}, undefined],
  ])('tells a person of an order that was %s after the lost one had placed it', async (_name, change, code) => {
    const world = createVirtualWorld();
    world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 900' }]);
    await world.sync();
    const id = world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 2 }] });
    await world.sync();
    change(world, id);
    const fresh = world.pairOf(createMemoryStore());

    const report = await world.environment.finish(fresh.sync({ waitMaxMs: 60_000 }));

    expect((await fresh.order(String(id)))?.record.state).toBe('placed');
    expect(report.problems.map((problem) => problem.code)).toEqual(code === undefined ? [] : [code]);
    expect(world.books.orderConfirmations).toHaveLength(1);
  });

  it('adopts by its own marks what the lost one had placed', async () => {
    const world = createVirtualWorld();
    world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 900' }]);
    await world.sync();
    const id = world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 2 }] });
    await world.sync();
    const fresh = world.pairOf(createMemoryStore());

    await world.environment.finish(fresh.sync({ waitMaxMs: 60_000 }));

    expect(world.books.orderConfirmations).toHaveLength(1);
    expect(await fresh.order(String(id))).toMatchObject({
      record: { state: 'placed', salesOrderId: world.books.orderConfirmations[0]?.id },
    });
  });
});
