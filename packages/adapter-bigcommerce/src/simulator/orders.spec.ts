import { describe, expect, it } from '@jest/globals';
import { type Harness, row, rows, START, startStore } from '../../test/simulator-harness.ts';
import type { BigcommerceSettings } from './index.ts';

function shop(settings: Partial<BigcommerceSettings> = {}): Harness {
  const store = startStore({ settings });
  store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '10', stock: 1000 });
  store.simulator.seed.product({ name: 'Kanne', sku: 'KANNE', price: '30', stock: 1000 });
  return store;
}

function place(store: Harness, more: object = {}): number {
  return store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 2 }], ...more });
}

function stamp(ms: number): string {
  return encodeURIComponent(new Date(ms).toISOString());
}

async function ids(store: Harness, query: string): Promise<unknown[]> {
  const reply = await store.get(`/v2/orders?${query}`);
  return reply.status === 204 ? [] : rows(reply).map(({ id }) => id);
}

describe('order list (sheet 5.1)', () => {
  it('shows orders as a bare array with RFC 2822 dates to the second and four-decimal strings', async () => {
    const store = shop();
    store.advance(700);
    const id = place(store);

    const [order] = rows(await store.get('/v2/orders'));

    expect(order).toMatchObject({
      id,
      date_created: 'Mon, 02 Mar 2026 09:30:00 +0000',
      date_shipped: '',
      total_inc_tax: '20.0000',
      currency_exchange_rate: '1.0000000000',
      products: { resource: `/orders/${id}/products` },
      shipping_addresses: { resource: `/orders/${id}/shippingaddresses` },
    });
  });

  it('filters by modification date in both formats, by default without the second it names (12.4)', async () => {
    const store = shop();
    const id = place(store);
    const rfc = encodeURIComponent('Mon, 02 Mar 2026 09:30:00 +0000');

    expect(await ids(store, `min_date_modified=${stamp(START)}`)).toEqual([]);
    expect(await ids(store, `min_date_modified=${stamp(START - 1000)}`)).toEqual([id]);
    store.simulator.settings.dateFiltersInclusive = true;
    expect(await ids(store, `min_date_modified=${rfc}`)).toEqual([id]);
    expect(await ids(store, `max_date_created=${stamp(START - 1000)}`)).toEqual([]);
    expect((await store.get('/v2/orders?min_date_modified=2026-03-02T09:30:00+00:00')).status).toBe(400);
  });

  it('filters by id range, status, customer, e-mail, cart, channel, external id and total', async () => {
    const store = shop();
    const [first, second] = [
      place(store),
      place(store, { customerId: 5, cartId: 'cart-2', payment: { kind: 'offline' }, billing: { email: 'b@example.com' } }),
    ];
    store.simulator.storefront.editNotes(second, { externalOrderId: 'LX-1' });

    expect(await ids(store, `min_id=${second}`)).toEqual([second]);
    expect(await ids(store, `max_id=${first}`)).toEqual([first]);
    expect(await ids(store, 'status_id=7')).toEqual([second]);
    expect(await ids(store, 'customer_id=0')).toEqual([first]);
    expect(await ids(store, 'email=B@example.com')).toEqual([second]);
    expect(await ids(store, 'cart_id=cart-2')).toEqual([second]);
    expect(await ids(store, 'external_order_id=LX-1')).toEqual([second]);
    expect(await ids(store, 'channel_id=2')).toEqual([]);
    expect(await ids(store, 'min_total=20.01')).toEqual([]);
    expect(await ids(store, 'payment_method=Bank%20Deposit')).toEqual([second]);
  });

  it('takes one status only', async () => {
    const store = shop();
    place(store);

    expect((await store.get('/v2/orders?status_id=7,11')).status).toBe(400);
  });

  it('sorts by id by default, and by modification date on demand', async () => {
    const store = shop();
    const [first, second] = [place(store), place(store)];
    store.advance(5000);
    store.simulator.storefront.editNotes(first, { staffNotes: 'x' });

    expect(await ids(store, '')).toEqual([first, second]);
    expect(await ids(store, 'sort=id:desc')).toEqual([second, first]);
    expect(await ids(store, 'sort=date_modified:asc')).toEqual([second, first]);
    expect((await store.get('/v2/orders?sort=name')).status).toBe(400);
  });

  it('pages by 50 by default and answers 204 past the end', async () => {
    const store = shop();
    for (let index = 0; index < 51; index += 1) place(store);

    expect(rows(await store.get('/v2/orders'))).toHaveLength(50);
    expect(rows(await store.get('/v2/orders?page=2'))).toHaveLength(1);
    expect((await store.get('/v2/orders?page=3')).status).toBe(204);
    expect((await store.get('/v2/orders?limit=251')).status).toBe(413);
  });

  it('lists incomplete and archived orders, by switches (12.2)', async () => {
    const store = shop();
    const open = store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });
    const archived = place(store);
    store.simulator.storefront.archive(archived);

    expect(await ids(store, '')).toEqual([open, archived]);
    expect(await ids(store, 'is_deleted=false')).toEqual([open, archived]);
    Object.assign(store.simulator.settings, { listShowsIncomplete: false, listShowsArchived: false });
    expect(await ids(store, '')).toEqual([]);
    store.simulator.settings.isDeletedFilter = true;
    expect(await ids(store, 'is_deleted=true')).toEqual([archived]);
  });

  it('shows a written order in lists only after the index lag, with the figures of that time (12.4)', async () => {
    const store = shop({ orderListLagMs: 3000 });
    const id = place(store);
    expect(await ids(store, '')).toEqual([]);
    expect((await store.get(`/v2/orders/${id}`)).status).toBe(200);
    store.advance(3000);
    store.simulator.storefront.setStatus(id, 9);

    expect(rows(await store.get('/v2/orders'))[0]?.status_id).toBe(11);
    store.advance(3000);
    expect(rows(await store.get('/v2/orders'))[0]?.status_id).toBe(9);
  });

  it('counts per status with the same filters', async () => {
    const store = shop();
    place(store);
    place(store, { payment: { kind: 'offline' } });

    const all = (await store.get('/v2/orders/count')).json as { count: number; statuses: { id: number; count: number }[] };
    const few = (await store.get('/v2/orders/count?status_id=7')).json as { count: number };

    expect(all.count).toBe(2);
    expect(all.statuses.filter(({ count }) => count > 0).map(({ id }) => id)).toEqual([7, 11]);
    expect(few.count).toBe(1);
  });

  it('cuts included consignment lines at fifty, with a warning; products page on (pitfall 9)', async () => {
    const store = shop();
    const id = store.simulator.storefront.placeOrder({ lines: Array.from({ length: 60 }, () => ({ sku: 'TEE', quantity: 1 })) });

    const [order] = rows(await store.get('/v2/orders?include=consignments.line_items&consignment_structure=object'));
    const consignment = (order?.consignments as { shipping: { line_items: unknown[]; __warning__: string }[] } | undefined)?.shipping[0];

    expect(consignment?.line_items).toHaveLength(50);
    expect(consignment?.__warning__).toBeDefined();
    expect(rows(await store.get(`/v2/orders/${id}/products`))).toHaveLength(50);
    expect(rows(await store.get(`/v2/orders/${id}/products?page=2`))).toHaveLength(10);
  });
});

