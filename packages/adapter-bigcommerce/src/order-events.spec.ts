import { describe, expect, it } from '@jest/globals';
import { type Asked, call, channelOn, type Reply } from '../test/wire-double.ts';

function ordersOn(respond: (asked: Asked) => Reply) {
  const { channel, asked } = channelOn(respond);
  const { payments, messages } = channel.orders;
  if (payments === undefined || messages === undefined) throw new Error('a facet is missing');
  return { payments, messages, asked };
}

function transaction(id: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    order_id: '218',
    event: 'purchase',
    method: 'credit_card',
    amount: 62.43,
    currency: 'EUR',
    gateway: 'stripe',
    gateway_transaction_id: 'ch_1',
    status: 'ok',
    test: false,
    fraud_review: false,
    reference_transaction_id: null,
    date_created: '2019-03-05T21:40:11+00:00',
    credit_card: {},
    ...more,
  };
}

async function paymentsOf(...rows: readonly unknown[]) {
  const { payments } = ordersOn(() => ({ body: { data: rows, meta: {} } }));
  const answer = await payments('218', call);
  if (answer.status !== 'done') throw answer.error;
  return answer.value;
}

describe('the payments of an order', () => {
  it('are the movements of money that the store heard of', async () => {
    expect(await paymentsOf(transaction(3))).toEqual([
      {
        id: '3',
        event: 'purchase',
        amount: '62.43',
        currency: 'EUR',
        provider: 'stripe',
        reference: 'ch_1',
        succeeded: true,
        test: false,
        at: Date.parse('2019-03-05T21:40:11Z'),
      },
    ]);
  });

  it.each([
    ['authorization', 'authorization'],
    ['capture', 'capture'],
    ['purchase', 'purchase'],
    ['refund', 'refund'],
    ['void', 'void'],
    ['pending', 'pending'],
    ['settled', 'settled'],
    ['chargeback', 'other'],
    ['constructor', 'other'],
  ])('call the event %s %s', async (event, expected) => {
    expect(await paymentsOf(transaction(3, { event }))).toMatchObject([{ event: expected }]);
  });

  it('keep every digit of an amount', async () => {
    const { payments } = ordersOn(() => ({ body: `{"data":[${JSON.stringify(transaction(3)).replace('62.43', '90071992547409.9300')}]}` }));

    expect(await payments('218', call)).toMatchObject({ value: [{ amount: '90071992547409.93' }] });
  });

  it('have succeeded only where the store says so, and moved no money where they are tests', async () => {
    const rows = [
      transaction(1, { status: 'error' }),
      transaction(2, { status: 'unsure' }),
      transaction(3, { status: null }),
      transaction(4, { test: true }),
    ];

    expect((await paymentsOf(...rows)).map(({ succeeded, test }) => [succeeded, test])).toEqual([
      [false, false],
      [false, false],
      [false, false],
      [true, true],
    ]);
  });

  it('name the means of payment where there is no gateway, and no reference where there is none', async () => {
    const [payment] = await paymentsOf(transaction(3, { gateway: null, gateway_transaction_id: '', method: 'store_credit' }));

    expect(payment).toMatchObject({ provider: 'store_credit' });
    expect(payment).not.toHaveProperty('reference');
  });

  it.each([[{}], [null], [undefined]])('do not mind absent parts that come as %j', async (none) => {
    const parts = { offline: none, custom: none, gift_certificate: none, store_credit: none, credit_card: none };

    expect(await paymentsOf(transaction(3, parts))).toHaveLength(1);
  });

  it('come oldest first, whatever the order of the list', async () => {
    const rows = [
      transaction(12, { date_created: '2019-03-05T21:40:12+00:00' }),
      transaction(10, { date_created: '2019-03-05T21:40:12+00:00' }),
      transaction(9, { date_created: '2019-03-05T21:40:13Z' }),
      transaction(11, { date_created: '2019-03-05T22:40:11+01:00' }),
    ];

    expect((await paymentsOf(...rows)).map(({ id }) => id)).toEqual(['11', '10', '12', '9']);
  });

  it('are none in a 204, asked for by one request', async () => {
    const { payments, asked } = ordersOn(() => ({ status: 204 }));

    expect(await payments('218', call)).toEqual({ status: 'done', value: [] });
    expect(asked.map(({ path, query }) => [path, query])).toEqual([['/v3/orders/218/transactions', { limit: '250', page: '1' }]]);
  });

  it('are read on where a page could be full', async () => {
    const rows = Array.from({ length: 60 }, (_, place) => transaction(place + 1));
    const { payments } = ordersOn(({ query }) => ({ body: { data: query.page === '1' ? rows.slice(0, 50) : rows.slice(50) } }));

    expect(await payments('218', call)).toMatchObject({ value: rows.map(({ id }) => ({ id: String(id) })) });
  });

  it('are asked for again after a 503, and are refused for an order that is not there', async () => {
    expect(await ordersOn(() => ({ status: 503 })).payments('218', call)).toMatchObject({ status: 'retryable' });
    expect(await ordersOn(() => ({ status: 404 })).payments('218', call)).toMatchObject({
      status: 'rejected',
      error: { code: 'NOT_FOUND' },
    });
  });

  it('are unreadable rather than of no currency', async () => {
    const { payments } = ordersOn(() => ({ body: { data: [transaction(3, { currency: '' })] } }));

    expect(await payments('218', call)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
  });
});

describe('the messages of an order', () => {
  const message = (id: number, more: Readonly<Record<string, unknown>> = {}) => ({
    id,
    order_id: 218,
    staff_id: 0,
    type: 'customer',
    subject: 'Frage',
    message: 'Wo bleibt mein Paket?',
    date_created: 'Tue, 05 Mar 2019 21:40:11 +0000',
    ...more,
  });
  const messagesOf = async (...rows: readonly unknown[]) => {
    const answer = await ordersOn(() => ({ body: rows })).messages('218', call);
    if (answer.status !== 'done') throw answer.error;
    return answer.value;
  };

  it('are what was written, oldest first', async () => {
    expect(await messagesOf(message(8, { date_created: 'Tue, 05 Mar 2019 21:40:12 +0000' }), message(7))).toEqual([
      { id: '7', by: 'customer', subject: 'Frage', text: 'Wo bleibt mein Paket?', at: Date.parse('2019-03-05T21:40:11Z') },
      { id: '8', by: 'customer', subject: 'Frage', text: 'Wo bleibt mein Paket?', at: Date.parse('2019-03-05T21:40:12Z') },
    ]);
  });

  it.each([
    [{ type: 'customer', staff_id: 5 }, 'customer'],
    [{ type: 'merchant' }, 'staff'],
    [{ type: undefined, staff_id: 5 }, 'staff'],
    [{ type: undefined, staff_id: 0 }, 'customer'],
    [{ type: undefined, staff_id: undefined }, 'customer'],
  ])('with %j are by the %s', async (more, by) => {
    expect(await messagesOf(message(7, more))).toMatchObject([{ by }]);
  });

  it('are none in a 204, refused for an order that is not there, and asked for again after a failure', async () => {
    const { messages, asked } = ordersOn(() => ({ status: 204 }));

    expect(await messages('218', call)).toEqual({ status: 'done', value: [] });
    expect(asked.map(({ path }) => path)).toEqual(['/v2/orders/218/messages']);
    expect(await ordersOn(() => ({ status: 404 })).messages('218', call)).toMatchObject({ status: 'rejected' });
    expect(await ordersOn(() => ({ status: 500 })).messages('218', call)).toMatchObject({ status: 'retryable' });
  });
});
