import { describe, expect, it } from '@jest/globals';
import { type Harness, row, rows, startStore } from '../../test/simulator-harness.ts';
import type { OrderRecord } from './index.ts';

function shop(): Harness & { order: OrderRecord } {
  const store = startStore();
  store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '10', stock: 100 });
  store.simulator.seed.product({ name: 'Hörbuch', sku: 'MP3', price: '9', type: 'digital', tracking: 'none' });
  const id = store.simulator.storefront.placeOrder({
    lines: [
      { sku: 'TEE', quantity: 3 },
      { sku: 'MP3', quantity: 1 },
    ],
  });
  return { ...store, order: store.simulator.order(id) };
}

function body({ order }: { order: OrderRecord }, quantity: number, more: object = {}): object {
  return { order_address_id: order.addresses[0]?.id, items: [{ order_product_id: order.lines[0]?.id, quantity }], ...more };
}

describe('shipments (sheet 6)', () => {
  it('answers 201 and rolls the order up to Partially Shipped, then Shipped', async () => {
    const store = shop();
    const path = `/v2/orders/${store.order.id}/shipments`;

    const first = await store.post(path, body(store, 1, { tracking_number: '0034', tracking_link: 'https://dhl.example/0034' }));
    const after = row(await store.get(`/v2/orders/${store.order.id}`));
    await store.post(path, body(store, 2));

    expect(first.status).toBe(201);
    expect(row(first)).toMatchObject({ tracking_number: '0034', generated_tracking_link: '', items: [{ product_id: 0, quantity: 1 }] });
    expect(after).toMatchObject({ status_id: 3, items_shipped: 1, date_shipped: '' });
    expect(row(await store.get(`/v2/orders/${store.order.id}`))).toMatchObject({
      status_id: 2,
      items_shipped: 3,
      date_shipped: expect.stringContaining('2026'),
    });
    expect(rows(await store.get(path))).toHaveLength(2);
  });

  it('makes two shipments of two equal requests (pitfall 14)', async () => {
    const store = shop();
    const same = body(store, 1, { tracking_number: '0034' });

    await store.post(`/v2/orders/${store.order.id}/shipments`, same);
    await store.post(`/v2/orders/${store.order.id}/shipments`, same);

    expect(store.simulator.shipments(store.order.id).map(({ trackingNumber }) => trackingNumber)).toEqual(['0034', '0034']);
  });

  it('refuses more than is left, a foreign address and a digital line with 400', async () => {
    const store = shop();
    const path = `/v2/orders/${store.order.id}/shipments`;
    const digital = {
      order_address_id: store.order.addresses[0]?.id,
      items: [{ order_product_id: store.order.lines[1]?.id, quantity: 1 }],
    };

    expect((await store.post(path, body(store, 4))).status).toBe(400);
    expect((await store.post(path, { ...body(store, 1), order_address_id: 999 })).status).toBe(400);
    expect((await store.post(path, digital)).status).toBe(400);
    expect((await store.post(path, { items: [] })).status).toBe(400);
    expect(store.simulator.shipments()).toEqual([]);
  });

  it('limits the tracking number and knows no DHL provider, but a DHL slug (12.10)', async () => {
    const store = shop();
    const path = `/v2/orders/${store.order.id}/shipments`;

    expect((await store.post(path, body(store, 1, { tracking_number: 'x'.repeat(51) }))).status).toBe(400);
    expect((await store.post(path, body(store, 1, { shipping_provider: 'dhl' }))).status).toBe(400);
    expect((await store.post(path, body(store, 1, { tracking_carrier: 'dhl-germany' }))).status).toBe(400);
    const slug = await store.post(path, body(store, 1, { shipping_provider: '', tracking_carrier: 'dhl', tracking_number: '0034' }));
    expect(row(slug).generated_tracking_link).toContain('0034');
  });

  it('changes tracking by PUT, and stays shipped when the shipment is deleted', async () => {
    const store = shop();
    const path = `/v2/orders/${store.order.id}/shipments`;
    const id = row(await store.post(path, body(store, 3))).id;

    expect(row(await store.put(`${path}/${id}`, { tracking_number: '0035' })).tracking_number).toBe('0035');
    expect((await store.put(`${path}/${id}`, { items: [] })).status).toBe(400);
    expect((await store.remove(`${path}/${id}`)).status).toBe(204);

    expect(row(await store.get(`/v2/orders/${store.order.id}`))).toMatchObject({ status_id: 2, items_shipped: 0 });
    expect((await store.get(path)).status).toBe(204);
  });

  it('ships by hand what is left, or a part', () => {
    const store = shop();
    const line = store.order.lines[0]?.id ?? 0;

    store.simulator.storefront.ship(store.order.id, { items: [{ lineId: line, quantity: 2 }] });
    expect(store.simulator.order(store.order.id).statusId).toBe(3);
    store.simulator.storefront.ship(store.order.id);

    expect(store.simulator.order(store.order.id).statusId).toBe(2);
    expect(() => store.simulator.storefront.ship(store.order.id)).toThrow('items');
  });

  it('echoes a shipment in date_modified, unless switched off (12.3)', async () => {
    const store = shop();
    store.advance(5000);
    const path = `/v2/orders/${store.order.id}/shipments`;
    const id = row(await store.post(path, body(store, 3))).id;
    store.simulator.settings.sideWritesBumpOrders = false;
    const before = store.simulator.order(store.order.id).modifiedAt;
    store.advance(5000);

    await store.put(`${path}/${id}`, { tracking_number: '0035' });

    expect(before).toBe(store.order.modifiedAt + 5000);
    expect(store.simulator.order(store.order.id).modifiedAt).toBe(before);
  });
});