describe('order life (sheet 5.2, 5.7)', () => {
  it('moves from incomplete to paid under the same id', async () => {
    const store = shop();
    const id = store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });
    expect(row(await store.get(`/v2/orders/${id}`))).toMatchObject({ status_id: 0, status: 'Incomplete', payment_status: '' });

    store.advance(60_000);
    store.simulator.storefront.finishCheckout(id);

    expect(row(await store.get(`/v2/orders/${id}`))).toMatchObject({
      status_id: 11,
      payment_status: 'captured',
      date_modified: 'Mon, 02 Mar 2026 09:31:00 +0000',
    });
  });

  it('lets one cart make two orders, the loser staying incomplete (pitfall 10)', async () => {
    const store = shop();
    const cart = { lines: [{ sku: 'TEE', quantity: 1 }], cartId: 'cart-1' };
    const loser = store.simulator.storefront.startCheckout(cart);
    const winner = store.simulator.storefront.placeOrder(cart);

    expect(await ids(store, 'cart_id=cart-1')).toEqual([loser, winner]);
    expect(await ids(store, 'status_id=0')).toEqual([loser]);
  });

  it('makes the lines of a fresh order readable only later (5.7)', async () => {
    const store = shop({ linesReadableAfterMs: 2000 });
    const id = place(store);

    expect((await store.get(`/v2/orders/${id}/products`)).status).toBe(204);
    expect((await store.get(`/v3/orders/${id}/transactions`)).status).toBe(204);
    store.advance(2000);
    expect(rows(await store.get(`/v2/orders/${id}/products`))).toHaveLength(1);
  });

  it('keeps ids of the other lines on an edit, drops discounts of the changed one, and moves date_modified', async () => {
    const store = shop();
    const id = store.simulator.storefront.placeOrder({
      lines: [
        { sku: 'TEE', quantity: 2 },
        { sku: 'KANNE', quantity: 1 },
      ],
      coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }],
    });
    const [tea, pot] = rows(await store.get(`/v2/orders/${id}/products`));
    store.advance(10_000);

    store.simulator.storefront.editOrder(id, { lines: [{ id: Number(tea?.id), quantity: 1 }], add: [{ sku: 'TEE', quantity: 5 }] });

    const lines = rows(await store.get(`/v2/orders/${id}/products`));
    expect(lines.map((line) => line.id).slice(0, 2)).toEqual([tea?.id, pot?.id]);
    expect(lines.map(({ discounted_total_inc_tax }) => discounted_total_inc_tax)).toEqual(['10.0000', '27.0000', '50.0000']);
    expect(row(await store.get(`/v2/orders/${id}`))).toMatchObject({
      total_inc_tax: '87.0000',
      date_modified: 'Mon, 02 Mar 2026 09:30:10 +0000',
    });
  });

  it('keeps the copied SKU and name when the product is renamed or deleted (5.4)', async () => {
    const store = shop();
    const id = place(store);
    const [product] = store.simulator.products();

    store.simulator.storefront.deleteProduct(product?.id ?? 0);

    expect(rows(await store.get(`/v2/orders/${id}/products`))[0]).toMatchObject({ sku: 'TEE', name: 'Tee', product_id: product?.id });
    expect((await store.get(`/v3/catalog/products/${product?.id}`)).status).toBe(404);
  });

  it('can be corrupted so that its figures contradict each other', async () => {
    const store = shop();
    const id = place(store);

    store.simulator.storefront.corrupt(id, { order: { total_inc_tax: '99.0000' } });

    expect(row(await store.get(`/v2/orders/${id}`)).total_inc_tax).toBe('99.0000');
  });
});

