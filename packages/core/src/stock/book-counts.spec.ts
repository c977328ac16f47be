import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench } from '../../test/bench.ts';
import { bookCounts, judgeCounts } from './book-counts.ts';
import type { StockCounted } from './judge-count.ts';

describe('booking counts', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('answers each in its place, of whatever pool', async () => {
    await move('shipment', 'a', 3, 150);
    await book(counted('d', { key: 'later', figure: 5, notBefore: 500, notAfter: 500 }));

    const results = await book(
      counted('a'),
      counted('b', { pool: 'north', figure: 4 }),
      counted('c', { figure: 0 }),
      counted('d'),
      counted('a', { key: 'again', figure: 20, notBefore: 160, notAfter: 160 }),
    );

    expect(results).toEqual([
      { status: 'booked', onHand: 7, since: -3, unsure: 0 },
      { status: 'booked', onHand: 4, since: 0, unsure: 0 },
      { status: 'booked', onHand: 0, since: 0, unsure: 0 },
      { status: 'older', onHand: 5 },
      { status: 'booked', before: 7, onHand: 20, since: 0, unsure: 0 },
    ]);
    expect(await levels('default', ['a', 'c', 'd'])).toEqual([20, 0, 5]);
    expect(await levels('north', ['b'])).toEqual([4]);
  });

  it('books a key once, with what was added to it the first time', async () => {
    await book(counted('a'));
    await move('shipment', 'a', 3, 150);

    expect(await book(counted('a'))).toEqual([{ status: 'repeated' }]);
    expect(await levels('default', ['a'])).toEqual([7]);
  });

  it('judges the second of two names of one item by what the first one left', async () => {
    await bench.tx((tx) => tx.stock.name('default', 'b', 'a'));

    const results = await book(counted('a'), counted('b', { figure: 30 }));

    expect(results).toEqual([
      { status: 'booked', onHand: 10, since: 0, unsure: 0 },
      { status: 'booked', before: 10, onHand: 30, since: 0, unsure: 0 },
    ]);
  });

  it('only looks, if it shall', async () => {
    const [judged] = await bench.tx((tx) => judgeCounts(tx, [counted('a')]));

    expect(judged?.result).toMatchObject({ status: 'booked', onHand: 10 });
    expect(await levels('default', ['a'])).toEqual([undefined]);
    expect(await bench.tx((tx) => judgeCounts(tx, []))).toEqual([]);
  });

  function book(...counts: readonly StockCounted[]) {
    return bench.tx((tx) => bookCounts(tx, counts, { now: 1_000 }));
  }

  async function move(kind: 'shipment', skuKey: string, units: number, at: number): Promise<void> {
    await bench.tx((tx) => tx.stock.book([{ key: `${kind}/${at}`, pool: 'default', skuKey, kind, units, source: 'order/1', at }]));
  }

  async function levels(pool: string, skuKeys: readonly string[]): Promise<readonly unknown[]> {
    const found = await bench.tx((tx) => tx.stock.levels(pool, skuKeys));
    return skuKeys.map((key) => found.find(({ skuKey }) => skuKey === key)?.onHand);
  }
});

function counted(skuKey: string, changes: Partial<StockCounted> = {}): StockCounted {
  const made = { pool: 'default', skuKey, figure: 10, notBefore: 100, notAfter: 100, exact: true, source: 'by-hand' };
  return { key: `count/${skuKey}`, ...made, ...changes };
}
