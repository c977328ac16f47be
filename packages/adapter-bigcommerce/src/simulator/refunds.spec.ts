import { describe, expect, it } from '@jest/globals';
import { type Harness, row, rows, START, startStore } from '../../test/simulator-harness.ts';
import type { Cart, OrderRecord } from './index.ts';

function shop(cart: Partial<Cart> = {}): Harness & { order: OrderRecord } {
  const store = startStore();
  store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '10', stock: 100, taxClassId: 2 });
  const lines = [{ sku: 'TEE', quantity: 3 }];
  const id = store.simulator.storefront.placeOrder({
    lines,
    shipping: [{ cost: '4.90' }],
    coupons: [{ code: 'A', kind: 'per-total', amount: '1' }],
    ...cart,
  });
  return { ...store, order: store.simulator.order(id) };
}

describe('refunds (sheet 7.1)', () => {
  it('records a line refund at its discounted price with its tax, and marks the line', async () => {
    const store = shop();
    const line = store.order.lines[0]?.id ?? 0;

    const refund = store.simulator.storefront.refund(store.order.id, {
      items: [{ type: 'PRODUCT', itemId: line, quantity: 1, reason: 'Bruch' }],
    });

    expect(row(await store.get(`/v3/orders/payment_actions/refunds/${refund}`))).toMatchObject({
      order_id: store.order.id,
      created: '2026-03-02T09:30:00Z',
      total_amount: 9.67,
      total_tax: 0.63,
      items: [{ item_type: 'PRODUCT', item_id: line, quantity: 1, requested_amount: 9.67, reason: 'Bruch' }],
      payments: [{ amount: 9.67, offline: false, is_declined: false }],
    });
    expect(rows(await store.get(`/v2/orders/${store.order.id}/products`))[0]).toMatchObject({
      quantity_refunded: 1,
      is_refunded: false,
      return_id: refund,
      refund_amount: '0.0000',
    });
    expect(row(await store.get(`/v2/orders/${store.order.id}`))).toMatchObject({
      status_id: 14,
      payment_status: 'partially refunded',
      refunded_amount: '0.0000',
    });
    expect(rows(await store.get(`/v3/orders/${store.order.id}/transactions`))[1]).toMatchObject({
      event: 'refund',
      amount: 9.67,
      reference_transaction_id: 1,
    });
  });

  it('adds up over the units of a line and ends at Refunded', () => {
    const store = shop();
    const line = store.order.lines[0]?.id ?? 0;
    for (let unit = 0; unit < 3; unit += 1)
      store.simulator.storefront.refund(store.order.id, { items: [{ type: 'PRODUCT', itemId: line, quantity: 1 }] });
    store.simulator.storefront.refund(store.order.id, { items: [{ type: 'SHIPPING', itemId: store.order.addresses[0]?.id ?? 0 }] });

    expect(store.simulator.refunds().map(({ total }) => total)).toEqual(['9.6700', '9.6600', '9.6700', '4.9000']);
    expect(store.simulator.order(store.order.id).statusId).toBe(4);
  });

  it('gives order-level amounts no tax (pitfall 18)', async () => {
    const store = shop();

    const refund = store.simulator.storefront.refund(store.order.id, { items: [{ type: 'ORDER', itemId: store.order.id, amount: '5' }] });

    expect(row(await store.get(`/v3/orders/payment_actions/refunds/${refund}`))).toMatchObject({ total_amount: 5, total_tax: 0 });
  });

  it('leaves no record of a refund that is only a status (7.2, pitfall 19)', async () => {
    const store = shop();

    store.simulator.storefront.refundByStatus(store.order.id, 'part');

    expect(row(await store.get(`/v2/orders/${store.order.id}`)).status_id).toBe(14);
    expect(rows(await store.get('/v3/orders/payment_actions/refunds'))).toEqual([]);
  });

  it('refunds offline where no payment was taken by a gateway', async () => {
    const store = shop({ payment: { kind: 'offline' } });

    const refund = store.simulator.storefront.refund(store.order.id, { items: [{ type: 'ORDER', itemId: store.order.id, amount: '5' }] });

    expect(row(await store.get(`/v3/orders/payment_actions/refunds/${refund}`)).payments).toMatchObject([
      { offline: true, transaction_id: '' },
    ]);
    expect((await store.get(`/v3/orders/${store.order.id}/transactions`)).status).toBe(204);
  });

  it('lists all refunds ascending, filtered by creation and order', async () => {
    const store = shop();
    store.simulator.storefront.refund(store.order.id, { items: [{ type: 'ORDER', itemId: store.order.id, amount: '1' }] });
    store.advance(60_000);
    store.simulator.storefront.refund(store.order.id, { items: [{ type: 'ORDER', itemId: store.order.id, amount: '2' }] });
    const after = encodeURIComponent(new Date(START + 30_000).toISOString());

    expect(rows(await store.get('/v3/orders/payment_actions/refunds')).map(({ total_amount }) => total_amount)).toEqual([1, 2]);
    expect(
      rows(await store.get(`/v3/orders/payment_actions/refunds?created:min=${after}`)).map(({ total_amount }) => total_amount),
    ).toEqual([2]);
    expect(rows(await store.get('/v3/orders/payment_actions/refunds?order_id:in=1'))).toEqual([]);
    expect(rows(await store.get(`/v3/orders/${store.order.id}/payment_actions/refunds`))).toHaveLength(2);
  });

  it('quotes and makes a refund through the API, and refuses what is too much in its own shape (1.5)', async () => {
    const store = shop();
    const path = `/v3/orders/${store.order.id}/payment_actions`;
    const items = [{ item_type: 'PRODUCT', item_id: store.order.lines[0]?.id, quantity: 3 }];

    const quote = await store.post(`${path}/refund_quotes`, { items });
    const made = await store.post(`${path}/refunds`, { items, payments: [{ provider_id: 'stripeupe', amount: 29, offline: false }] });
    const again = await store.post(`${path}/refunds`, { items, payments: [{ provider_id: 'stripeupe', amount: 29, offline: false }] });

    expect([quote.status, row(quote).total_refund_amount, row(quote).total_refund_tax_amount]).toEqual([201, 29, 1.9]);
    expect([made.status, row(made).total_amount]).toEqual([201, 29]);
    expect(again.status).toBe(422);
    expect(again.json).toMatchObject({ data: [{ status: 422 }] });
  });

  it('shows a refund that was declined afterwards', async () => {
    const store = shop();
    const refund = store.simulator.storefront.refund(store.order.id, { items: [{ type: 'ORDER', itemId: store.order.id, amount: '1' }] });

    store.simulator.storefront.declineRefund(refund);

    expect(row(await store.get(`/v3/orders/payment_actions/refunds/${refund}`)).payments).toMatchObject([{ is_declined: true }]);
  });
});
