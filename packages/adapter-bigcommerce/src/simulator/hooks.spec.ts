import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Harness, row, rows, startStore } from '../../test/simulator-harness.ts';
import { type BigcommerceSettings, type HookFetch, RETRY_LADDER_SECONDS } from './index.ts';

interface Receiver {
  readonly fetch: HookFetch;
  readonly received: { readonly url: string; readonly headers: Headers; readonly text: string; readonly body: Record<string, unknown> }[];
  answer: number;
}

function receiver(): Receiver {
  const self: Receiver = {
    received: [],
    answer: 204,
    fetch: async (request) => {
      const text = await request.text();
      self.received.push({ url: request.url, headers: request.headers, text, body: JSON.parse(text) });
      return new Response(null, { status: self.answer });
    },
  };
  return self;
}

function shop(to: Receiver, settings: Partial<BigcommerceSettings> = {}, seed = 1): Harness {
  const store = startStore({ settings, fetch: to.fetch, seed });
  store.simulator.seed.product({ name: 'Tee', sku: 'TEE', price: '10', stock: 10_000 });
  return store;
}

function hook(store: Harness, scope: string, destination = 'https://hooks.example/a'): Promise<{ status: number; json: unknown }> {
  return store.post('/v3/hooks', { scope, destination, is_active: true, headers: { 'x-megzo': 'secret' } });
}

function place(store: Harness): number {
  return store.simulator.storefront.placeOrder({ lines: [{ sku: 'TEE', quantity: 1 }] });
}

describe('webhook resource (sheet 9.1)', () => {
  it('creates with 200 and unix seconds, lists, and answers DELETE with the object', async () => {
    const store = shop(receiver());

    const created = await hook(store, 'store/order/*');
    const id = row(created as never).id;

    expect(created.status).toBe(200);
    expect(row(created as never)).toMatchObject({
      scope: 'store/order/*',
      is_active: true,
      created_at: 1_772_443_800,
      client_id: 'simulated-client',
    });
    expect(rows(await store.get('/v3/hooks?scope=store/order/*'))).toHaveLength(1);
    expect(row(await store.remove(`/v3/hooks/${id}`)).id).toBe(id);
    expect((await store.get(`/v3/hooks/${id}`)).json).toMatchObject({ status: 404, title: `Webhook with id [${id}] not found.` });
  });

  it('refuses a missing destination with the literal text, and anything but HTTPS on 443', async () => {
    const store = shop(receiver());

    expect((await store.post('/v3/hooks', { scope: 'store/order/*' })).json).toMatchObject({
      status: 422,
      errors: { destination: 'error.path.missing.' },
    });
    expect((await hook(store, 'store/order/*', 'http://hooks.example/a')).status).toBe(422);
    expect((await hook(store, 'store/order/*', 'https://hooks.example:8443/a')).status).toBe(422);
    store.simulator.settings.insecureHookDestinations = true;
    expect((await hook(store, 'store/order/*', 'http://127.0.0.1:8080/a')).status).toBe(200);
  });

  it.each([409, 422] as const)(
    'allows one hook per scope and destination, by %s, and ten per scope (12.12)',
    async (duplicateHookStatus) => {
      const store = shop(receiver(), { duplicateHookStatus });
      await hook(store, 'store/order/*');

      expect((await hook(store, 'store/order/*')).status).toBe(duplicateHookStatus);
      for (let index = 1; index < 10; index += 1) await hook(store, 'store/order/*', `https://hooks.example/${index}`);
      expect((await hook(store, 'store/order/*', 'https://hooks.example/ten')).status).toBe(422);
    },
  );

  it('needs a member on PUT and limits headers', async () => {
    const store = shop(receiver());
    const id = row((await hook(store, 'store/order/*')) as never).id;

    expect((await store.put(`/v3/hooks/${id}`, {})).status).toBe(422);
    expect((await store.put(`/v3/hooks/${id}`, { headers: { 'x-long': 'v'.repeat(8193) } })).status).toBe(422);
    expect(row(await store.put(`/v3/hooks/${id}`, { is_active: false })).is_active).toBe(false);
  });

  it('loses its hooks with the API account (pitfall 27)', async () => {
    const store = shop(receiver());
    await hook(store, 'store/order/*');

    store.simulator.rotateAccount('new-client');

    expect(rows(await store.get('/v3/hooks'))).toEqual([]);
    expect(store.simulator.hooks()).toEqual([]);
  });
});

