import { describe, expect, it } from '@jest/globals';
import type { Webhooks } from '@megzo/core';
import { aCall, type Reply, type Script, type Scripted, scriptedVendor } from '../test/scripted-vendor.ts';
import { publicKeyPem, signatureOf, strangersPublicKeyPem } from '../test/signing-keys.ts';
import { eventTypes } from './webhooks.ts';

const organizationId = 'aa93e8a8-2aa3-470b-b914-caad8a255dd8';
const resourceId = '0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11';
const url = 'https://shop.example/webhooks/1/secret';

function connect(script: Script = {}, webhookPublicKeys: readonly string[] = [publicKeyPem]): Scripted & { readonly webhooks: Webhooks } {
  const vendor = scriptedVendor(script, { organizationId, webhookPublicKeys: [...webhookPublicKeys] });
  if (vendor.port.webhooks === undefined) throw new Error('there are keys');
  return { ...vendor, webhooks: vendor.port.webhooks };
}

function eventBody(eventType: string, changes: object = {}): string {
  return JSON.stringify({ organizationId, eventType, resourceId, eventDate: '2026-05-04T12:30:00.000+02:00', ...changes });
}

function read(body: string, signature = signatureOf(body)) {
  return connect().webhooks.read({ headers: { 'x-lxo-signature': signature }, body });
}

describe('webhooks', () => {
  it('are there only where the options name a key', () => {
    expect(scriptedVendor({}).port).not.toHaveProperty('webhooks');
    expect(scriptedVendor({}, { organizationId }).port).not.toHaveProperty('webhooks');
    expect(connect().port).toHaveProperty('webhooks');
  });
});

describe('a webhook', () => {
  it.each([
    ['article.created', [{ what: 'article', id: resourceId }]],
    ['article.changed', [{ what: 'article', id: resourceId }]],
    ['article.deleted', [{ what: 'article', id: resourceId }]],
    ['order-confirmation.created', [{ what: 'sales-order', id: resourceId }]],
    ['order-confirmation.changed', [{ what: 'sales-order', id: resourceId }]],
    ['order-confirmation.deleted', [{ what: 'sales-order-gone', id: resourceId }]],
    ['order-confirmation.status.changed', [{ what: 'sales-order', id: resourceId }]],
    ['invoice.created', [{ what: 'sales-document', id: `invoice/${resourceId}` }]],
    ['invoice.changed', [{ what: 'sales-document', id: `invoice/${resourceId}` }]],
    ['invoice.deleted', [{ what: 'sales-document', id: `invoice/${resourceId}` }]],
    ['invoice.status.changed', [{ what: 'sales-document', id: `invoice/${resourceId}` }]],
    ['credit-note.created', [{ what: 'sales-document', id: `credit-note/${resourceId}` }]],
    ['credit-note.changed', [{ what: 'sales-document', id: `credit-note/${resourceId}` }]],
    ['credit-note.deleted', [{ what: 'sales-document', id: `credit-note/${resourceId}` }]],
    ['credit-note.status.changed', [{ what: 'sales-document', id: `credit-note/${resourceId}` }]],
    [
      'payment.changed',
      [
        { what: 'sales-document', id: `invoice/${resourceId}` },
        { what: 'sales-document', id: `credit-note/${resourceId}` },
      ],
    ],
    ['token.revoked', [{ what: 'settings', id: resourceId }]],
    ['contact.changed', []],
    ['quotation.created', []],
    ['stock.changed', []],
  ])('of the type %s says where to look', (eventType, look) => {
    expect(read(eventBody(eventType))).toEqual({ look });
  });

  it('is read from bytes, laid out on its way, and under the second of two keys', () => {
    const body = eventBody('article.changed');
    const laidOut = JSON.stringify(JSON.parse(body), undefined, 2);
    const headers = { 'x-lxo-signature': signatureOf(body) };
    const { webhooks } = connect({}, [strangersPublicKeyPem, publicKeyPem]);

    expect(webhooks.read({ headers, body: new TextEncoder().encode(body) })).toMatchObject({ look: [{ what: 'article' }] });
    expect(webhooks.read({ headers, body: laidOut })).toMatchObject({ look: [{ what: 'article' }] });
  });

  it('is nothing without a signature, with a stranger’s, or with another body than was signed', () => {
    const body = eventBody('article.changed');
    const { webhooks } = connect();

    expect(webhooks.read({ headers: {}, body })).toBeUndefined();
    expect(read(body, '')).toBeUndefined();
    expect(read(body, signatureOf(body, 'stranger'))).toBeUndefined();
    expect(read(eventBody('invoice.changed'), signatureOf(body))).toBeUndefined();
  });

  it('is nothing where the vendor genuinely tells of another organisation', () => {
    expect(read(eventBody('article.changed', { organizationId: 'bb93e8a8-2aa3-470b-b914-caad8a255dd8' }))).toBeUndefined();
  });

  it('costs no call', () => {
    const vendor = connect();
    const body = eventBody('article.changed');
    vendor.webhooks.read({ headers: { 'x-lxo-signature': signatureOf(body) }, body });

    expect(vendor.seen).toEqual([]);
  });
});

