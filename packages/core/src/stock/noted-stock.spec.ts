import { beforeEach, describe, expect, it } from '@jest/globals';
import { pair } from '../../test/bench.ts';
import { createStockBench, type StockBench } from '../../test/stock-bench.ts';
import type { StockBooking } from '../ports/stock-journal.ts';
import { listing, stockEvent } from '../testing/samples.ts';
import { bookStock } from './book-stock.ts';
import { readLatency } from './stock-latency.ts';

describe('what the inbox names', () => {
  let bench: StockBench;

  beforeEach(async () => {
    bench = await createStockBench();
    for (const id of ['1', '2', '3', '4', '5', '6', '7', '8']) await bench.list(id, 10, 10);
    await bench.publish();
    bench.sets();
  });

  it('is told at once after one look: another channel sold', async () => {
    await bench.book('2', 'allocation', 3, 'elsewhere');

    expect(await bench.publish()).toMatchObject({ stats: { updated: 1, held: 0 } });
    expect(bench.sets()).toEqual(['stock.set 2/21=7']);
    expect(await bench.noted()).toEqual([]);
  });

  it('is looked at alone where only it is asked for, with one read for all of it', async () => {
    await bench.book('2', 'allocation', 3, 'elsewhere');
    await bench.book('7', 'count', 4);

    await bench.publish({}, { notedOnly: true });

    expect(bench.shop.script.calls).toEqual(['stock.read 2/21,7/71', 'stock.set 2/21=7,7/71=4']);
  });

  it('comes before the walk, and the walk looks at nothing twice', async () => {
    await bench.book('8', 'count', 4);
    const looked = new Set<string>();

    const { stats } = await bench.publish({}, { looked });

    expect(bench.shop.script.calls[0]).toBe('stock.read 8/81');
    expect(bench.shop.script.count('stock.read')).toBe(4);
    expect(stats).toMatchObject({ processed: 8, updated: 1, unchanged: 7 });
    expect(looked.size).toBe(8);
  });

  it('is told again within the settle time of the last write: sales elsewhere do not wait for each other', async () => {
    for (const left of [9, 8, 7]) {
      await bench.book('2', 'allocation', 1, 'elsewhere');
      await bench.environment.advance(1_000);
      await bench.publish({}, { notedOnly: true });
      expect(bench.shown('2')).toBe(left);
    }
    expect(bench.sets()).toHaveLength(3);
  });

  it('needs no write where the shelf shows it already', async () => {
    await bench.book('2', 'allocation', 3, 'elsewhere');
    bench.shop.sellable.set('2/21', 7);

    expect(await bench.publish({}, { notedOnly: true })).toMatchObject({ stats: { processed: 1, unchanged: 1 } });
    expect(bench.sets()).toEqual([]);
    expect(await bench.noted()).toEqual([]);
  });

  it('stands until it is told: a lost answer is looked at again once it must have landed', async () => {
    await bench.book('2', 'allocation', 3, 'elsewhere');
    bench.shop.script.plan('stock.set', { kind: 'unknown', happened: false });
    await bench.publish({}, { notedOnly: true });

    const until = bench.now() + bench.target().settleMs;
    expect(await bench.publish({}, { notedOnly: true })).toMatchObject({ stats: { held: 1 }, nextAt: until });
    expect(await bench.noted()).toEqual(['elsewhere sku-2']);
    await bench.environment.advance(bench.target().settleMs);
    await bench.publish({}, { notedOnly: true });

    expect(bench.shown('2')).toBe(7);
    expect(await bench.noted()).toEqual([]);
  });

  it('stays named where it comes again while it is written', async () => {
    await bench.book('2', 'allocation', 3, 'elsewhere');
    let looks = 0;
    const refreshOrders = async (): Promise<readonly StockBooking[]> => {
      looks += 1;
      return looks > 1 && looks < 4 ? bench.book('2', 'allocation', 1, 'elsewhere') : [];
    };

    await bench.publish({}, { notedOnly: true, refreshOrders });

    expect(bench.sets()).toEqual(['stock.set 2/21=7', 'stock.set 2/21=6', 'stock.set 2/21=5']);
    expect(await bench.noted()).toEqual(['elsewhere sku-2']);
    await bench.environment.advance(bench.target().settleMs);
    await bench.publish({}, { notedOnly: true });
    expect([bench.sets(), await bench.noted()]).toEqual([[], []]);
  });

  it('is no reason to look again where it cannot be told', async () => {
    await bench.book('2', 'allocation', 3, 'elsewhere');
    await bench.book('3', 'count', 3);
    await bench.tx((tx) => tx.bindings.remove(pair, ['2']));
    bench.shop.shelf.delete('3/31');

    await bench.publish({}, { notedOnly: true });

    expect([bench.sets(), await bench.noted()]).toEqual([[], []]);
  });

  it('changes nothing in a dry run, and is told of', async () => {
    await bench.book('2', 'allocation', 3, 'elsewhere');

    expect(await bench.publish({ dryRun: true }, { notedOnly: true })).toMatchObject({ stats: { processed: 1, updated: 1 } });
    expect([bench.sets(), await bench.noted()]).toEqual([[], ['elsewhere sku-2']]);
  });

  it('goes into as few requests as the channel takes at once', async () => {
    for (const id of ['1', '2', '3', '4', '5', '6', '7', '8']) await bench.book(id, 'count', 5);
    const tally = { reads: 0, writes: 0, looked: 0, told: 0 };

    await bench.publish({}, { tally });

    expect(bench.sets().map((set) => set.split(',').length)).toEqual([7, 1]);
    expect(tally).toMatchObject({ reads: 4, writes: 2 });
  });

  it('takes 40 reads and one write for 2,000 changes among 10,000 listings, at the batch sizes of a large channel', async () => {
    const large = await createStockBench();
    Object.assign(large.target(), { batchMax: 250, writeMax: 2_000 });
    const ids = Array.from({ length: 10_000 }, (_, n) => String(10_000 + n));
    for (const id of ids) large.shop.shelf.set(`${id}/${id}1`, listing(id));
    await large.tx((tx) => tx.bindings.put(ids.map((id) => large.bound(id))));
    await large.tx((tx) =>
      bookStock(
        tx,
        ids.map((id) => counted(id, 5)),
        { now: large.now() },
      ),
    );
    await large.publish();
    expect(large.sets().map((set) => set.split(',').length)).toEqual([2_000, 2_000, 2_000, 2_000, 2_000]);
    await large.tx((tx) =>
      bookStock(
        tx,
        ids.filter((_, n) => n % 5 === 0).map((id) => counted(id, 4)),
        { now: large.now() },
      ),
    );
    const tally = { reads: 0, writes: 0, looked: 0, told: 0 };

    const { stats } = await large.publish({}, { tally });

    expect(stats).toMatchObject({ processed: 10_000, updated: 2_000, held: 0 });
    expect(tally).toEqual({ reads: 40, writes: 1, looked: 10_000, told: 2_000 });
    expect(large.sets()[0]?.split(',')).toHaveLength(2_000);
  }, 60_000);

  it('tells how late a channel learned of a sale elsewhere, not of a count', async () => {
    await bench.book('2', 'allocation', 3, 'elsewhere');
    await bench.book('3', 'count', 3);
    await bench.environment.advance(7_000);
    await bench.publish();

    expect((await bench.tx((tx) => readLatency(tx, pair))).told).toEqual([7_000]);
  });

  it('is told with less where the shop itself sold since the look before, and in full after the rush', async () => {
    await bench.book('2', 'allocation', 3, 'elsewhere');
    bench.shop.sellable.set('2/21', 8);
    await bench.book('2', 'allocation', 2);

    const { nextAt } = await bench.publish({}, { notedOnly: true });

    expect([bench.sets(), await bench.noted(), nextAt]).toEqual([
      ['stock.set 2/21=1'],
      ['elsewhere sku-2'],
      bench.now() + bench.target().settleMs,
    ]);
    await bench.book('2', 'count', 20);
    await bench.publish({}, { notedOnly: true });
    expect(bench.sets()).toEqual([]);
    await bench.environment.advance(bench.target().settleMs);
    await bench.publish({}, { notedOnly: true });
    expect([bench.sets(), await bench.noted()]).toEqual([['stock.set 2/21=15'], []]);
    expect((await bench.tx((tx) => readLatency(tx, pair))).told).toHaveLength(1);
  });

  function counted(id: string, units: number) {
    return stockEvent(`${id}/${units}`, { pool: 'default', skuKey: `sku-${id}`, units });
  }
});
