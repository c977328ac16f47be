import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { RawWebhook } from '@megzo/core';
import { channelOn, wireNow } from '../test/wire-double.ts';
import type { BigcommerceOptions } from './options.ts';

const webhookSecret = 'a-long-random-webhook-secret';
const clientSecret = 'client-secret';

function hooksOf(more: Partial<BigcommerceOptions> = {}) {
  const { channel } = channelOn(() => ({}), { webhookSecret, clientSecret, ...more });
  if (channel.webhooks === undefined) throw new Error('the facet is missing');
  return channel.webhooks;
}

/** Sheet 9.3, with the header that every hook of ours carries. */
function message(scope: string, data: unknown, more: Readonly<Record<string, unknown>> = {}): RawWebhook {
  const body = { scope, store_id: '1025646', data, hash: 'dd'.repeat(20), created_at: 1561479335, producer: 'stores/abc123', ...more };
  return { headers: { 'x-megzo-secret': webhookSecret, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function signed({ headers, body }: RawWebhook, { at = wireNow, key = clientSecret } = {}): RawWebhook {
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', key)
    .update(`msg_1.${timestamp}.${String(body)}`)
    .digest('base64');
  return { headers: { ...headers, 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }, body };
}

const updated = message('store/order/updated', { type: 'order', id: 218 });
const look = [{ what: 'order', id: '218' }];

describe('a webhook', () => {
  it('is there only with a secret of ours', () => {
    expect(channelOn(() => ({}), { clientSecret }).channel.webhooks).toBe(undefined);
  });

  it('gives reason to look, as text or as bytes', () => {
    expect(hooksOf().read(updated)).toEqual({ look });
    expect(hooksOf().read({ ...updated, body: new TextEncoder().encode(String(updated.body)) })).toEqual({ look });
  });

  it.each([
    ['without our header', { ...updated, headers: {} }],
    ['with another secret', { ...updated, headers: { 'x-megzo-secret': `${webhookSecret}x` } }],
    ['with a signature alone', { ...signed(updated), headers: { ...signed(updated).headers, 'x-megzo-secret': '' } }],
    ['of another store', message('store/order/updated', { id: 218 }, { producer: 'stores/abc1234' })],
    ['of a store known by its number only', message('store/order/updated', { id: 218 }, { producer: undefined, store_id: 'abc123' })],
    ['that is no JSON', { ...updated, body: '<html></html>' }],
    ['without a body', { ...updated, body: '' }],
    ['signed with another key', signed(updated, { key: 'another' })],
    ['with an old signature', signed(updated, { at: wireNow - 301_000 })],
    ['whose body was changed after signing', { ...signed(updated), body: String(updated.body).replace('218', '219') }],
    ['with half a signature', { ...updated, headers: { ...updated.headers, 'webhook-id': 'msg_1' } }],
  ])('%s is nothing', (_case, forged) => {
    expect(hooksOf().read(forged)).toBe(undefined);
  });

  it('is taken with its signature, and without one only where none is required', () => {
    const strict = hooksOf({ signatures: 'required' });

    expect(hooksOf().read(signed(updated))).toEqual({ look });
    expect(strict.read(signed(updated))).toEqual({ look });
    expect(strict.read(updated)).toBe(undefined);
  });

  it('is taken on our header alone while the client secret is not known', () => {
    const { channel } = channelOn(() => ({}), { webhookSecret });

    expect(channel.webhooks?.read(signed(updated, { key: 'whatever' }))).toEqual({ look });
  });

  const variant = { product_id: 7, variant_id: 9, method: 'relative', value: -1 };
  it.each([
    ['store/order/created', { type: 'order', id: 218 }, 'order', '218'],
    ['store/order/archived', { type: 'order', id: 218 }, 'order', '218'],
    ['store/order/statusUpdated', { type: 'order', id: 218, status: { previous_status_id: 0, new_status_id: 11 } }, 'order', '218'],
    ['store/order/statusUpdated', { type: 'order', id: 218 }, 'order', '218'],
    ['store/order/refund/created', { type: 'order', id: 218, refund: { refund_id: 4 } }, 'order', '218'],
    ['store/order/transaction/created', { type: 'transaction', order_id: '218', transaction_id: 3, result: {} }, 'order', '218'],
    ['store/order/transaction/updated', { type: 'transaction', order_id: '218', transaction_id: 3 }, 'order', '218'],
    ['store/channel/1/order/updated', { order_id: 218 }, 'order', '218'],
    ['store/shipment/created', { type: 'shipment', id: 5, orderId: 218 }, 'order', '218'],
    ['store/shipment/deleted', { type: 'shipment', id: 5, orderId: 218 }, 'order', '218'],
    ['store/product/created', { type: 'product', id: 7 }, 'listing', '7'],
    ['store/product/updated', { type: 'product', id: 7 }, 'listing', '7'],
    ['store/product/inventory/order/updated', { type: 'product', id: 7, inventory: { product_id: 7, value: -1 } }, 'listing', '7'],
    ['store/sku/updated', { type: 'sku', id: 461, sku: { product_id: 7, variant_id: 9 } }, 'listing', '7/9'],
    ['store/sku/inventory/order/updated', { type: 'sku', id: 461, inventory: variant }, 'listing', '7/9'],
    ['store/information/updated', { type: 'store' }, 'settings', 'abc123'],
    ['store/app/uninstalled', { type: 'store' }, 'settings', 'abc123'],
  ])('of %s with %j is a reason to look at the %s %s', (scope, data, what, id) => {
    expect(hooksOf().read(message(scope, data))).toEqual({ look: [{ what, id }] });
  });

  it.each([
    ['store/order/metafield/created', { metafield_id: 8, resource_id: '218', namespace: 'megzo' }],
    ['store/order/message/created', { type: 'order', id: 218, message: { order_message_id: 3 } }],
    ['store/product/inventory/updated', { type: 'product', id: 7, inventory: { product_id: 7, method: 'absolute', value: 5 } }],
    ['store/sku/inventory/updated', { type: 'sku', id: 461, inventory: variant }],
    ['store/of/tomorrow', { id: 1 }],
    ['store/order/updated', {}],
    ['store/order/updated', null],
    ['store/shipment/created', { type: 'shipment', id: 5, orderId: { odd: true } }],
  ])('of %s with %j is genuine, and no reason to look', (scope, data) => {
    expect(hooksOf().read(message(scope, data))).toEqual({ look: [] });
  });
});
