import { describe, expect, it } from '@jest/globals';
import { answerFaults, requestFaults } from './index.ts';

describe('the schemas of the sheet', () => {
  const asked = (method: string, path: string, body: unknown, query = '') => ({
    method,
    path,
    query: new URLSearchParams(query),
    headers: new Headers({ 'x-auth-token': 't', accept: 'application/json', 'content-type': 'application/json' }),
    body: body === undefined ? '' : JSON.stringify(body),
  });

  it.each([
    [
      'an unknown field',
      asked('POST', '/v2/orders/1/shipments', { order_address_id: 1, items: [{ order_product_id: 1, quantity: 1 }], awb: '1' }),
    ],
    [
      'a provider that is none',
      asked('POST', '/v2/orders/1/shipments', {
        order_address_id: 1,
        items: [{ order_product_id: 1, quantity: 1 }],
        shipping_provider: 'dhl',
      }),
    ],
    [
      'an eleventh product',
      asked(
        'PUT',
        '/v3/catalog/products',
        Array.from({ length: 11 }, (_, place) => ({ id: place + 1, price: 1 })),
      ),
    ],
    ['stock in a catalog write', asked('PUT', '/v3/catalog/products', [{ id: 1, inventory_level: 5 }])],
    [
      'two identities',
      asked('PUT', '/v3/inventory/adjustments/absolute', { items: [{ location_id: 1, sku: 'A', variant_id: 1, quantity: 1 }] }),
    ],
    ['half a unit of stock', asked('POST', '/v3/inventory/adjustments/relative', { items: [{ location_id: 1, sku: 'A', quantity: 0.5 }] })],
    ['a move of nothing', asked('POST', '/v3/inventory/adjustments/relative', { items: [{ location_id: 1, sku: 'A', quantity: 0 }] })],
    ['a negative figure', asked('PUT', '/v3/inventory/adjustments/absolute', { items: [{ location_id: 1, sku: 'A', quantity: -1 }] })],
    ['a price of nobody', asked('PUT', '/v3/pricelists/1/records', [{ currency: 'EUR', price: 1 }])],
    ['a price of two', asked('PUT', '/v3/pricelists/1/records', [{ variant_id: 1, sku: 'A', currency: 'EUR', price: 1 }])],
    ['a price below zero', asked('PUT', '/v3/pricelists/1/records', [{ variant_id: 1, currency: 'EUR', price: -1 }])],
    ['a price of no currency', asked('PUT', '/v3/pricelists/1/records', [{ variant_id: 1, currency: '', price: 1 }])],
    ['price lists by page beside a cursor', asked('GET', '/v3/pricelists', undefined, 'page=2&after=abc')],
    ['an unknown filter', asked('GET', '/v2/orders', undefined, 'min_date=1')],
    ['a date without its time', asked('GET', '/v3/catalog/products', undefined, 'date_modified:min=2026-01-01')],
    ['a page above the maximum', asked('GET', '/v2/orders', undefined, 'limit=251')],
    ['a page beside a cursor', asked('GET', '/v3/orders/metafields', undefined, 'page=2&after=abc')],
    ['a hook on another port', asked('POST', '/v3/hooks', { scope: 'store/order/*', destination: 'https://a.example:8443/' })],
    ['a body on a read', asked('GET', '/v2/time', { a: 1 })],
    ['a call of nobody', asked('POST', '/v2/orders/1/returns', {})],
    ['no token', { ...asked('GET', '/v2/time', undefined), headers: new Headers({ accept: 'application/json' }) }],
  ])('do not let %s out', (_case, request) => {
    expect(requestFaults(request)).not.toEqual([]);
  });

  const headers = new Headers({
    'content-type': 'application/json',
    ...Object.fromEntries(
      ['Time-Window-Ms', 'Time-Reset-Ms', 'Requests-Quota', 'Requests-Left'].map((name) => [`X-Rate-Limit-${name}`, '1']),
    ),
  });
  it.each([
    ['an empty v2 list', '/v2/orders', { status: 200, headers, body: '[]' }],
    ['a number for money', '/v2/orders/1/fees', { status: 200, headers, body: '[{"id":1,"base_cost":2.5}]' }],
    ['a v3 error from v2', '/v2/orders/1', { status: 404, headers, body: '{"status":404,"title":"Not found"}' }],
    ['a v2 error from v3', '/v3/hooks/1', { status: 404, headers, body: '[{"status":404,"message":"Not found"}]' }],
    ['plain JSON for a problem', '/v3/inventory/items', { status: 422, headers, body: '{"status":422,"title":"No"}' }],
    [
      'no rate limit headers',
      '/v2/time',
      { status: 200, headers: new Headers({ 'content-type': 'application/json' }), body: '{"time":1}' },
    ],
    ['a list without its envelope', '/v3/hooks', { status: 200, headers, body: '[]' }],
    ['another success', '/v2/time', { status: 202, headers, body: '{"time":1}' }],
  ])('do not let %s in', (_case, path, answered) => {
    expect(answerFaults({ method: 'GET', path }, answered)).not.toEqual([]);
  });
});
