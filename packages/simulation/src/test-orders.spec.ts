import { describe, expect, it } from '@jest/globals';
import { createVirtualWorld, type WorldOptions } from './virtual-world.ts';

/** Goal: a shop's test orders become no sales orders. Method: the real adapter, which can tell them by their transactions alone. */
function shopWithCoffee(options: WorldOptions = {}) {
  const world = createVirtualWorld(options);
  world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 90' }]);
  return world;
}

describe('a shop with test payments', () => {
  it('has its test orders excluded and its real ones placed, paid or not', async () => {
    const world = shopWithCoffee();
    await world.sync();
    const lines = [{ sku: 'K-1', quantity: 1 }];
    const test = world.shop.storefront.placeOrder({ lines, payment: { kind: 'online', test: true } });
    const authorized = world.shop.storefront.placeOrder({ lines, payment: { kind: 'authorized', test: true } });
    const real = world.shop.storefront.placeOrder({ lines });
    const transfer = world.shop.storefront.placeOrder({ lines, payment: { kind: 'offline' } });

    const report = await world.sync();

    const stateOf = async (id: number) => (await world.pair.order(String(id)))?.record;
    for (const id of [test, authorized]) expect(await stateOf(id)).toMatchObject({ state: 'excluded', reason: 'ORDER_TEST' });
    for (const id of [real, transfer]) expect(await stateOf(id)).toMatchObject({ state: 'placed' });
    expect(world.books.orderConfirmations).toHaveLength(2);
    expect(report).toMatchObject({ ok: true, problems: [] });
  });

  it('is not asked for payments of transfers, nor of what is placed already', async () => {
    const world = shopWithCoffee();
    await world.sync();
    world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }], payment: { kind: 'offline' } });
    const paid = world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });
    await world.sync();
    world.shop.storefront.setStatus(paid, 9);
    await world.sync();

    expect(world.shop.journal.filter(({ path }) => path.endsWith('/transactions'))).toHaveLength(1);
  });

  it('whose account may not read payments goes on, and every order counts as real', async () => {
    const scopes = ['store_v2_orders', 'store_v2_products', 'store_inventory', 'store_channel_listings', 'store_v2_information'];
    const world = shopWithCoffee({ shop: { settings: { scopes } } });
    await world.sync();
    const id = world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }], payment: { kind: 'online', test: true } });

    await world.sync();

    expect((await world.pair.order(String(id)))?.record.state).toBe('placed');
    expect((await world.environment.finish(world.pair.check())).channel).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ level: 'warning', about: expect.stringContaining('test orders are not told from real ones') }),
      ]),
    });
  });

  it('places them where the merchant wants to see the whole way', async () => {
    const world = shopWithCoffee({ pair: { testOrders: 'place' } });
    await world.sync();
    world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }], payment: { kind: 'online', test: true } });

    await world.sync();

    expect(world.books.orderConfirmations).toHaveLength(1);
    expect(world.shop.journal.some(({ path }) => path.endsWith('/transactions'))).toBe(false);
  });
});
