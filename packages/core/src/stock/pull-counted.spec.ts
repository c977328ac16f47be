import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pairSettings } from '../../test/bench.ts';
import { morning } from '../../test/orders.ts';
import type { PairRun } from '../effects/pair-run.ts';
import { pairId } from '../kernel/ids.ts';
import type { CountFromArticle } from '../ports/stock-source.ts';
import { article } from '../testing/samples.ts';
import { countInNote } from './count-in-note.ts';
import { pullCounted } from './pull-counted.ts';

const stock = countInNote('Bestand: {count}');
const shelf = countInNote('Regal: {count}');

describe('pulling articles and their figures', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
    for (const id of ['1', '2', '3']) bench.books.articles.set(id, article(id, { note: `Bestand: ${id}0\nRegal: ${id}1` }));
  });

  it('reads what every article says', async () => {
    await pull(stock);

    expect(await onHand()).toEqual([10, 20, 30]);
  });

  it('reads those that another pair pulled before, of which none will change for our sake', async () => {
    await pull(undefined);
    expect(await onHand()).toEqual([undefined, undefined, undefined]);

    await pull(stock, { pair: pairId('second') });

    expect(await onHand()).toEqual([10, 20, 30]);
  });

  it('reads all of them again by another pattern', async () => {
    await pull(stock);
    await bench.environment.advance(1_000);
    await pull(shelf);

    expect(await onHand()).toEqual([11, 21, 31]);
  });

  it('reads none again that did not change', async () => {
    await pull(stock);
    await book('shipment', 4);
    await bench.environment.advance(1_000);
    await pull(stock);

    expect(await onHand()).toEqual([6, 20, 30]);
    expect((await bench.tx((tx) => tx.stock.events('default', 'sku-2'))).length).toBe(1);
  });

  it('takes off what left since an article was written that it reads for the first time', async () => {
    await pull(undefined);
    await bench.environment.advance(1_000);
    await book('shipment', 4);
    await pull(stock);

    expect(await onHand()).toEqual([6, 20, 30]);
  });

  it('counts into the pool that the channel sells from', async () => {
    await pull(stock, { settings: { ...pairSettings, stock: { count: stock, pool: 'north', buffers: [] } } });

    expect(await onHand()).toEqual([undefined, undefined, undefined]);
    expect(await onHand('north')).toEqual([10, 20, 30]);
  });

  it('goes on where its slice ended', async () => {
    for (let id = 100; id < 350; id++) bench.books.articles.set(String(id), article(String(id), { note: 'Bestand: 1' }));
    await pull(undefined);

    const first = await pullCounted(runOf(stock, { stopAt: 0 }));
    await pull(stock);

    expect(first.more).toBe(true);
    expect(await onHand()).toEqual([10, 20, 30]);
    expect((await bench.tx((tx) => tx.stock.places(undefined, 999))).length).toBe(253);
  });

  function runOf(count: CountFromArticle | undefined, changes: Partial<PairRun> = {}): PairRun {
    const settings = { ...pairSettings, stock: { buffers: [], ...(count === undefined ? {} : { count }) } };
    return bench.run({ settings, ...changes });
  }

  async function pull(count: CountFromArticle | undefined, changes: Partial<PairRun> = {}): Promise<void> {
    const slice = await pullCounted(runOf(count, changes));
    if (slice.more) await pull(count, changes);
  }

  async function book(kind: 'shipment', units: number): Promise<void> {
    const event = { key: `${kind}/${units}`, pool: 'default', skuKey: 'sku-1', kind, units, source: 'order', at: morning + 500 };
    await bench.tx((tx) => tx.stock.book([event]));
  }

  async function onHand(pool = 'default'): Promise<readonly (number | undefined)[]> {
    const skuKeys = ['sku-1', 'sku-2', 'sku-3'];
    const levels = await bench.tx((tx) => tx.stock.levels(pool, skuKeys));
    return skuKeys.map((key) => levels.find(({ skuKey }) => skuKey === key)?.onHand);
  }
});
