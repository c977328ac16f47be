import { describe, expect, it } from '@jest/globals';
import { row, rows, START, startStore } from '../../test/simulator-harness.ts';

const TEA = { name: 'Tee', type: 'physical', weight: 0.5, price: 4.99, sku: 'TEE-1' };

describe('catalog products (sheet 3)', () => {
  it('creates with 200 and reads a simple product with its base variant (3.1, 3.2)', async () => {
    const store = startStore();

    const created = await store.post('/v3/catalog/products', TEA);
    const id = row(created).id;
    const variants = rows(await store.get(`/v3/catalog/products/${id}/variants`));

    expect(created.status).toBe(200);
    expect(created.text).toContain('"price":4.99');
    expect(row(created).base_variant_id).toBe(variants[0]?.id);
    expect(variants[0]).toMatchObject({ sku: 'TEE-1', sku_id: null, option_values: [], price: null });
    expect(row(created).date_created).toBe('2026-03-02T09:30:00+00:00');
  });

  it('has no base variant once there are variants with options (3.1)', async () => {
    const store = startStore();

    const created = await store.post('/v3/catalog/products', {
      ...TEA,
      variants: [
        { sku: 'TEE-S', option_values: [{ option_display_name: 'Größe', label: 'S' }] },
        { sku: 'TEE-L', option_values: [{ option_display_name: 'Größe', label: 'L' }], price: '5.49' },
      ],
    });

    expect(row(created).base_variant_id).toBeNull();
    const variants = rows(await store.get('/v3/catalog/variants'));
    expect(variants.map(({ sku, calculated_price }) => [sku, calculated_price])).toEqual([
      ['TEE-S', 4.99],
      ['TEE-L', 5.49],
    ]);
    expect(new Set(variants.map(({ option_values }) => (option_values as { option_id: number }[])[0]?.option_id)).size).toBe(1);
  });

  it('names what is missing, but not the element of a batch (1.5)', async () => {
    const store = startStore();
    const { id } = store.simulator.seed.product({ name: 'A', price: '1' });

    const created = await store.post('/v3/catalog/products', { type: 'physical', weight: 1 });
    const batch = await store.put('/v3/catalog/products', [
      { id, name: 'B' },
      { id, price: -1 },
    ]);

    expect(created.json).toMatchObject({
      status: 422,
      title: 'Missing Required Fields',
      errors: { name: expect.any(String), price: expect.any(String) },
    });
    expect(batch.status).toBe(422);
    expect(Object.keys((batch.json as { errors: object }).errors)).toEqual(['price']);
    expect(store.simulator.products()[0]?.name).toBe('A');
  });

  it('refuses a name or a SKU that is taken but for case, across products and variants (3.2)', async () => {
    const store = startStore();
    store.simulator.seed.product({ name: 'Kaffee', price: '1', sku: 'KAFFEE', variants: [{ sku: 'kaffee-250', label: '250 g' }] });

    const sameName = await store.post('/v3/catalog/products', { ...TEA, name: 'KAFFEE' });
    const sameVariant = await store.post('/v3/catalog/products', { ...TEA, sku: 'Kaffee-250' });
    const sameProduct = await store.post('/v3/catalog/products', { ...TEA, sku: 'kaffee' });

    expect([sameName.status, sameVariant.status, sameProduct.status]).toEqual([409, 409, 409]);
    expect(store.simulator.products()).toHaveLength(1);
  });

  it('refuses an unknown category, brand or tax class with 409 (3.4)', async () => {
    const store = startStore();

    const replies = [
      await store.post('/v3/catalog/products', { ...TEA, categories: [9] }),
      await store.post('/v3/catalog/products', { ...TEA, brand_id: 9 }),
      await store.post('/v3/catalog/products', { ...TEA, tax_class_id: 9 }),
    ];

    expect(replies.map(({ status }) => status)).toEqual([409, 409, 409]);
  });

  it.each([
    ['10.99999', '11.0000'],
    ['10.99994', '10.9999'],
    ['10.00005', '10.0001'],
  ])('stores the price %s with four decimals, rounded half up, as %s (3.2)', async (sent, stored) => {
    const store = startStore();

    await store.request('/v3/catalog/products', { method: 'POST', body: `{"name":"A","type":"physical","weight":1,"price":${sent}}` });

    expect(store.simulator.products()[0]?.price).toBe(stored);
  });

  it('accepts at most ten products and fifty variants in a batch, with the literal text (1.5, 3.4)', async () => {
    const store = startStore();

    const products = await store.put(
      '/v3/catalog/products',
      Array.from({ length: 11 }, () => ({ id: 1 })),
    );
    const variants = await store.put(
      '/v3/catalog/variants',
      Array.from({ length: 51 }, () => ({ id: 1 })),
    );

    expect(products.status).toBe(413);
    expect(products.json).toEqual({
      status: 413,
      title: 'The request payload is too large. The maximum items allowed in the array is 10.',
      type: '/api-docs/getting-started/api-status-codes',
      errors: {},
    });
    expect(variants.json).toMatchObject({ status: 413, title: expect.stringContaining('is 50.') });
  });

  it('patches top level members and replaces the categories as a whole (3.4)', async () => {
    const store = startStore();
    const [one, two] = [store.simulator.seed.category('Eins'), store.simulator.seed.category('Zwei')];
    const id = row(await store.post('/v3/catalog/products', { ...TEA, categories: [one] })).id;

    await store.put(`/v3/catalog/products/${id}`, { categories: [two] });

    expect(row(await store.get(`/v3/catalog/products/${id}`))).toMatchObject({ name: 'Tee', categories: [two] });
  });

  it('reports variant errors as batch_errors and writes none of the batch (1.5)', async () => {
    const store = startStore();
    const { variantIds } = store.simulator.seed.product({
      name: 'A',
      price: '1',
      variants: [
        { sku: 'A-1', label: '1' },
        { sku: 'A-2', label: '2' },
      ],
    });

    const reply = await store.put('/v3/catalog/variants', [
      { id: variantIds[0], price: 7 },
      { id: variantIds[1], sku: 'a-1' },
    ]);

    expect(reply.status).toBe(422);
    expect(reply.json).toMatchObject({ batch_errors: [{ status: 409 }] });
    expect(store.simulator.products()[0]?.variants[0]?.price).toBeNull();
  });

  it('lets an explicit variant price hide later product prices (3.1, pitfall 21)', async () => {
    const store = startStore();
    const { id, variantIds } = store.simulator.seed.product({ name: 'A', price: '1', variants: [{ sku: 'A-1', label: '1' }] });
    await store.put('/v3/catalog/variants', [{ id: variantIds[0], price: 7 }]);

    await store.put(`/v3/catalog/products/${id}`, { price: 9 });

    const order = store.simulator.order(store.simulator.storefront.placeOrder({ lines: [{ sku: 'A-1', quantity: 1 }], force: true }));
    expect(order.figures.total.inc).toBe('7.0000');
  });

  it('lowers the page to ten with include=options, and then miscounts the pages (1.4)', async () => {
    const store = startStore();
    for (let index = 0; index < 12; index += 1) store.simulator.seed.product({ name: `P${index}`, price: '1' });

    const page = await store.get('/v3/catalog/products?include=options&limit=50');

    expect(rows(page)).toHaveLength(10);
    expect(page.json).toMatchObject({ meta: { pagination: { total_pages: 1, total: 12 } } });
    expect(rows(await store.get('/v3/catalog/products?include=options&limit=50&page=2'))).toHaveLength(2);
  });

  it('searches sku:in among main SKUs only, and one variant SKU at a time elsewhere (3.3)', async () => {
    const store = startStore();
    store.simulator.seed.product({ name: 'A', sku: 'A', price: '1', variants: [{ sku: 'A-1', label: '1' }] });
    store.simulator.seed.product({ name: 'B', sku: 'B', price: '1' });

    expect(rows(await store.get('/v3/catalog/products?sku:in=a,A-1,B')).map(({ sku }) => sku)).toEqual(['A', 'B']);
    expect(rows(await store.get('/v3/catalog/variants?sku=a-1')).map(({ sku }) => sku)).toEqual(['A-1']);
    expect(rows(await store.get('/v3/catalog/variants?sku:in=A-1'))).toHaveLength(2);
  });

  it('appends the current time of day to a bare date in date_modified:min (3.3, pitfall 16)', async () => {
    const store = startStore();
    store.simulator.seed.product({ name: 'A', price: '1' });
    store.advance(3_600_000);

    const trapped = await store.get('/v3/catalog/products?date_modified:min=2026-03-02');
    const full = await store.get(`/v3/catalog/products?date_modified:min=${encodeURIComponent('2026-03-02T00:00:00+00:00')}`);
    const unencoded = await store.get('/v3/catalog/products?date_modified:min=2026-03-02T00:00:00+00:00');

    expect(rows(trapped)).toHaveLength(0);
    expect(rows(full)).toHaveLength(1);
    expect(unencoded.status).toBe(422);
  });

  it('sorts, and keeps to include_fields with the id', async () => {
    const store = startStore();
    store.simulator.seed.product({ name: 'B', price: '1' });
    store.simulator.seed.product({ name: 'A', price: '2' });

    const reply = await store.get('/v3/catalog/products?sort=name&direction=asc&include_fields=name');

    expect(rows(reply)).toEqual([
      { id: 79, name: 'A' },
      { id: 78, name: 'B' },
    ]);
  });

  it('returns another image address than was sent (3.5)', async () => {
    const store = startStore();
    const { id } = store.simulator.seed.product({ name: 'A', price: '1' });
    expect((await store.get(`/v3/catalog/products/${id}/images`)).status).toBe(204);

    const image = row(await store.post(`/v3/catalog/products/${id}/images`, { image_url: 'https://example.com/a.jpg' }));

    expect(image.url_standard).not.toContain('example.com');
    expect(rows(await store.get(`/v3/catalog/products/${id}/images`))).toHaveLength(1);
  });

  it('leaves a new product of a multi-storefront shop unassigned until it is assigned with 204 (3.5, pitfall 23)', async () => {
    const store = startStore({ settings: { multiStorefront: true } });
    const id = row(await store.post('/v3/catalog/products', TEA)).id;
    expect(store.simulator.products()[0]?.channelIds).toEqual([]);

    const reply = await store.put('/v3/catalog/products/channel-assignments', [{ product_id: id, channel_id: 1 }]);

    expect(reply.status).toBe(204);
    expect(rows(await store.get(`/v3/catalog/products/channel-assignments?product_id:in=${id}`))).toEqual([
      { product_id: id, channel_id: 1 },
    ]);
  });

  it('saves a product without its stock part, with 207, by switch (3.2)', async () => {
    const store = startStore({ settings: { catalogPartFails: true } });

    const reply = await store.post('/v3/catalog/products', { ...TEA, inventory_tracking: 'product', inventory_level: 5 });

    expect(reply.status).toBe(207);
    expect(row(reply)).toMatchObject({ sku: 'TEE-1', inventory_level: 0 });
  });

  it('clamps a level that is written through the catalog, on top of the safety stock (3.4)', async () => {
    const store = startStore();
    const { id } = store.simulator.seed.product({ name: 'A', sku: 'A', price: '1', stock: 9, safetyStock: 2 });

    await store.put(`/v3/catalog/products/${id}`, { inventory_level: 5 });
    expect(store.simulator.inventory()[0]?.onhand).toBe(7);
    expect((await store.put(`/v3/catalog/products/${id}`, { inventory_level: -5 })).status).toBe(200);

    expect(store.simulator.inventory()[0]?.available).toBe(0);
  });

  it('finds a SKU where it is now after it moved from one product to another', async () => {
    const store = startStore();
    const first = store.simulator.seed.product({ name: 'A', sku: 'X', price: '1', tracking: 'none' });
    const second = store.simulator.seed.product({ name: 'B', sku: 'Y', price: '2', tracking: 'none' });
    await store.put(`/v3/catalog/products/${first.id}`, { sku: 'Z' });
    await store.put(`/v3/catalog/products/${second.id}`, { sku: 'x' });

    const order = store.simulator.order(store.simulator.storefront.placeOrder({ lines: [{ sku: 'X', quantity: 1 }] }));

    expect(order.figures.total.inc).toBe('2.0000');
  });

  it('summarises counts and values (3.3)', async () => {
    const store = startStore();
    store.simulator.seed.product({ name: 'A', price: '2.50', stock: 4 });

    expect(row(await store.get('/v3/catalog/summary'))).toMatchObject({ inventory_count: 4, variant_count: 1, inventory_value: 10 });
  });

  it('moves date_modified on edits by hand', async () => {
    const store = startStore();
    const { id } = store.simulator.seed.product({ name: 'A', price: '1' });
    store.advance(5000);

    store.simulator.storefront.editProduct(id, { price: '3.00' });

    const product = row(await store.get(`/v3/catalog/products/${id}`));
    expect(product).toMatchObject({ price: 3, date_modified: new Date(START + 5000).toISOString().replace('.000Z', '+00:00') });
  });
});

