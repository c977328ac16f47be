import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, merchant, pair, pairSettings } from '../../test/bench.ts';
import { morning } from '../../test/orders.ts';
import type { PairRun, Slice } from '../effects/pair-run.ts';
import { type Answer, rejected, retryable } from '../kernel/answer.ts';
import { connectionId, pairId } from '../kernel/ids.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { StockSourcePort } from '../ports/stock-source.ts';
import { createMemoryStockSource, type MemoryStockSource } from '../testing/memory-stock-source.ts';
import { pullSource } from './pull-source.ts';

const warehouse = connectionId('warehouse');

describe('counts from another system', () => {
  let bench: Bench;
  let source: MemoryStockSource;

  beforeEach(() => {
    bench = createBench();
    source = createMemoryStockSource({ clock: bench.environment.clock, pageSize: 2 });
  });

  it('are booked as of when they were made, whether or not an article bears the SKU', async () => {
    await bench.environment.advance(60_000);
    await book('shipment', 'a', 4, morning + 30_000);
    source.warehouse.count({ sku: 'A', onHand: 12, between: [morning + 10_000, morning + 10_000] });
    source.warehouse.count({ sku: 'B', onHand: 0, between: [morning + 40_000, morning + 40_000] });

    expect(await pull()).toMatchObject({ more: false });

    expect(await onHand('a', 'b')).toEqual([8, 0]);
  });

  it('are booked once, however often and by however many pairs they are read', async () => {
    for (const sku of ['A', 'B', 'C', 'D', 'E']) source.warehouse.count({ sku, onHand: 5 });
    await pull();
    await bench.environment.advance(1_000);
    await book('shipment', 'a', 2, morning + 500);

    await pull();
    await pull({ pair: pairId('second') });

    expect(await onHand('a', 'e')).toEqual([3, 5]);
    expect((await bench.tx((tx) => tx.stock.events('default', 'a'))).map(({ kind }) => kind)).toEqual(['count', 'shipment']);
  });

  it('are read from where the last scan began, a little earlier, and anew from another source or into another pool', async () => {
    const asked: (number | string)[] = [];
    const port: StockSourcePort = {
      ...source.port,
      changed: (scan, call) => {
        asked.push(scan.cursor === undefined ? scan.since : 'goes on');
        return source.port.changed(scan, call);
      },
    };
    for (const sku of ['A', 'B', 'C']) source.warehouse.count({ sku, onHand: 5 });
    await pull({}, port);
    await bench.environment.advance(3_600_000);
    await pull({}, port);
    await pull({}, port, 'another');

    expect(asked).toEqual([0, 'goes on', morning - 600_000, 'goes on', 0, 'goes on']);
  });

  it('are read slice by slice, each from where the one before ended', async () => {
    for (const sku of ['A', 'B', 'C', 'D', 'E']) source.warehouse.count({ sku, onHand: 5 });

    expect(await pull({ stopAt: 0 })).toMatchObject({ more: true });
    expect(await onHand('b', 'c')).toEqual([5, undefined]);
    expect(await pull({ stopAt: 0 })).toMatchObject({ more: true });
    expect(await pull({ stopAt: 0 })).toMatchObject({ more: false });

    expect(await onHand('a', 'b', 'c', 'd', 'e')).toEqual([5, 5, 5, 5, 5]);
  });

  it.each<[string, object, string]>([
    ['negative', { onHand: -1 }, 'NEGATIVE'],
    ['fractional', { onHand: 1.5 }, 'NOT_WHOLE'],
    ['no number', { onHand: Number.NaN }, 'NOT_A_FIGURE'],
    ['too large', { onHand: 4_006_381_333_931 }, 'TOO_MANY_DIGITS'],
    ['of tomorrow', { notBefore: morning + 86_400_000, notAfter: morning + 86_400_000 }, 'NOT_YET'],
    ['ended before it began', { notBefore: morning, notAfter: morning - 1 }, 'NOT_A_TIME'],
    ['of no SKU', { sku: ' ', row: 'row 7' }, 'SKU_MISSING'],
    ['unreadable for the source itself', { at: 'row 9', reason: 'NOT_A_FIGURE' }, 'NOT_A_FIGURE'],
  ])('name a row that is %s, book the others, and forget it once it is mended', async (_name, changes, why) => {
    const good = { sku: 'A', onHand: 12, notBefore: morning, notAfter: morning };
    const bad = 'reason' in changes ? changes : { ...good, sku: 'B', ...changes };
    const name = 'at' in bad ? bad.at : 'row' in bad ? bad.row : 'B';

    await pull({}, saying([good, bad]));

    expect(await bench.problems()).toEqual([`STOCK_SOURCE_ROW_UNREADABLE warehouse/${name}`]);
    const [problem] = await bench.tx((tx) => tx.problems.open(pair, undefined, 9));
    expect(problem?.data).toMatchObject({ why });
    expect(await onHand('a', 'b')).toEqual([12, undefined]);
    await pull({}, saying([{ ...good, sku: 'B', row: String(name) }]));
    expect(await bench.problems()).toEqual([]);
    expect(await onHand('b')).toEqual([12]);
  });

  it('stand low, and ask, where units left while nobody knows when it was counted', async () => {
    await pull({}, saying([{ sku: 'A', onHand: 20, notBefore: morning - 9_000, notAfter: morning - 9_000 }]));
    await bench.environment.advance(7_200_000);
    await book('shipment', 'a', 3, morning + 7_100_000);

    await pull({}, saying([{ sku: 'A', onHand: 18, notBefore: morning, notAfter: morning + 7_000_000 }]));

    expect(await onHand('a')).toEqual([15]);
    expect(await bench.problems()).toEqual(['STOCK_COUNT_AMBIGUOUS warehouse/A']);
    await pull({}, saying([{ sku: 'A', onHand: 17, notBefore: morning + 7_150_000, notAfter: morning + 7_150_000 }]));
    expect([await onHand('a'), await bench.problems()]).toEqual([[17], []]);
  });

  it('go on from the place that was read last where the source did not answer, and begin anew where it forgot that place', async () => {
    for (const sku of ['A', 'B', 'C']) source.warehouse.count({ sku, onHand: 5 });
    const asked: boolean[] = [];
    const answering = (answer?: Answer<never>): StockSourcePort => ({
      ...source.port,
      changed: async (scan, call) => {
        asked.push(scan.cursor !== undefined);
        return answer ?? source.port.changed(scan, call);
      },
    });
    await pull({ stopAt: 0 });
    const [silent, gone] = [new SyncError('UNREACHABLE', 'no line'), new SyncError('REFUSED', 'no such page')];

    expect(await pull({}, answering(retryable(silent)))).toMatchObject({ failure: { side: 'source', error: silent }, more: false });
    expect(await pull({}, answering(rejected(gone)))).toMatchObject({ failure: { side: 'source', error: gone } });
    await pull({}, answering());

    expect(asked).toEqual([true, true, false, true]);
    expect(await onHand('a', 'b', 'c')).toEqual([5, 5, 5]);
  });

  function pull(changes: Partial<PairRun> = {}, port: StockSourcePort = source.port, connection: string = warehouse): Promise<Slice> {
    const stock = { buffers: [], source: port };
    return pullSource(bench.run({ settings: { ...pairSettings, stock }, sourceConnection: connectionId(connection), ...changes }));
  }

  function saying(items: readonly object[]): StockSourcePort {
    return { ...source.port, changed: async () => ({ status: 'done', value: { items: items as never } }) };
  }

  async function book(kind: 'shipment', skuKey: string, units: number, at: number): Promise<void> {
    await bench.store.transaction(merchant, (tx) =>
      tx.stock.book([{ key: `${skuKey}/${at}`, pool: 'default', skuKey, kind, units, source: 'order/1', at }]),
    );
  }

  async function onHand(...skuKeys: readonly string[]): Promise<readonly unknown[]> {
    const levels = await bench.tx((tx) => tx.stock.levels('default', skuKeys));
    return skuKeys.map((key) => levels.find(({ skuKey }) => skuKey === key)?.onHand);
  }
});
