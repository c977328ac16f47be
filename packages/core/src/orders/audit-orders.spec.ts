import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import type { PairRun } from '../effects/pair-run.ts';
import type { ChannelOrder } from '../model/order.ts';
import { forgetfulStore } from '../testing/forgetful-store.ts';
import { type AuditSlice, auditOrders } from './audit-orders.ts';
import { ingestOrders } from './ingest-orders.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The first scan went further back than the cutover of these orders. */
const begunThen = { begun: { at: morning, since: morning - 8 * day }, open: { pool: 'default', done: true } };

describe('the audit of orders', () => {
  let bench: Bench;
  let forgotten: Set<string>;

  beforeEach(() => {
    bench = createBench();
    forgotten = new Set();
  });

  it('comes a day after the first scan, and once a day from then on', async () => {
    order('1');
    await ingest();
    const dueAfter = async (ms: number) => {
      await bench.environment.advance(ms);
      return (await audit()).audit !== undefined;
    };

    expect(await dueAfter(day - minute)).toBe(false);
    expect(await dueAfter(minute)).toBe(true);
    expect(await dueAfter(day - minute)).toBe(false);
    expect(await dueAfter(minute)).toBe(true);
  });

  it('finds nothing where nothing is missing, reads no order and leaves no problem', async () => {
    for (let n = 1; n <= 7; n += 1) order(String(n));
    await ingestAndWait();
    bench.shop.script.clear();

    const { audit: found } = await audit();

    // Every order stands in two lists.
    expect(found).toEqual({ checked: 14, missing: [], stale: [], unlisted: [] });
    expect(bench.shop.script.count('orders.read')).toBe(0);
    expect(await bench.problems()).toEqual([]);
  });

  it('names exactly what is missing, takes it, and takes the notice back at the next one', async () => {
    for (let n = 1; n <= 9; n += 1) order(String(n));
    await ingestAndWait();
    for (const id of ['2', '3', '8']) forgotten.add(id);

    const { audit: found, stats } = await audit();

    expect(found?.missing).toEqual(['2', '3', '8']);
    expect(await told()).toEqual({ orders: '2, 3, 8', count: '3' });
    expect(stats).toMatchObject({ processed: 3, failed: 0 });
    expect(forgotten.size).toBe(0);
    await bench.environment.advance(day);
    expect((await audit()).audit?.missing).toEqual([]);
    expect(await bench.problems()).toEqual([]);
  });

  it('goes back to before a pause, however long it was', async () => {
    order('1');
    await ingestAndWait();
    await audit();
    await bench.environment.advance(2 * hour);
    const placedAt = bench.environment.clock.now();
    order('2', { placedAt, modifiedAt: placedAt, status: 'completed' });
    await bench.environment.advance(20 * day);
    await ingest();
    forgotten.add('2');
    await bench.environment.advance(hour);

    expect((await audit()).audit?.missing).toEqual(['2']);
  });

  it('names more than a thousand, in as many slices as it takes, and takes each once', async () => {
    for (let n = 1; n <= 1_200; n += 1) order(String(n), { status: 'completed' });
    await ingestAndWait();
    for (let n = 1; n <= 1_150; n += 1) forgotten.add(String(n));
    const { read } = bench.shop.port.orders;
    bench.shop.port.orders.read = async (id, call) => {
      await bench.environment.advance(100);
      return read(id, call);
    };
    bench.shop.script.clear();

    const { slices, found } = await auditInSlices(15_000);

    expect(slices).toBeGreaterThan(5);
    expect(found.audit?.missing).toHaveLength(1_150);
    expect((await told()).orders?.split(', ').sort()).toEqual(Array.from({ length: 1_150 }, (_, n) => String(n + 1)).sort());
    expect(bench.shop.script.count('orders.read')).toBe(1_150);
    expect(forgotten.size).toBe(0);
  });

  it('still names all of them where the process dies between naming and taking', async () => {
    for (let n = 1; n <= 6; n += 1) order(String(n));
    await ingestAndWait();
    for (const id of ['1', '2', '5']) forgotten.add(id);
    const { read } = bench.shop.port.orders;
    bench.shop.port.orders.read = (id, call) => {
      if (id === '2') bench.store.kill('worker');
      return read(id, call);
    };
    void auditOrders(bench.run({ store: forgetfulStore(bench.store.connect('worker'), forgotten) }));
    await bench.environment.advance(0);
    bench.shop.port.orders.read = read;

    const { audit: found } = await audit();

    expect(found?.missing).toEqual(['1', '2', '5']);
    expect(forgotten.size).toBe(0);
  });

  it('loses nothing of what is placed and edited while it pages', async () => {
    for (let n = 1; n <= 8; n += 1) order(String(n));
    await ingestAndWait();
    forgotten.add('7');
    const { placed } = bench.shop.port.orders;
    let pages = 0;
    bench.shop.port.orders.placed = (span, call) => {
      pages += 1;
      order(`late-${pages}`, { placedAt: bench.environment.clock.now(), modifiedAt: bench.environment.clock.now() });
      order('1', { modifiedAt: bench.environment.clock.now() });
      return placed(span, call);
    };

    const { audit: found } = await audit();

    // What changed meanwhile is the scan's to find.
    expect(found).toMatchObject({ missing: ['7'], stale: [] });
  });

  it('does not take for missing what may still be on its way in', async () => {
    order('1');
    await ingestAndWait();
    order('2', { placedAt: bench.environment.clock.now(), modifiedAt: bench.environment.clock.now() });
    order('3', { modifiedAt: morning + 5 });

    const { audit: found } = await audit();

    expect(found?.missing).toEqual([]);
  });

  it('finds a row that the list showed only after the watermark had moved past it', async () => {
    order('1', { modifiedAt: morning + hour });
    await bench.environment.advance(hour);
    await ingest();
    order('late', { modifiedAt: morning + 5 * minute });
    await ingest();
    expect(await bench.tx((tx) => tx.orders.read(pair, 'late'))).toBeUndefined();
    await bench.environment.advance(day);

    expect((await audit()).audit?.missing).toEqual(['late']);
    expect((await bench.tx((tx) => tx.orders.read(pair, 'late')))?.state).toBe('admitted');
  });

  it('reads what changed without the scan showing it, and says so', async () => {
    order('1');
    order('2', { modifiedAt: morning + hour });
    await bench.environment.advance(hour);
    await ingest();
    order('1', { modifiedAt: morning + minute, status: 'cancelled' });
    await bench.environment.advance(day);

    const { audit: found } = await audit();

    expect(found).toMatchObject({ missing: [], stale: ['1'] });
    expect((await bench.tx((tx) => tx.orders.read(pair, '1')))?.state).toBe('cancelled');
    expect(await bench.problems()).toEqual([]);
  });

  describe('before the cutover', () => {
    const old = { placedAt: morning - 3 * day, modifiedAt: morning - 3 * day };
    const late = { ordersFrom: morning };

    it('does not miss orders that were finished by then', async () => {
      order('1', { ...old, status: 'completed' });
      await ingestAndWait(late);

      expect((await audit(late)).audit).toMatchObject({ missing: [] });
    });

    it('misses an open one, whose units are sold, however old it is', async () => {
      order('1', old);
      order('2', { placedAt: morning - 90 * day, modifiedAt: morning - 90 * day });
      order('3');
      await ingestAndWait(late);
      for (const id of ['1', '2']) forgotten.add(id);

      expect((await audit(late)).audit?.missing).toEqual(['1', '2']);
      expect((await bench.tx((tx) => tx.orders.read(pair, '2')))?.reason).toBe('ORDER_BEFORE_CUTOVER');
    });

    it('misses one that changed since', async () => {
      order('1', { ...old, status: 'completed', modifiedAt: morning + 5 });
      order('2', { modifiedAt: morning + 6 });
      await bench.environment.advance(minute);
      await ingestAndWait(late);
      forgotten.add('1');

      expect((await audit(late)).audit?.missing).toEqual(['1']);
    });
  });

  it('takes units of a missed order from the shelf if they left after connecting, and not if they had left before', async () => {
    order('1');
    await ingestAndWait();
    const shipped = { status: 'completed' as const, lines: [orderLine('a', { quantity: 4, quantityShipped: 4 })] };
    order('2', { ...shipped, modifiedAt: morning - day, placedAt: morning - day });
    order('3', { ...shipped, modifiedAt: morning + minute });
    await bench.tx((tx) => tx.cursors.write(pair, 'orders', { ...begunThen, watermark: morning + hour }));

    await audit();

    const events = await bench.tx((tx) => tx.stock.events('default', 'sku-a'));
    expect(events.filter(({ kind }) => kind === 'shipment').map(({ source, units }) => [source.split('/').at(-1), units])).toEqual([
      ['3', 4],
    ]);
  });

  describe('of orders that no list shows any more', () => {
    it('learns that one was put away, and releases its units', async () => {
      order('1');
      order('2');
      await ingestAndWait();
      hideFromLists('1');
      order('1', { archived: true });

      const { audit: found } = await audit();

      expect(found?.unlisted).toEqual(['1']);
      expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'excluded', reason: 'ORDER_ARCHIVED' });
      expect((await bench.tx((tx) => tx.stock.levels('default', ['sku-a'])))[0]?.allocated).toBe(1);
    });

    it('gives one up that was deleted, a day after it was last there, and releases its units', async () => {
      order('1');
      await ingestAndWait();
      bench.shop.orders.delete('1');

      await audit();
      expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'held', reason: 'ORDER_NOT_READABLE' });
      await bench.environment.advance(day + minute);
      await ingest();

      expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'excluded', reason: 'ORDER_GONE' });
      expect((await bench.tx((tx) => tx.stock.levels('default', ['sku-a'])))[0]?.allocated).toBe(0);
    });

    it('reads many of them over several slices, each once', async () => {
      for (let n = 1; n <= 40; n += 1) order(String(n));
      await ingestAndWait();
      for (let n = 1; n <= 40; n += 1) {
        hideFromLists(String(n));
        order(String(n), { archived: true });
      }
      const { read } = bench.shop.port.orders;
      bench.shop.port.orders.read = async (id, call) => {
        await bench.environment.advance(1_000);
        return read(id, call);
      };
      bench.shop.script.clear();

      const { slices, found } = await auditInSlices(15_000);

      expect(slices).toBe(3);
      expect(found.audit?.unlisted).toHaveLength(40);
      expect(bench.shop.script.count('orders.read')).toBe(40);
    });
  });

  it.each(['orders.placed', 'orders.open'])('stops where the list %s fails on its second page, and goes on there', async (list) => {
    for (let n = 1; n <= 5; n += 1) order(String(n));
    await ingestAndWait();
    for (const id of ['1', '5']) forgotten.add(id);
    bench.shop.script.clear();
    bench.shop.script.plan(list, { kind: 'retryable', code: 'VENDOR_FAILED' }, { about: '3' });

    expect((await audit()).failure?.error.code).toBe('VENDOR_FAILED');
    const { audit: found } = await audit();

    expect(found?.missing).toEqual(['1', '5']);
    expect(bench.shop.script.calls.filter((call) => call === `${list} 0`)).toHaveLength(1);
  });

  it('asks with the lowest priority', async () => {
    order('1');
    order('2');
    await ingestAndWait();
    forgotten.add('1');
    const asked: string[] = [];

    await auditOrders(
      run({ call: (_side, priority) => ({ signal: new AbortController().signal, priority, count: () => asked.push(priority) }) }),
    );

    expect(new Set(asked)).toEqual(new Set(['backfill']));
  });

  function order(id: string, changes: Partial<ChannelOrder> = {}): void {
    bench.shop.orders.set(id, channelOrder(id, changes));
  }

  /** The channel keeps it and shows it in no list. */
  function hideFromLists(id: string): void {
    for (const list of ['placed', 'open', 'changed'] as const) {
      const shown = bench.shop.port.orders[list] as (...args: readonly never[]) => ReturnType<typeof bench.shop.port.orders.open>;
      Object.assign(bench.shop.port.orders, {
        [list]: async (...args: readonly never[]) => {
          const answer = await shown(...args);
          if (answer.status !== 'done') return answer;
          return { ...answer, value: { ...answer.value, items: answer.value.items.filter((head) => head.id !== id) } };
        },
      });
    }
  }

  function run(changes: Partial<PairRun> = {}): PairRun {
    return bench.run({ store: forgetfulStore(bench.store, forgotten), ...changes });
  }

  async function ingest(settings: Partial<PairRun['settings']> = {}): Promise<void> {
    const { failure } = await ingestOrders(run({ settings: { ...bench.run().settings, ...settings } }));
    if (failure !== undefined) throw failure.error;
  }

  async function ingestAndWait(settings: Partial<PairRun['settings']> = {}): Promise<void> {
    await ingest(settings);
    await bench.environment.advance(day);
  }

  function audit(settings: Partial<PairRun['settings']> = {}): Promise<AuditSlice> {
    return auditOrders(run({ settings: { ...bench.run().settings, ...settings } }));
  }

  async function auditInSlices(ms: number): Promise<{ readonly slices: number; readonly found: AuditSlice }> {
    for (let slices = 1; slices < 100; slices += 1) {
      const found = await auditOrders(run({ stopAt: bench.environment.clock.now() + ms }));
      if (!found.more) return { slices, found };
    }
    throw new Error('the audit does not end');
  }

  async function told(): Promise<Readonly<Record<string, string>>> {
    const problems = await bench.tx((tx) => tx.problems.open(pair, undefined, 10));
    return problems.find(({ code }) => code === 'ORDERS_MISSED')?.data ?? {};
  }
});