describe('subscribing', () => {
  function subscription(eventType: string, callbackUrl = url): object {
    return { subscriptionId: resourceId, organizationId, createdDate: '2026-05-04T12:30:00.000+02:00', eventType, callbackUrl };
  }

  function vendorWith(standing: readonly object[], ...replies: readonly Reply[]) {
    const made: Reply = { status: 201, body: { id: resourceId } };
    let turn = 0;
    const vendor = connect({
      'GET /v1/event-subscriptions': { body: { content: standing } },
      'POST /v1/event-subscriptions': () => replies[turn++] ?? made,
    });
    const posted = (): unknown[] => vendor.seen.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body));
    return { subscribe: () => vendor.webhooks.subscribe(url, aCall()), posted };
  }

  it('makes one subscription for each type of event that is looked at', async () => {
    const { subscribe, posted } = vendorWith([]);

    expect(await subscribe()).toEqual({ status: 'done', value: { made: 17, standing: 0 } });
    expect(posted()).toEqual(eventTypes.map((eventType) => ({ eventType, callbackUrl: url })));
    expect(new Set(eventTypes).size).toBe(17);
  });

  it('is no change where all stand', async () => {
    const { subscribe, posted } = vendorWith(eventTypes.map((type) => subscription(type)));

    expect(await subscribe()).toEqual({ status: 'done', value: { made: 0, standing: 17 } });
    expect(posted()).toEqual([]);
  });

  it('makes only what is missing, whatever stands for other addresses', async () => {
    const others = eventTypes.map((type) => subscription(type, 'https://other.example/hook'));
    const { subscribe, posted } = vendorWith([...others, ...eventTypes.slice(1).map((type) => subscription(type))]);

    expect(await subscribe()).toEqual({ status: 'done', value: { made: 1, standing: 16 } });
    expect(posted()).toEqual([{ eventType: eventTypes[0], callbackUrl: url }]);
  });

  it('counts one that another process made meanwhile as standing', async () => {
    const { subscribe } = vendorWith([], { status: 409, body: {} });

    expect(await subscribe()).toEqual({ status: 'done', value: { made: 16, standing: 1 } });
  });

  it('is rejected with a remedy where the vendor cannot reach the address', async () => {
    const probe = { status: 406, body: { details: [{ field: 'callbackUrl', violation: 'UNREACHABLE' }] } };
    const { subscribe, posted } = vendorWith([], probe);

    const outcome = await subscribe();

    expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'REFUSED', message: expect.stringContaining('HEAD') } });
    expect(posted()).toHaveLength(1);
  });

  it.each([
    [403, 'rejected', 'FORBIDDEN'],
    [429, 'retryable', 'RATE_LIMITED'],
    [500, 'unknown', 'VENDOR_FAILED'],
  ])('ends at a %i, and what was made stands', async (status, verdict, code) => {
    const { subscribe, posted } = vendorWith([], { status: 201, body: { id: resourceId } }, { status, body: {} });

    expect(await subscribe()).toMatchObject({ status: verdict, error: { code } });
    expect(posted()).toHaveLength(2);
  });

  it('makes nothing where the list cannot be read', async () => {
    const vendor = connect({ 'GET /v1/event-subscriptions': { status: 503, body: {} } });

    expect(await vendor.webhooks.subscribe(url, aCall())).toMatchObject({ status: 'retryable' });
    expect(vendor.seen).toHaveLength(1);
  });
});
