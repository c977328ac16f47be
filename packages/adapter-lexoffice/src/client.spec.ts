import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '@megzo/core';
import { z } from 'zod';
import { aCall, anEffectCall, scriptedVendor } from '../test/scripted-vendor.ts';
import { allowedCalls, type Client, createClient, createHttp } from './client.ts';
import { settle } from './options.ts';

const anything = z.unknown();

function wire() {
  const vendor = scriptedVendor({});
  return { http: createHttp(settle({ apiKey: 'k' }), vendor.kit), seen: vendor.seen };
}

describe('the allow-list', () => {
  it('is these twenty calls', () => {
    expect(allowedCalls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/profile',
      'GET /v1/countries',
      'GET /v1/articles',
      'GET /v1/articles/{id}',
      'GET /v1/contacts',
      'POST /v1/contacts',
      'POST /v1/order-confirmations',
      'GET /v1/order-confirmations/{id}',
      'GET /v1/order-confirmations/{id}/file',
      'GET /v1/invoices/{id}',
      'GET /v1/invoices/{id}/file',
      'GET /v1/credit-notes/{id}',
      'GET /v1/credit-notes/{id}/file',
      'GET /v1/delivery-notes/{id}',
      'GET /v1/delivery-notes/{id}/file',
      'GET /v1/payments/{id}',
      'GET /v1/voucherlist',
      'GET /v1/event-subscriptions',
      'POST /v1/event-subscriptions',
    ]);
  });

  it('writes nothing but contacts, order confirmations and event subscriptions', () => {
    const writes = allowedCalls.filter(({ method }) => method !== 'GET');

    expect(writes).toEqual([
      { method: 'POST', path: '/v1/contacts' },
      { method: 'POST', path: '/v1/order-confirmations' },
      { method: 'POST', path: '/v1/event-subscriptions' },
    ]);
  });

  it.each([
    '/v1/invoices',
    '/v1/invoices/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/invoices/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11/file',
    '/v1/credit-notes/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/delivery-notes/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11/file',
    '/v1/payments/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/vouchers/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11/files',
    '/v1/credit-notes',
    '/v1/vouchers',
    '/v1/files',
    '/v1/dunnings',
    '/v1/delivery-notes',
    '/v1/quotations',
    '/v1/down-payment-invoices',
    '/v1/recurring-templates',
    '/v1/event-subscriptions/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/event-subscriptions/../invoices',
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

  it('writes a subscription only plainly: not as an effect, with no query', async () => {
    const { http, seen } = wire();
    const request = { path: '/v1/event-subscriptions', body: {} };

    expect(await http.send(request, anything, anEffectCall())).toMatchObject({ error: { code: 'CALL_NOT_ALLOWED' } });
    expect(await http.write({ ...request, query: { finalize: true } }, anything, aCall())).toMatchObject({
      error: { code: 'CALL_NOT_ALLOWED' },
    });
    for (const path of ['/v1/contacts', '/v1/order-confirmations']) {
      expect(await http.write({ path, body: {} }, anything, aCall())).toMatchObject({ error: { code: 'CALL_NOT_ALLOWED' } });
    }
    expect(seen).toEqual([]);
  });

  it.each([
    '/v1/files/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/invoices',
    '/v1/invoices/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11/document',
    '/v1/quotations/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
    '/v1/vouchers',
    '/v1/order-confirmations',
    '/v1/contacts/0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
  ])('does not read %s', async (path) => {
    const { http, seen } = wire();

    expect(await http.read({ path }, anything, aCall())).toMatchObject({ status: 'rejected', error: { code: 'CALL_NOT_ALLOWED' } });
    expect(await http.readFile({ path }, aCall())).toMatchObject({ status: 'rejected', error: { code: 'CALL_NOT_ALLOWED' } });
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

/** Every method of the client, called once. */
function everyMethod(vendor: ReturnType<typeof scriptedVendor>) {
  const client = createClient(settle({ apiKey: 'k' }), vendor.kit);
  const id = '0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11';
  const kinds = ['sales-order', 'invoice', 'credit-note', 'delivery-note'] as const;
  const calls: Readonly<Record<keyof Client, readonly (() => Promise<Outcome<unknown>>)[]>> = {
    profile: [() => client.profile(aCall())],
    countries: [() => client.countries(aCall())],
    articles: [() => client.articles({ page: 0, size: 25 }, aCall())],
    article: [() => client.article(id, aCall())],
    contacts: [() => client.contacts({ page: 0 }, aCall())],
    makeContact: [() => client.makeContact({}, anEffectCall())],
    placeOrderConfirmation: [() => client.placeOrderConfirmation({}, anEffectCall())],
    orderConfirmation: [() => client.orderConfirmation(id, aCall())],
    vouchers: [() => client.vouchers({ page: 0 }, aCall())],
    documents: [() => client.documents({ page: 0 }, aCall())],
    document: kinds.map((kind) => () => client.document({ kind, uuid: id }, aCall())),
    documentFile: kinds.map((kind) => () => client.documentFile({ kind, uuid: id }, aCall())),
    payments: [() => client.payments(id, aCall())],
    subscriptions: [() => client.subscriptions(aCall())],
    subscribe: [() => client.subscribe({ eventType: 'article.changed', callbackUrl: 'https://shop.example/' }, aCall())],
  };
  return { client, calls };
}

describe('every method of the client', () => {
  it.each([200, 401, 404, 406, 429, 500, 504])('makes one request, whatever the answer: %i', async (status) => {
    const vendor = scriptedVendor(new Proxy({}, { get: () => ({ status, body: {} }) }));
    const { client, calls } = everyMethod(vendor);
    const sent: string[] = [];
    for (const call of Object.values(calls).flat()) {
      const before = vendor.seen.length;
      await call();
      expect(vendor.seen.length - before).toBe(1);
      const { method, path } = vendor.seen.at(-1) ?? { method: '', path: '' };
      sent.push(`${method} ${path.replace(/[0-9a-f-]{36}/, '{id}')}`);
    }

    expect(Object.keys(client).sort()).toEqual(Object.keys(calls).sort());
    expect([...new Set(sent)].sort()).toEqual(allowedCalls.map(({ method, path }) => `${method} ${path}`).sort());
    expect(sent.filter((call) => !call.startsWith('GET '))).toEqual([
      'POST /v1/contacts',
      'POST /v1/order-confirmations',
      'POST /v1/event-subscriptions',
    ]);
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
      for (const prefix of ['', 'invoice/', 'credit-note/', 'delivery-note/']) {
        expect(await vendor.documents.read(`${prefix}${id}`, aCall())).toEqual({ status: 'done', value: undefined });
        expect(await vendor.documents.fetch({ id: `${prefix}${id}`, kind: 'invoice' }, aCall())).toMatchObject({ status: 'rejected' });
      }
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
