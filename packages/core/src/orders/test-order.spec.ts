import { describe, expect, it } from '@jest/globals';
import { createBench, pairSettings } from '../../test/bench.ts';
import { channelOrder, morning } from '../../test/orders.ts';
import { type Answer, done, rejected, retryable } from '../kernel/answer.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { ChannelOrder, OrderPayment } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import type { Call } from '../ports/call.ts';
import { isTestOrder } from './test-order.ts';

const call: Call = { signal: new AbortController().signal, priority: 'order' };
const test = payment({ test: true });
const real = payment({});
const vain = payment({ succeeded: false });

describe('an order', () => {
  it.each<[string, readonly OrderPayment[], boolean]>([
    ['a test payment', [test], true],
    ['two test payments', [test, test], true],
    ['a test payment and one that failed', [test, vain], true],
    ['a real payment', [real], false],
    ['a test payment first and a real one then', [test, real], false],
    ['a test payment that failed', [payment({ test: true, succeeded: false })], false],
    ['no payment yet', [], false],
  ])('with %s is a test: %s', async (_name, payments, expected) => {
    expect(await judge(done(payments))).toEqual(done(expected));
  });

  it('is asked about only where a provider took part, and where the merchant leaves tests out', async () => {
    expect(await judge(done([test]), { order: { paidOnline: undefined as never } })).toEqual(done(false));
    expect(await judge(done([test]), { testOrders: 'place' })).toEqual(done(false));
  });

  it('is read later where its payments cannot be read now, and counts as real where they may never be read', async () => {
    const busy = retryable(new SyncError('VENDOR_FAILED', '503'));

    expect(await judge(busy)).toEqual(busy);
    expect(await judge(rejected(new SyncError('FORBIDDEN', 'no scope')))).toEqual(done(false));
  });
});

async function judge(
  answer: Answer<readonly OrderPayment[]>,
  { order = {}, testOrders = 'exclude' }: { readonly order?: Partial<ChannelOrder>; readonly testOrders?: 'exclude' | 'place' } = {},
): Promise<Answer<boolean>> {
  const { channel } = createBench().run();
  const settings = { ...pairSettings, testOrders };
  const run = { channel: { ...channel, orders: { ...channel.orders, payments: () => Promise.resolve(answer) } }, settings };
  return isTestOrder(run, channelOrder('1', { paidOnline: true, ...order }), call);
}

function payment(changes: Partial<OrderPayment>): OrderPayment {
  const basis = { id: '1', event: 'purchase', amount: decimal('11.9'), currency: 'EUR', provider: 'card', at: morning } as const;
  return { ...basis, succeeded: true, test: false, ...changes };
}