describe('price lists (sheet 3.6)', () => {
  it('writes what it can and names what it can not, with 422', async () => {
    const store = startStore();
    const { variantIds } = store.simulator.seed.product({ name: 'A', sku: 'A', price: '10' });
    const list = row(await store.post('/v3/pricelists', { name: 'B2B', active: true })).id;

    const reply = await store.put(`/v3/pricelists/${list}/records`, [
      { variant_id: variantIds[0], currency: 'eur', price: 8.5 },
      { sku: 'nowhere', currency: 'eur', price: 8.5 },
    ]);

    expect(reply.status).toBe(422);
    expect(reply.json).toMatchObject({ batch_errors: [{ data: { sku: 'nowhere' }, field_errors: { variant_id: expect.any(String) } }] });
    expect(rows(await store.get(`/v3/pricelists/${list}/records`))).toMatchObject([{ price: 8.5, currency: 'eur' }]);
  });

  it('beats the catalog price on its channel', async () => {
    const store = startStore();
    const { variantIds } = store.simulator.seed.product({ name: 'A', sku: 'A', price: '10', stock: 5 });
    const list = row(await store.post('/v3/pricelists', { name: 'Shop' })).id;
    await store.put(`/v3/pricelists/${list}/records`, [{ variant_id: variantIds[0], currency: 'EUR', price: 8.5 }]);
    await store.post('/v3/pricelists/assignments', [{ price_list_id: list, channel_id: 1 }]);

    const order = store.simulator.order(store.simulator.storefront.placeOrder({ lines: [{ sku: 'A', quantity: 1 }] }));

    expect(order.figures.total.inc).toBe('8.5000');
  });

  it('answers 429 to two upserts at once (pitfall 24)', async () => {
    const store = startStore({ settings: { latencyMs: 100 } });
    store.simulator.settings.latencyMs = 0;
    const list = row(await store.post('/v3/pricelists', { name: 'B2B' })).id;
    store.simulator.settings.latencyMs = 100;

    const both = Promise.all([store.put(`/v3/pricelists/${list}/records`, []), store.put(`/v3/pricelists/${list}/records`, [])]);
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    store.advance(100);

    expect((await both).map(({ status }) => status)).toEqual([200, 429]);
  });
});
