import { describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import type { ChannelOrder } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import { adoptMarks } from './adopt-marks.ts';
import { salesOrderMarker } from './order-keys.ts';
import { takeOrder } from './take-order.ts';

const cheaper = [orderLine('a', { quantity: 1, gross: '5.95' })];
const dearerOtherwise = [orderLine('b', { quantity: 2, gross: '23.8' })];
const dearest = [orderLine('a', { quantity: 3, gross: '35.7' })];
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
    ['cancelled, and refunded', [{ status: 'cancelled' }, { status: 'refunded' }], ['ORDER_CANCELLED_AFTER_PLACING 1']],
    ['archived, and refunded', [{ archived: true }, { status: 'refunded', archived: true }], ['ORDER_PUT_AWAY_AFTER_PLACING 1']],
    ['refunded in part, and archived', [{ status: 'partially-refunded', archived: true }], ['ORDER_PUT_AWAY_AFTER_PLACING 1']],
    ['refunded, and archived', [{ status: 'refunded', archived: true }], []],
    ['refunded', [{ status: 'refunded' }], []],
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
    ['a cancellation, and refunded', { status: 'cancelled' }, 'CANCELLED', [{ status: 'refunded' }], []],
    [
      'a cancellation, refunded in part, and opened again',
      { status: 'cancelled' },
      'CANCELLED',
      [{ status: 'partially-refunded' }, {}],
      back,
    ],
    ['an archiving, and refunded', { archived: true }, 'PUT_AWAY', [{ status: 'refunded' }], []],
    ['an archiving, and shipped all the same', { archived: true }, 'PUT_AWAY', [{ status: 'shipped' }], back],
    ['an archiving, and touched once more', { archived: true }, 'PUT_AWAY', [{ archived: true }], []],
    ['an archiving, and restored', { archived: true }, 'PUT_AWAY', [{}], back],
    ['an edit, and touched once more', { lines: dearer }, 'EDITED', [{ lines: dearer }], []],
    ['an edit, and shipped', { lines: dearer }, 'EDITED', [{ lines: dearer, status: 'shipped' }], []],
    ['an edit, and edited back', { lines: dearer }, 'EDITED', [{}], back],
    ['an edit, and edited otherwise', { lines: dearer }, 'EDITED', [{ lines: cheaper }], ['ORDER_EDITED_AFTER_PLACING 1']],
    ['an edit, and cancelled', { lines: dearer }, 'EDITED', [{ lines: dearer, status: 'cancelled' }], ['ORDER_CANCELLED_AFTER_PLACING 1']],
    ['an edit that was edited on and back to what was placed', { lines: dearer }, 'EDITED', [{ lines: cheaper }, {}], back],
    [
      'an edit that was edited on twice and back to what was placed',
      { lines: dearer },
      'EDITED',
      [{ lines: cheaper }, { lines: dearest }, {}],
      back,
    ],
    [
      'an edit that was edited back and cancelled in one go',
      { lines: dearer },
      'EDITED',
      [{ status: 'cancelled' }],
      [...back, 'ORDER_CANCELLED_AFTER_PLACING 1'],
    ],
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

  it.each<[string, 'cancelled' | 'declined', boolean]>([
    ['is still told', 'cancelled', false],
    ['is still told', 'declined', false],
    ['stays settled', 'cancelled', true],
    ['stays settled', 'declined', true],
  ])('%s to be %s once it is deleted in the shop, settled: %s', async (_what, status, isSettled) => {
    const { bench, take, deleteOrder } = await placed();
    await take({ status });
    const key = `${pair}/ORDER_CANCELLED_AFTER_PLACING/1`;
    if (isSettled) await bench.engine().problems.settle({ key, by: 'anna', why: 'dealt with it' });

    await deleteOrder();

    expect(await bench.problems()).toEqual(isSettled ? [] : ['ORDER_CANCELLED_AFTER_PLACING 1']);
    expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'placed' });
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

/** Its sales order was made by a history that this database does not know. */
describe('an order that was adopted by its mark', () => {
  const edited = ['ORDER_EDITED_AFTER_PLACING 1'];
  const samePrice = [orderLine('b', { quantity: 1, gross: '11.9' })];

  it.each<[string, string | undefined, readonly Partial<ChannelOrder>[], readonly string[], number | undefined]>([
    ['is taken for what it was made from, once it is read', '11.9', [{}], [], 1],
    ['is told to be edited by its total', '23.8', [{}], edited, undefined],
    ['is as it was made once it has that total again', '23.8', [{}, { lines: dearer }], [], 2],
    ['is told to be edited by all that it says once that is known', '23.8', [{}, { lines: dearer }, { lines: dearerOtherwise }], edited, 2],
    ['is told to be edited where it was what it was made from before', '11.9', [{}, { lines: samePrice }], edited, 1],
    ['is taken for what it was made from where its mark does not tell the total', undefined, [{}], [], 1],
    ['is told to be edited after that', undefined, [{}, { lines: dearer }], edited, 1],
  ])('%s: marked with %s', async (_what, gross, states, problems, placedRevision) => {
    const { bench, take } = await adopted(gross);

    for (const changes of states) await take(changes);

    expect(await bench.problems()).toEqual(problems);
    const record = await bench.tx((tx) => tx.orders.read(pair, '1'));
    expect(record).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
    expect(record?.placedRevision).toBe(placedRevision);
  });

  /** Its mark was read while the order was cancelled, so that its head alone is known. */
  async function adopted(gross: string | undefined) {
    const bench = createBench();
    const { vendor } = bench.run().channel;
    const marker = salesOrderMarker({ vendor, accountId: bench.run().channelSettings.accountId }, '1');
    bench.shop.marks.push({ order: '1', salesOrderId: 'so-1', marker, ...(gross === undefined ? {} : { gross: decimal(gross) }) });
    const take = taking(bench);
    await take({ status: 'cancelled', ...(gross === '23.8' ? { lines: dearer } : {}) });
    await adoptMarks(bench.run(), { again: true });
    expect(await bench.problems()).toContain('ORDER_CANCELLED_AFTER_PLACING 1');
    await bench.tx((tx) => tx.problems.clear(`${pair}/ORDERS_PLACED_ELSEWHERE/marks`));
    return { bench, take };
  }
});

/** Takes the order with changes, each a little later than the last. */
function taking(bench: Bench): (changes: Partial<ChannelOrder>) => Promise<void> {
  let looks = 0;
  return async (changes) => {
    looks += 1;
    const order = channelOrder('1', { modifiedAt: morning + looks, ...changes });
    bench.shop.orders.set('1', order);
    await takeOrder(bench.run(), headOf(order), { baseline: false });
  };
}

async function placed() {
  const bench = createBench();
  const take = taking(bench);
  await take({});
  const record = await bench.tx((tx) => tx.orders.read(pair, '1'));
  if (record === undefined) throw new Error('it was taken a moment ago');
  await bench.tx((tx) => tx.orders.put({ ...record, state: 'placed', salesOrderId: 'so-1', placedRevision: record.revision ?? 0 }));
  /** It is not there when it is looked at, nor a good day later. */
  const deleteOrder = async (): Promise<void> => {
    const [gone] = bench.shop.orders.values();
    if (gone === undefined) throw new Error('it was taken a moment ago');
    bench.shop.orders.clear();
    for (const waitedMs of [0, 25 * 3_600_000]) {
      await bench.environment.advance(waitedMs);
      await takeOrder(bench.run(), headOf(gone), { baseline: false }, 'unreadable');
    }
  };
  return { bench, take, deleteOrder };
}
