import { describe, expect, it } from '@jest/globals';
import { type Harness, rows, startStore } from '../../test/simulator-harness.ts';
import type { BigcommerceSettings } from './index.ts';

function shop(settings: Partial<BigcommerceSettings> = {}, stock: number | undefined = 10): Harness & { productId: number } {
  const store = startStore({ settings });
  const { id } = store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '5', ...(stock === undefined ? {} : { stock }) });
  return { ...store, productId: id };
}

function absolute(store: Harness, item: object): ReturnType<Harness['put']> {
  return store.put('/v3/inventory/adjustments/absolute', { items: [{ location_id: 1, ...item }] });
}

function relative(store: Harness, item: object): ReturnType<Harness['post']> {
  return store.post('/v3/inventory/adjustments/relative', { items: [{ location_id: 1, ...item }] });
}

function onhand(store: Harness): number | null | undefined {
  return store.simulator.inventory()[0]?.onhand;
}

describe('inventory writes (sheet 4.2)', () => {
  it('accepts an absolute write with a transaction id and applies it after the lag', async () => {
    const store = shop({ inventoryLagMs: 5000 });

    const reply = await absolute(store, { sku: 'TEE', quantity: 3 });
    const before = onhand(store);
    store.advance(5000);

    expect(reply.status).toBe(200);
    expect(reply.json).toEqual({ transaction_id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(before).toBe(10);
    expect(onhand(store)).toBe(3);
  });

  it('overwrites a sale that fell between request and application of an earlier state (pitfall 1)', async () => {
    const store = shop();
    store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 4 }] });

    await absolute(store, { sku: 'TEE', quantity: 10 });

    expect(onhand(store)).toBe(10);
  });

  it('applies order decrements after the adjustments that were accepted before them (FIFO)', async () => {
    const store = shop({ inventoryLagMs: 5000 });
    await absolute(store, { sku: 'TEE', quantity: 100 });
    store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 1 }] });
    expect(onhand(store)).toBe(10);

    store.advance(5000);

    expect(onhand(store)).toBe(99);
  });

  it('counts a waiting decrement against what the next shopper can buy', async () => {
    const store = shop({ inventoryLagMs: 5000 }, 1);
    await absolute(store, { sku: 'TEE', quantity: 1 });

    store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 1 }] });

    expect(store.simulator.storefront.purchasable('TEE')).toBe(0);
    expect(() => store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 1 }] })).toThrow('out of stock: TEE');
  });

  it('refuses a relative write before any absolute one, even while that one waits (pitfall 4)', async () => {
    const store = startStore({ settings: { inventoryLagMs: 5000 } });
    store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '5' });
    await absolute(store, { sku: 'TEE', quantity: 5 });

    const early = await relative(store, { sku: 'TEE', quantity: 1 });
    store.advance(5000);
    const later = await relative(store, { sku: 'TEE', quantity: 1 });

    expect(early.status).toBe(422);
    expect(early.headers.get('content-type')).toBe('application/problem+json');
    expect(early.text).toContain('requires absolute adjustment before relative');
    expect(later.status).toBe(200);
  });

  it('refuses a relative write that would break the safety stock', async () => {
    const store = shop();
    await store.put('/v3/inventory/locations/1/items', { settings: [{ identity: { sku: 'TEE' }, safety_stock: 4 }] });

    expect((await relative(store, { sku: 'TEE', quantity: -7 })).status).toBe(422);
    expect((await relative(store, { sku: 'TEE', quantity: -6 })).status).toBe(200);
    expect(onhand(store)).toBe(4);
  });

  it('drops an accepted relative write on master data without any trace', async () => {
    const store = shop({ inventoryLagMs: 5000 });
    const reply = await relative(store, { sku: 'TEE', quantity: -10 });
    store.simulator.storefront.setStock('TEE', 6);

    store.advance(5000);

    expect(reply.status).toBe(200);
    expect(onhand(store)).toBe(6);
  });

  it('refuses both of two competing relative writes although one would fit', async () => {
    const store = shop({ inventoryLagMs: 5000 });

    await relative(store, { sku: 'TEE', quantity: -6 });
    await relative(store, { sku: 'TEE', quantity: -6 });
    store.advance(5000);

    expect(onhand(store)).toBe(10);
  });

  it('rejects the whole request for one bad item (12.5)', async () => {
    const store = shop();

    const reply = await store.put('/v3/inventory/adjustments/absolute', {
      items: [
        { location_id: 1, sku: 'TEE', quantity: 3 },
        { location_id: 1, sku: 'NOWHERE', quantity: 3 },
      ],
    });

    expect(reply.status).toBe(422);
    expect(Object.keys((reply.json as { errors: object }).errors)).toEqual(['items.1']);
    expect(onhand(store)).toBe(10);
  });

  it('refuses an item on the wrong level, with the literal text (pitfall 5)', async () => {
    const store = startStore();
    const whole = store.simulator.seed.product({ name: 'A', price: '1', tracking: 'product', variants: [{ sku: 'A-1', label: '1' }] });
    const parts = store.simulator.seed.product({ name: 'B', price: '1', tracking: 'variant', variants: [{ sku: 'B-1', label: '1' }] });

    const byVariant = await absolute(store, { variant_id: whole.variantIds[0], quantity: 1 });
    const byProduct = await absolute(store, { product_id: parts.id, quantity: 1 });

    expect(byVariant.text).toContain(
      `Item with variant_id ${whole.variantIds[0]} is tracked by product, please update stock by product id`,
    );
    expect(byProduct.status).toBe(422);
    expect((await absolute(store, { product_id: whole.id, quantity: 1 })).status).toBe(200);
    expect((await absolute(store, { variant_id: parts.variantIds[0], quantity: 1 })).status).toBe(200);
  });

  it('refuses an untracked item and two identities at once (4.1)', async () => {
    const store = startStore();
    const { id } = store.simulator.seed.product({ name: 'A', sku: 'A', price: '1', tracking: 'none' });

    expect((await absolute(store, { product_id: id, quantity: 1 })).status).toBe(422);
    expect((await absolute(store, { product_id: id, sku: 'A', quantity: 1 })).status).toBe(422);
  });

  it('takes at most 2000 items', async () => {
    const store = shop();
    const items = Array.from({ length: 2001 }, () => ({ location_id: 1, sku: 'TEE', quantity: 1 }));

    expect((await store.put('/v3/inventory/adjustments/absolute', { items })).status).toBe(422);
    expect((await store.put('/v3/inventory/adjustments/absolute', { items: items.slice(1) })).status).toBe(200);
  });

  it('does not save more than the maximum', async () => {
    const store = shop();

    const reply = await absolute(store, { sku: 'TEE', quantity: 2_147_483_648 });

    expect(reply.status).toBe(200);
    expect(onhand(store)).toBe(10);
  });

  it('lands absolute writes that were in flight together in any order', async () => {
    const outcomes = new Set<number | null | undefined>();
    for (let seed = 1; seed <= 12; seed += 1) {
      const store = startStore({ seed, settings: { inventoryLagMs: 1000 } });
      store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '5', stock: 10 });
      await Promise.all([absolute(store, { sku: 'TEE', quantity: 1 }), absolute(store, { sku: 'TEE', quantity: 2 })]);
      store.advance(1000);
      outcomes.add(onhand(store));
    }

    expect([...outcomes].sort()).toEqual([1, 2]);
  });

  it('keeps the arrival order of absolute writes sent one after another', async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const store = startStore({ seed, settings: { inventoryLagMs: 1000 } });
      store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '5', stock: 10 });
      await absolute(store, { sku: 'TEE', quantity: 1 });
      await absolute(store, { sku: 'TEE', quantity: 2 });
      store.advance(1000);
      expect(onhand(store)).toBe(2);
    }
  });
});

