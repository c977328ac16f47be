import { describe, expect, it } from '@jest/globals';
import { row, rows, startStore } from '../../test/simulator-harness.ts';
import { readJson, writeJson } from './json.ts';

describe('transport (sheet 1, 2)', () => {
  it('answers 401 without the right token, in the shape of each family (1.5)', async () => {
    const store = startStore();

    const v2 = await store.request('/v2/orders', { method: 'GET', headers: { 'x-auth-token': 'wrong' } });
    const v3 = await store.request('/v3/catalog/products', { method: 'GET', headers: { 'x-auth-token': 'wrong' } });

    expect(v2.status).toBe(401);
    expect(v2.json).toEqual([{ status: 401, message: 'Unauthorized' }]);
    expect(v3.status).toBe(401);
    expect(v3.json).toMatchObject({ status: 401, title: 'Unauthorized' });
  });

  it('answers 403 where the scope is missing, and lets a read-only twin read but not write (1.1)', async () => {
    const store = startStore({ settings: { scopes: ['store_v2_products_read_only'] } });

    expect((await store.get('/v2/orders')).status).toBe(403);
    expect((await store.get('/v3/catalog/products')).status).toBe(200);
    expect((await store.post('/v3/catalog/products', {})).status).toBe(403);
  });

  it('answers 406 to an unsupported Accept and 415 to a wrong content type (1.1)', async () => {
    const store = startStore();

    expect((await store.request('/v2/time', { method: 'GET', headers: { accept: 'application/xml' } })).status).toBe(406);
    const form = { method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect((await store.request('/v3/hooks', form)).status).toBe(415);
  });

  it('answers 404 to unknown paths and 405 to unknown methods', async () => {
    const store = startStore();

    expect((await store.get('/v2/nothing')).json).toEqual([{ status: 404, message: 'The requested resource was not found.' }]);
    expect((await store.put('/v2/time', {})).status).toBe(405);
  });

  it('sends all four rate-limit headers on every answer and counts down (2)', async () => {
    const store = startStore();

    const first = await store.get('/v2/time');
    store.advance(1000);
    const second = await store.get('/v2/orders/999');

    expect(first.headers.get('X-Rate-Limit-Requests-Left')).toBe('149');
    expect(first.headers.get('X-Rate-Limit-Time-Window-Ms')).toBe('30000');
    expect(second.status).toBe(404);
    expect(second.headers.get('X-Rate-Limit-Requests-Left')).toBe('148');
    expect(second.headers.get('X-Rate-Limit-Time-Reset-Ms')).toBe('29000');
    expect(second.headers.get('X-Rate-Limit-Requests-Quota')).toBe('150');
  });

  it('answers 429 with headers until the window refills; other apps spend the same quota (2)', async () => {
    const store = startStore();
    await store.get('/v2/time');
    store.simulator.spendQuota(149);

    const refused = await store.get('/v2/time');
    store.advance(29_999);
    const still = await store.get('/v2/time');
    store.advance(1);
    const again = await store.get('/v2/time');

    expect(refused.status).toBe(429);
    expect(refused.headers.get('X-Retry-After')).toBe('30');
    expect(still.status).toBe(429);
    expect(again.status).toBe(200);
  });

  it.each([
    ['no-headers', 429],
    ['500', 500],
  ] as const)('can exceed the quota in mode %s, without any header (2)', async (rateLimitMode, status) => {
    const store = startStore({ settings: { quota: { perWindow: 1, windowMs: 30_000 }, rateLimitMode } });
    await store.get('/v2/time');

    const refused = await store.get('/v2/time');

    expect(refused.status).toBe(status);
    expect(refused.text).toBe('');
    expect(refused.headers.get('X-Rate-Limit-Time-Reset-Ms')).toBeNull();
  });

  it('wraps v3 lists with pagination and query-string links, absent on the edges (1.2)', async () => {
    const store = startStore();
    for (const name of ['A', 'B', 'C']) store.simulator.seed.product({ name, price: '1' });

    const page = await store.get('/v3/catalog/products?limit=2&page=1');
    const last = await store.get('/v3/catalog/products?limit=2&page=2');

    expect(page.json).toMatchObject({
      meta: { pagination: { total: 3, count: 2, per_page: 2, current_page: 1, total_pages: 2, links: { next: '?limit=2&page=2' } } },
    });
    const { links } = (last.json as { meta: { pagination: { links: object } } }).meta.pagination;
    expect(Object.keys(links)).toEqual(['previous', 'current']);
  });

  it('answers an empty v3 list with 200 and an empty v2 list with 204 without a body (1.2, 1.3)', async () => {
    const store = startStore();

    const v3 = await store.get('/v3/catalog/products');
    const v2 = await store.get('/v2/orders');

    expect(v3.status).toBe(200);
    expect(rows(v3)).toEqual([]);
    expect(v2.status).toBe(204);
    expect(v2.text).toBe('');
  });

  it('answers a limit above the maximum with 413, or clamps it by switch (1.4, 12.8)', async () => {
    const store = startStore();
    store.simulator.seed.product({ name: 'A', price: '1' });

    expect((await store.get('/v3/catalog/products?limit=251')).status).toBe(413);
    store.simulator.settings.limitAboveMax = 'clamp';
    const clamped = await store.get('/v3/catalog/products?limit=251');
    expect(clamped.json).toMatchObject({ meta: { pagination: { per_page: 250 } } });
  });

  it('answers an invalid JSON body with 400', async () => {
    const store = startStore();

    expect((await store.request('/v3/hooks', { method: 'POST', body: '{' })).status).toBe(400);
  });

  it('loses a reply after the effect through the fault script, and journals it (11.2)', async () => {
    const store = startStore();
    store.simulator.faults.add({ fault: { kind: 'lose-reply', when: 'after' }, method: 'POST', times: 1 });

    const lost = store.post('/v3/catalog/products', { name: 'A', type: 'physical', weight: 1, price: 1 });

    await expect(lost).rejects.toThrow('fetch failed');
    expect(store.simulator.products()).toHaveLength(1);
    expect(store.journal.at(-1)).toMatchObject({ method: 'POST', answered: 'lost', fault: 'lose-reply' });
  });

  it('keeps every digit of a number on the way in and out', () => {
    const read = readJson('{"price":12345678901234567.1234,"text":"1.5","id":7,"tenth":0.1}') as Record<string, unknown>;

    expect(writeJson(read)).toBe('{"price":12345678901234567.1234,"text":"1.5","id":7,"tenth":0.1}');
    expect(read.id).toBe(7);
    expect(read.text).toBe('1.5');
  });
});

describe('store settings (sheet 10)', () => {
  it('tells the time and the store, with the price mode and an empty logo', async () => {
    const store = startStore({ settings: { pricesIncludeTax: false } });

    expect((await store.get('/v2/time')).json).toEqual({ time: 1_772_443_800 });
    expect((await store.get('/v2/store')).json).toMatchObject({
      id: 'abc123',
      currency: 'EUR',
      is_price_entered_with_tax: false,
      logo: [],
    });
    expect(row(await store.get('/v3/tax/settings'))).toMatchObject({ tax_entered_with_prices: false, rounding_strategy: 'RATE_ROUNDING' });
  });

  it('gives tax class ids as strings, with 19, 7 and 0 percent classes', async () => {
    const store = startStore();

    const classes = rows(await store.get('/v2/tax_classes'));

    expect(classes.map(({ id }) => id)).toEqual(['0', '1', '2', '3']);
  });

  it('lists currencies and channels', async () => {
    const store = startStore();

    const currencies = rows(await store.get('/v2/currencies'));

    expect(currencies[0]).toMatchObject({ currency_code: 'EUR', is_default: true, currency_exchange_rate: '1.0000000000' });
    expect(rows(await store.get('/v3/channels?include=currencies'))[0]).toMatchObject({ id: 1, currencies: { default_currency: 'EUR' } });
  });

  it('shows inventory settings, inherited as null at channel level, and lets them be changed (4.5)', async () => {
    const store = startStore();

    await store.put('/v3/settings/inventory', { update_stock_behavior: 'order_completed_or_shipped' });

    expect(row(await store.get('/v3/settings/inventory')).update_stock_behavior).toBe('order_completed_or_shipped');
    expect(row(await store.get('/v3/settings/inventory?channel_id=1')).update_stock_behavior).toBeNull();
  });
});
