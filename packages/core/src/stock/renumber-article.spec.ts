import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { sku } from '../kernel/ids.ts';
import type { Article } from '../model/article.ts';
import { takeOrder } from '../orders/take-order.ts';
import type { SnapshotRow } from '../ports/catalog-records.ts';
import type { StockEventKind } from '../ports/stock-journal.ts';
import { snapshotRow } from '../testing/samples.ts';
import { countArticle } from './count-articles.ts';
import { countInNote } from './count-in-note.ts';

describe('an article that gets another number', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = createBench();
    await pull('1', { number: 'Old', note: 'Bestand: 12' });
    await move('shipment', 2, 'old');
    await bench.environment.advance(1_000);
  });

  it('keeps its units: the figure in its note is no fresher for that', async () => {
    await bench.environment.advance(60_000);
    await pull('1', { number: 'New', note: 'Bestand: 12' });

    expect(await level('new')).toEqual([10, 0]);
    expect(await bench.problems()).toEqual([]);
  });

  it('keeps what open orders hold, whichever number they name', async () => {
    await order(3, 0);
    await pull('1', { number: 'New', note: 'Bestand: 12' });
    expect(await level('new')).toEqual([10, 3]);

    await order(3, 1, 1);
    expect(await level('new')).toEqual([9, 2]);
    await order(3, 3, 2, 'NEW');

    expect(await level('new')).toEqual([7, 0]);
    expect(await level('old')).toEqual([7, 0]);
  });

  it('is counted by a figure that changed with it, as of the span in which that was written', async () => {
    await pull('1', { number: 'Old', note: 'Bestand: 12', title: 'read again' });
    const before = await known('1');
    await bench.environment.advance(60_000);
    await move('shipment', 1, 'old');
    await bench.environment.advance(60_000);
    await pull('1', { number: 'New', note: 'Bestand: 30' }, before);

    expect(await level('new')).toEqual([29, 0]);
    expect(await bench.problems()).toEqual(['STOCK_COUNT_AMBIGUOUS 1']);
  });

  it('may get its old number back', async () => {
    await pull('1', { number: 'New', note: 'Bestand: 12' });
    await move('shipment', 4, 'new');
    await pull('1', { number: 'Old', note: 'Bestand: 12' });

    expect(await level('old')).toEqual([6, 0]);
    expect(await bench.problems()).toEqual([]);
  });

  it('leaves its old number to another article, whose units are its own', async () => {
    await order(3, 0);
    await pull('1', { number: 'New', note: 'Bestand: 12' });
    await pull('2', { number: 'OLD', note: 'Bestand: 70' });

    expect(await level('old')).toEqual([70, 0]);
    expect(await level('new')).toEqual([10, 3]);
    await order(3, 3, 1, 'New');
    expect(await level('new')).toEqual([7, 0]);
    expect(await level('old')).toEqual([70, 0]);
  });

  it('leaves it to one that had another number before, which brings its units along', async () => {
    await pull('2', { number: 'Third', note: 'Bestand: 70' });
    await pull('1', { number: 'New', note: 'Bestand: 12' });
    await pull('2', { number: 'Old', note: 'Bestand: 70' });

    expect([await level('old'), await level('third'), await level('new')]).toEqual([
      [70, 0],
      [70, 0],
      [10, 0],
    ]);
    expect(await bench.problems()).toEqual([]);
  });

  it('asks for a count where its new number has stock of its own, and offers the lower of both until then', async () => {
    await move('count', 20, 'new');
    await order(3, 0);
    await pull('1', { number: 'New', note: 'Bestand: 12' });

    expect(await level('new')).toEqual([7, 0]);
    expect(await bench.problems()).toEqual(['STOCK_NUMBER_CHANGED 1']);
    await bench.environment.advance(60_000);
    await pull('1', { number: 'New', note: 'Bestand: 25' });

    expect(await level('new')).toEqual([25, 0]);
    expect(await bench.problems()).toEqual([]);
  });

  it('asks for a count where another article still has its old number, and takes its old figure for no count', async () => {
    await pull('2', { number: 'Old', note: 'Bestand: 70' });
    await pull('1', { number: 'New', note: 'Bestand: 12' });

    expect(await level('new')).toBeUndefined();
    expect(await bench.problems()).toEqual(['STOCK_NUMBER_CHANGED 1']);
  });

  it('asks for two counts where two articles swap their numbers, and offers the lower of both until then', async () => {
    await pull('2', { number: 'New', note: 'Bestand: 30' });
    const [first, second] = [await known('1'), await known('2')];
    const swapped = [row('1', { number: 'New', note: 'Bestand: 12' }), row('2', { number: 'Old', note: 'Bestand: 30' })];
    await bench.tx((tx) => tx.snapshot.put(booksConnection, swapped));
    for (const [index, before] of [first, second].entries()) await see(before, swapped[index] as SnapshotRow);

    expect([await level('new'), await level('old')]).toEqual([
      [10, 0],
      [10, 0],
    ]);
    expect(await bench.problems()).toEqual(['STOCK_NUMBER_CHANGED 1', 'STOCK_NUMBER_CHANGED 2']);
  });

  it('is counted anew if nothing was known of its old number', async () => {
    await pull('3', { number: 'A' });
    await pull('3', { number: 'B', note: 'Bestand: 5' });

    expect(await level('b')).toEqual([5, 0]);
  });

  /** As the flow does: it stands in the snapshot before it is judged. */
  async function pull(id: string, changes: Partial<Article>, before?: SnapshotRow): Promise<void> {
    const standing = before ?? (await known(id));
    const now = row(id, changes);
    await bench.tx((tx) => tx.snapshot.put(booksConnection, [now]));
    await see(standing, now);
  }

  function see(before: SnapshotRow | undefined, now: SnapshotRow): Promise<void> {
    return bench.tx((tx) => countArticle(bench.run(), tx, countInNote('Bestand: {count}'), { before, now, pool: 'default' }));
  }

  function row(id: string, changes: Partial<Article>): SnapshotRow {
    const now = bench.environment.clock.now();
    return snapshotRow(id, { updatedAt: now, ...changes }, now);
  }

  async function known(id: string): Promise<SnapshotRow | undefined> {
    return (await bench.tx((tx) => tx.snapshot.readMany(booksConnection, [id])))[0];
  }

  async function order(ordered: number, shipped: number, change = 0, number = 'OLD'): Promise<void> {
    const lines = [orderLine('a', { sku: sku(number), quantity: ordered, quantityShipped: shipped })];
    const read = channelOrder('7', { lines, status: 'under-review', modifiedAt: morning + change });
    bench.shop.orders.set('7', read);
    await takeOrder(bench.run(), headOf(read), { baseline: false });
  }

  async function move(kind: StockEventKind, units: number, skuKey: string): Promise<void> {
    const at = bench.environment.clock.now();
    await bench.tx((tx) =>
      tx.stock.book([{ key: `${kind}/${skuKey}/${at}`, pool: 'default', skuKey, kind, units, source: 'by-hand', at }]),
    );
  }

  /** On hand and allocated. */
  async function level(skuKey: string): Promise<readonly unknown[] | undefined> {
    const [found] = await bench.tx((tx) => tx.stock.levels('default', [skuKey]));
    return found === undefined ? undefined : [found.onHand, found.allocated];
  }
});
