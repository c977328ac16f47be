import { describe, expect, it } from '@jest/globals';
import { createBench, pair } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import type { ChannelOrder } from '../model/order.ts';
import { takeOrder } from './take-order.ts';

const dearer = [orderLine('a', { quantity: 2, gross: '23.8' })];

/** An order that was placed, and then read again as the shop has it now. */
describe('an order that is placed', () => {
  it.each<[string, readonly Partial<ChannelOrder>[], readonly string[]]>([
    ['unchanged', [{}], []],
    ['edited', [{ lines: dearer }], ['ORDER_EDITED_AFTER_PLACING 1']],
    ['edited, and edited back', [{ lines: dearer }, {}], []],
    ['cancelled', [{ status: 'cancelled' }], ['ORDER_CANCELLED_AFTER_PLACING 1']],
    ['cancelled, and open again', [{ status: 'cancelled' }, {}], []],
    ['archived', [{ archived: true }], ['ORDER_PUT_AWAY_AFTER_PLACING 1']],
    ['archived once it was shipped', [{ status: 'shipped', archived: true }], []],
    ['unfinished again', [{ status: 'incomplete' }], ['ORDER_PUT_AWAY_AFTER_PLACING 1']],
    ['edited and cancelled', [{ lines: dearer, status: 'cancelled' }], ['ORDER_CANCELLED_AFTER_PLACING 1', 'ORDER_EDITED_AFTER_PLACING 1']],
    ['shipped', [{ status: 'shipped' }], []],
  ])('and %s stays placed; a person is told of what happened to it', async (_what, states, problems) => {
    const bench = createBench();
    const take = async (changes: Partial<ChannelOrder>): Promise<void> => {
      const order = channelOrder('1', changes);
      bench.shop.orders.set('1', order);
      await takeOrder(bench.run(), headOf(order), { baseline: false });
    };
    await take({});
    const record = await bench.tx((tx) => tx.orders.read(pair, '1'));
    if (record === undefined) throw new Error('it was taken a moment ago');
    await bench.tx((tx) => tx.orders.put({ ...record, state: 'placed', salesOrderId: 'so-1', placedRevision: record.revision ?? 0 }));

    for (const [place, changes] of states.entries()) await take({ modifiedAt: morning + 1 + place, ...changes });

    expect(await bench.problems()).toEqual(problems);
    expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'placed', salesOrderId: 'so-1', placedRevision: 1 });
  });
});
