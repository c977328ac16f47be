import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { aCall, anEffectCall, scriptedVendor } from '../test/scripted-vendor.ts';
import { allowedCalls, createHttp } from './client.ts';
import { settle } from './options.ts';

const anything = z.unknown();

function wire() {
  const vendor = scriptedVendor({});
  return { http: createHttp(settle({ apiKey: 'k' }), vendor.kit), seen: vendor.seen };
}

describe('the allow-list', () => {
  it('is these nine calls', () => {
    expect(allowedCalls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/profile',
      'GET /v1/countries',
      'GET /v1/articles',
      'GET /v1/articles/{id}',
      'GET /v1/contacts',
      'POST /v1/contacts',
      'POST /v1/order-confirmations',
      'GET /v1/order-confirmations/{id}',
      'GET /v1/voucherlist',
    ]);
  });

  it.each([
    '/v1/invoices',
    '/v1/credit-notes',
    '/v1/vouchers',
    '/v1/files',
    '/v1/dunnings',
    '/v1/delivery-notes',
    '/v1/quotations',
    '/v1/down-payment-invoices',
    '/v1/recurring-templates',
    '/v1/event-subscriptions',
    '/v1/articles',
    '/v1/contacts/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/order-confirmations/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/order-confirmations/../invoices',
    '/v1/contacts/../invoices',
    '/v1/invoices?finalize=true',
    '/v1/order-confirmations?finalize=true',
    '/V1/Invoices',
    '//v1/contacts',
    '/v2/contacts',
    '',
  ])('sends no POST to %j', async (path) => {
    const { http, seen } = wire();

    const outcomes = [
      await http.send({ method: 'POST', path, body: {} }, anything, anEffectCall()),
      await http.send({ method: 'POST', path, query: { finalize: true }, body: {} }, anything, anEffectCall()),
      await http.write({ method: 'POST', path, body: {} }, anything, aCall()),
      await http.read({ method: 'POST', path, body: {} }, anything, aCall()),
      await http.readMaybe({ method: 'POST', path, body: {} }, anything, aCall()),
    ];

    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'CALL_NOT_ALLOWED' } });
    expect(seen).toEqual([]);
  });

  it.each(['PUT', 'DELETE'] as const)('sends no %s at all', async (method) => {
    const { http, seen } = wire();
    for (const { path } of allowedCalls) {
      const filled = path.replace('{id}', '0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11');

      expect(await http.write({ method, path: filled, body: {} }, anything, aCall())).toMatchObject({ status: 'rejected' });
      expect(await http.send({ method, path: filled, body: {} }, anything, anEffectCall())).toMatchObject({ status: 'rejected' });
      expect(await http.read({ method, path: filled }, anything, aCall())).toMatchObject({ status: 'rejected' });
    }
    expect(seen).toEqual([]);
  });

  it.each([
    '/v1/invoices/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/files/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/order-confirmations/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11/file',
    '/v1/payments/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/vouchers',
    '/v1/order-confirmations',
    '/v1/contacts/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
  ])('does not read %s', async (path) => {
    const { http, seen } = wire();

    expect(await http.read({ path }, anything, aCall())).toMatchObject({ status: 'rejected', error: { code: 'CALL_NOT_ALLOWED' } });
    expect(seen).toEqual([]);
  });

  it.each([
    {},
    { finalize: false },
    { finalize: 'false' },
    { finalize: 'true' },
    { finalize: undefined },
    { finalize: true, precedingSalesVoucherId: '0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11' },
  ])('makes no order confirmation with the query %j: it would be a draft, or pursue another document', async (query) => {
    const { http, seen } = wire();
    const request = { method: 'POST', path: '/v1/order-confirmations', query, body: {} } as const;

    expect(await http.send(request, anything, anEffectCall())).toMatchObject({ status: 'rejected', error: { code: 'CALL_NOT_ALLOWED' } });
    expect(seen).toEqual([]);
  });
});

describe('the client', () => {
  it('speaks to the published host with the key as bearer token', async () => {
    const vendor = scriptedVendor({ 'GET /v1/profile': { body: { organizationId: 'o' } }, 'GET /v1/countries': { body: [] } });

    await vendor.port.settings(aCall());

    expect(vendor.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/profile', 'GET /v1/countries']);
    expect(vendor.seen[0]?.headers.get('authorization')).toBe('Bearer 3f0cf3e6-TEST_key-1b');
    expect(vendor.seen[0]?.headers.get('accept')).toBe('application/json');
  });

  it.each(['', '..', '.', '../invoices', 'x/file', '0d6ae6ad', '%2e%2e'])(
    'calls nobody for the id %j, which nothing can have',
    async (id) => {
      const vendor = scriptedVendor({});

      expect(await vendor.port.articles.read(id, aCall())).toEqual({ status: 'done', value: undefined });
      expect(await vendor.port.salesOrders.read(id, aCall())).toEqual({ status: 'done', value: undefined });
      expect(vendor.seen).toEqual([]);
    },
  );

  it('paces by key and address, without telling the key', () => {
    const accounts: string[] = [];
    const kit = {
      ...scriptedVendor({}).kit,
      http: (options: { pace: { account: string } }) => void accounts.push(options.pace.account) as never,
    };
    for (const options of [
      { apiKey: 'a' },
      { apiKey: 'b' },
      { apiKey: 'a', baseUrl: 'http://127.0.0.1:1' },
      { apiKey: 'a', baseUrl: 'https://api.lexware.io/' },
    ]) {
      createHttp(settle(options), kit);
    }

    expect(accounts[3]).toBe(accounts[0]);
    expect(new Set(accounts).size).toBe(3);
    for (const account of accounts) expect(account).toMatch(/^lexoffice:[0-9a-f]{16}$/);
  });
});
