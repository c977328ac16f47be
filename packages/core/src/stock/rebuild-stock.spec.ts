import { beforeEach, describe, expect, it } from '@jest/globals';
import { merchant } from '../../test/bench.ts';
import { createMemoryStore, type MemoryStore } from '../memory/index.ts';
import type { StockEvent } from '../ports/stock-journal.ts';
import type { Tx } from '../ports/store.ts';
import { stockEvent, stockHolding } from '../testing/samples.ts';
import { rebuildStock } from './rebuild-stock.ts';

/*
 * Goal: a ledger that is right is left alone, however long it is, and of one that is not every wrong place is found and put right. Method:
 * levels and holdings are put beside their events in a store in memory.
 */
describe('adding up the stock ledger anew', () => {
  let store: MemoryStore;

  beforeEach(() => {
    store = createMemoryStore();
  });

  it('takes what was shipped out of what an order holds', async () => {
    await book([
      stockEvent('c'),
      order('a', 'allocation', 5),
      order('s', 'shipment', 2),
      order('r', 'release', 1),
      { ...order('o', 'allocation', 4), source: 'order-2' },
    ]);
    await tx(({ stock }) => stock.hold([stockHolding('order-1', { allocated: 2 }), stockHolding('order-2', { allocated: 4 })]));

    expect(await rebuild()).toMatchObject({ items: 1, events: 5, drifts: 0, repaired: false });

    await tx(({ stock }) => stock.hold([stockHolding('order-1', { allocated: 3 })]));
    expect((await rebuild()).firstDrifts).toMatchObject([{ of: 'order', orderKey: 'order-1', held: 3, booked: 2 }]);
    expect(await rebuild(true)).toMatchObject({ drifts: 1, repaired: true });
    expect(await rebuild(true)).toMatchObject({ drifts: 0, repaired: false });
    expect(await tx(({ stock }) => stock.holdings('order-1'))).toMatchObject([{ allocated: 2, shipped: 1, bookings: 1 }]);
  });

  it('reads events beyond one page once', async () => {
    await book([stockEvent('c'), ...Array.from({ length: 5_004 }, (_, index) => stockEvent(String(index), { kind: 'receipt', units: 1 }))]);

    expect(await rebuild()).toMatchObject({ items: 1, events: 5_005, drifts: 0 });
  });

  it('goes through items and the orders of one item beyond one page, and tells how far it is', async () => {
    await book(Array.from({ length: 120 }, (_, index) => stockEvent(String(index), { skuKey: `sku-${index}` })));
    await tx(({ stock }) => stock.hold(Array.from({ length: 501 }, (_, index) => stockHolding(`order-${index}`, { allocated: 0 }))));
    await tx(({ stock }) => stock.hold([stockHolding('order-999', { allocated: 1 })]));
    const progress: number[] = [];

    const report = await rebuildStock(store, merchant, { apply: false, onProgress: (items) => progress.push(items) });

    expect(report).toMatchObject({ items: 120, events: 120, drifts: 1 });
    expect(progress).toEqual([50, 100, 120]);
  });

  it('shows a hundred drifts and counts them all', async () => {
    const keys = Array.from({ length: 130 }, (_, index) => `sku-${index}`);
    await book(keys.map((skuKey) => stockEvent(skuKey, { skuKey })));
    for (const item of keys) {
      const stored = await tx(({ stock }) => stock.stored({ pool: 'main', item }));
      if (stored === undefined) throw new Error('it was booked a moment ago');
      await tx(({ stock }) => stock.restate({ pool: 'main', item }, { ...stored, onHand: 77 }));
    }

    const report = await rebuild(true);

    expect(report).toMatchObject({ items: 130, drifts: 130, repaired: true });
    expect(report.firstDrifts).toHaveLength(100);
    expect(report.firstDrifts[0]).toMatchObject({ of: 'level', stored: { onHand: 77 }, rebuilt: { onHand: 10 } });
    expect(await rebuild()).toMatchObject({ drifts: 0 });
  });

  function order(key: string, kind: StockEvent['kind'], units: number): StockEvent {
    return stockEvent(key, { kind, units, source: 'order-1' });
  }

  function book(events: readonly StockEvent[]): Promise<number> {
    return tx(({ stock }) => stock.book(events));
  }

  function rebuild(apply = false) {
    return rebuildStock(store, merchant, { apply });
  }

  function tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return store.transaction(merchant, work);
  }
});
