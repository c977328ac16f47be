import { describe, expect, it } from '@jest/globals';
import { type Harness, row, rows, startStore } from '../../test/simulator-harness.ts';

function shop(): Harness & { order: number; path: string } {
  const store = startStore();
  store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '10', stock: 100 });
  const order = store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 1 }] });
  return { ...store, order, path: `/v3/orders/${order}/metafields` };
}

const FIELD = { permission_set: 'read', namespace: 'megzo', key: 'invoice_id', value: 'RE-1' };

describe('metafields (sheet 3.5, 5.5)', () => {
  it('creates with 200 and answers 409 to the same key', async () => {
    const store = shop();

    const created = await store.post(store.path, FIELD);
    const again = await store.post(store.path, { ...FIELD, value: 'RE-2' });

    expect(created.status).toBe(200);
    expect(row(created)).toMatchObject({ ...FIELD, resource_type: 'order', resource_id: store.order, owner_client_id: 'simulated-client' });
    expect(again.status).toBe(409);
    expect(store.simulator.metafields().map(({ value }) => value)).toEqual(['RE-1']);
  });

  it('requires its four members and their lengths', async () => {
    const store = shop();

    expect((await store.post(store.path, { namespace: 'megzo' })).json).toMatchObject({
      status: 422,
      errors: { key: 'error.path.missing' },
    });
    expect((await store.post(store.path, { ...FIELD, namespace: 'x'.repeat(65) })).status).toBe(422);
    expect((await store.post(store.path, { ...FIELD, value: 'x'.repeat(65_536) })).status).toBe(422);
    expect((await store.post(store.path, { ...FIELD, permission_set: 'all' })).status).toBe(422);
    expect((await store.post('/v3/orders/1/metafields', FIELD)).status).toBe(404);
  });

  it('finds all marked orders in one call, with namespace and key filters', async () => {
    const store = shop();
    const other = store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 1 }] });
    await store.post(store.path, FIELD);
    await store.post(`/v3/orders/${other}/metafields`, FIELD);
    await store.post(`/v3/orders/${other}/metafields`, { ...FIELD, namespace: 'else' });

    const found = rows(await store.get('/v3/orders/metafields?namespace=megzo&key:in=invoice_id,other'));

    expect(found.map(({ resource_id }) => resource_id)).toEqual([store.order, other]);
  });

  it('pages by cursor to the end, and refuses a page beside it (1.4)', async () => {
    const store = shop();
    for (const key of ['a', 'b', 'c']) await store.post(store.path, { ...FIELD, key });

    const first = await store.get('/v3/orders/metafields?limit=2');
    const { cursor_pagination: cursor } = (first.json as { meta: { cursor_pagination: { end_cursor: string } } }).meta;
    const second = await store.get(`/v3/orders/metafields?limit=2&after=${cursor.end_cursor}`);

    expect([...rows(first), ...rows(second)].map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect((await store.get(`/v3/orders/metafields?page=1&after=${cursor.end_cursor}`)).status).toBe(422);
  });

  it('holds 250 per resource and client', async () => {
    const store = shop();
    store.simulator.settings.quota = 'off';
    for (let index = 0; index < 250; index += 1) await store.post(store.path, { ...FIELD, key: `k${index}` });

    expect((await store.post(store.path, FIELD)).status).toBe(422);
  });

  it('hides app_only fields of other clients and lets nobody else write a read one', async () => {
    const store = shop();
    const ask = { orderId: store.order, clientId: 'other', namespace: 'x', value: '1' };
    const hidden = store.simulator.seed.foreignMetafield({ ...ask, key: 'hidden', permissionSet: 'app_only' });
    const readable = store.simulator.seed.foreignMetafield({ ...ask, key: 'read', permissionSet: 'read' });
    const writable = store.simulator.seed.foreignMetafield({ ...ask, key: 'write', permissionSet: 'write' });

    expect(rows(await store.get(store.path)).map(({ key }) => key)).toEqual(['read', 'write']);
    expect((await store.get(`${store.path}/${hidden}`)).status).toBe(404);
    expect((await store.put(`${store.path}/${readable}`, { value: '2' })).status).toBe(403);
    expect((await store.put(`${store.path}/${writable}`, { value: '2' })).status).toBe(200);
    expect((await store.put(`${store.path}/${writable}`, { key: 'mine' })).status).toBe(403);
  });

  it('counts another client own key as no duplicate, and hides app_only after a rotation (pitfall 27)', async () => {
    const store = shop();
    await store.post(store.path, { ...FIELD, permission_set: 'app_only' });

    store.simulator.rotateAccount('new-client');

    expect(rows(await store.get(store.path))).toEqual([]);
    expect((await store.post(store.path, FIELD)).status).toBe(200);
  });

  it('writes a batch in part with 422, and names both halves (1.5)', async () => {
    const store = shop();
    const entry = { ...FIELD, resource_id: store.order };

    const reply = await store.post('/v3/orders/metafields', [entry, entry]);

    expect(reply.status).toBe(422);
    expect(reply.json).toMatchObject({
      data: [{ key: 'invoice_id' }],
      errors: [{ status: 409 }],
      meta: { total: 2, success: 1, failed: 1 },
    });
  });

  it('echoes in the order date_modified, unless switched off (12.3)', async () => {
    const store = shop();
    const placed = store.simulator.order(store.order).modifiedAt;
    store.advance(5000);
    await store.post(store.path, FIELD);
    expect(store.simulator.order(store.order).modifiedAt).toBe(placed + 5000);

    store.simulator.settings.sideWritesBumpOrders = false;
    store.advance(5000);
    await store.post(store.path, { ...FIELD, key: 'other' });

    expect(store.simulator.order(store.order).modifiedAt).toBe(placed + 5000);
  });

  it('hangs on products and variants too, and is deleted with 204', async () => {
    const store = shop();
    const [product] = store.simulator.products();
    const path = `/v3/catalog/products/${product?.id}/metafields`;

    const id = row(await store.post(path, FIELD)).id;
    const variant = await store.post(`/v3/catalog/products/${product?.id}/variants/${product?.variants[0]?.id}/metafields`, FIELD);

    expect(variant.status).toBe(200);
    expect((await store.remove(`${path}/${id}`)).status).toBe(204);
    expect(rows(await store.get(path))).toEqual([]);
  });
});
