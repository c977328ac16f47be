import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair, shopConnection } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import type { Slice } from '../effects/pair-run.ts';
import { type EffectStats, runEffects } from '../effects/run-effects.ts';
import { type PairId, pairId } from '../kernel/ids.ts';
import type { ChannelOrder } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import { type ReasonKind, reasonKinds } from '../ports/inbox.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import { hearSalesOrders } from './hear-sales-orders.ts';
import { salesOrderKey } from './order-keys.ts';
import { salesOrderDriver } from './place-sales-order.ts';
import { takeOrder } from './take-order.ts';

const account = { vendor: 'shop', accountId: 'store-1' };
const settleMs = 90_000;

describe('reason to look at a sales order', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  describe('that carries the marker of an order in doubt', () => {
    beforeEach(async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: true });
      await take();
      await place();
    });

    it('settles it at once, without a look and without waiting for the horizon', async () => {
      await hint('sales-order', 'so-1');

      expect(await hear()).toMatchObject({ more: false, stats: { created: 1 } });

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1', placedRevision: 1 });
      expect(await row()).toMatchObject({ state: 'done', result: 'so-1', attempt: 1 });
      expect(bench.books.script.count('salesOrders.find')).toBe(0);
      expect(bench.books.script.count('salesOrders.read')).toBe(1);
      expect(await bench.problems()).toEqual([]);
      expect(await waiting()).toEqual([]);
    });

    it('is read with the reserve for recovery', async () => {
      await hint('sales-order', 'so-1');
      const priorities: string[] = [];

      await hearSalesOrders(
        bench.run({
          call: (_side, priority) => {
            priorities.push(priority);
            return { signal: new AbortController().signal, priority };
          },
        }),
      );

      expect(priorities).toEqual(['recovery']);
    });

    it('has its total compared by the same read', async () => {
      const [made] = bench.books.orders;
      if (made !== undefined) made.totals = { ...made.totals, gross: decimal('10.71') };
      await hint('sales-order', 'so-1');

      await hear();

      expect(await bench.problems()).toEqual(['SALES_ORDER_TOTAL_DIFFERS 1']);
    });

    it('settles one that a person was asked about', async () => {
      await bench.environment.advance(200_000);
      const [made] = bench.books.orders.splice(0, 1);
      await place('ask');
      expect(await record()).toMatchObject({ state: 'parked', reason: 'SALES_ORDER_IN_DOUBT' });
      if (made !== undefined) bench.books.orders.push(made);
      await hint('sales-order', 'so-1');

      await hear();

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
      expect(await bench.problems()).toEqual([]);
    });

    it('tells a person where it was cancelled meanwhile', async () => {
      await take({ status: 'cancelled', modifiedAt: morning + 1 });
      await hint('sales-order', 'so-1');

      await hear();

      expect(await record()).toMatchObject({ state: 'placed' });
      expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1']);
    });

    it('changes nothing where the document is somebody else’s, whatever its total', async () => {
      bench.books.orders.push({ ...(bench.books.orders[0] as (typeof bench.books.orders)[number]), id: 'stranger', marker: 'Danke' });
      await hint('sales-order', 'stranger');

      await hear();

      expect(await row()).toMatchObject({ state: 'unknown' });
      expect(await waiting()).toEqual([]);
    });

    it('waits for one that does not show yet, as long as the vendor may lag', async () => {
      const [made] = bench.books.orders.splice(0, 1);
      await hint('sales-order', 'so-1');
      await hear();
      expect(await waiting()).toEqual(['sales-order so-1']);
      if (made !== undefined) bench.books.orders.push(made);

      await hear();

      expect(await record()).toMatchObject({ state: 'placed' });
    });

    it('stays where the line is down, and ends the slice', async () => {
      await hint('sales-order', 'so-1');
      bench.books.script.plan('salesOrders.read', { kind: 'retryable', code: 'UNREACHABLE' });

      expect(await hear()).toMatchObject({ failure: { side: 'invoicing', error: { code: 'UNREACHABLE' } } });

      expect(await waiting()).toEqual(['sales-order so-1']);
    });

    it('stays where it could not be read, without holding up others', async () => {
      await hint('sales-order', 'so-0');
      await hint('sales-order', 'so-1');
      bench.books.script.plan('salesOrders.read', { kind: 'retryable', code: 'ANSWER_UNREADABLE' }, { about: 'so-0' });

      await hear();

      expect(await record()).toMatchObject({ state: 'placed' });
      expect(await waiting()).toEqual(['sales-order so-0']);
    });

    it('starts no read once its time is up', async () => {
      await hint('sales-order', 'so-1');

      expect(await hearSalesOrders(bench.run({ stopAt: bench.environment.clock.now() }))).toMatchObject({ more: true });

      expect(bench.books.script.count('salesOrders.read')).toBe(0);
    });
  });

  it('costs no call where nothing is in doubt', async () => {
    await take();
    await place();
    bench.books.script.clear();
    await hint('sales-order', 'stranger');
    await hint('sales-order', 'so-1');
    await hint('sales-order-gone', 'stranger');

    await hear();

    expect(bench.books.script.calls).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  describe('that could not be read back', () => {
    beforeEach(async () => {
      await take();
      bench.books.script.plan('salesOrders.read', { kind: 'retryable', code: 'NO_ANSWER' });
      await place();
      expect(await bench.problems()).toEqual(['SALES_ORDER_NOT_COMPARED 1']);
    });

    it('is compared with the next run, and the problem goes', async () => {
      await hear();

      expect(await bench.problems()).toEqual([]);
      expect(await waiting()).toEqual([]);
    });

    it('is told of where it differs then', async () => {
      const [made] = bench.books.orders;
      if (made !== undefined) made.totals = { ...made.totals, gross: decimal('10.71') };

      await hear();

      expect(await bench.problems()).toEqual(['SALES_ORDER_TOTAL_DIFFERS 1']);
    });

    it('is tried again as long as it cannot be read', async () => {
      bench.books.script.plan('salesOrders.read', { kind: 'retryable', code: 'NO_ANSWER' });
      await hear();
      expect(await bench.problems()).toEqual(['SALES_ORDER_NOT_COMPARED 1']);

      await hear();

      expect(await bench.problems()).toEqual([]);
    });

    it('is deleted, where it is not there after the time that the vendor may lag', async () => {
      bench.books.orders.length = 0;
      await hear();
      expect(await bench.problems()).toEqual(['SALES_ORDER_NOT_COMPARED 1']);

      await bench.environment.advance(settleMs);
      await hear();

      expect(await bench.problems()).toEqual(['SALES_ORDER_DELETED 1']);
    });
  });

  describe('that a person deleted', () => {
    beforeEach(async () => {
      await take();
      await place();
      bench.books.orders.length = 0;
      bench.books.script.clear();
      await bench.tx((tx) => tx.pairs.put({ pair, invoicing: booksConnection, channel: shopConnection, channelAccount: 'store-1' }));
      await hint('sales-order-gone', 'so-1');
      await hear();
    });

    it('becomes a problem with a remedy, and the order says so', async () => {
      expect(await bench.problems()).toEqual(['SALES_ORDER_DELETED 1']);
      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1', salesOrderGoneAt: bench.environment.clock.now() });
      expect((await row()).evidence.at(-1)).toMatchObject({ what: 'deleted there', details: { result: 'so-1' } });
    });

    it.each<[string, () => Promise<unknown>]>([
      ['it is read again', () => take({ modifiedAt: morning + 1 })],
      ['it is edited', () => take({ modifiedAt: morning + 1, lines: [orderLine('a', { quantity: 2, gross: '23.8' })] })],
      [
        'it is cancelled and lives again',
        () => take({ modifiedAt: morning + 1, status: 'cancelled' }).then(() => take({ modifiedAt: morning + 2 })),
      ],
      ['a backup is restored', () => bench.engine().beginEpoch()],
      ['a person says create', () => decide('create')],
      ['the same is heard again', () => hint('sales-order-gone', 'so-1')],
    ])('is not made again when %s', async (_when, happens) => {
      await happens();
      for (let beat = 0; beat < 3; beat += 1) {
        await hear();
        await place();
        await take({ modifiedAt: morning + 10 + beat });
        await bench.environment.advance(600_000);
      }

      expect(bench.books.orders).toEqual([]);
      expect(bench.books.script.count('salesOrders.send')).toBe(0);
      expect(await record()).toMatchObject({ state: 'placed', salesOrderGoneAt: expect.any(Number) });
      expect(await bench.problems()).toContain('SALES_ORDER_DELETED 1');
    });

    it('is told once: what is heard again later moves nothing', async () => {
      const [told, seen] = [await record(), (await row()).evidence.length];
      await bench.environment.advance(600_000);
      await hint('sales-order-gone', 'so-1');
      await hear();

      expect(await record()).toEqual(told);
      expect((await row()).evidence).toHaveLength(seen);
    });

    it('is no problem any more where it stands again', async () => {
      await take({}, '2');
      await place();
      const [made] = bench.books.orders;
      bench.books.orders.push({ ...(made as (typeof bench.books.orders)[number]), id: 'so-1', marker: 'back from the bin' });
      await hint('sales-order', 'so-1');

      await hear();

      expect(await bench.problems()).toEqual([]);
      expect(await record()).not.toHaveProperty('salesOrderGoneAt');
    });
  });

  it('is no deletion where the document is still there', async () => {
    await take();
    await place();
    await hint('sales-order-gone', 'so-1');

    await hear();

    expect(await bench.problems()).toEqual([]);
    expect(await record()).not.toHaveProperty('salesOrderGoneAt');
  });

  it('is told with all that stand beside the one that counts, one after another', async () => {
    await take();
    await place();
    const placed = await row();
    const { surplus } = salesOrderDriver(bench.run());
    for (const other of ['so-7', 'so-8', 'so-7']) await bench.tx(async (tx) => surplus?.(tx, placed, [other]));

    const [problem] = await bench.tx((tx) => tx.problems.open(pair, undefined, 9));
    const { link } = bench.books.port.salesOrders;
    expect(problem).toMatchObject({ code: 'SALES_ORDER_DUPLICATE', data: { others: `${link('so-7')}, ${link('so-8')}` } });
  });

  describe('of another pair that shares the books', () => {
    const twin = pairId('acme-twin');

    it('is that pair’s to settle, though this one is in doubt too', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: true }, { times: 2 });
      await take();
      await place();
      await takeAndPlace(twin, '9');
      await hint('sales-order', 'so-2');

      await hear();

      expect(await rowOf('9')).toMatchObject({ pair: twin, state: 'unknown' });
      expect(await bench.tx((tx) => tx.orders.read(twin, '9'))).toMatchObject({ state: 'admitted' });
      expect(await waiting()).toEqual([]);
    });

    it('is not read once it is placed', async () => {
      await takeAndPlace(twin, '9');
      bench.books.script.clear();
      await hint('sales-order-gone', 'so-1');

      await hear();

      expect(bench.books.script.count('salesOrders.read')).toBe(0);
      expect(await waiting()).toEqual([]);
    });

    async function takeAndPlace(other: PairId, id: string): Promise<void> {
      const run = bench.run({ pair: other });
      bench.shop.orders.set(id, channelOrder(id));
      await takeOrder(run, headOf(channelOrder(id)), { baseline: false });
      const call = run.call('invoicing', 'order');
      await runEffects(salesOrderDriver(run), { ...run, call, afterDoubt: 'send-again', attemptsMax: 6 });
    }

    function rowOf(id: string): Promise<EffectRow | undefined> {
      return bench.tx((tx) => tx.effects.read(salesOrderKey(account, id)));
    }
  });

  async function take(changes: Partial<ChannelOrder> = {}, id = '1'): Promise<unknown> {
    const order = channelOrder(id, changes);
    bench.shop.orders.set(id, order);
    return takeOrder(bench.run(), headOf(order), { baseline: false });
  }

  function place(afterDoubt: 'send-again' | 'ask' = 'send-again'): Promise<EffectStats> {
    const run = bench.run();
    return runEffects(salesOrderDriver(run), { ...run, call: run.call('invoicing', 'order'), afterDoubt, attemptsMax: 6 });
  }

  function hear(): Promise<Slice> {
    return hearSalesOrders(bench.run());
  }

  function hint(what: ReasonKind, id: string): Promise<void> {
    return bench.tx((tx) => tx.inbox.note(pair, [{ what, id, since: bench.environment.clock.now() }]));
  }

  async function waiting(): Promise<readonly string[]> {
    return (await bench.tx((tx) => tx.inbox.page(pair, reasonKinds, 99))).map(({ what, id }) => `${what} ${id}`);
  }

  function decide(choice: 'create'): Promise<unknown> {
    return bench.engine().orders.decide({ orderId: '1', choice: { choice }, by: 'anna', why: 'because' });
  }

  async function row(): Promise<EffectRow> {
    const found = await bench.tx((tx) => tx.effects.read(salesOrderKey(account, '1')));
    if (found === undefined) throw new Error('there is no intent');
    return found;
  }

  function record(): Promise<OrderRecord | undefined> {
    return bench.tx((tx) => tx.orders.read(pair, '1'));
  }
});
