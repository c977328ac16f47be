import { describe, expect, it } from '@jest/globals';
import { channelOrder, morning } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import type { OrderHead } from '../model/order.ts';
import { orderStatuses } from '../model/order.ts';
import { admitOrder } from './admit-order.ts';

const rules = { ordersFrom: morning, bookCurrency: 'EUR', otherCurrencies: 'park' } as const;

describe('admitting an order by its head', () => {
  it.each<[string, Partial<OrderHead>, string, string | undefined]>([
    ['incomplete', { status: 'incomplete' }, 'excluded', 'ORDER_INCOMPLETE'],
    ['pending', { status: 'pending' }, 'held', 'ORDER_PENDING'],
    ['awaiting-payment', { status: 'awaiting-payment' }, 'admitted', undefined],
    ['under-review', { status: 'under-review' }, 'held', 'ORDER_UNDER_REVIEW'],
    ['open', { status: 'open' }, 'admitted', undefined],
    ['partially-shipped', { status: 'partially-shipped' }, 'admitted', undefined],
    ['shipped', { status: 'shipped' }, 'admitted', undefined],
    ['completed', { status: 'completed' }, 'admitted', undefined],
    ['partially-refunded', { status: 'partially-refunded' }, 'admitted', undefined],
    ['refunded', { status: 'refunded' }, 'admitted', undefined],
    ['cancelled', { status: 'cancelled' }, 'cancelled', 'ORDER_CANCELLED'],
    ['declined', { status: 'declined' }, 'cancelled', 'ORDER_CANCELLED'],
  ])('judges an order that is %s', (status, changes, state, reason) => {
    expect(orderStatuses).toContain(status);
    expect(judge(changes)).toMatchObject(reason === undefined ? { state } : { state, reason });
    expect(judge(changes).reason).toBe(reason);
  });

  it.each<[string, Partial<OrderHead>, string, string | undefined]>([
    ['placed at the cutover', { placedAt: morning }, 'admitted', undefined],
    ['placed a millisecond before it', { placedAt: morning - 1 }, 'excluded', 'ORDER_BEFORE_CUTOVER'],
    ['archived', { archived: true }, 'excluded', 'ORDER_ARCHIVED'],
    ['in another currency', { currency: 'CHF' }, 'parked', 'ORDER_CURRENCY_UNSUPPORTED'],
    ['cancelled in another currency', { currency: 'CHF', status: 'cancelled' }, 'cancelled', 'ORDER_CANCELLED'],
    ['cancelled and archived', { archived: true, status: 'cancelled' }, 'cancelled', 'ORDER_CANCELLED'],
    ['old and in another currency: nobody needs to look', { currency: 'CHF', placedAt: morning - 1 }, 'excluded', 'ORDER_BEFORE_CUTOVER'],
    ['incomplete in another currency', { currency: 'CHF', status: 'incomplete' }, 'excluded', 'ORDER_INCOMPLETE'],
    ['pending in another currency', { currency: 'CHF', status: 'pending' }, 'parked', 'ORDER_CURRENCY_UNSUPPORTED'],
    ['old and pending', { placedAt: morning - 1, status: 'pending' }, 'excluded', 'ORDER_BEFORE_CUTOVER'],
  ])('judges an order that is %s', (_name, changes, state, reason) => {
    const judged = judge(changes);

    expect([judged.state, judged.reason]).toEqual([state, reason]);
  });

  it('names both currencies', () => {
    expect(judge({ currency: 'CHF' }).reasonData).toEqual({ currency: 'CHF', bookCurrency: 'EUR' });
  });

  it('admits another currency where the merchant converts', () => {
    const converting = { ...rules, otherCurrencies: 'convert' } as const;

    expect(admitOrder({ ...headOf(channelOrder('1')), currency: 'CHF' }, converting)).toEqual({ state: 'admitted' });
    expect(admitOrder({ ...headOf(channelOrder('1')), currency: 'CHF', status: 'pending' }, converting).state).toBe('held');
  });
});

function judge(changes: Partial<OrderHead>): ReturnType<typeof admitOrder> {
  return admitOrder({ ...headOf(channelOrder('1')), ...changes }, rules);
}
