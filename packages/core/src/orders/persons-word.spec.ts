/** Goal: what a person decided, and what was sent, holds though an order's record was lost or its old mark is read again. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair, shopConnection } from '../../test/bench.ts';
import { channelOrder, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { raiseProblem } from '../effects/pair-run.ts';
import { runEffects } from '../effects/run-effects.ts';
import type { ChannelOrder } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Store } from '../ports/store.ts';
import { forgetfulStore } from '../testing/forgetful-store.ts';
import { adoptMarks } from './adopt-marks.ts';
import { bookPlacing } from './book-placing.ts';
import { decideOrder, type OrderChoice } from './decide-order.ts';
import { intendMark, markDriver } from './mark-order.ts';
import { salesOrderKey } from './order-keys.ts';
import { takeOrder } from './take-order.ts';

const account = { vendor: 'shop', accountId: 'store-1' };
const first = channelOrder('1');
const edited = channelOrder('1', { modifiedAt: first.modifiedAt + 2_000, lines: [orderLine('a', { gross: '23.8' })] });

describe('an order', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = createBench();
    await bench.tx((tx) => tx.pairs.put({ pair, invoicing: booksConnection, channel: shopConnection, channelAccount: 'store-1' }));
    await take(first);
  });

  describe('that was dropped after its sales order was deleted', () => {
    it('stays dropped when its mark is read again after a restore, however long ago that was', async () => {
      await place('so-1');
      await writeMarks();
      await deleted();
      await decide({ choice: 'drop' });
      await bench.environment.advance(40 * 24 * 3_600_000);
      await bench.engine().beginEpoch();

      await look();

      expect(await record()).toMatchObject({ state: 'excluded', reason: 'ORDER_DROPPED' });
      expect(await bench.problems()).toEqual([]);
    });

    it('begins no epoch where its mark was written a moment ago', async () => {
      await look();
      await place('so-1');
      await writeMarks();
      await deleted();
      await decide({ choice: 'drop' });

      await look();

      expect(await record()).toMatchObject({ state: 'excluded', reason: 'ORDER_DROPPED' });
      expect((await bench.tx((tx) => tx.pairs.read(pair)))?.epoch).toBeUndefined();
    });

    it('gets no mark any more', async () => {
      await place('so-1');
      await deleted();
      await decide({ choice: 'drop' });

      await writeMarks();

      expect(bench.shop.marks).toEqual([]);
    });

    it('is told to stand there all the same where the mark names another sales order', async () => {
      await place('so-1');
      await deleted();
      await decide({ choice: 'drop' });
      const { marker } = (await bench.tx((tx) => tx.effects.read(salesOrderKey(account, '1')))) ?? { marker: '' };
      bench.shop.marks.push({ order: '1', salesOrderId: 'so-2', marker });

      await look();

      expect(await bench.problems()).toContain('SALES_ORDER_STANDS_THOUGH_DROPPED 1');
    });

    it('is not made again though its record was lost', async () => {
      await place('so-1');
      await deleted();
      await decide({ choice: 'drop' });
      await take(first, lost());
      await syncs(4);

      expect(bench.books.orders).toEqual([]);
      expect(await record()).toMatchObject({ state: 'excluded', reason: 'ORDER_DROPPED' });
    });
  });

  it('that was parked before anything was intended and dropped is not made though its record was lost', async () => {
    const parked = { state: 'parked', reason: 'ORDER_CURRENCY_UNSUPPORTED' } as const;
    await take(channelOrder('2', { currency: 'CHF' }));
    expect(await bench.tx((tx) => tx.orders.read(pair, '2'))).toMatchObject(parked);
    await decide({ choice: 'drop' }, '2');

    await take(channelOrder('2'), forgetfulStore(bench.store, new Set(['2'])));

    expect(await bench.tx((tx) => tx.orders.read(pair, '2'))).toMatchObject({ state: 'excluded', reason: 'ORDER_DROPPED' });
  });

  describe('whose record was lost', () => {
    it('is told to be edited after placing where it was, by the revision that it was placed from', async () => {
      await place('so-1');
      await take(edited, lost());

      expect(await bench.problems()).toEqual(['ORDER_EDITED_AFTER_PLACING 1']);
      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1', placedRevision: 1, revision: 2 });
    });

    it('is told nothing of where it was not', async () => {
      await place('so-1');
      await take(first, lost());

      expect(await bench.problems()).toEqual([]);
      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1', placedRevision: 1, revision: 1 });
    });

    it.each<[string, Partial<ChannelOrder>, string]>([
      ['cancelled', { status: 'cancelled' }, 'ORDER_CANCELLED_AFTER_PLACING 1'],
      ['archived', { archived: true }, 'ORDER_PUT_AWAY_AFTER_PLACING 1'],
    ])('is told to be edited after placing too where it is %s, and still is when that is taken back', async (_what, changes, code) => {
      const otherGoods = channelOrder('1', { modifiedAt: edited.modifiedAt, lines: [orderLine('b')] });
      await place('so-1');
      await take({ ...otherGoods, ...changes }, lost());
      expect(await bench.problems()).toEqual([code]);

      await take({ ...otherGoods, modifiedAt: edited.modifiedAt + 1_000 });

      expect(await bench.problems()).toEqual(['ORDER_EDITED_AFTER_PLACING 1']);
      expect(await record()).toMatchObject({ state: 'placed', placedRevision: 1, revision: 2 });
    });

    it('is told to be edited and cancelled where its total says so, once for all who dealt with it', async () => {
      await place('so-1');
      const put = { ...edited, totalGross: decimal('23.8'), status: 'cancelled' } as const;
      await take(put, lost());
      expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1', 'ORDER_EDITED_AFTER_PLACING 1']);
      await settle('ORDER_EDITED_AFTER_PLACING');

      // Placed, it is read in full with the next look.
      await take({ ...put, modifiedAt: put.modifiedAt + 1_000 });
      await take({ ...put, modifiedAt: put.modifiedAt + 2_000 });
      expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1']);

      const other = { ...put, lines: [orderLine('b', { gross: '23.8' })] };
      await take({ ...other, modifiedAt: put.modifiedAt + 3_000 });
      expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1', 'ORDER_EDITED_AFTER_PLACING 1']);
    });

    it('is told to be edited while it is cancelled, though its total does not say so', async () => {
      const otherGoods = channelOrder('1', { modifiedAt: edited.modifiedAt, lines: [orderLine('b')], status: 'cancelled' });
      await place('so-1');
      bench.shop.orders.set('1', otherGoods);
      const forgetful = bench.engine({}, lost());
      await bench.environment.finish(forgetful.sync({ flow: 'orders' }));
      expect(await bench.problems()).toContain('ORDER_CANCELLED_AFTER_PLACING 1');

      await syncs(1);

      expect(await bench.problems()).toEqual(expect.arrayContaining(['ORDER_CANCELLED_AFTER_PLACING 1', 'ORDER_EDITED_AFTER_PLACING 1']));
      bench.shop.script.calls.length = 0;
      await syncs(2);
      expect(bench.shop.script.count('orders.read')).toBe(0);
    });

    it('is told no more of what was taken back meanwhile', async () => {
      await place('so-1');
      await take({ ...edited, status: 'cancelled' });
      expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1', 'ORDER_EDITED_AFTER_PLACING 1']);

      await take({ ...first, modifiedAt: edited.modifiedAt + 1_000 }, lost());

      expect(await bench.problems()).toEqual([]);
    });

    it.each([
      ['so-2', 2, []],
      ['so-1', 1, ['ORDER_EDITED_AFTER_PLACING 1']],
    ])('is placed from what %s says that a person named', async (salesOrderId, placedRevision, problems) => {
      await place('so-1');
      await take(edited);
      await deleted();
      expect(await decide({ choice: 'adopt', salesOrderId })).toBe('decided');

      await take({ ...edited, modifiedAt: edited.modifiedAt + 1_000 }, lost());

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId, placedRevision });
      expect(await bench.problems()).toEqual(problems);
    });

    it('still waits for a word on its deleted sales order', async () => {
      await place('so-1');
      const since = bench.environment.clock.now();
      await bench.tx((tx) => tx.inbox.note(pair, [{ what: 'sales-order-gone', id: 'so-1', since }]));
      await syncs(1);
      expect(await bench.problems()).toContain('SALES_ORDER_DELETED 1');

      await take(first, lost());

      expect(await record()).toMatchObject({ state: 'placed', salesOrderGoneAt: since + 300_000 });
      expect(await decide({ choice: 'drop' })).toBe('decided');
    });

    it('and which comes back while it is held is placed from what it says in the end, not from what it once said', async () => {
      await take(edited);
      await take({ ...edited, status: 'under-review', modifiedAt: edited.modifiedAt + 1_000 });
      await take({ ...edited, status: 'under-review', modifiedAt: edited.modifiedAt + 1_000 }, lost());
      bench.shop.orders.set('1', { ...edited, modifiedAt: edited.modifiedAt + 9_000 });
      await syncs(3);

      expect(bench.books.orders.map(({ draft }) => draft.lines)).toMatchObject([[{ unitPriceGross: '23.8' }]]);
      expect(await bench.problems()).toEqual([]);
    });

    it('and which comes back with other content stops no other order', async () => {
      await take({ ...first, status: 'cancelled', modifiedAt: first.modifiedAt + 1_000 }, lost());
      bench.shop.orders.set('1', { ...edited, modifiedAt: edited.modifiedAt + 9_000 });
      bench.shop.orders.set('2', channelOrder('2', { modifiedAt: edited.modifiedAt + 10_000 }));
      await syncs(3);

      expect(await record()).toMatchObject({ state: 'placed', revision: 2 });
      expect(bench.books.orders).toHaveLength(2);
    });
  });

  it('that was edited and cancelled while it was sent is settled by a word on its total, once', async () => {
    const put = { ...edited, totalGross: decimal('23.8'), status: 'cancelled' } as const;
    bench.shop.orders.set('1', put);
    const { state: _state, ...known } = (await record()) as OrderRecord;
    await bench.tx((tx) => tx.orders.put({ ...known, state: 'cancelled', head: headOf(put) }));
    const at = bench.environment.clock.now();
    const row = await bench.tx((tx) => tx.effects.read(salesOrderKey(account, '1')));
    if (row === undefined) throw new Error('it was intended');
    const progress = { state: 'done' as const, attempt: 1, refusals: 0, notBefore: at, result: 'so-1' };
    await bench.tx((tx) => bookPlacing(bench.run(), tx, { row, progress, at }));
    expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1', 'ORDER_EDITED_AFTER_PLACING 1']);
    await settle('ORDER_EDITED_AFTER_PLACING');

    await take({ ...put, modifiedAt: put.modifiedAt + 1_000 });

    expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1']);
  });

  describe('whose sales order a person names', () => {
    const back = { ...first, modifiedAt: edited.modifiedAt + 5_000 };
    const waits = ['SALES_ORDER_NOT_COMPARED', 'SALES_ORDER_TOTAL_DIFFERS'];

    beforeEach(async () => {
      await place('so-1');
      await take(edited);
      for (const code of waits) await raise(code);
      await deleted();
    });

    it('stays as it was told and settled where that one counts already', async () => {
      await settle('ORDER_EDITED_AFTER_PLACING');
      await take({ ...edited, status: 'cancelled', modifiedAt: edited.modifiedAt + 1_000 });
      expect(await decide({ choice: 'adopt', salesOrderId: 'so-1' })).toBe('decided');

      expect(await record()).toMatchObject({ state: 'placed', placedRevision: 1 });
      expect((await record())?.salesOrderGoneAt).toBeUndefined();
      const standing = waits.map((code) => `${code} 1`);
      expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1', ...standing]);
      await take(back);
      expect(await bench.problems()).toEqual(['ORDER_AS_BEFORE_AGAIN 1', ...standing]);
    });

    it('is as that one says it where another one takes its place; what was told of the old one is forgotten', async () => {
      expect(await decide({ choice: 'adopt', salesOrderId: 'so-2' })).toBe('decided');

      expect(await bench.problems()).toEqual([]);
      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-2', placedRevision: 2 });
      await take(back);
      expect(await bench.problems()).toEqual(['ORDER_EDITED_AFTER_PLACING 1']);
    });

    it('is told to be cancelled where another one takes its place nonetheless', async () => {
      await take({ ...edited, status: 'cancelled', modifiedAt: edited.modifiedAt + 1_000 });
      await settle('ORDER_CANCELLED_AFTER_PLACING');
      expect(await decide({ choice: 'adopt', salesOrderId: 'so-2' })).toBe('decided');

      expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1']);
      const [problem] = await bench.tx((tx) => tx.problems.open(pair, undefined, 9));
      expect(problem?.data).toEqual({ order: '1', link: expect.stringContaining('so-2') });
    });

    it('is still told to be gone where another one takes its place', async () => {
      bench.shop.orders.clear();
      for (const waitedMs of [0, 25 * 3_600_000]) {
        await bench.environment.advance(waitedMs);
        await takeOrder(bench.run(), headOf(edited), { baseline: false }, 'unreadable');
      }
      expect(await bench.problems()).toContain('ORDER_PUT_AWAY_AFTER_PLACING 1');

      await decide({ choice: 'adopt', salesOrderId: 'so-2' });

      expect(await bench.problems()).toContain('ORDER_PUT_AWAY_AFTER_PLACING 1');
      expect(await bench.problems()).not.toContain('ORDER_EDITED_AFTER_PLACING 1');
    });

    it('has nothing left to tell once it is dropped', async () => {
      await settle('ORDER_EDITED_AFTER_PLACING');
      await take({ ...back, archived: true });
      expect(await bench.problems()).toEqual(expect.arrayContaining(['ORDER_AS_BEFORE_AGAIN 1', 'ORDER_PUT_AWAY_AFTER_PLACING 1']));
      expect(await decide({ choice: 'drop' })).toBe('decided');

      expect(await bench.problems()).toEqual([]);
    });

    async function raise(code: string): Promise<void> {
      const data = { order: '1', link: 'so-1', charged: '1', salesOrder: '2' };
      await bench.tx((tx) => raiseProblem(tx, bench.run(), { code, subject: '1', data }));
    }
  });

  it('whose intent was sent once and withdrawn is looked for since it was intended before it is sent anew', async () => {
    const sent = await bench.tx((tx) => tx.effects.read(salesOrderKey(account, '1')));
    const at = bench.environment.clock.now();
    const progress = { state: 'withdrawn' as const, attempt: 1, refusals: 0, notBefore: at, firstSentAt: at };
    await bench.tx((tx) => tx.effects.note(salesOrderKey(account, '1'), { at, what: 'withdrawn' }, progress));

    await take(edited);

    expect(await bench.tx((tx) => tx.effects.read(salesOrderKey(account, '1')))).toMatchObject({
      input: { revision: 2 },
      lookBackTo: sent?.createdAt,
    });
  });

  it('that could not be marked is no problem any more once another choice is marked', async () => {
    await place('so-1');
    bench.shop.script.plan('marks.send', { kind: 'rejected', code: 'REFUSED' });
    await writeMarks();
    expect(await bench.problems()).toEqual(['ORDER_NOT_MARKED 1']);
    await deleted();
    await decide({ choice: 'adopt', salesOrderId: 'so-2' });

    await writeMarks();

    expect(await bench.problems()).toEqual([]);
    expect(bench.shop.marks).toMatchObject([{ salesOrderId: 'so-2' }]);
  });

  async function take(order: ChannelOrder, store?: Store): Promise<void> {
    bench.shop.orders.set(order.id, order);
    await takeOrder(store === undefined ? bench.run() : { ...bench.run(), store }, headOf(order), { baseline: false });
  }

  /** The store without the order's record, until that is written again. */
  function lost(): Store {
    return forgetfulStore(bench.store, new Set(['1']));
  }

  async function place(salesOrderId: string): Promise<void> {
    const at = bench.environment.clock.now();
    await bench.tx(async (tx) => {
      const progress = { state: 'done' as const, attempt: 1, refusals: 0, notBefore: at, result: salesOrderId };
      await tx.effects.note(salesOrderKey(account, '1'), { at, what: 'done' }, progress);
      await tx.orders.put({ ...((await tx.orders.read(pair, '1')) as OrderRecord), state: 'placed', salesOrderId, placedRevision: 1 });
      await intendMark(tx, { account, pair, orderId: '1', salesOrderId, at });
    });
  }

  async function deleted(): Promise<void> {
    const salesOrderGoneAt = bench.environment.clock.now();
    await bench.tx(async (tx) => tx.orders.put({ ...((await tx.orders.read(pair, '1')) as OrderRecord), salesOrderGoneAt }));
  }

  function decide(choice: OrderChoice, orderId = '1'): Promise<string> {
    const { store, merchant, environment, invoicing } = bench.run();
    const said = { orderId, choice, by: 'anna', why: 'looked it up' };
    return decideOrder({ merchant, pair, store, environment, invoicing, account, ...said, marks: { arrivedAfterMs: 120_000 } });
  }

  async function settle(code: string): Promise<void> {
    const word = { key: `${pair}/${code}/1`, by: 'anna', why: 'dealt with it' };
    expect(await bench.engine().problems.settle(word)).toEqual({ status: 'settled' });
  }

  async function writeMarks(): Promise<void> {
    await bench.environment.advance(150_000);
    const run = bench.run();
    if (run.channel.marks === undefined) throw new Error('no marks');
    const drive = { ...run, call: run.call('channel', 'order'), afterDoubt: 'send-again' as const, attemptsMax: 6 };
    await runEffects(markDriver(run, run.channel.marks), drive);
  }

  async function syncs(runs: number): Promise<void> {
    for (let run = 0; run < runs; run += 1) {
      await bench.environment.advance(300_000);
      await bench.environment.finish(bench.engine().sync({ flow: 'orders' }));
    }
  }

  function look(): Promise<unknown> {
    return adoptMarks(bench.run(), { again: true });
  }

  function record(): Promise<OrderRecord | undefined> {
    return bench.tx((tx) => tx.orders.read(pair, '1'));
  }
});