describe('webhook delivery (sheet 9.2–9.4, 9.6)', () => {
  it('fires created for an incomplete order, and statusUpdated when it is paid (0.1, 5.7)', async () => {
    const to = receiver();
    const store = shop(to);
    await hook(store, 'store/order/*');

    const id = store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });
    await store.simulator.deliverDue();
    store.simulator.storefront.finishCheckout(id);
    await store.simulator.deliverDue();

    expect(to.received.map(({ body }) => body.scope)).toEqual([
      'store/order/created',
      'store/order/transaction/created',
      'store/order/updated',
      'store/order/statusUpdated',
    ]);
    expect(to.received[0]?.body).toEqual({
      scope: 'store/order/created',
      store_id: '1025646',
      data: { type: 'order', id },
      hash: expect.stringMatching(/^[0-9a-f]{40}$/),
      created_at: 1_772_443_800,
      producer: 'stores/abc123',
    });
    expect(to.received[1]?.body.data).toMatchObject({ type: 'transaction', order_id: String(id), transaction_type: 'purchase' });
    expect(to.received[3]?.body.data).toEqual({ type: 'order', id, status: { previous_status_id: 0, new_status_id: 11 } });
  });

  it('signs by Standard Webhooks with the client secret, and sends the own headers; unsigned by switch (12.1)', async () => {
    const to = receiver();
    const store = shop(to);
    await hook(store, 'store/order/created');
    place(store);
    await store.simulator.deliverDue();
    store.simulator.settings.signing = false;
    place(store);
    await store.simulator.deliverDue();

    const [signed, unsigned] = to.received;
    const message = `${signed?.headers.get('webhook-id')}.${signed?.headers.get('webhook-timestamp')}.${signed?.text}`;
    expect(signed?.headers.get('webhook-signature')).toBe(`v1,${createHmac('sha256', 'client-secret').update(message).digest('base64')}`);
    expect(signed?.headers.get('webhook-timestamp')).toBe('1772443800');
    expect(signed?.headers.get('x-megzo')).toBe('secret');
    expect(unsigned?.headers.get('webhook-signature')).toBeNull();
  });

  it('gives two genuine updates of one second the same hash (9.2)', async () => {
    const to = receiver();
    const store = shop(to);
    const id = place(store);
    await hook(store, 'store/order/updated');

    store.simulator.storefront.editNotes(id, { staffNotes: 'a' });
    store.simulator.storefront.editNotes(id, { staffNotes: 'b' });
    await store.simulator.deliverDue();

    expect(to.received).toHaveLength(2);
    expect(to.received[0]?.body.hash).toBe(to.received[1]?.body.hash);
  });

  it('delivers twice to a star and a single scope', async () => {
    const to = receiver();
    const store = shop(to);
    await hook(store, 'store/order/*');
    await hook(store, 'store/order/created', 'https://hooks.example/b');
    store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });

    await store.simulator.deliverDue();

    expect(to.received.map(({ url }) => url)).toEqual(['https://hooks.example/a', 'https://hooks.example/b']);
  });

  it('names stock changes by their cause (9.4)', async () => {
    const to = receiver();
    const store = shop(to);
    for (const scope of ['store/product/inventory/updated', 'store/product/inventory/order/updated']) await hook(store, scope);

    await store.put('/v3/inventory/adjustments/absolute', { items: [{ location_id: 1, sku: 'TEE', quantity: 50 }] });
    place(store);
    await store.simulator.deliverDue();

    expect(to.received.map(({ body }) => [body.scope, (body.data as { inventory: { method: string; value: number } }).inventory])).toEqual([
      ['store/product/inventory/updated', { product_id: 78, method: 'absolute', value: -9950 }],
      ['store/product/inventory/order/updated', { product_id: 78, method: 'relative', value: -1 }],
    ]);
  });

  it('announces shipments, refunds, metafields and settings in their own shapes', async () => {
    const to = receiver();
    const store = shop(to);
    const id = place(store);
    for (const scope of ['store/shipment/*', 'store/order/refund/created', 'store/order/metafield/created', 'store/information/updated'])
      await hook(store, scope);

    store.simulator.storefront.ship(id);
    store.simulator.storefront.refund(id, { items: [{ type: 'ORDER', itemId: id, amount: '1' }] });
    await store.post(`/v3/orders/${id}/metafields`, { permission_set: 'read', namespace: 'megzo', key: 'k', value: 'v' });
    store.simulator.changeSettings({ pricesIncludeTax: false });
    await store.simulator.deliverDue();

    expect(to.received.map(({ body }) => [body.scope, body.data])).toEqual([
      ['store/shipment/created', { type: 'shipment', id: 1, orderId: id }],
      ['store/order/refund/created', { type: 'order', id, refund: { refund_id: 1 } }],
      ['store/order/metafield/created', { metafield_id: 1, resource_id: String(id), namespace: 'megzo' }],
      ['store/information/updated', { type: 'store' }],
    ]);
  });

  it('retries along the ladder, then switches the hook off and says so (pitfall 26)', async () => {
    const to = receiver();
    const store = shop(to);
    await hook(store, 'store/order/created');
    store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });
    to.answer = 500;

    for (const seconds of RETRY_LADDER_SECONDS) {
      await store.simulator.deliverDue();
      store.advance(seconds * 1000 - 1);
      expect((await store.simulator.deliverDue()).failed).toBe(0);
      store.advance(1);
    }
    expect(store.simulator.hooks()[0]?.active).toBe(true);
    await store.simulator.deliverDue();

    expect(to.received).toHaveLength(12);
    expect(store.simulator.hooks()[0]).toMatchObject({ active: false, deactivated: true });
    expect(row(await store.get('/v3/hooks/admin')).hooks_list).toMatchObject([{ status: 'deactivated' }]);
    expect(store.simulator.deliveries()).toMatchObject({ waiting: 0, lost: 1 });
  });

  it('reports failures to deliveryException hooks, at most once per ten minutes', async () => {
    const to = receiver();
    const store = shop(to);
    await hook(store, 'store/order/created');
    await hook(store, 'store/hook/deliveryException', 'https://alerts.example/x');
    const notices = (): unknown[] =>
      to.received.filter(({ url }) => url.includes('alerts')).map(({ body }) => (body.data as { error_code: number }).error_code);
    to.answer = 500;
    store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });
    await store.simulator.deliverDue();
    store.advance(60_000);
    await store.simulator.deliverDue();

    expect(new Set(notices())).toEqual(new Set([90001]));
    expect(store.simulator.deliveries().waiting).toBe(2);
  });

  it('blocks a domain below 90 percent from the hundredth request on, for three minutes', async () => {
    const to = receiver();
    const store = shop(to, { blocklistLoss: 0 });
    store.simulator.settings.quota = 'off';
    await hook(store, 'store/order/created');
    const events = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });
      await store.simulator.deliverDue();
    };
    await events(89);
    to.answer = 500;
    await events(10);
    expect(row(await store.get('/v3/hooks/admin')).blocked_domains).toEqual([]);
    await events(1);
    expect(row(await store.get('/v3/hooks/admin')).blocked_domains).toMatchObject([{ destination: 'hooks.example', time_left: 180 }]);
    to.answer = 200;
    await events(1);
    expect(to.received).toHaveLength(100);

    store.advance(180_000);
    await store.simulator.deliverDue();

    expect(to.received.length).toBeGreaterThan(100);
  });

  it('does not block a domain at 90 percent', async () => {
    const to = receiver();
    const store = shop(to);
    await hook(store, 'store/order/created');
    const events = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });
      await store.simulator.deliverDue();
    };
    await events(90);
    to.answer = 500;
    await events(10);

    expect(row(await store.get('/v3/hooks/admin')).blocked_domains).toEqual([]);
  });

  it('can lose the events of a blocked time for good (12.17)', async () => {
    const to = receiver();
    const store = shop(to, { blocklistLoss: 1 });
    await hook(store, 'store/order/created');
    to.answer = 500;
    for (let index = 0; index < 101; index += 1) store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });

    const report = await store.simulator.deliverDue();

    expect(report).toMatchObject({ failed: 100, blocked: 1 });
    expect(store.simulator.deliveries().lost).toBe(1);
  });

  it('switches a hook off after ninety quiet days (9.1)', async () => {
    const store = shop(receiver());
    await hook(store, 'store/order/created');

    store.advance(90 * 86_400_000 - 1);
    await store.simulator.deliverDue();
    expect(store.simulator.hooks()[0]?.active).toBe(true);
    store.advance(1);
    await store.simulator.deliverDue();

    expect(store.simulator.hooks()[0]?.active).toBe(false);
  });

  it('duplicates, loses, delays and reorders by switches (11.2)', async () => {
    const to = receiver();
    const store = shop(to, { hookChaos: { duplicate: 0.5, loss: 0.2, reorder: true, delayMs: 1000 } });
    await hook(store, 'store/order/created');
    for (let index = 0; index < 40; index += 1) {
      store.simulator.storefront.startCheckout({ lines: [{ sku: 'TEE', quantity: 1 }] });
      store.advance(1);
    }
    expect((await store.simulator.deliverDue()).delivered).toBe(0);
    store.advance(1000);
    await store.simulator.deliverDue();

    const ids = to.received.map(({ body }) => (body.data as { id: number }).id);
    const distinct = new Set(ids);
    expect(distinct.size).toBeLessThan(40);
    expect(ids.length).toBeGreaterThan(distinct.size);
    expect(ids).not.toEqual([...ids].sort((a, b) => a - b));
  });

  it('gives nothing to a hook that is not active yet (9.1)', async () => {
    const to = receiver();
    const store = shop(to, { hookActivationMs: 60_000 });
    await hook(store, 'store/order/created');
    place(store);
    store.advance(60_000);
    const later = place(store);

    await store.simulator.deliverDue();

    expect(to.received.map(({ body }) => (body.data as { id: number }).id)).toEqual([later]);
  });
});
