import { describe, expect, it } from '@jest/globals';
import type { ChannelPort } from '@megzo/core';
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

  it('is noticed though nobody said so: marks tell what was placed, and what left none is looked for', async () => {
    const world = createVirtualWorld({ shop: { settings: { quota: 'off' } }, books: { settings: { rateLimit: 'off' } } });
    world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 900' }]);
    const restored = world.pairOf(createMemoryStore());
    await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));
    const place = () => world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });
    const ids = Array.from({ length: 8 }, place);
    // The end of that history: the last order was placed, and its mark was not written any more.
    world.shop.faults.add({ method: 'POST', path: /metafields$/, times: 1, fault: { kind: 'status', status: 503, when: 'before' } });
    await world.sync();
    expect(world.books.orderConfirmations).toHaveLength(8);
    await world.environment.advance(10 * 60_000);

    const first = await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));
    for (let beat = 0; beat < 3; beat += 1) {
      await world.environment.advance(5 * 60_000);
      await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));
    }

    expect(first.problems.map(({ code }) => code)).toEqual(['ORDERS_PLACED_ELSEWHERE']);
    expect(world.books.orderConfirmations).toHaveLength(8);
    for (const id of ids) expect((await restored.order(String(id)))?.record.state).toBe('placed');
    const later = place();
    await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));
    expect((await restored.order(String(later)))?.record.state).toBe('placed');
    await world.environment.advance(25 * 3_600_000);
    expect((await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }))).problems).toEqual([]);
  });

  it('makes an order twice where nobody said so and the lost history left no mark at all', async () => {
    const world = createVirtualWorld();
    world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 900' }]);
    const withoutMarks = ({ marks: _marks, ...channel }: ChannelPort): ChannelPort => channel;
    const restored = world.pairOf(createMemoryStore(), { channel: withoutMarks(world.channel) });
    await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));
    world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });
    await world.sync();
    await world.environment.advance(10 * 60_000);

    await world.environment.finish(restored.sync({ waitMaxMs: 60_000 }));

    // What `megzo restore` is there for.
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
    expect(report.problems.map((problem) => problem.code)).toEqual(['ORDERS_PLACED_ELSEWHERE', ...(code === undefined ? [] : [code])]);
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