describe('order writes (sheet 5.6)', () => {
  it('writes the safe members without touching money', async () => {
    const store = shop();
    const id = place(store, { coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }] });

    const reply = await store.put(`/v2/orders/${id}`, { status_id: 9, staff_notes: 'Rechnung RE-1', external_order_id: 'LX-1' });

    expect(reply.status).toBe(200);
    expect(row(reply)).toMatchObject({
      status_id: 9,
      staff_notes: 'Rechnung RE-1',
      external_order_id: 'LX-1',
      total_inc_tax: '18.0000',
      coupon_discount: '2.0000',
    });
  });

  it('answers 400 with the literal text to a read-only member (1.5, pitfall 29)', async () => {
    const store = shop();
    const id = place(store);

    const reply = await store.put(`/v2/orders/${id}`, { id, staff_notes: 'x' });

    expect(reply.status).toBe(400);
    expect(reply.json).toEqual([
      { status: 400, message: `The field 'id' cannot be written to. Please remove it from your request before trying again.` },
    ]);
    expect(store.simulator.order(id).staffNotes).toBe('');
  });

  it('loses coupon totals when the billing address is sent (pitfall 12)', async () => {
    const store = shop();
    const id = place(store, { coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }] });

    const reply = await store.put(`/v2/orders/${id}`, { billing_address: { first_name: 'Max' } });

    expect(row(reply)).toMatchObject({ total_inc_tax: '20.0000', coupon_discount: '0.0000', billing_address: { first_name: 'Max' } });
  });

  it('needs override pairs together', async () => {
    const store = shop();
    const id = place(store);

    expect((await store.put(`/v2/orders/${id}`, { shipping_cost_inc_tax: '5' })).status).toBe(400);
    expect(row(await store.put(`/v2/orders/${id}`, { shipping_cost_inc_tax: '5', shipping_cost_ex_tax: '4.2' })).total_inc_tax).toBe(
      '25.0000',
    );
  });

  it('patches the lines it is sent: id updates, no id adds, quantity 0 removes', async () => {
    const store = shop();
    const id = store.simulator.storefront.placeOrder({
      lines: [
        { sku: 'TEE', quantity: 2 },
        { sku: 'KANNE', quantity: 1 },
      ],
    });
    const [tea, pot] = store.simulator.order(id).lines;

    await store.put(`/v2/orders/${id}`, {
      products: [
        { id: tea?.id, quantity: 3 },
        { id: pot?.id, quantity: 0 },
        { name: 'Gravur', quantity: 1, price_inc_tax: 5, price_ex_tax: 4.2 },
      ],
    });

    const lines = rows(await store.get(`/v2/orders/${id}/products`));
    expect(lines.map(({ name, quantity }) => [name, quantity])).toEqual([
      ['Tee', 3],
      ['Gravur', 1],
    ]);
    expect(store.simulator.order(id).figures.total.inc).toBe('35.0000');
  });

  it('archives on DELETE with 204, and archives everything without an id', async () => {
    const store = shop();
    const [first, second] = [place(store), place(store)];

    expect((await store.remove(`/v2/orders/${first}`)).status).toBe(204);
    expect(row(await store.get(`/v2/orders/${first}`)).is_deleted).toBe(true);
    await store.remove('/v2/orders');

    expect(store.simulator.order(second).archived).toBe(true);
  });

  it('refuses a second external_merchant_id', async () => {
    const store = shop();
    const id = place(store);

    expect((await store.put(`/v2/orders/${id}`, { external_merchant_id: 'a' })).status).toBe(200);
    expect((await store.put(`/v2/orders/${id}`, { external_merchant_id: 'b' })).status).toBe(400);
  });

  it('makes a pending order through the API, whose edits stock does not follow (4.5)', async () => {
    const store = shop();
    const [product] = store.simulator.products();

    const reply = await store.post('/v2/orders', {
      billing_address: { first_name: 'A' },
      products: [{ product_id: product?.id, quantity: 2 }],
    });
    const id = Number(row(reply).id);
    expect([reply.status, row(reply).status_id]).toEqual([200, 1]);
    const before = store.simulator.inventory()[0]?.onhand;
    store.simulator.storefront.editOrder(id, { lines: [{ id: store.simulator.order(id).lines[0]?.id ?? 0, quantity: 9 }] });

    expect(store.simulator.inventory()[0]?.onhand).toBe(before);
  });
});

