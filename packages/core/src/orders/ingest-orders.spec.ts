import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, merchant, pair, pairSettings } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import type { Slice } from '../effects/pair-run.ts';
import type { ChannelOrder } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { StockLevel } from '../ports/stock-journal.ts';
import { ingestOrders, openOrdersTaken } from './ingest-orders.ts';

const day = 24 * 3_600_000;

describe('ingesting orders', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('takes every order there is, whatever becomes of it', async () => {
    order('1');
    order('2', { status: 'pending' });
    order('3', { status: 'incomplete' });
    order('4', { status: 'cancelled' });
    order('5', { currency: 'CHF' });
    order('6', { placedAt: morning - 90 * day });
    order('7', { archived: true });

    const { stats, more, failure } = await ingest();

    expect({ stats, more, failure }).toEqual({
      // What waits or is parked is counted where it stands, once per run.
      stats: { processed: 7, created: 0, updated: 0, unchanged: 4, held: 0, parked: 0, failed: 0 },
      more: false,
      failure: undefined,
    });
    expect(await states()).toEqual({
      1: 'admitted',
      2: 'held ORDER_PENDING',
      3: 'excluded ORDER_INCOMPLETE',
      4: 'cancelled ORDER_CANCELLED',
      5: 'parked ORDER_CURRENCY_UNSUPPORTED',
      6: 'excluded ORDER_BEFORE_CUTOVER',
      7: 'excluded ORDER_ARCHIVED',
    });
    expect(await bench.problems()).toEqual(['ORDER_CURRENCY_UNSUPPORTED 5']);
  });

  it('lets every seen order hold its units, ours to place or not', async () => {
    order('1', { lines: [orderLine('a', { quantity: 1 })] });
    order('2', { status: 'pending', lines: [orderLine('a', { quantity: 2 })] });
    order('3', { status: 'incomplete', lines: [orderLine('a', { quantity: 4 })] });
    order('4', { placedAt: morning - 90 * day, modifiedAt: morning - 90 * day, lines: [orderLine('a', { quantity: 8 })] });
    order('5', { status: 'cancelled', lines: [orderLine('a', { quantity: 16 })] });
    order('6', { currency: 'CHF', lines: [orderLine('a', { quantity: 32 })] });

    await ingest();

    expect(await level('sku-a')).toMatchObject({ allocated: 1 + 2 + 8 + 32 });
  });

  it('reads the full order only where it may be placed; of the others quantities alone', async () => {
    order('1');
    order('2', { status: 'pending' });
    order('3', { placedAt: morning - 90 * day });
    order('4', { status: 'cancelled' });
    order('5', { status: 'incomplete' });

    await ingest();

    expect(bench.shop.script.calls.filter((call) => /read|quantities/.test(call)).sort()).toEqual([
      'orders.quantities 2',
      'orders.quantities 3',
      'orders.read 1',
    ]);
  });

  it('tells when all open orders hold their units, and not before', async () => {
    order('1');
    expect(await openOrdersTaken(bench.run())).toBe(false);
    bench.shop.script.plan('orders.changed', { kind: 'retryable', code: 'UNREACHABLE' });
    await ingest();
    expect(await openOrdersTaken(bench.run())).toBe(false);

    await ingest();

    expect(await openOrdersTaken(bench.run())).toBe(true);
  });

  it('reads open orders once, not at every run', async () => {
    order('1');
    await ingest();
    await ingest();

    expect(bench.shop.script.count('orders.open')).toBe(1);
  });

  it('reads nothing of an unchanged order, and counts it once', async () => {
    for (let n = 1; n <= 7; n += 1) order(String(n), { status: 'cancelled' });
    await ingest();
    bench.shop.script.clear();

    const { stats } = await ingest();

    expect(stats).toMatchObject({ processed: 0, unchanged: 7, failed: 0 });
    expect(bench.shop.script.calls).toEqual(['orders.changed 0', 'orders.changed 3', 'orders.changed 6']);
  });

  it('reads a changed order once', async () => {
    order('1');
    order('2');
    await ingest();
    bench.shop.script.clear();
    order('2', { modifiedAt: morning + 5, lines: [orderLine('a', { quantity: 2, gross: '23.8' })] });

    await ingest();

    expect(bench.shop.script.calls.filter((call) => call.startsWith('orders.read'))).toEqual(['orders.read 2']);
  });

  it.each<[string, Partial<ChannelOrder>, string]>([
    ['archived', { archived: true }, 'excluded ORDER_ARCHIVED'],
    ['cancelled', { status: 'cancelled' }, 'cancelled ORDER_CANCELLED'],
    ['paid in part', { totalGross: decimal('9') }, 'admitted'],
  ])('sees that an order was %s within the second in which it was read', async (_what, changes, state) => {
    order('1', { modifiedAt: morning });
    await ingest();
    const read = bench.shop.script.calls.length;
    order('1', { modifiedAt: morning, ...changes });

    await ingest();

    expect(await states()).toEqual({ 1: state });
    const heads = await bench.tx((tx) => tx.orders.read(pair, '1'));
    expect(heads?.head).toMatchObject(changes);
    // And then no more.
    const looked = bench.shop.script.calls.length;
    await ingest();
    expect(bench.shop.script.calls.slice(looked).filter((call) => /read|quantities/.test(call))).toEqual([]);
    expect(looked).toBeGreaterThan(read);
  });

  it('looks again at what changed shortly before the last look: lists lag', async () => {
    order('1', { modifiedAt: morning });
    await ingest();
    order('late', { modifiedAt: morning - 10 * 60_000 });

    await ingest();

    expect(Object.keys(await states())).toContain('late');
  });

  it('loses nothing that changes while it pages, or bears the same instant as a page’s last', async () => {
    for (let n = 1; n <= 8; n += 1) order(String(n));
    const read = bench.shop.port.orders.read;
    let disturbed = false;
    bench.shop.port.orders.read = async (id, call) => {
      if (!disturbed) order('1', { modifiedAt: morning + 60_000 });
      disturbed = true;
      return read(id, call);
    };

    await ingest();
    await ingest();

    expect(Object.keys(await states())).toHaveLength(8);
  });

  describe('with lines that cannot be read', () => {
    it('asks again later for an order whose lines are not there yet, and goes on with the others', async () => {
      order('1');
      order('2');
      bench.shop.notYet.add('1');

      const first = await ingest();
      expect(await states()).toEqual({ 1: 'held ORDER_NOT_READABLE', 2: 'admitted' });
      expect(first).toMatchObject({ nextAt: bench.environment.clock.now() + 5_000, stats: { failed: 0 } });

      bench.shop.notYet.clear();
      const second = await ingest();

      expect(await states()).toEqual({ 1: 'admitted', 2: 'admitted' });
      expect(second.nextAt).toBeUndefined();
    });

    it('tells a person when it lasts, and gives it up when it is gone', async () => {
      order('1');
      bench.shop.notYet.add('1');
      await ingest();
      expect(await bench.problems()).toEqual([]);

      await bench.environment.advance(3_600_000);
      await ingest();
      expect(await bench.problems()).toEqual([expect.stringContaining('ORDER_NOT_READABLE')]);

      await bench.environment.advance(day);
      const last = await ingest();
      expect(await states()).toEqual({ 1: 'excluded ORDER_GONE' });
      expect(await bench.problems()).toEqual([]);
      expect(last.nextAt).toBeUndefined();
    });

    it('still asks for it long after the scan has moved past it', async () => {
      order('1');
      bench.shop.notYet.add('1');
      await ingest();
      order('2', { modifiedAt: morning + day });
      await ingest();
      bench.shop.notYet.clear();

      await ingest();

      expect(await states()).toEqual({ 1: 'admitted', 2: 'admitted' });
    });

    it('goes on past an order that cannot be read, says so, and reads it at the next run', async () => {
      for (let n = 1; n <= 5; n += 1) order(String(n));
      bench.shop.script.plan('orders.read', { kind: 'retryable', code: 'ANSWER_UNREADABLE' }, { about: '2', times: 1 });

      const { stats, failure } = await ingest();

      expect(failure).toBeUndefined();
      expect(stats.failed).toBe(1);
      // The list of changes names it a second time.
      expect(Object.keys(await states())).toEqual(['1', '2', '3', '4', '5']);
    });

    it('takes what was refused for good as failed at every run, while the others go on', async () => {
      for (let n = 1; n <= 5; n += 1) order(String(n));
      bench.shop.script.plan('orders.read', { kind: 'rejected', code: 'REFUSED' }, { about: '2', times: 100 });

      await ingest();
      order('6', { modifiedAt: morning + 1 });
      const { stats } = await ingest();

      expect(await states()).toEqual({
        ...{ 1: 'admitted', 2: 'held ORDER_NOT_READABLE', 3: 'admitted', 4: 'admitted', 5: 'admitted', 6: 'admitted' },
      });
      expect(stats.failed).toBeGreaterThan(0);
    });

    it.each([
      ['UNREACHABLE', 'open'],
      ['UNREACHABLE', 'completed'],
      ['RATE_LIMITED', 'completed'],
      ['UNAUTHORIZED', 'open'],
      ['FORBIDDEN', 'completed'],
      ['ACCOUNT_BLOCKED', 'open'],
    ] as const)('stops at once for %s at an order that is %s, and loses nothing', async (code, status) => {
      for (let n = 1; n <= 5; n += 1) order(String(n), { status });
      const kind = code === 'UNREACHABLE' || code === 'RATE_LIMITED' ? 'retryable' : 'rejected';
      bench.shop.script.plan('orders.read', { kind, code }, { about: '2', times: 1 });

      expect(await ingest()).toMatchObject({ failure: { side: 'channel', error: { code } }, more: false });
      expect(Object.keys(await states())).toEqual(['1']);
      await ingest();

      expect(Object.keys(await states())).toHaveLength(5);
    });

    it('stops after three failures in a row', async () => {
      for (let n = 1; n <= 9; n += 1) order(String(n));
      bench.shop.script.plan('orders.read', { kind: 'retryable', code: 'VENDOR_FAILED' }, { times: 100 });

      const { failure, stats } = await ingest();

      expect(failure?.error.code).toBe('VENDOR_FAILED');
      expect(stats.failed).toBe(3);
    });

    it.each(['orders.open', 'orders.changed'])('stops where the list %s fails on its second page, and goes on there', async (list) => {
      for (let n = 1; n <= 5; n += 1) order(String(n));
      bench.shop.script.plan(list, { kind: 'retryable', code: 'VENDOR_FAILED' }, { about: '3' });

      expect((await ingest()).failure?.error.code).toBe('VENDOR_FAILED');
      bench.shop.script.clear();
      expect((await ingest()).failure).toBeUndefined();

      expect(bench.shop.script.calls.filter((call) => call.startsWith(list))[0]).toBe(`${list} 3`);
      expect(Object.keys(await states())).toHaveLength(5);
    });
  });

  describe('in bounded pieces', () => {
    // Open orders stand in two lists, completed ones in that of changes alone.
    it.each(['open', 'completed'] as const)(
      'stops when time is up, says that there is more, and goes on where it stood: %s',
      async (status) => {
        for (let n = 1; n <= 5; n += 1) order(String(n), { status });
        const read = bench.shop.port.orders.read;
        bench.shop.port.orders.read = async (id, call) => {
          await bench.environment.advance(10_000);
          return read(id, call);
        };

        let slices = 0;
        for (let more = true; more; slices += 1) {
          ({ more } = await ingestOrders(bench.run({ stopAt: bench.environment.clock.now() + 15_000 })));
          if (slices > 20) throw new Error('never ends');
        }

        expect(slices).toBeGreaterThan(2);
        expect(Object.keys(await states())).toHaveLength(5);
        expect(bench.shop.script.count('orders.read')).toBe(5);
      },
    );

    it('moves its cursor only after what was read is stored: a crash at any read loses nothing', async () => {
      for (let crashAt = 1; crashAt <= 6; crashAt += 1) {
        bench = createBench();
        for (let n = 1; n <= 5; n += 1) order(String(n));
        const { read, changed } = bench.shop.port.orders;
        let calls = 0;
        const dying = async <T>(answer: Promise<T>): Promise<T> => {
          calls += 1;
          if (calls === crashAt) bench.store.kill('worker');
          return answer;
        };
        bench.shop.port.orders.read = (id, call) => dying(read(id, call));
        bench.shop.port.orders.changed = (scan, call) => dying(changed(scan, call));

        void ingestOrders(bench.run({ store: bench.store.connect('worker') }));
        await bench.environment.advance(0);
        await ingest();

        expect(Object.keys(await states())).toHaveLength(5);
        expect(await level('sku-a')).toMatchObject({ allocated: 5 });
      }
    });

    it('books the same order once, though two workers read it', async () => {
      for (let n = 1; n <= 5; n += 1) order(String(n));

      await Promise.all([ingest(), ingest()]);

      expect(await level('sku-a')).toMatchObject({ allocated: 5 });
      expect(await bench.tx((tx) => tx.effects.count(pair, 'place-sales-order'))).toEqual({ intended: 5 });
    });
  });

  it('intends nothing where the merchant places no orders, and still holds their units', async () => {
    order('1');

    await ingestOrders(bench.run({ settings: { ...pairSettings, flows: { ...pairSettings.flows, orders: false } } }));

    expect(await bench.tx((tx) => tx.effects.count(pair, 'place-sales-order'))).toEqual({});
    expect(await level('sku-a')).toMatchObject({ allocated: 1 });
  });

  function order(id: string, changes: Partial<ChannelOrder> = {}): void {
    bench.shop.orders.set(id, channelOrder(id, changes));
  }

  function ingest(): Promise<Slice> {
    return ingestOrders(bench.run());
  }

  async function states(): Promise<Record<string, string>> {
    const ids = [...bench.shop.orders.keys()];
    const records = await bench.store.transaction(merchant, (tx) => tx.orders.readMany(pair, ids));
    return Object.fromEntries(records.map((record: OrderRecord) => [record.orderId, [record.state, record.reason ?? ''].join(' ').trim()]));
  }

  async function level(key: string): Promise<StockLevel | undefined> {
    return (await bench.tx((tx) => tx.stock.levels('default', [key])))[0];
  }
});
