import { describe, expect, it } from '@jest/globals';
import { decimal, type ListPrice } from '@megzo/core';
import { type Asked, call, channelOn, type Reply } from '../test/wire-double.ts';

function pricesOn(respond: (asked: Asked) => Reply) {
  const { channel, asked } = channelOn(respond);
  const { prices, taxClasses } = channel.listings ?? {};
  if (prices === undefined || taxClasses === undefined) throw new Error('a facet is missing');
  return { prices, taxClasses, asked };
}

const row = (id: number) => ({ id, name: `Liste ${id}`, active: id % 2 === 1, date_created: '', date_modified: '' });
const rowsFrom = (first: number, count: number) => Array.from({ length: count }, (_, place) => row(first + place));

describe('price lists', () => {
  it('are told with their names and whether they count, in one request', async () => {
    const { prices, asked } = pricesOn(() => ({ body: { data: rowsFrom(1, 2), meta: {} } }));

    expect(await prices.lists(call)).toEqual({
      status: 'done',
      value: [
        { id: '1', name: 'Liste 1', active: true },
        { id: '2', name: 'Liste 2', active: false },
      ],
    });
    expect(asked.map(({ path, query }) => [path, query])).toEqual([['/v3/pricelists', { limit: '250' }]]);
  });

  it('are none where there are none', async () => {
    expect(await pricesOn(() => ({ body: { data: [], meta: {} } })).prices.lists(call)).toEqual({ status: 'done', value: [] });
    expect(await pricesOn(() => ({ status: 204 })).prices.lists(call)).toEqual({ status: 'done', value: [] });
  });

  it('are read to their end by the cursor, once each', async () => {
    const links = { next: '?limit=2&after=b' };
    const { prices, asked } = pricesOn(({ query }) => ({
      body:
        query.after === undefined
          ? { data: rowsFrom(1, 2), meta: { cursor_pagination: { per_page: 2, end_cursor: 'b', links } } }
          : { data: rowsFrom(2, 2), meta: { cursor_pagination: { per_page: 250, end_cursor: 'c', links: {} } } },
    }));

    expect(await prices.lists(call)).toMatchObject({ value: [{ id: '1' }, { id: '2' }, { id: '3' }] });
    expect(asked.map(({ query }) => query)).toEqual([{ limit: '250' }, { limit: '250', after: 'b' }]);
  });

  it('are read to their end by page number where there is no cursor', async () => {
    for (const meta of [{ pagination: { current_page: 1, total_pages: 2 } }, {}]) {
      const { prices, asked } = pricesOn(({ query }) => ({
        body: query.page === undefined ? { data: rowsFrom(1, 250), meta } : { data: rowsFrom(251, 1), meta: {} },
      }));

      expect(await prices.lists(call)).toMatchObject({ value: { length: 251 } });
      expect(asked.map(({ query }) => query)).toEqual([{ limit: '250' }, { limit: '250', page: '2' }]);
    }
  });

  it('end with an empty page, whatever it says of further ones', async () => {
    for (const meta of [
      { pagination: { current_page: 1, total_pages: 9 } },
      { cursor_pagination: { end_cursor: 'b', links: { next: '?after=b' } } },
    ]) {
      const { prices, asked } = pricesOn(({ query }) => ({
        body: { data: query.page === undefined && query.after === undefined ? [row(1)] : [], meta },
      }));

      expect(await prices.lists(call)).toMatchObject({ status: 'done', value: [{ id: '1' }] });
      expect(asked).toHaveLength(2);
    }
  });

  it.each([[''], [null], ['again']])('are never cut off in silence where the next cursor is %j', async (end) => {
    const links = { next: '?after=x' };
    const { prices } = pricesOn(() => ({ body: { data: [row(1)], meta: { cursor_pagination: { end_cursor: end, links } } } }));

    expect(await prices.lists(call)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
  });
});

const price = (variant: string, currency = 'EUR', amount = '11.9'): ListPrice => ({
  ref: { product: '7', variant },
  currency,
  price: decimal(amount),
});
const refusal = (...records: readonly unknown[]): Reply => ({ status: 422, body: { batch_errors: records } });
const refused = (variant_id: unknown, currency: unknown = 'eur', field_errors: unknown = { price: 'The price is invalid' }) => ({
  data: { price_list_id: 3, variant_id, sku: null, currency },
  field_errors,
});

async function statuses(reply: Reply, ...prices: readonly ListPrice[]) {
  const outcome = await pricesOn(() => reply).prices.set('3', prices, call);
  if (outcome.status !== 'done') throw outcome.error;
  return outcome.value.map((one) => one.outcome.status);
}

describe('writing prices of a list', () => {
  it('is one upsert that names variants by id and keeps every digit', async () => {
    const { prices, asked } = pricesOn(() => ({ body: { data: {}, meta: {} } }));

    const outcome = await prices.set('3', [price('106', 'EUR', '12.3456'), price('107', 'USD', '0.1')], call);

    expect(outcome).toEqual({
      status: 'done',
      value: [
        { key: '7/106', outcome: { status: 'done', value: undefined } },
        { key: '7/107', outcome: { status: 'done', value: undefined } },
      ],
    });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['PUT /v3/pricelists/3/records']);
    expect(asked[0]?.body).toBe('[{"variant_id":106,"currency":"EUR","price":12.3456},{"variant_id":107,"currency":"USD","price":0.1}]');
  });

  it('takes a thousand at once, and asks nothing about none', async () => {
    const { prices, asked } = pricesOn(() => ({ body: { data: {}, meta: {} } }));

    expect(prices.batchMax).toBe(1_000);
    expect(await prices.set('3', [], call)).toEqual({ status: 'done', value: [] });
    expect(asked).toEqual([]);
  });

  it('has written all but the prices that a refusal names, by variant and currency', async () => {
    const prices = [price('106'), price('107'), price('107', 'USD'), price('108')];

    expect(await statuses(refusal(refused(107, 'usd'), refused(108, 'EUR')), ...prices)).toEqual(['done', 'done', 'rejected', 'rejected']);
    expect(await statuses(refusal(refused('107', null)), ...prices)).toEqual(['done', 'rejected', 'rejected', 'done']);
  });

  it('knows a long id again, and says why', async () => {
    const { prices } = pricesOn(() =>
      refusal(refused(9_000_000_106, 'eur', { price: 'is odd', currency: ['unknown', 'see https://x.y'] })),
    );

    const outcome = await prices.set('3', [price('9000000106'), price('107')], call);

    expect(outcome).toMatchObject({
      value: [
        {
          outcome: {
            status: 'rejected',
            error: {
              code: 'REFUSED',
              details: { errors: ['variant_id 9000000106 eur: price: is odd; currency.0: unknown; currency.1: see …'] },
            },
          },
        },
        { outcome: { status: 'done' } },
      ],
    });
  });

  it.each([[999], [null], [undefined]])('takes nothing for written beside a refused record %j that is none of ours', async (variant) => {
    expect(await statuses(refusal(refused(variant), refused(107)), price('106'), price('107'))).toEqual(['retryable', 'rejected']);
  });

  it('names every refused price of a full batch', async () => {
    const prices = Array.from({ length: 1_000 }, (_, place) => price(String(place + 1)));
    const records = prices.map((_, place) => refused(place + 1, 'eur', { price: 'no', currency: 'no', sale_price: 'no' }));

    expect(new Set(await statuses(refusal(...records), ...prices))).toEqual(new Set(['rejected']));
  });

  it('refuses all alike where the whole request is refused, but for places that are named', async () => {
    const whole = (errors: unknown): Reply => ({ status: 422, body: { status: 422, title: 'No', errors } });

    expect(await statuses(whole({}), price('106'), price('107'))).toEqual(['rejected', 'rejected']);
    expect(await statuses(refusal(), price('106'), price('107'))).toEqual(['rejected', 'rejected']);
    expect(await statuses(whole({ '1.price': 'no' }), price('106'), price('107'))).toEqual(['retryable', 'rejected']);
    expect(await statuses({ status: 404, body: { status: 404, title: 'The price list was not found.' } }, price('106'))).toEqual([
      'rejected',
    ]);
  });

  it('takes nothing for written where a success names errors', async () => {
    const { prices } = pricesOn(() => ({ status: 207, body: { data: {}, batch_errors: [refused(107)] } }));

    expect(await prices.set('3', [price('106'), price('107')], call)).toMatchObject({ status: 'retryable' });
  });

  it.each([
    [429, 'retryable'],
    [500, 'unknown'],
    [504, 'unknown'],
    [401, 'rejected'],
    [403, 'rejected'],
  ])('is as a whole what a %i says', async (status, expected) => {
    expect(await pricesOn(() => ({ status })).prices.set('3', [price('106')], call)).toMatchObject({ status: expected });
  });
});

describe('tax classes', () => {
  it('are told with their numbers', async () => {
    const { taxClasses, asked } = pricesOn(() => ({
      body: [
        { id: '0', name: 'Default Tax Class' },
        { id: 2, name: 'Ermäßigt' },
      ],
    }));

    expect(await taxClasses(call)).toEqual({
      status: 'done',
      value: [
        { id: 0, name: 'Default Tax Class' },
        { id: 2, name: 'Ermäßigt' },
      ],
    });
    expect(asked.map(({ path }) => path)).toEqual(['/v2/tax_classes']);
  });

  it('are none in a 204, and unreadable where an id is no number', async () => {
    expect(await pricesOn(() => ({ status: 204 })).taxClasses(call)).toEqual({ status: 'done', value: [] });
    expect(await pricesOn(() => ({ body: [{ id: 'x', name: '' }] })).taxClasses(call)).toMatchObject({ status: 'retryable' });
  });
});
