import { describe, expect, it } from '@jest/globals';
import type { AllowedCall } from '@megzo/adapter-kit';
import { z } from 'zod';
import { documentedPaths } from '../test/sheet-schemas/index.ts';
import { call, options, wireTo } from '../test/wire-double.ts';
import { allowedCalls, createClient } from './client.ts';
import { bigcommerceOptionsSchema } from './options.ts';

const setup = bigcommerceOptionsSchema.parse(options);

/** All that can be asked of a store. A line more here is a decision, not a detail. */
const callable = [
  'GET /v2/time',
  'GET /v2/store',
  'GET /v2/tax_classes',
  'GET /v2/orders',
  'GET /v2/orders/{id}',
  'GET /v2/orders/{id}/products',
  'GET /v2/orders/{id}/shipping_addresses',
  'GET /v2/orders/{id}/taxes',
  'GET /v2/orders/{id}/fees',
  'GET /v2/orders/{id}/coupons',
  'GET /v2/orders/{id}/messages',
  'GET /v2/orders/{id}/shipments',
  'POST /v2/orders/{id}/shipments',
  'GET /v3/orders/{id}/transactions',
  'GET /v3/orders/payment_actions/refunds',
  'PUT /v3/orders/{id}/metafields/{id}',
  'GET /v3/orders/metafields',
  'GET /v3/orders/{id}/metafields',
  'POST /v3/orders/{id}/metafields',
  'GET /v3/catalog/products',
  'POST /v3/catalog/products',
  'PUT /v3/catalog/products',
  'GET /v3/catalog/products/{id}',
  'GET /v3/catalog/products/channel-assignments',
  'PUT /v3/catalog/products/channel-assignments',
  'GET /v3/catalog/variants',
  'PUT /v3/catalog/variants',
  'GET /v3/pricelists',
  'PUT /v3/pricelists/{id}/records',
  'GET /v3/inventory/items',
  'PUT /v3/inventory/adjustments/absolute',
  'POST /v3/inventory/adjustments/relative',
  'GET /v3/settings/inventory',
  'GET /v3/hooks',
  'POST /v3/hooks',
  'PUT /v3/hooks/{id}',
];
const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;

describe('the client', () => {
  it('can call what is written here, and nothing else', () => {
    expect(allowedCalls.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...callable].sort());
  });

  // Every documented path of the simulator, so that a call which the store would answer is refused as well.
  it.each(documentedPaths.flatMap((path) => methods.map((method) => [method, path] as const)))(
    'sends %s %s only if it is on the list',
    async (method, path) => {
      const wire = wireTo(() => ({ body: {} }));
      const filled = path.replaceAll(/\{\w+\}/g, '218');

      const outcome = await createClient(setup, wire.kit).write({ method, path: filled } satisfies AllowedCall, z.unknown(), call);

      const listed = callable.some((one) => fits(one, `${method} ${filled}`));
      expect(outcome.status === 'rejected' ? outcome.error.code : 'sent').toBe(listed ? 'sent' : 'CALL_NOT_ALLOWED');
      expect(wire.asked).toHaveLength(listed ? 1 : 0);
    },
  );

  it('refuses a path that climbs out of its segment', async () => {
    const wire = wireTo(() => ({ body: {} }));

    const outcome = await createClient(setup, wire.kit).read({ path: '/v2/orders/218/../../store' }, z.unknown(), call);

    expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'CALL_NOT_ALLOWED' } });
    expect(wire.asked).toEqual([]);
  });

  it('calls the store with its token and asks for JSON', async () => {
    const wire = wireTo(() => ({ body: { time: 1 } }));

    await createClient(setup, wire.kit).read({ path: '/v2/time' }, z.unknown(), call);

    expect(wire.asked[0]?.path).toBe('/v2/time');
    expect(Object.fromEntries(wire.asked[0]?.headers ?? [])).toMatchObject({
      'x-auth-token': 'token-of-the-store',
      accept: 'application/json',
    });
  });
});

describe('the options', () => {
  it('need a store and a token, and fill in the rest', () => {
    expect(setup).toEqual({
      ...options,
      baseUrl: 'https://api.bigcommerce.com',
      channelId: 1,
      namespace: 'megzo',
      orderPageSize: 250,
      signatures: 'when-present',
      budget: { perSecond: 20, burst: 20 },
      timing: { timeoutMs: 30_000, settleMs: 60_000 },
    });
  });

  it.each([
    [{ ...options, storeHash: 'abc/../x' }],
    [{ ...options, accessToken: '' }],
    [{ storeHash: 'abc123' }],
    [{ ...options, acessToken: 'x' }],
    [{ ...options, baseUrl: 'no address' }],
    [{ ...options, channelId: 0 }],
    [{ ...options, namespace: 'x'.repeat(65) }],
    [{ ...options, orderPageSize: 251 }],
    [{ ...options, webhookSecret: 'too short' }],
    [{ ...options, webhookSecret: 'long enough, but with blanks' }],
    [{ ...options, signatures: 'required' }],
    [{ ...options, signatures: 'never' }],
  ])('refuse %j', (wrong) => {
    expect(bigcommerceOptionsSchema.safeParse(wrong).success).toBe(false);
  });

  it('take a base address with a slash at its end', () => {
    expect(bigcommerceOptionsSchema.parse({ ...options, baseUrl: 'http://127.0.0.1:8080/' }).baseUrl).toBe('http://127.0.0.1:8080');
  });
});

/** A parameter is any one segment. */
function fits(listed: string, asked: string): boolean {
  return new RegExp(`^${listed.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked);
}
