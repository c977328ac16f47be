import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair, shopConnection } from '../../test/bench.ts';
import { channelOrder } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { runEffects } from '../effects/run-effects.ts';
import { adoptMarks } from './adopt-marks.ts';
import { decideOrder } from './decide-order.ts';
import { intendMark, markDriver } from './mark-order.ts';
import { markKey, salesOrderKey, salesOrderMarker } from './order-keys.ts';
import { takeOrder } from './take-order.ts';

const account = { vendor: 'shop', accountId: 'store-1' };
const marked = 'ORDER_MARKED_OTHERWISE 1';

/** An order that is placed as `so-1`, whose document a person replaces. */
describe('the mark on an order', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = createBench();
    await bench.tx((tx) => tx.pairs.put({ pair, invoicing: booksConnection, channel: shopConnection, channelAccount: 'store-1' }));
    const order = channelOrder('1');
    bench.shop.orders.set('1', order);
    await takeOrder(bench.run(), headOf(order), { baseline: false });
    await placed('so-1');
  });

  it('names the sales order that a person chose in place of a deleted one', async () => {
    await runMarks();
    await replacedBy('so-2');

    await runMarks();

    expect(marks()).toEqual(['so-2']);
  });

  it('names the last choice of several, one chosen before among them', async () => {
    await runMarks();
    for (const salesOrderId of ['so-2', 'so-1']) {
      await replacedBy(salesOrderId);
      await runMarks();
    }

    expect(marks()).toEqual(['so-1']);
  });

  it('is not written for a sales order that does not count any more', async () => {
    bench.shop.script.plan('marks.send', { kind: 'unknown', happened: false });
    await runMarks();
    await replacedBy('so-2');

    for (let run = 0; run < 3; run += 1) await runMarks();

    expect(marks()).toEqual(['so-2']);
    expect(await bench.tx((tx) => tx.effects.read(markKey(account, '1')))).toMatchObject({ state: 'withdrawn' });
  });

  it('waits until an earlier one that may be on its way has arrived', async () => {
    await replacedBy('so-2');

    await runMarks(0);
    expect(marks()).toEqual([]);
    await runMarks(120_000);
    expect(marks()).toEqual(['so-2']);
  });

  it('of the last choice that is still to be written excuses what the channel says, and no longer', async () => {
    await runMarks();
    await replacedBy('so-2');
    await runMarks();
    await replacedBy('so-3');
    await look();
    expect(await bench.problems()).toEqual([]);

    await runMarks();
    renamed('so-2');
    await look();
    expect(await bench.problems()).toEqual([marked]);
  });

  it('of a choice that could not be written is written once a person has mended what was in its way', async () => {
    await runMarks();
    await replacedBy('so-2');
    bench.shop.script.plan('marks.send', { kind: 'rejected', code: 'REFUSED' });
    await runMarks();
    await look();
    const word = { key: `${pair}/ORDER_NOT_MARKED/1`, by: 'anna', why: 'permissions mended' };
    expect(await bench.engine().problems.settle(word)).toEqual({ status: 'settled' });

    await runMarks();
    await look();

    expect(marks()).toEqual(['so-2']);
    expect(await bench.problems()).toEqual([]);
  });

  it('of a choice that could not be written excuses nothing', async () => {
    await runMarks();
    await replacedBy('so-2');
    bench.shop.script.plan('marks.send', { kind: 'rejected', code: 'REFUSED' });
    await runMarks();
    expect(await bench.problems()).toEqual(['ORDER_NOT_MARKED 1']);

    await look();
    expect(await bench.problems()).toEqual([marked, 'ORDER_NOT_MARKED 1']);
  });

  describe('that was written by a history which this database does not know', () => {
    beforeEach(async () => {
      // Placed here, its first mark not yet sent; the channel says another document already.
      bench.shop.marks.push({ order: '1', salesOrderId: 'so-7', marker: salesOrderMarker(account, '1') });
      await look();
    });

    it('is not written over by the first one of this history: a person is asked', async () => {
      expect(await bench.problems()).toEqual([marked]);

      await runMarks();

      expect(marks()).toEqual(['so-7']);
      await look();
      expect(await bench.problems()).toEqual([marked]);
    });

    it.each(['so-1', 'so-7'])('names what the person chooses: %s', async (salesOrderId) => {
      await runMarks();
      expect(await decide({ choice: 'adopt', salesOrderId })).toBe('decided');
      await runMarks();
      await look();

      expect(marks().at(-1)).toBe(salesOrderId);
      expect(await bench.problems()).toEqual([]);
    });
  });

  describe('that names another sales order than the one that counts', () => {
    beforeEach(async () => {
      await runMarks();
      renamed('so-7');
      await look();
    });

    it('asks a person, with both', async () => {
      expect(await bench.problems()).toEqual([marked]);
      expect(await bench.tx((tx) => tx.problems.read(`${pair}/ORDER_MARKED_OTHERWISE/1`))).toMatchObject({
        data: { order: '1', link: expect.stringContaining('so-1'), marked: expect.stringContaining('so-7') },
      });
      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
    });

    it('asks nobody once it names the right one', async () => {
      renamed('so-1');
      await look();

      expect(await bench.problems()).toEqual([]);
    });

    it.each(['so-1', 'so-7'])('is settled by the choice of %s, and names it', async (salesOrderId) => {
      expect(await decide({ choice: 'adopt', salesOrderId })).toBe('decided');
      expect(await bench.problems()).toEqual([]);
      await look();
      expect(await bench.problems()).toEqual([]);

      await runMarks();
      await look();

      expect(marks()).toEqual([salesOrderId]);
      expect(await bench.problems()).toEqual([]);
      expect(await record()).toMatchObject({ state: 'placed', salesOrderId });
    });

    it.each(['create', 'drop'] as const)('is no reason to %s', async (choice) => {
      expect(await decide({ choice })).toBe('not-parked');

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
    });
  });

  describe('by which its order was adopted', () => {
    beforeEach(async () => {
      bench.shop.marks.push({ order: '2', salesOrderId: 'so-21', marker: salesOrderMarker(account, '2') });
      await look();
      const order = channelOrder('2');
      bench.shop.orders.set('2', order);
      await takeOrder(bench.run(), headOf(order), { baseline: false });
      bench.shop.marks.splice(0, bench.shop.marks.length, {
        ...(bench.shop.marks[0] as (typeof bench.shop.marks)[number]),
        salesOrderId: 'so-7',
      });
      await look();
      expect(await bench.problems()).toContain('ORDER_MARKED_OTHERWISE 2');
    });

    it.each(['so-21', 'so-7'])('names what a person chooses: %s', async (salesOrderId) => {
      expect(await decide({ choice: 'adopt', salesOrderId }, '2')).toBe('decided');
      await look();
      expect(await bench.problems()).not.toContain('ORDER_MARKED_OTHERWISE 2');
      await runMarks();
      await look();

      expect(bench.shop.marks.find(({ order }) => order === '2')).toMatchObject({ salesOrderId });
      expect(await bench.problems()).not.toContain('ORDER_MARKED_OTHERWISE 2');
    });
  });

  async function placed(salesOrderId: string): Promise<void> {
    const at = bench.environment.clock.now();
    await bench.tx(async (tx) => {
      const progress = { state: 'done' as const, attempt: 1, refusals: 0, notBefore: at, result: salesOrderId };
      await tx.effects.note(salesOrderKey(account, '1'), { at, what: 'done' }, progress);
      const order = await tx.orders.read(pair, '1');
      if (order !== undefined) await tx.orders.put({ ...order, state: 'placed', salesOrderId, placedRevision: 1 });
      await intendMark(tx, { account, pair, orderId: '1', salesOrderId, at });
    });
  }

  async function replacedBy(salesOrderId: string): Promise<void> {
    await bench.tx(async (tx) => {
      const order = await tx.orders.read(pair, '1');
      if (order !== undefined) await tx.orders.put({ ...order, salesOrderGoneAt: bench.environment.clock.now() });
    });
    expect(await decide({ choice: 'adopt', salesOrderId })).toBe('decided');
  }

  function decide(choice: Parameters<typeof decideOrder>[0]['choice'], orderId = '1'): Promise<string> {
    const { store, merchant, environment, invoicing } = bench.run();
    const said = { orderId, choice, by: 'anna', why: 'looked it up' };
    return decideOrder({ merchant, pair, store, environment, invoicing, account, ...said, marks: { arrivedAfterMs: 120_000 } });
  }

  /** Runs until what is due by then is written, looks of doubtful ones included. */
  async function runMarks(afterMs = 300_000): Promise<void> {
    await bench.environment.advance(afterMs);
    const run = bench.run();
    const port = run.channel.marks;
    if (port === undefined) throw new Error('no marks');
    await runEffects(markDriver(run, port), { ...run, call: run.call('channel', 'order'), afterDoubt: 'send-again', attemptsMax: 6 });
  }

  function look(): Promise<unknown> {
    return adoptMarks(bench.run(), { again: true });
  }

  function renamed(salesOrderId: string): void {
    bench.shop.marks.splice(0, 1, { ...(bench.shop.marks[0] as (typeof bench.shop.marks)[number]), salesOrderId });
  }

  function marks(): readonly string[] {
    return bench.shop.marks.map(({ salesOrderId }) => salesOrderId);
  }

  function record(): Promise<unknown> {
    return bench.tx((tx) => tx.orders.read(pair, '1'));
  }
});
