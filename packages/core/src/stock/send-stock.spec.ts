import { beforeEach, describe, expect, it } from '@jest/globals';
import { merchant } from '../../test/bench.ts';
import { createStockBench, type StockBench } from '../../test/stock-bench.ts';
import type { Call } from '../ports/call.ts';
import type { StockTarget } from '../ports/channel.ts';
import type { StockBooking } from '../ports/stock-journal.ts';

describe('sending stock', () => {
  let bench: StockBench;

  beforeEach(async () => {
    bench = await createStockBench();
    original = undefined;
  });

  describe('where the store refuses a whole request for one item and names none', () => {
    it.each([
      [16, 9],
      [100, 15],
      [1_000, 21],
      [2_000, 23],
    ])('finds it among %i in at most %i requests', async (items, most) => {
      const ids = Array.from({ length: items }, (_, place) => String(1_000 + place));
      for (const id of ids) await bench.list(id, 5, 0);
      bench.shop.poison.add(`SKU-${1_000 + Math.floor(items * 0.7)}`);
      target({ batchMax: 500, writeMax: 2_000 });
      const tally = { reads: 0, writes: 0, looked: 0, told: 0 };

      const { stats } = await bench.publish({}, { tally });

      expect(stats).toMatchObject({ updated: items - 1, parked: 1, failed: 0 });
      expect(tally.writes).toBeLessThanOrEqual(most);
      expect(ids.filter((id) => bench.shown(id) !== 5)).toHaveLength(1);
    });

    it('goes on past any number of refused ones, and reads orders again every 64 requests', async () => {
      for (let id = 100; id < 400; id += 1) {
        await bench.list(String(id), 5, 9);
        if (id % 5 === 0) bench.shop.poison.add(`SKU-${id}`);
      }
      target({ batchMax: 500, writeMax: 2_000 });
      const tally = { reads: 0, writes: 0, looked: 0, told: 0 };
      let orders = 0;
      const refreshOrders = (): Promise<readonly StockBooking[]> => {
        orders += 1;
        return Promise.resolve([]);
      };

      const { stats, failure } = await bench.publish({}, { tally, refreshOrders });

      expect(failure).toBeUndefined();
      expect(stats).toMatchObject({ updated: 240, parked: 60, failed: 0 });
      expect(tally.writes).toBeGreaterThan(64);
      expect(orders).toBeGreaterThanOrEqual((2 * tally.writes) / 64);
    });

    it('answers an order that fell in between, though others wait behind refused ones', async () => {
      for (let id = 100; id < 400; id += 1) {
        await bench.list(String(id), 5, 9);
        if (id % 5 === 0) bench.shop.poison.add(`SKU-${id}`);
      }
      target({ batchMax: 500, writeMax: 2_000 });
      let orders = 0;
      const refreshOrders = async (): Promise<readonly StockBooking[]> => {
        orders += 1;
        return orders === 2 ? bench.book('101', 'allocation', 2) : [];
      };

      await bench.publish({}, { refreshOrders });

      expect([bench.shown('101'), bench.shown('399')]).toEqual([3, 5]);
    });

    it('leaves what it has no more time for to the next run, and says so', async () => {
      for (let id = 100; id < 200; id += 1) {
        await bench.list(String(id), 5, 9);
        bench.shop.poison.add(`SKU-${id}`);
      }
      target({ batchMax: 500, writeMax: 2_000 });
      const stopAt = bench.environment.clock.now() + 1;
      // Time passes with the orders that are read after the first 64 requests.
      const refreshOrders = async (): Promise<readonly StockBooking[]> => {
        await bench.environment.advance(1);
        return [];
      };

      const first = await bench.publish({ stopAt: stopAt + 1 }, { refreshOrders });
      expect(first).toMatchObject({ more: true, stats: { failed: 0 } });
      expect(first.failure).toBeUndefined();
      expect(first.stats.parked).toBeLessThan(100);

      await bench.publish();
      expect((await bench.problems()).filter((problem) => problem.startsWith('STOCK_REFUSED'))).toHaveLength(100);
    });
  });

  it('sends what lowers a shelf first', async () => {
    await bench.list('1', 5, 0);
    await bench.list('2', 5, 9);
    await bench.list('3', 5, 1);

    await bench.publish();

    expect(bench.sets()).toEqual(['stock.set 2/21=5,1/11=5,3/31=5']);
  });

  it('sends again only what was refused beside the named one', async () => {
    for (const id of ['1', '2', '3']) await bench.list(id, 5, 0);
    bench.shop.poison.add('SKU-2');
    bench.shop.namesPoison = true;

    await bench.publish();

    expect(bench.sets()).toEqual(['stock.set 1/11=5,2/21=5,3/31=5', 'stock.set 1/11=5,3/31=5']);
  });

  it('sends nothing more once an answer is missing', async () => {
    for (const id of ['1', '2', '3', '4']) await bench.list(id, 5, 0);
    bench.shop.poison.add('SKU-1');
    bench.shop.script.plan('stock.set', { kind: 'rejected', code: 'REFUSED' });
    bench.shop.script.plan('stock.set', { kind: 'unknown', happened: false });
    target({ batchMax: 9 });

    const slice = await bench.publish();

    expect(bench.sets()).toEqual(['stock.set 1/11=5,2/21=5,3/31=5,4/41=5', 'stock.set 1/11=5,2/21=5']);
    expect(slice).toMatchObject({ stats: { failed: 4 }, failure: { error: { code: 'NO_ANSWER' } } });
  });

  describe('a holder that was held up', () => {
    const lane = 'inventory/shop:store-1';

    it('may send as long as what it sends lands before anybody else may begin', async () => {
      await bench.list('1', 5, 0);
      const seen: boolean[] = [];
      onSet(async (call) => {
        seen.push(call.maySend?.() === true);
        await bench.environment.advance(30_000);
        seen.push(call.maySend?.() === true);
        expect(await begin()).toBeUndefined();
        await bench.environment.advance(1);
        seen.push(call.maySend?.() === true);
        await bench.environment.advance(target().timeoutMs + target().settleMs - 2);
        expect(await begin()).toBeUndefined();
      });

      await bench.publish();

      expect(seen).toEqual([true, true, false]);
      expect(await begin()).toBeDefined();
    });

    it('stores nothing over what a later holder found out', async () => {
      await bench.list('1', 5, 0);
      onSet(async () => {
        await bench.environment.advance(300_000);
        await bench.book('1', 'count', 3);
        onSet(async () => undefined);
        await bench.publish();
        bench.shop.sellable.set('1/11', 3);
      });

      await bench.publish();

      const [binding] = await bench.tx((tx) => tx.bindings.bySku(bench.bound('1').pair, ['sku-1']));
      expect(binding?.stock).toMatchObject({ published: 3, version: 2 });
    });

    it('keeps others out after its death until its last write must have landed', async () => {
      await bench.list('1', 5, 0);
      const store = bench.store.connect('dying');
      onSet(async () => {
        bench.store.kill('dying');
        await new Promise(() => undefined);
      });
      void bench.publish({ store });
      await bench.environment.advance(0);
      onSet(async () => undefined);
      const { timeoutMs, settleMs } = target();

      await bench.environment.advance(timeoutMs + settleMs);
      expect(await bench.publish()).toMatchObject({ stats: { processed: 0 } });
      await bench.environment.advance(30_000);
      expect(await bench.publish()).toMatchObject({ stats: { updated: 1 } });
    });

    function begin(): Promise<number | undefined> {
      return bench.store.transaction(merchant, (tx) => tx.runs.begin(lane, bench.now(), 1));
    }
  });

  function target(changes: Partial<StockTarget> = {}): StockTarget {
    return Object.assign(bench.target(), changes);
  }

  /** What happens between a write's leaving and its answer. */
  let original: StockTarget['set'] | undefined;
  function onSet(meanwhile: (call: Call) => Promise<void>): void {
    const port = bench.target();
    original ??= port.set;
    const send = original;
    Object.assign(port, {
      set: async (...[changes, call]: Parameters<StockTarget['set']>) => {
        await meanwhile(call);
        return send(changes, call);
      },
    });
  }
});
