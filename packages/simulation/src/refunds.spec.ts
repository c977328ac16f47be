import { describe, expect, it } from '@jest/globals';
import { createEngine, type PairHandle, type PairOptions, type StockDesk } from '@megzo/core';
import { createVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/* Goal: refunded goods are sold again only where the merchant said so, and once. Method: real adapter, simulated shop, two pairs that look at its orders. */

type Returns = NonNullable<NonNullable<PairOptions['stock']>['returns']>;

interface Sale {
  readonly world: VirtualWorld;
  readonly desk: StockDesk;
  readonly order: number;
  /** Both pairs look, twice. */
  look(): Promise<void>;
  refund(units: number): void;
}

/** Ten are on the shelf; three of them are sold, and so many shipped. */
async function sale(returns: Returns, shipped: number): Promise<Sale> {
  const flows = { listings: false, stock: true, orders: false };
  const world = createVirtualWorld({ seed: 5, pair: { flows, stock: { buffer: { kind: 'fixed', units: 0 }, returns } } });
  const pairs: readonly PairHandle[] = [world.pair, world.pairOf(world.store, { name: 'acme-second' })];
  const desk = createEngine({ store: world.store, kit: world.kit }).stock('acme');
  world.books.seed.articles([{ title: 'Tasse', articleNumber: 'T-1', price: { gross: '9.00' }, taxRate: 19 }]);
  world.shop.seed.product({ name: 'Tasse', sku: 'T-1', price: '9.00', stock: 10, taxClassId: 1 });
  const look = async (): Promise<void> => {
    for (const pair of [...pairs, ...pairs]) {
      await world.environment.finish(pair.sync({ waitMaxMs: 60_000 }));
      await world.environment.advance(300_000);
    }
  };
  await look();
  await desk.book([{ kind: 'count', sku: 'T-1', units: 10 }]);
  await look();
  const order = world.shop.storefront.placeOrder({ lines: [{ sku: 'T-1', quantity: 3 }] });
  await look();
  const itemId = world.shop.order(order).lines[0]?.id ?? 0;
  const addressId = world.shop.order(order).addresses[0]?.id ?? 0;
  if (shipped > 0) world.shop.storefront.ship(order, { addressId, items: [{ lineId: itemId, quantity: shipped }] });
  await look();
  return {
    ...{ world, desk, order, look },
    refund: (quantity) => void world.shop.storefront.refund(order, { items: [{ type: 'PRODUCT', itemId, quantity }] }),
  };
}

async function standing({ world, desk }: Sale) {
  const { level } = await desk.show('T-1');
  return { onHand: level?.onHand, allocated: level?.allocated, shown: world.shop.storefront.purchasable('T-1') };
}

describe('units whose money went back', () => {
  it('stay away when they had shipped, by default', async () => {
    const sold = await sale({}, 3);

    sold.refund(2);
    await sold.look();

    expect(await standing(sold)).toEqual({ onHand: 7, allocated: 0, shown: 7 });
  });

  it('stand on the shelf again, once, where the merchant takes a refund for a return', async () => {
    const sold = await sale({ returnedUnits: 'restock' }, 3);

    sold.refund(2);
    await sold.look();
    expect(await standing(sold)).toEqual({ onHand: 9, allocated: 0, shown: 9 });
    sold.refund(1);
    await sold.look();

    expect(await standing(sold)).toEqual({ onHand: 10, allocated: 0, shown: 10 });
    expect(await sold.desk.rebuild()).toMatchObject({ drifts: 0 });
  });

  it('may be those that were not shipped: of one shipped and two refunded none came back, of three refunded that one', async () => {
    const sold = await sale({ returnedUnits: 'restock', refundedUnits: 'release' }, 1);

    sold.refund(2);
    await sold.look();
    expect(await standing(sold)).toMatchObject({ onHand: 9, allocated: 1 });
    sold.refund(1);
    await sold.look();

    expect(await standing(sold)).toEqual({ onHand: 10, allocated: 0, shown: 10 });
  });

  it('are held for a cancelled order where the merchant keeps them, until it is put away', async () => {
    const sold = await sale({ cancelledOrder: 'keep' }, 0);

    sold.world.shop.storefront.cancel(sold.order);
    await sold.look();
    expect(await standing(sold)).toMatchObject({ onHand: 10, allocated: 3 });
    sold.world.shop.storefront.archive(sold.order);
    await sold.look();

    expect(await standing(sold)).toEqual({ onHand: 10, allocated: 0, shown: 10 });
  });
});
