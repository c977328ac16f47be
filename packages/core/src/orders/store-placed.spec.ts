import { describe, expect, it } from '@jest/globals';
import { createBench, pair } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import type { ChannelOrder } from '../model/order.ts';
import { takeOrder } from './take-order.ts';

const cheaper = [orderLine('a', { quantity: 1, gross: '5.95' })];
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
    const { bench, take } = await placed();

    for (const changes of states) await take(changes);

    expect(await bench.problems()).toEqual(problems);
    for (const { data } of await bench.tx((tx) => tx.problems.open(pair, undefined, 9)))
      expect(data).toEqual({ order: '1', link: expect.stringContaining('so-1') });
    expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'placed', salesOrderId: 'so-1', placedRevision: 1 });
  });

  const back = ['ORDER_AS_BEFORE_AGAIN 1'];
  it.each<[string, Partial<ChannelOrder>, string, readonly Partial<ChannelOrder>[], readonly string[]]>([
    ['a cancellation, and touched once more', { status: 'cancelled' }, 'CANCELLED', [{ status: 'cancelled' }], []],
    [
      'a cancellation, and touched twice more',
      { status: 'cancelled' },
      'CANCELLED',
      [{ status: 'cancelled' }, { status: 'cancelled' }],
      [],
    ],
    ['a cancellation, touched, and opened again', { status: 'cancelled' }, 'CANCELLED', [{ status: 'cancelled' }, {}], back],
    ['a cancellation, and opened again', { status: 'cancelled' }, 'CANCELLED', [{}], back],
    [
      'a cancellation that was taken back and made again',
      { status: 'cancelled' },
      'CANCELLED',
      [{}, { status: 'cancelled' }],
      [...back, 'ORDER_CANCELLED_AFTER_PLACING 1'],
    ],
    ['an archiving, and touched once more', { archived: true }, 'PUT_AWAY', [{ archived: true }], []],
    ['an archiving, and restored', { archived: true }, 'PUT_AWAY', [{}], back],
    ['an edit, and touched once more', { lines: dearer }, 'EDITED', [{ lines: dearer }], []],
    ['an edit, and shipped', { lines: dearer }, 'EDITED', [{ lines: dearer, status: 'shipped' }], []],
    ['an edit, and edited back', { lines: dearer }, 'EDITED', [{}], back],
    ['an edit, and edited otherwise', { lines: dearer }, 'EDITED', [{ lines: cheaper }], ['ORDER_EDITED_AFTER_PLACING 1']],
    ['an edit, and cancelled', { lines: dearer }, 'EDITED', [{ lines: dearer, status: 'cancelled' }], ['ORDER_CANCELLED_AFTER_PLACING 1']],
    [
      'an edit that was edited on and back to it',
      { lines: dearer },
      'EDITED',
      [{ lines: cheaper }, { lines: dearer }],
      ['ORDER_EDITED_AFTER_PLACING 1'],
    ],
  ])('is told of once where a person settled %s', async (_what, first, code, then, problems) => {
    const { bench, take } = await placed();
    await take(first);
    const word = { key: `${pair}/ORDER_${code}_AFTER_PLACING/1`, by: 'anna', why: 'dealt with it' };
    expect(await bench.engine().problems.settle(word)).toEqual({ status: 'settled' });
    expect(await bench.problems()).toEqual([]);

    for (const changes of then) await take(changes);

    expect(await bench.problems()).toEqual(problems);
  });

  it('is told of anew where it is taken back and made again after the word about that', async () => {
    const { bench, take } = await placed();
    const settle = (code: string) => bench.engine().problems.settle({ key: `${pair}/${code}/1`, by: 'anna', why: 'dealt with it' });
    await take({ status: 'cancelled' });
    await settle('ORDER_CANCELLED_AFTER_PLACING');
    await take({});
    await settle('ORDER_AS_BEFORE_AGAIN');
    expect(await bench.problems()).toEqual([]);

    await take({});
    expect(await bench.problems()).toEqual([]);
    await take({ status: 'cancelled' });
    expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1']);
  });
});

async function placed() {
  const bench = createBench();
  let looks = 0;
  const take = async (changes: Partial<ChannelOrder>): Promise<void> => {
    looks += 1;
    const order = channelOrder('1', { modifiedAt: morning + looks, ...changes });
    bench.shop.orders.set('1', order);
    await takeOrder(bench.run(), headOf(order), { baseline: false });
  };
  await take({});
  const record = await bench.tx((tx) => tx.orders.read(pair, '1'));
  if (record === undefined) throw new Error('it was taken a moment ago');
  await bench.tx((tx) => tx.orders.put({ ...record, state: 'placed', salesOrderId: 'so-1', placedRevision: record.revision ?? 0 }));
  return { bench, take };
}
