import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench } from '../../test/bench.ts';
import { countInNote } from '../stock/count-in-note.ts';
import { createMemoryStockSource, type MemoryStockSource } from '../testing/memory-stock-source.ts';
import { article } from '../testing/samples.ts';
import type { PairHandle, PairOptions } from './pair-handle.ts';

describe('a pair whose stock another system keeps', () => {
  let bench: Bench;
  let source: MemoryStockSource;

  beforeEach(() => {
    bench = createBench();
    source = createMemoryStockSource({ clock: bench.environment.clock });
    for (const id of ['1', '2']) bench.books.articles.set(id, article(id, { note: 'Bestand: 99' }));
    source.warehouse.count({ sku: 'SKU-1', onHand: 12 });
    source.warehouse.count({ sku: 'SKU-2', onHand: 5 });
  });

  it('tells its channel what was counted there, and counts the requests', async () => {
    const report = await sync(pairOf());

    expect([...bench.shop.sellable.values()]).toEqual([12, 5]);
    expect(report).toMatchObject({ ok: true, calls: { warehouse: { read: 1, write: 0 } } });
  });

  it('hears of a new count at its next run, and tells that one SKU', async () => {
    await sync(pairOf());
    await bench.environment.advance(60_000);
    source.warehouse.count({ sku: 'SKU-2', onHand: 4 });

    const report = await sync(pairOf());

    expect([...bench.shop.sellable.values()]).toEqual([12, 4]);
    expect(report.flows.find(({ name }) => name === 'stock')).toMatchObject({ updated: 1 });
  });

  it('says that it does not answer, and goes on with all else', async () => {
    await sync(pairOf());
    source.inject('no-connection', 'read');
    bench.books.articles.set('3', article('3'));

    const report = await sync(pairOf());

    expect(report).toMatchObject({ ok: false, failures: [{ flow: 'stock', connection: 'warehouse' }] });
    expect(report.flows).toMatchObject([{ created: 1 }, { processed: 2, failed: 1 }, { failed: 0 }]);
    expect(await bench.problems()).toContainEqual(expect.stringContaining('CONNECTION_UNREACHABLE'));
    source.heal();
    expect(await sync(pairOf())).toMatchObject({ ok: true, problems: [] });
  });

  it('is not asked where stock is off', async () => {
    await sync(pairOf({ flows: { listings: true, stock: false, orders: true } }));

    expect(source.requests()).toEqual([]);
  });

  it('is looked at by a check', async () => {
    expect(await pairOf().check()).toMatchObject({ source: { reached: true, accountId: 'warehouse' } });
    source.inject('no-connection', 'read');
    expect(await pairOf().check()).toMatchObject({ source: { reached: false, code: 'CONNECTION_UNREACHABLE' } });
    expect(await bench.engine().check()).not.toHaveProperty('source');
  });

  it('does not count by its articles too', () => {
    const stock = { source: source.port, count: countInNote('Bestand: {count}'), buffer: { kind: 'fixed', units: 0 } } as const;

    expect(() => pairOf({ stock })).toThrow('leave out one of them');
  });

  function pairOf(changes: Partial<PairOptions> = {}): PairHandle {
    const connections = { invoicing: 'acme-books', channel: 'acme-shop', source: 'warehouse' };
    return bench.engine({ stock: { source: source.port, buffer: { kind: 'fixed', units: 0 } }, connections, ...changes });
  }

  function sync(handle: PairHandle) {
    return bench.environment.finish(handle.sync());
  }
});
