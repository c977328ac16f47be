import { describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { orderStates } from '../../test/order-states.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { runEffects } from '../effects/run-effects.ts';
import { done } from '../kernel/answer.ts';
import { effectKey } from '../kernel/ids.ts';
import type { ChannelOrder, OrderPayment } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import { salesOrderDriver } from './place-sales-order.ts';
import { takeOrder } from './take-order.ts';

const day = 24 * 3_600_000;

/** What happens to the order on the channel, and is then seen here. */
const happenings = {
  paid: { status: 'open' },
  edited: { status: 'open', lines: [orderLine('a', { quantity: 2, gross: '23.8' })] },
  unpaid: { status: 'pending' },
  reviewed: { status: 'under-review' },
  shipped: { status: 'shipped' },
  unfinished: { status: 'incomplete' },
  cancelled: { status: 'cancelled' },
  archived: { status: 'open', archived: true },
  'test-paid': { status: 'open', paidOnline: true },
  unreadable: { status: 'open' },
  deleted: { status: 'open' },
} as const satisfies Record<string, Partial<ChannelOrder>>;

/** How an order comes into each of the states from which it goes on. */
const beginnings = {
  unseen: [],
  'excluded, unfinished': ['unfinished'],
  'excluded, archived': ['archived'],
  'excluded, older than the cutover': ['old'],
  'excluded, a test': ['test-paid'],
  'excluded, dropped by a person': ['dropped'],
  'held, unpaid': ['unpaid'],
  'held, unreadable': ['unreadable'],
  admitted: ['paid'],
  'in doubt': ['paid', 'sent in vain'],
  'parked, in francs': ['francs'],
  'parked, a rate that cannot be': ['wrong rate', 'placing'],
  'parked, in doubt': ['paid', 'sent in vain', 'asked'],
  cancelled: ['cancelled'],
  'cancelled after being admitted': ['paid', 'cancelled'],
  placed: ['paid', 'placing'],
  'placed, then cancelled': ['paid', 'placing', 'cancelled'],
  'placed, then archived': ['paid', 'placing', 'archived'],
  'placed, then shipped': ['paid', 'placing', 'shipped'],
} as const;

const rows = orderStates
  .trim()
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()));

describe('the state of an order', () => {
  it('is told for every beginning and everything that can happen', () => {
    const told = rows.map(([beginning, happening]) => `${beginning} / ${happening}`);
    const all = Object.keys(beginnings).flatMap((beginning) => Object.keys(happenings).map((happening) => `${beginning} / ${happening}`));

    expect(told).toEqual(all);
  });

  it.each(rows)('%s, then %s: %s, effect %s, units %s, asked %s', async (beginning = '', happening = '', ...end) => {
    const story = createStory();
    for (const step of beginnings[beginning as keyof typeof beginnings]) await story.tell(step);

    await story.tell(happening);

    expect(await story.end()).toEqual(end);
  });
});

function createStory() {
  const bench: Bench = createBench();
  const key = effectKey('shop:store-1/order/1/place-sales-order');
  let modifiedAt = morning;
  Object.assign(bench.shop.port.orders, { payments: () => Promise.resolve(done([testPayment])) });

  async function take(changes: Partial<ChannelOrder>): Promise<void> {
    modifiedAt += 1_000;
    const order = channelOrder('1', { ...changes, modifiedAt });
    bench.shop.orders.set('1', order);
    await takeOrder(bench.run(), headOf(order), { baseline: false });
  }

  async function place(afterDoubt: 'send-again' | 'ask' = 'send-again'): Promise<void> {
    const run = bench.run();
    await runEffects(salesOrderDriver(run), { ...run, call: run.call('invoicing', 'order'), afterDoubt, attemptsMax: 6 });
  }

  const own: Readonly<Record<string, () => Promise<unknown>>> = {
    old: () => take({ placedAt: morning - 90 * day }),
    francs: () => take({ currency: 'CHF' }),
    'wrong rate': () => take({ lines: [orderLine('a', { rate: '20' })] }),
    placing: () => place(),
    'sent in vain': () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: false });
      return place();
    },
    asked: async () => {
      await bench.environment.advance(160_000);
      await place('ask');
    },
    dropped: async () => {
      await take({ currency: 'CHF' });
      const record = await bench.tx((tx) => tx.orders.read(pair, '1'));
      if (record !== undefined) await bench.tx((tx) => tx.orders.put({ ...record, state: 'excluded', reason: 'ORDER_DROPPED' }));
      await bench.tx((tx) => tx.problems.clear(`${pair}/ORDER_CURRENCY_UNSUPPORTED/1`));
    },
    unreadable: async () => {
      bench.shop.notYet.add('1');
      await take(happenings.unreadable);
      bench.shop.notYet.delete('1');
    },
    deleted: async () => {
      bench.shop.notYet.add('1');
      await take(happenings.deleted);
      await bench.environment.advance(day + 1);
      await take(happenings.deleted);
      bench.shop.notYet.delete('1');
    },
  };

  return {
    tell: (step: string): Promise<unknown> => own[step]?.() ?? take(happenings[step as keyof typeof happenings]),
    end: async (): Promise<readonly string[]> => {
      const [record, effect, held] = await bench.tx(async (tx) => [
        await tx.orders.read(pair, '1'),
        await tx.effects.read(key),
        await tx.stock.holdings('shop:store-1/order/1'),
      ]);
      const units = held.map(({ allocated, shipped }) => `${allocated}+${shipped}`).join(' ');
      const asked = (await bench.problems()).map((problem) => problem.replace(/ 1$/, '')).join(' ');
      const reason = record?.reason === undefined ? '' : ` ${record.reason.replace(/^ORDER_/, '')}`;
      return [`${record?.state ?? 'none'}${reason}`, effect?.state ?? '-', units === '' ? '-' : units, asked === '' ? '-' : asked];
    },
  };
}

const testPayment: OrderPayment = {
  id: '1',
  event: 'purchase',
  amount: decimal('11.9'),
  currency: 'EUR',
  provider: 'test-gateway',
  succeeded: true,
  test: true,
  at: morning,
};
