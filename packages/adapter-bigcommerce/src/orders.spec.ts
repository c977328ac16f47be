import { describe, expect, it } from '@jest/globals';
import { orderRow } from '../test/order-fixtures.ts';
import { call, channelOn } from '../test/wire-double.ts';
import { orderStatus } from './wire/order-row.ts';

describe('changed orders', () => {
  it('are asked for in the order of their last change, 250 at a time, from the second before', async () => {
    const { channel, asked } = channelOn(() => ({ status: 204 }));

    const answer = await channel.orders.changed({ since: Date.parse('2019-03-05T21:40:11.800Z') }, call);

    expect(answer).toEqual({ status: 'done', value: { items: [] } });
    expect(asked[0]).toMatchObject({
      method: 'GET',
      path: '/v2/orders',
      query: { min_date_modified: 'Tue, 05 Mar 2019 21:40:10 +0000', sort: 'date_modified:asc', limit: '250', page: '1' },
    });
  });

  it('become heads with the charged currency and exact amounts', async () => {
    const { channel } = channelOn(() => ({ body: [orderRow(218), orderRow(219, { is_deleted: true, status_id: 5, total_inc_tax: 7 })] }));

    const answer = await channel.orders.changed({ since: 0 }, call);

    expect(answer).toEqual({
      status: 'done',
      value: {
        items: [
          {
            id: '218',
            placedAt: Date.parse('2019-03-05T21:40:11Z'),
            modifiedAt: Date.parse('2019-03-05T21:41:12Z'),
            status: 'open',
            currency: 'EUR',
            totalGross: '62.43',
            archived: false,
          },
          expect.objectContaining({ id: '219', status: 'cancelled', totalGross: '7', archived: true }),
        ],
      },
    });
  });

  it('go on at the last instant seen, not at a page number', async () => {
    const second = (place: number) => new Date(Date.parse('2019-03-05T22:00:00Z') + place * 1_000).toUTCString().replace('GMT', '+0000');
    const full = Array.from({ length: 250 }, (_, place) => orderRow(place + 1, { date_modified: second(place) }));
    const { channel, asked } = channelOn(({ query }) => ({ body: query.min_date_modified === second(248) ? full.slice(248) : full }));

    const first = await channel.orders.changed({ since: 0 }, call);
    const next = first.status === 'done' ? first.value.next : undefined;
    const last = await channel.orders.changed({ since: 0, cursor: next ?? '' }, call);

    expect(asked[1]?.query).toMatchObject({ min_date_modified: second(248), page: '1' });
    expect(last).toMatchObject({ status: 'done', value: { items: [{ id: '249' }, { id: '250' }] } });
    expect(last.status === 'done' && last.value.next).toBe(undefined);
  });

  it('are not taken for none when the answer cannot be read', async () => {
    for (const body of ['<html>busy</html>', '[{"id":1', '{"id":1}', 'null', [{ ...orderRow(1), date_modified: '2019-03-05' }]]) {
      const { channel } = channelOn(() => ({ body }));

      expect(await channel.orders.changed({ since: 0 }, call)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
    }
  });
});

describe('placed orders', () => {
  it('are asked for by the span of their placement, in the order of ids', async () => {
    const { channel, asked } = channelOn(() => ({ body: [orderRow(7)] }));
    const from = Date.parse('2026-02-01T00:00:00Z');

    const answer = await channel.orders.placed({ from, to: from + 1_500, cursor: '5' }, call);

    expect(answer).toMatchObject({ status: 'done', value: { items: [{ id: '7' }] } });
    expect(asked[0]?.query).toEqual({
      min_date_created: 'Sat, 31 Jan 2026 23:59:59 +0000',
      max_date_created: 'Sun, 01 Feb 2026 00:00:03 +0000',
      sort: 'id:asc',
      min_id: '5',
      limit: '250',
    });
  });
});

describe('open orders', () => {
  it('are read status by status through the cursor, in the order in which an order goes through them', async () => {
    const { channel, asked } = channelOn(({ query }) =>
      query.status_id === '11' ? { body: [orderRow(40, { status_id: 11 })] } : { status: 204 },
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await channel.orders.open(cursor === undefined ? { since: 0 } : { since: 0, cursor }, call);
      if (answer.status !== 'done') throw answer.error;
      seen.push(...answer.value.items.map((head) => head.id));
      cursor = answer.value.next;
    } while (cursor !== undefined);

    expect(seen).toEqual(['40']);
    expect(asked.map(({ query }) => query.status_id)).toEqual(['1', '7', '12', '11', '9', '8', '3', '14', '13']);
  });

  it('go on within a status after the last id seen', async () => {
    const full = Array.from({ length: 250 }, (_, place) => orderRow(100 + place));
    const { channel, asked } = channelOn(({ query }) => (query.min_id === undefined ? { body: full } : { status: 204 }));

    const first = await channel.orders.open({ since: 0 }, call);
    const next = first.status === 'done' ? first.value.next : undefined;
    await channel.orders.open({ since: 0, cursor: next ?? '' }, call);

    expect(asked.map(({ query }) => [query.status_id, query.min_id])).toEqual([
      ['1', undefined],
      ['1', '350'],
    ]);
  });

  it('include a partially refunded one only while something of it is unshipped', async () => {
    const rows = [
      orderRow(1, { status_id: 14, items_total: 3, items_shipped: 1 }),
      orderRow(2, { status_id: 14, items_total: 3, items_shipped: 3 }),
    ];
    const { channel } = channelOn(({ query }) => (query.status_id === '14' ? { body: rows } : { status: 204 }));

    const answer = await channel.orders.open({ since: 0, cursor: '7.' }, call);

    expect(answer).toMatchObject({ status: 'done', value: { items: [{ id: '1', status: 'partially-refunded' }] } });
  });
});

describe('the status of an order', () => {
  it.each([
    [0, 'incomplete'],
    [1, 'pending'],
    [2, 'shipped'],
    [3, 'partially-shipped'],
    [4, 'refunded'],
    [5, 'cancelled'],
    [6, 'declined'],
    [7, 'awaiting-payment'],
    [8, 'open'],
    [9, 'open'],
    [10, 'completed'],
    [11, 'open'],
    [12, 'under-review'],
    [13, 'under-review'],
    [14, 'partially-refunded'],
    [15, 'under-review'],
  ])('%i is %s, whatever its label says', (id, status) => {
    expect(orderStatus(id)).toBe(status);
  });
});
