import { describe, expect, it } from '@jest/globals';
import { call, channelOn, type Reply } from '../test/wire-double.ts';

/** Sheet 7.1: two lines, shipping, and what a provider declined later. */
const refund = (id: number, more: Readonly<Record<string, unknown>> = {}) => ({
  id,
  order_id: 218,
  user_id: 1,
  created: '2026-03-02T09:30:00Z',
  reason: 'Bruch',
  total_amount: '14.57',
  total_tax: '-0.03',
  uses_merchant_override_values: false,
  items: [
    { item_type: 'PRODUCT', item_id: 15, reason: 'Bruch', quantity: 1, adjustments: [], requested_amount: '9.67' },
    { item_type: 'SHIPPING', item_id: 9, reason: '', adjustments: [], requested_amount: 4.9 },
  ],
  payments: [
    { id: 7, provider_id: 'stripe', amount: 10, offline: false, is_declined: true, declined_message: 'no', transaction_id: 're_1' },
    { id: 8, provider_id: 'custom', amount: '4.57', offline: true, is_declined: false, declined_message: '', transaction_id: '' },
  ],
  ...more,
});

function refundsOn(respond: (query: Readonly<Record<string, string>>) => Reply) {
  const { channel, asked } = channelOn(({ query }) => respond(query));
  if (channel.refunds === undefined) throw new Error('the facet is missing');
  return { changed: channel.refunds.changed, asked };
}

const since = Date.parse('2026-03-02T12:00:00.900Z');

describe('refunds', () => {
  it('are asked for by their making, a day back, because a provider declines later', async () => {
    const { changed, asked } = refundsOn(() => ({ status: 204 }));

    expect(await changed({ since }, call)).toEqual({ status: 'done', value: { items: [] } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'GET',
      path: '/v3/orders/payment_actions/refunds',
      query: { 'created:min': '2026-03-01T11:59:59+00:00', page: '1', limit: '250' },
    });
  });

  it('are told with items, exact amounts and what became of each payment', async () => {
    const { changed } = refundsOn(() => ({ body: JSON.stringify({ data: [refund(1)], meta: {} }).replace('"14.57"', '14.57') }));

    expect(await changed({ since: 0 }, call)).toEqual({
      status: 'done',
      value: {
        items: [
          {
            id: '1',
            order: '218',
            at: Date.parse('2026-03-02T09:30:00Z'),
            totalGross: '14.57',
            tax: '-0.03',
            reason: 'Bruch',
            items: [
              { of: 'line', id: '15', quantity: 1, amount: '9.67' },
              { of: 'shipping', id: '9', amount: '4.9' },
            ],
            payments: [
              { amount: '10', offline: false, declined: true },
              { amount: '4.57', offline: true, declined: false },
            ],
          },
        ],
      },
    });
  });

  it.each([
    ['PRODUCT', 'line'],
    ['GIFT_WRAPPING', 'wrapping'],
    ['SHIPPING', 'shipping'],
    ['HANDLING', 'handling'],
    ['FEE', 'fee'],
    ['ORDER', 'order'],
    ['TAX', 'tax'],
    ['OF_TOMORROW', 'order'],
  ])('of %s are of the %s', async (item_type, of) => {
    const items = [{ item_type, item_id: 15, reason: '', quantity: 2, adjustments: [], requested_amount: 1 }];
    const { changed } = refundsOn(() => ({ body: { data: [refund(1, { items, reason: '' })], meta: {} } }));

    const answer = await changed({ since: 0 }, call);
    const [fact] = answer.status === 'done' ? answer.value.items : [];

    expect(fact?.items).toEqual([{ of, id: '15', ...(of === 'line' ? { quantity: 2 } : {}), amount: '1' }]);
    expect(fact).not.toHaveProperty('reason');
  });

  it('of tax alone have no items', async () => {
    const { changed } = refundsOn(() => ({ body: { data: [refund(1, { items: [], total_amount: 2 })], meta: {} } }));

    expect(await changed({ since: 0 }, call)).toMatchObject({ status: 'done', value: { items: [{ items: [], totalGross: '2' }] } });
  });

  it('go on at the last instant seen, and take in one that was made earlier under a later id', async () => {
    const at = (seconds: number): string => new Date(Date.parse('2026-03-02T09:00:00Z') + seconds * 1_000).toISOString();
    const rows = Array.from({ length: 251 }, (_, place) => refund(place + 1, { created: at(place === 100 ? 99 : place) }));
    const { changed, asked } = refundsOn((query) => {
      const from = Date.parse(query['created:min'] ?? '');
      return { body: { data: rows.filter((row) => Date.parse(row.created) >= from).slice(0, 250), meta: {} } };
    });

    const first = await changed({ since: 0 }, call);
    const next = first.status === 'done' ? (first.value.next ?? '') : '';
    const last = await changed({ since: 0, cursor: next }, call);

    expect(asked[1]?.query).toMatchObject({ 'created:min': `${at(248).slice(0, 19)}+00:00`, page: '1' });
    expect(last).toMatchObject({ status: 'done', value: { items: [{ id: '249' }, { id: '250' }, { id: '251' }] } });
  });

  it('are not read from a list that does not rise by id, since it would skip some', async () => {
    const { changed } = refundsOn(() => ({ body: { data: [refund(2), refund(1)], meta: {} } }));

    expect(await changed({ since: 0 }, call)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
  });
});