describe('inventory reads and settings (sheet 4.1, 4.3, 4.5)', () => {
  it('shows available to sell as on hand less safety stock, in items and in the catalog', async () => {
    const store = shop();
    await store.put('/v3/inventory/locations/1/items', { settings: [{ identity: { sku: 'TEE' }, safety_stock: 4 }] });

    const [item] = rows(await store.get('/v3/inventory/items?sku:in=tee'));
    const [product] = rows(await store.get('/v3/catalog/products'));

    expect(item).toMatchObject({
      identity: { sku: 'TEE', product_id: store.productId },
      locations: [{ location_id: 1, available_to_sell: 6, total_inventory_onhand: 10, settings: { safety_stock: 4, is_in_stock: true } }],
    });
    expect(product?.inventory_level).toBe(6);
  });

  it('shows stock below the safety stock as 0, or as negative by switch (12.6)', async () => {
    const store = shop({}, 2);
    await store.put('/v3/inventory/locations/1/items', { settings: [{ identity: { sku: 'TEE' }, safety_stock: 5 }] });
    const read = async (): Promise<unknown> => rows(await store.get('/v3/inventory/locations/1/items'))[0]?.available_to_sell;

    expect(await read()).toBe(0);
    store.simulator.settings.belowZero = 'negative';
    expect(await read()).toBe(-3);
  });

  it('reads lag writes by the given time (pitfall 3)', async () => {
    const store = shop({ readLagMs: 3000 });
    const read = async (): Promise<unknown> => rows(await store.get('/v3/inventory/locations/1/items'))[0]?.total_inventory_onhand;
    store.advance(60_000);
    await absolute(store, { sku: 'TEE', quantity: 3 });
    store.advance(2999);
    expect(await read()).toBe(10);

    store.advance(1);

    expect(await read()).toBe(3);
  });

  it('needs at least one setting and a known location', async () => {
    const store = shop();

    expect((await store.put('/v3/inventory/locations/1/items', { settings: [{ identity: { sku: 'TEE' } }] })).status).toBe(422);
    expect((await store.get('/v3/inventory/locations/9/items')).status).toBe(404);
  });

  it('lists locations with the default one, and adds more', async () => {
    const store = shop();
    await store.post('/v3/inventory/locations', [{ code: 'LAGER-2', label: 'Lager 2', managed_by_external_source: true }]);

    const locations = rows(await store.get('/v3/inventory/locations'));

    expect(locations).toMatchObject([{ id: 1 }, { id: 2, code: 'LAGER-2', managed_by_external_source: true }]);
    expect(rows(await store.get('/v3/inventory/locations?is_default=true'))).toHaveLength(1);
  });

  it('takes stock when the order is placed, and gives it back when it is cancelled', () => {
    const store = shop();
    const order = store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 3 }] });
    expect(onhand(store)).toBe(7);

    store.simulator.storefront.cancel(order);

    expect(onhand(store)).toBe(10);
  });

  it('takes stock only at shipment in the other mode, and so oversells before', () => {
    const store = shop({ updateStockBehavior: 'order_completed_or_shipped' }, 1);
    const first = store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 1 }] });
    store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 1 }] });
    expect(onhand(store)).toBe(1);

    store.simulator.storefront.setStatus(first, 2);

    expect(onhand(store)).toBe(0);
  });

  it.each([
    [
      'a refund',
      (store: Harness, order: number) =>
        store.simulator.storefront.refund(order, { items: [{ type: 'ORDER', itemId: order, amount: '5' }] }),
    ],
    [
      'a full refund',
      (store: Harness, order: number) =>
        store.simulator.storefront.refund(order, { items: [{ type: 'ORDER', itemId: order, amount: '15' }] }),
    ],
    ['Declined', (store: Harness, order: number) => store.simulator.storefront.setStatus(order, 6)],
    ['archiving', (store: Harness, order: number) => store.simulator.storefront.archive(order)],
  ])('does not restock by %s (4.5, pitfall 7, 12.11)', (_name, act) => {
    const store = shop();
    const order = store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 3 }] });

    act(store, order);

    expect(onhand(store)).toBe(7);
  });

  it('restocks when the status is set to Refunded by hand, unless the setting is off', () => {
    const store = shop();
    const order = store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 3 }] });
    const other = store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 2 }] });

    store.simulator.storefront.refundByStatus(order);
    store.simulator.settings.refundStockAdjustment = false;
    store.simulator.storefront.refundByStatus(other);

    expect(onhand(store)).toBe(8);
  });

  it('follows edits of shop orders by setting', () => {
    const store = shop();
    const order = store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 3 }] });
    const line = store.simulator.order(order).lines[0]?.id ?? 0;

    store.simulator.storefront.editOrder(order, { lines: [{ id: line, quantity: 1 }] });
    expect(onhand(store)).toBe(9);
    store.simulator.settings.editStockAdjustment = false;
    store.simulator.storefront.editOrder(order, { lines: [{ id: line, quantity: 5 }] });

    expect(onhand(store)).toBe(9);
  });

  it('takes no stock for an incomplete order until it is paid (5.2)', () => {
    const store = shop();
    const order = store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 3 }] });
    expect(onhand(store)).toBe(10);

    store.simulator.storefront.finishCheckout(order);

    expect(onhand(store)).toBe(7);
  });
});
