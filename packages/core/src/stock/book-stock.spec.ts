import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, merchant, pair } from '../../test/bench.ts';
import type { PairId } from '../kernel/ids.ts';
import { pairId } from '../kernel/ids.ts';
import type { StockEventKind } from '../ports/stock-journal.ts';
import { binding, otherPair, pairRow, stockEvent } from '../testing/samples.ts';
import { bookStock, type StockBookedBy } from './book-stock.ts';

describe('booking stock', () => {
  let bench: Bench;
  const now = 1_000;
  const third = pairId('acme-third');

  beforeEach(async () => {
    bench = createBench();
    await bench.tx(async (tx) => {
      for (const one of [pair, otherPair, third]) await tx.pairs.put(pairRow({ pair: one }));
      await tx.bindings.put([
        binding('1', { pair }),
        binding('9', { pair: otherPair, sku: binding('1').sku as never }),
        binding('2', { pair: third }),
      ]);
    });
  });

  const own = { pair, stockLeavesAt: 'order-placed' } as const;
  it.each<[string, StockEventKind, Partial<StockBookedBy>, readonly string[]]>([
    ['a count by a run is news to every channel that lists it', 'count', own, ['acme-main count', 'acme-second count']],
    ['a count by a person too', 'count', {}, ['acme-main count', 'acme-second count']],
    ['so are units that came in', 'receipt', {}, ['acme-main count', 'acme-second count']],
    ['and units that came back', 'restock', own, ['acme-main count', 'acme-second count']],
    ['a correction', 'adjustment', own, ['acme-main count', 'acme-second count']],
    ['a sale is news to the others alone: the channel subtracted it', 'allocation', own, ['acme-second elsewhere']],
    ['so is what an order gives back', 'release', own, ['acme-second elsewhere']],
    ['units that ship were promised before', 'shipment', own, []],
    [
      'a channel that subtracts when it ships does not know its own open orders',
      'allocation',
      { ...own, stockLeavesAt: 'order-shipped' },
      ['acme-main count', 'acme-second elsewhere'],
    ],
    ['and subtracts once more when they ship', 'shipment', { ...own, stockLeavesAt: 'order-shipped' }, ['acme-main count']],
  ])('%s', async (_name, kind, by, reasons) => {
    await bench.tx((tx) => bookStock(tx, [stockEvent('a', { kind, units: 2 })], { now, ...by }));

    expect(await noted()).toEqual(reasons);
    const woken = [...new Set(reasons.map((reason) => reason.split(' ')[0]))].filter((name) => name !== by.pair);
    expect((await bench.store.directory.due(now, 9)).map(({ pair: due }) => due)).toEqual(woken);
  });

  it('is news to the channels of its pool alone, and to one that never ran', async () => {
    const fourth = pairId('acme-fourth');
    await bench.tx(async (tx) => {
      await tx.pairs.put(pairRow({ pair, pool: 'north' }));
      await tx.pairs.put(pairRow({ pair: otherPair, pool: 'south' }));
      await tx.pairs.put(pairRow({ pair: fourth }));
      await tx.bindings.put([binding('4', { pair: fourth, sku: binding('1').sku as never })]);
    });
    await bench.tx((tx) => bookStock(tx, [stockEvent('a', { pool: 'south', kind: 'count', units: 2 })], { now }));

    const found = await bench.tx((tx) => tx.inbox.page(fourth, ['count'], 9));
    expect([await noted(), found.length]).toEqual([['acme-second count'], 1]);
  });

  it('is late since the sale, and never since tomorrow', async () => {
    await bench.tx((tx) => bookStock(tx, [stockEvent('a', { kind: 'allocation' })], { now, ...own, since: 400 }));
    await bench.tx((tx) => bookStock(tx, [stockEvent('b', { kind: 'count' })], { now, ...own, since: now + 5 }));

    const reasons = await bench.tx((tx) => tx.inbox.page(otherPair, ['elsewhere', 'count'], 9));
    expect(reasons.map(({ what, since }) => [what, since])).toEqual([
      ['elsewhere', 400],
      ['count', now],
    ]);
  });

  it('tells nobody of what was booked before', async () => {
    const event = stockEvent('a', { kind: 'allocation' });
    await bench.tx((tx) => bookStock(tx, [event], { now, ...own }));
    await bench.tx(async (tx) => tx.inbox.settle(otherPair, await tx.inbox.page(otherPair, ['elsewhere'], 9)));

    expect(await bench.tx((tx) => bookStock(tx, [event], { now, ...own }))).toBe(0);
    expect(await noted()).toEqual([]);
  });

  it('makes no pair due that was never put, and none of another merchant', async () => {
    const gone = pairId('acme-gone');
    await bench.tx((tx) => tx.bindings.put([binding('1', { pair: gone })]));
    await bench.tx((tx) => bookStock(tx, [stockEvent('a')], { now, ...own }));

    const due = await bench.store.directory.due(now, 9);
    expect(due.map((one) => `${one.merchant}/${one.pair}`)).toEqual([`${merchant}/${otherPair}`]);
  });

  it('is the one way into the journal: no flow books beside it', () => {
    const folder = new URL('../', import.meta.url);
    const names = readdirSync(folder, { recursive: true }).map(String);
    const flows = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !/^(memory|testing)\//.test(name));
    const booking = flows.filter((name) => /\bstock\s*\.book\(/.test(readFileSync(new URL(name, folder), 'utf8')));

    expect(booking).toEqual(['stock/book-stock.ts']);
  });

  async function noted(): Promise<readonly string[]> {
    const pairs: readonly PairId[] = [pair, otherPair, third];
    const found = await Promise.all(pairs.map((one) => bench.tx((tx) => tx.inbox.page(one, ['count', 'elsewhere'], 9))));
    return found.flatMap((reasons, place) => reasons.map(({ what }) => `${pairs[place]} ${what}`));
  }
});
