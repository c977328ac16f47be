import { beforeEach, describe, expect, it } from '@jest/globals';
import { merchant, pair } from '../../test/bench.ts';
import { createStockBench, type Publishing, type StockBench } from '../../test/stock-bench.ts';
import type { PairRun, Slice } from '../effects/pair-run.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { Binding } from '../ports/catalog-records.ts';
import type { StockBooking } from '../ports/stock-journal.ts';
import { otherPair } from '../testing/samples.ts';
import { bookStock } from './book-stock.ts';

describe('publishing stock', () => {
  let bench: StockBench;
  let refreshed: number;

  beforeEach(async () => {
    bench = await createStockBench();
    refreshed = 0;
  });

  it('tells what is available, reading orders before and after, and nothing the second time', async () => {
    await bench.list('1', 10, 0);
    await bench.book('1', 'allocation', 3);

    expect(await publish({}, { buffer: { kind: 'fixed', units: 2 } })).toMatchObject({ stats: { processed: 1, updated: 1 }, more: false });
    expect(bench.shown('1')).toBe(5);
    expect(refreshed).toBe(2);
    bench.shop.script.clear();
    expect(await publish({}, { buffer: { kind: 'fixed', units: 2 } })).toMatchObject({ stats: { processed: 1, unchanged: 1, updated: 0 } });

    expect(bench.shop.script.calls).toEqual(['stock.read 1/11']);
    expect(refreshed).toBe(2);
  });

  it('says nothing about what was never counted, what is digital and what is not listed any more', async () => {
    await bench.list('1', undefined, 4);
    await bench.list('2', 5, 4);
    const draft = {
      sku: 'SKU-2',
      name: 'Gutschein',
      description: '',
      price: '1',
      taxClass: 1,
      kind: 'digital',
      weight: '0',
      visible: true,
    };
    await bench.bind(bench.bound('2', { draft: draft as unknown as NonNullable<Binding['draft']> }));
    await bench.list('3', 5, 4);
    bench.shop.shelf.delete('3/31');

    expect((await publish()).stats.updated).toBe(0);

    expect(bench.shop.script.count('stock.set')).toBe(0);
  });

  it('waits for a second sight of a difference without a cause, then writes once', async () => {
    await bench.list('1', 10, 0);
    await publish();
    bench.shop.sellable.set('1/11', 7);
    await bench.environment.advance(40_000);
    expect(await publish()).toMatchObject({ stats: { held: 1, updated: 0 }, nextAt: bench.now() + 60_000 });
    await bench.environment.advance(60_000);
    bench.shop.script.clear();

    expect(await publish()).toMatchObject({ stats: { updated: 1 } });

    expect(bench.shown('1')).toBe(10);
    expect(bench.shop.script.count('stock.set')).toBe(1);
  });

  it('goes on telling a listing whose article is parked: it still sells', async () => {
    await bench.list('1', 10, 0);
    await publish();
    await bench.bind({
      ...((await bench.tx((tx) => tx.bindings.readMany(pair, ['1'])))[0] as Binding),
      state: 'parked',
      reason: 'PRICE_JUMP',
    });
    await bench.environment.advance(40_000);
    await bench.book('1', 'count', 0);

    await publish();

    expect(bench.shown('1')).toBe(0);
  });

  it('explains what it wrote, and nothing that it did not write', async () => {
    const buffer = { kind: 'percent', percent: 10, unitsMin: 2 } as const;
    for (const id of ['1', '2', '3']) await bench.list(id, 30, id === '2' ? 25 : 1);
    await bench.book('1', 'allocation', 2);
    await bench.book('2', 'allocation', 2);
    bench.shop.poison.add('SKU-3');

    await publish({}, { buffer });

    const explained = await Promise.all(['1', '2', '3'].map((id) => bench.tx((tx) => tx.explanations.bySubject(`stock/${id}`))));
    expect(explained.map((found) => found.map(({ content }) => content))).toEqual([
      [{ flow: 'stock', sku: 'SKU-1', onHand: 30, allocated: 2, buffer: { buffer }, safetyStock: 3, target: 25, shelf: 1 }],
      [],
      [],
    ]);
    expect(explained[0]?.[0]?.at).toBe(bench.now());
  });

  describe('while an order is seen but not read', () => {
    it('lowers a shelf and raises none, until the order is read', async () => {
      await bench.list('1', 10, 4);
      await bench.list('2', 10, 14);

      expect(await publish({}, { cautious: always })).toMatchObject({ stats: { held: 1, updated: 1 }, nextAt: bench.now() + 60_000 });

      expect([bench.shown('1'), bench.shown('2')]).toEqual([4, 10]);
      expect((await publish()).stats).toMatchObject({ held: 0, updated: 1 });
      expect([bench.shown('1'), bench.shown('2')]).toEqual([10, 10]);
    });

    it('tells so in a dry run too, and reads no orders for what it would not write', async () => {
      await bench.list('1', 10, 4);

      expect((await publish({ dryRun: true }, { cautious: always })).stats).toMatchObject({ held: 1, updated: 0 });
      expect((await publish({}, { cautious: always })).stats).toMatchObject({ held: 1, updated: 0 });
      expect(refreshed).toBe(0);
    });

    it('raises none for what the orders say just before the write', async () => {
      await bench.list('1', 10, 9);
      await bench.book('1', 'allocation', 4);

      const slice = await publish({}, { cautious: always, refreshOrders: () => release('1', 4, 1) });

      expect(bench.shop.script.count('stock.set')).toBe(0);
      expect(slice).toMatchObject({ stats: { held: 1, updated: 0 }, nextAt: bench.now() + 60_000 });
    });

    it('raises none for what the orders say after the write', async () => {
      await bench.list('1', 10, 9);
      await bench.book('1', 'allocation', 4);

      await publish({}, { cautious: always, refreshOrders: () => release('1', 2, 2) });

      expect(bench.shop.script.calls.filter((call) => call.startsWith('stock.set'))).toEqual(['stock.set 1/11=6']);
    });
  });

  it('writes a new count at once', async () => {
    await bench.list('1', 10, 0);
    await publish();
    await bench.environment.advance(40_000);
    await bench.book('1', 'count', 20);

    expect(await publish()).toMatchObject({ stats: { updated: 1 } });
    expect(bench.shown('1')).toBe(20);
  });

  it('writes nothing for a sale that the shop subtracted itself', async () => {
    await bench.list('1', 10, 0);
    await publish();
    bench.shop.script.clear();
    for (let sold = 1; sold <= 3; sold += 1) {
      await bench.environment.advance(300_000);
      bench.shop.sellable.set('1/11', 10 - sold);
      await bench.book('1', 'allocation', 1);
      await publish();
    }

    expect(bench.shop.script.count('stock.set')).toBe(0);
  });

  it('writes what the orders say that came in just before', async () => {
    await bench.list('1', 10, 0);

    await publish({}, { refreshOrders: () => sell('1', 4, 1) });

    expect(bench.shop.script.calls.filter((call) => call.startsWith('stock.set'))).toEqual(['stock.set 1/11=6']);
  });

  it('writes again where an order fell between the write and the second look, and holds back what may fall in between next', async () => {
    await bench.list('1', 20, 0);

    const slice = await publish({}, { refreshOrders: () => sell('1', 4, 2) });

    expect(bench.shop.script.calls.filter((call) => call.startsWith('stock.set'))).toEqual(['stock.set 1/11=20', 'stock.set 1/11=8']);
    expect(slice).toMatchObject({ stats: { updated: 1 }, nextAt: bench.now() + bench.target().settleMs });
    expect(bench.shown('1')).toBe(8);
  });

  it('holds nothing back for what another channel sold in between: that says nothing of this one', async () => {
    await bench.list('1', 20, 0);

    await publish({}, { refreshOrders: () => sell('1', 4, 2, 'elsewhere') });

    expect(bench.sets()).toEqual(['stock.set 1/11=20', 'stock.set 1/11=16']);
  });

  it('holds back for what sold here alone, where both sold in between', async () => {
    await bench.list('1', 20, 0);

    await publish(
      {},
      {
        async refreshOrders() {
          const here = await sell('1', 1, 2);
          if (refreshed === 2) await bench.book('1', 'allocation', 5, 'elsewhere');
          return here;
        },
      },
    );

    expect(bench.sets()).toEqual(['stock.set 1/11=20', 'stock.set 1/11=12']);
  });

  it('holds back for what sold here out of its own pool, whatever an order took from another one', async () => {
    await bench.list('1', 20, 0);

    await publish(
      {},
      {
        async refreshOrders() {
          const here = await sell('1', 2, 2);
          return here.flatMap((event) => [event, { ...event, key: 'other', pool: 'other', units: 7 }]);
        },
      },
    );

    expect(bench.sets()).toEqual(['stock.set 1/11=20', 'stock.set 1/11=14']);
  });

  it('holds back for what sold here under a number that the article had before', async () => {
    await bench.list('1', undefined, 0);
    const moved = (key: string, kind: StockBooking['kind'], units: number, skuKey: string): StockBooking => {
      return { key, pool: 'default', item: 'former', skuKey, kind, units, source: key, at: bench.now() };
    };
    await bench.tx((tx) => tx.stock.name('default', 'sku-1', 'former'));
    await bench.tx((tx) => bookStock(tx, [moved('count', 'count', 20, 'sku-1')], { now: bench.now() }));

    await publish(
      {},
      {
        async refreshOrders() {
          refreshed += 1;
          if (refreshed !== 2) return [];
          const [here, there] = [moved('here', 'allocation', 4, 'former'), moved('there', 'allocation', 5, 'former')];
          await bench.tx((tx) => bookStock(tx, [here], { now: bench.now(), pair, stockLeavesAt: 'order-placed' }));
          await bench.tx((tx) => bookStock(tx, [there], { now: bench.now(), pair: otherPair, stockLeavesAt: 'order-placed' }));
          return [here];
        },
      },
    );

    expect(bench.sets()).toEqual(['stock.set 1/11=20', 'stock.set 1/11=3']);
  });

  it('holds back for what another run of this pair has booked: no other channel moved it', async () => {
    await bench.list('1', 20, 0);

    await publish(
      {},
      {
        async refreshOrders() {
          await sell('1', 4, 2);
          return [];
        },
      },
    );

    expect(bench.sets()).toEqual(['stock.set 1/11=20', 'stock.set 1/11=8']);
  });

  it('holds back for no more than what is left of what was sold and given back in between', async () => {
    await bench.list('1', 20, 0);

    await publish(
      {},
      { refreshOrders: async () => [...(await sell('1', 4, 2)), ...(refreshed === 2 ? await bench.book('1', 'release', 3) : [])] },
    );

    expect(bench.sets()).toEqual(['stock.set 1/11=20', 'stock.set 1/11=17']);
  });

  it('writes nothing where the orders read before leave what the shelf shows', async () => {
    await bench.list('1', 10, 10);
    await publish();
    await bench.book('1', 'allocation', 3, 'elsewhere');
    bench.sets();
    refreshed = 0;

    await publish({}, { refreshOrders: () => find(1, '1', 'release', 3, 'elsewhere') });

    expect([bench.sets(), await bench.noted()]).toEqual([[], ['elsewhere sku-1']]);
    await publish();
    expect([bench.sets(), await bench.noted()]).toEqual([[], []]);
  });

  describe('while something is held back', () => {
    beforeEach(async () => {
      await bench.list('1', 20, 20);
      await publish();
      // Three sold here since the look before; two elsewhere are the cause.
      bench.shop.sellable.set('1/11', 17);
      await bench.book('1', 'allocation', 3);
      await bench.book('1', 'allocation', 2, 'elsewhere');
      bench.sets();
      refreshed = 0;
    });

    it('goes on doing so where less sold during the write, and writes anew only what shows too much', async () => {
      await publish(
        {},
        {
          async refreshOrders() {
            const here = await sell('1', 1, 2);
            if (refreshed === 2) await bench.book('1', 'allocation', 6, 'elsewhere');
            return here;
          },
        },
      );

      expect(bench.sets()).toEqual(['stock.set 1/11=9', 'stock.set 1/11=2']);
    });

    it('leaves a shelf that shows just what is right', async () => {
      await publish({}, { refreshOrders: () => sell('1', 6, 2, 'elsewhere') });

      expect(bench.sets()).toEqual(['stock.set 1/11=9']);
    });

    it('remembers of a write without an answer what was told', async () => {
      bench.shop.script.plan('stock.set', { kind: 'unknown', happened: false });
      await publish();

      const [binding] = await bench.tx((tx) => tx.bindings.readMany(pair, ['1']));
      expect(binding?.stock).toMatchObject({ inDoubt: 9, rush: { units: 3 } });
    });

    it('is not the case in a shop that subtracts when it ships', async () => {
      await publish({ channelSettings: { ...bench.shop.settings, stockLeavesAt: 'order-shipped' } });

      expect(bench.sets()).toEqual(['stock.set 1/11=15']);
    });
  });

  it('offers what was held back once the shop is quiet, and no moment before', async () => {
    await bench.list('1', 20, 0);
    await publish({}, { refreshOrders: () => sell('1', 4, 2) });
    bench.shop.script.clear();

    await bench.environment.advance(bench.target().settleMs - 1);
    expect(await publish()).toMatchObject({ stats: { updated: 0, held: 1 }, nextAt: bench.now() + 1 });
    await bench.environment.advance(1);
    expect(await publish()).toMatchObject({ stats: { updated: 1 } });

    expect(bench.shown('1')).toBe(16);
  });

  it('where the shop subtracts when it ships holds nothing back: a write puts no sale back there', async () => {
    await bench.list('1', 20, 0);

    await publish(
      { channelSettings: { ...bench.shop.settings, stockLeavesAt: 'order-shipped' } },
      { refreshOrders: () => sell('1', 4, 2) },
    );

    expect(bench.shown('1')).toBe(16);
  });

  it('leaves a shop that sells at every look to the next run', async () => {
    await bench.list('1', 100, 0);

    const units = [1, 4, 9, 16];
    await publish({}, { refreshOrders: () => sell('1', units.shift() ?? 0) });

    expect(bench.shop.script.count('stock.set')).toBe(3);
  });

  it('writes nothing while orders cannot be read', async () => {
    await bench.list('1', 10, 0);
    const error = new SyncError('UNREACHABLE', 'scripted');

    expect(await publish({}, { refreshOrders: async () => error })).toMatchObject({ failure: { side: 'channel', error } });

    expect(bench.shop.script.count('stock.set')).toBe(0);
  });

  it('writes nothing in a dry run, and tells what it would', async () => {
    await bench.list('1', 10, 0);

    expect((await publish({ dryRun: true })).stats).toMatchObject({ processed: 1, updated: 1 });

    expect(bench.shop.script.count('stock.set')).toBe(0);
    expect(refreshed).toBe(0);
  });

  describe('where the shop refuses', () => {
    beforeEach(async () => {
      for (const id of ['1', '2', '3']) await bench.list(id, 10, 0);
      bench.shop.poison.add('SKU-2');
    });

    it.each([true, false])('writes the others without the one, named or not (named: %s)', async (named) => {
      bench.shop.namesPoison = named;

      const { stats, failure } = await publish();

      expect([bench.shown('1'), bench.shown('2'), bench.shown('3')]).toEqual([10, 0, 10]);
      expect(failure).toBeUndefined();
      expect(stats).toMatchObject({ updated: 2, parked: 1, failed: 0 });
      expect(await bench.problems()).toEqual(['STOCK_REFUSED 2']);
    });

    it('takes the problem back once it is written', async () => {
      await publish();
      bench.shop.poison.clear();
      await bench.book('2', 'count', 11);
      await publish();

      expect(await bench.problems()).toEqual([]);
      expect(bench.shown('2')).toBe(11);
    });

    it('does not send a refused one at every run', async () => {
      await publish();
      bench.shop.script.clear();
      await bench.environment.advance(40_000);
      await publish();

      expect(bench.shop.script.count('stock.set')).toBe(0);
    });

    it.each(['UNAUTHORIZED', 'FORBIDDEN', 'ACCOUNT_BLOCKED'] as const)('parks nothing for %s and calls no more', async (code) => {
      bench.shop.script.plan('stock.set', { kind: 'rejected', code }, { times: 100 });

      const { stats, failure } = await publish();

      expect(failure?.error.code).toBe(code);
      expect(stats).toMatchObject({ parked: 0, updated: 0 });
      expect(bench.shop.script.count('stock.set')).toBe(1);
      expect(await bench.problems()).toEqual([]);
    });
  });

  describe('without an answer', () => {
    it('writes nothing of that SKU before the horizon, and finds what arrived', async () => {
      await bench.list('1', 10, 0);
      bench.shop.script.plan('stock.set', { kind: 'unknown', happened: false });

      expect((await publish()).failure?.error.code).toBe('NO_ANSWER');
      await bench.environment.advance(29_999);
      expect(await publish()).toMatchObject({ stats: { held: 1 }, nextAt: bench.now() + 1 });
      expect(bench.shop.script.count('stock.set')).toBe(1);
      await bench.environment.advance(1);
      await publish();

      expect(bench.shop.script.count('stock.set')).toBe(2);
      expect(bench.shown('1')).toBe(10);
    });

    it('writes nothing more where it had arrived', async () => {
      await bench.list('1', 10, 0);
      bench.shop.script.plan('stock.set', { kind: 'unknown', happened: true });
      await publish();
      await bench.environment.advance(30_000);

      expect(await publish()).toMatchObject({ stats: { unchanged: 1 } });
      expect(bench.shop.script.count('stock.set')).toBe(1);
    });
  });

  it('leaves a lane to its holder, and takes it over when the holder is gone', async () => {
    await bench.list('1', 10, 0);
    await bench.store.transaction(merchant, (tx) => tx.runs.begin('inventory/shop:store-1', bench.now(), 120_000));

    expect(await publish()).toMatchObject({ more: false, nextAt: bench.now() + 10_000 });
    expect(bench.shop.script.calls).toEqual([]);
    await bench.environment.advance(120_000);
    await publish();

    expect(bench.shown('1')).toBe(10);
  });

  it('gives the lane back, also when it fails', async () => {
    await bench.list('1', 10, 0);
    bench.shop.script.plan('stock.read', { kind: 'throws', happened: false });
    await expect(publish()).rejects.toThrow('mistake');

    expect((await publish()).stats.updated).toBe(1);
  });

  it('walks all pages in bounded pieces, however long one takes', async () => {
    for (let n = 1; n <= 9; n += 1) await bench.list(String(n), 10, 0);
    const { read } = bench.target();
    bench.target().read = async (...given) => {
      await bench.environment.advance(10_000);
      return read(...given);
    };

    let [slices, updated] = [0, 0];
    for (let more = true; more; slices += 1) {
      const slice = await publish({ stopAt: bench.now() + 5_000 });
      updated += slice.stats.updated;
      more = slice.more;
      if (slices > 10) throw new Error('never ends');
    }

    expect(slices).toBeGreaterThan(2);
    expect(updated).toBe(9);
    bench.shop.script.clear();
    bench.target().read = read;
    expect((await publish()).stats).toMatchObject({ processed: 9, unchanged: 9 });
  });

  it('tells when a difference on an earlier page is due, though its time was up before the last page', async () => {
    for (let n = 1; n <= 6; n += 1) await bench.list(String(n), 10, 0);
    await publish();
    await bench.environment.advance(40_000);
    bench.shop.sellable.set('1/11', 7);
    const { read } = bench.target();
    bench.target().read = async (...given) => {
      await bench.environment.advance(10_000);
      return read(...given);
    };

    const slice = await publish({ stopAt: bench.now() + 5_000 });

    expect(slice).toMatchObject({ more: true, stats: { held: 1 }, nextAt: bench.now() + 60_000 });
  });

  /** What a look at the orders finds: at the n-th, or at each. */
  async function find(look: number | undefined, ...what: Parameters<StockBench['book']>): Promise<readonly StockBooking[]> {
    refreshed += 1;
    return look === undefined || refreshed === look ? bench.book(...what) : [];
  }

  function publish(changes: Partial<PairRun> = {}, how: Publishing = {}): Promise<Slice> {
    const refreshOrders = async (): Promise<readonly StockBooking[]> => {
      refreshed += 1;
      return [];
    };
    return bench.publish(changes, { refreshOrders, ...how });
  }

  async function always(): Promise<boolean> {
    return true;
  }

  function sell(id: string, units: number, look?: number, from?: 'here' | 'elsewhere'): Promise<readonly StockBooking[]> {
    return find(look, id, 'allocation', units, from);
  }

  function release(id: string, units: number, look: number): Promise<readonly StockBooking[]> {
    return find(look, id, 'release', units);
  }
});
