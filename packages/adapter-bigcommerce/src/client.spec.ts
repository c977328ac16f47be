import { describe, expect, it } from '@jest/globals';
import type { AllowedCall } from '@megzo/adapter-kit';
import { z } from 'zod';
import { call, options, wireTo } from '../test/wire-double.ts';
import { createClient } from './client.ts';
import { bigcommerceOptionsSchema } from './options.ts';

const setup = bigcommerceOptionsSchema.parse(options);

describe('the client', () => {
  it.each([
    ['DELETE', '/v2/orders'],
    ['DELETE', '/v2/orders/218'],
    ['PUT', '/v2/orders/218'],
    ['POST', '/v2/orders'],
    ['POST', '/v2/orders/218/shipments'],
    ['POST', '/v3/orders/218/payment_actions/refunds'],
    ['DELETE', '/v3/catalog/products'],
    ['POST', '/v3/inventory/adjustments/relative'],
    ['PUT', '/v3/pricelists/1/records'],
    ['DELETE', '/v3/catalog/products/channel-assignments'],
    ['GET', '/v2/orders/218/../../store'],
  ] as const)('refuses %s %s without sending it', async (method, path) => {
    const wire = wireTo(() => ({ body: {} }));

    const outcome = await createClient(setup, wire.kit).write({ method, path } satisfies AllowedCall, z.unknown(), call);

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
      budget: { perSecond: 4, burst: 8 },
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
  ])('refuse %j', (wrong) => {
    expect(bigcommerceOptionsSchema.safeParse(wrong).success).toBe(false);
  });

  it('take a base address with a slash at its end', () => {
    expect(bigcommerceOptionsSchema.parse({ ...options, baseUrl: 'http://127.0.0.1:8080/' }).baseUrl).toBe('http://127.0.0.1:8080');
  });
});