describe('order sub-resources (sheet 5.5)', () => {
  it('gives several shipping addresses with their own ids and costs (pitfall 32)', async () => {
    const store = shop();
    const id = store.simulator.storefront.placeOrder({
      lines: [
        { sku: 'TEE', quantity: 1, shipTo: 0 },
        { sku: 'KANNE', quantity: 2, shipTo: 1 },
      ],
      billing: { company: 'Muster GmbH', formFields: [{ name: 'USt-IdNr.', value: 'DE123456789' }] },
      shipTo: [{ city: 'Bonn' }, { city: 'Aachen' }],
      shipping: [{ cost: '4' }, { cost: '6' }],
    });

    const addresses = rows(await store.get(`/v2/orders/${id}/shipping_addresses`));
    const lines = rows(await store.get(`/v2/orders/${id}/products`));

    expect(addresses).toMatchObject([
      { city: 'Bonn', cost_inc_tax: '4.0000', items_total: 1 },
      { city: 'Aachen', cost_inc_tax: '6.0000', items_total: 2 },
    ]);
    expect(lines.map(({ order_address_id }) => order_address_id)).toEqual(addresses.map(({ id: address }) => address));
    expect(row(await store.get(`/v2/orders/${id}`))).toMatchObject({
      shipping_cost_inc_tax: '10.0000',
      billing_address: { company: 'Muster GmbH', form_fields: [{ name: 'USt-IdNr.', value: 'DE123456789' }] },
    });
  });

  it('answers 204 for parts that an order does not have', async () => {
    const store = shop();
    const id = place(store, { payment: { kind: 'offline' } });

    for (const part of ['coupons', 'fees', 'messages', 'shipments']) expect((await store.get(`/v2/orders/${id}/${part}`)).status).toBe(204);
    expect((await store.get(`/v3/orders/${id}/transactions`)).status).toBe(204);
    expect((await store.get('/v2/orders/1/products')).status).toBe(404);
  });

  it('shows transactions with the order id as a string and absent objects as {}', async () => {
    const store = shop();
    const id = place(store, { payment: { kind: 'authorized', gateway: 'paypal', gatewayTransactionId: 'PP-1', test: true } });
    store.simulator.storefront.capture(id);

    const transactions = rows(await store.get(`/v3/orders/${id}/transactions`));

    expect(transactions).toMatchObject([
      {
        order_id: String(id),
        event: 'authorization',
        amount: 20,
        currency: 'EUR',
        gateway: 'paypal',
        gateway_transaction_id: 'PP-1',
        test: true,
        gift_certificate: {},
      },
      { event: 'capture', reference_transaction_id: 1 },
    ]);
  });

  it('changes a shipping address without recalculation', async () => {
    const store = shop();
    const id = place(store, { coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }] });
    const address = store.simulator.order(id).addresses[0]?.id;

    expect((await store.put(`/v2/orders/${id}/shipping_addresses/${address}`, { city: 'Bonn' })).status).toBe(200);
    expect(store.simulator.order(id).figures.total.inc).toBe('18.0000');
  });

  it('reads messages and statuses', async () => {
    const store = shop();
    const id = place(store);
    store.simulator.storefront.writeMessage(id, 'Wo bleibt mein Paket?');

    expect(rows(await store.get(`/v2/orders/${id}/messages`))[0]).toMatchObject({ message: 'Wo bleibt mein Paket?' });
    expect(rows(await store.get('/v2/order_statuses')).map(({ id: status }) => status)).toEqual(
      Array.from({ length: 15 }, (_unused, index) => index),
    );
  });
});
