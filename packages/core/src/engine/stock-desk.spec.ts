import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, merchant, pair } from '../../test/bench.ts';
import { pairRow, snapshotRow, stockHolding } from '../testing/samples.ts';
import { createEngine } from './create-engine.ts';
import type { StockDesk } from './stock-desk.ts';

describe('the stock desk of a merchant', () => {
  let bench: Bench;
  let desk: StockDesk;

  beforeEach(async () => {
    bench = createBench();
    desk = createEngine({ store: bench.store, kit: bench.environment }).stock(merchant);
    await bench.tx(async (tx) => {
      await tx.pairs.put(pairRow({ pair, invoicing: booksConnection }));
      await tx.snapshot.put(booksConnection, [
        snapshotRow('1', { note: 'Bestand: 12' }),
        snapshotRow('2', { note: 'Bestand: zwölf' }),
        snapshotRow('3', { note: 'Mindestbestand: 4\nRegal 2' }),
        snapshotRow('4', { note: 'Bestand: 7 (26.02.2026 10:00)' }),
        snapshotRow('5', { note: 'Bestand: 5', number: 'SKU-1' }),
        snapshotRow('6', { note: 'Bestand: 5', number: '' }),
        snapshotRow('7', { note: 'Bestand: 5', archived: true }),
        snapshotRow('8', {}),
      ]);
    });
  });

  it('books what is counted, comes in and is corrected, each key once', async () => {
    const entries = [
      { kind: 'count', sku: 'SKU-2', units: 10, key: 'a' },
      { kind: 'receipt', sku: 'sku-2', units: 5, key: 'b' },
      { kind: 'adjustment', sku: 'SKU-2', units: -2, key: 'c' },
    ] as const;

    expect(await desk.book(entries)).toEqual([{ status: 'booked' }, { status: 'booked' }, { status: 'booked' }]);
    expect(await desk.book(entries)).toEqual([{ status: 'repeated' }, { status: 'repeated' }, { status: 'repeated' }]);

    expect(await desk.show('sku-2')).toMatchObject({
      names: ['sku-2'],
      level: { onHand: 13 },
      events: [{ kind: 'count' }, { kind: 'receipt' }, { kind: 'adjustment' }],
    });
  });

  it.each<
    [
      string,
      {
        readonly kind?: 'count' | 'receipt' | 'adjustment';
        readonly sku?: string;
        readonly units?: number;
        readonly at?: number;
        readonly key?: string;
        readonly pool?: string;
      },
      string,
    ]
  >([
    ['a negative count', { units: -1 }, 'NEGATIVE'],
    ['a negative receipt', { kind: 'receipt', units: -1 }, 'NEGATIVE'],
    ['half a unit', { units: 1.5 }, 'NOT_WHOLE'],
    ['no number', { units: Number.NaN }, 'NOT_A_FIGURE'],
    ['too many', { kind: 'adjustment', units: -1_000_000_000 }, 'TOO_MANY_DIGITS'],
    ['an unknown SKU', { sku: 'SKU-99' }, 'SKU_UNKNOWN'],
    ['no SKU', { sku: '' }, 'SKU_MISSING'],
    ['tomorrow', { at: 4_000_000_000_000 }, 'NOT_YET'],
    ['no time', { at: Number.NaN }, 'NOT_A_TIME'],
    ['a line break within the SKU', { sku: 'SKU\n4' }, 'SKU_UNREADABLE'],
    ['half a character', { sku: 'SKU-4\ud83d' }, 'SKU_UNREADABLE'],
    ['a number for a key', { key: 7 as never }, 'KEY_UNREADABLE'],
    ['half a character in a key', { key: 'a\ud83d' }, 'KEY_UNREADABLE'],
    ['a blank key', { key: ' ' }, 'KEY_UNREADABLE'],
    ['a number for a pool', { pool: 5 as never }, 'KEY_UNREADABLE'],
    ['a number for a SKU', { sku: 42 as never }, 'SKU_MISSING'],
    ['no date', { at: -9e15 }, 'NOT_A_TIME'],
    ['what is no kind of entry', { kind: 'counts' as never }, 'KIND_UNKNOWN'],
    ['the key of another entry of the call', { key: 'a', units: 11 }, 'KEY_TAKEN'],
  ])('refuses %s, and books nothing else of the same call', async (_name, changes, fault) => {
    const right = { kind: 'count', sku: 'SKU-2', units: 10, key: 'a' } as const;

    expect(await desk.book([right, { ...right, sku: 'SKU-4', key: 'b', ...changes }])).toEqual([
      { status: 'not-booked' },
      { status: 'refused', fault },
    ]);

    expect((await desk.show('SKU-2')).level).toBeUndefined();
  });

  it.each([
    ['other units', { units: 4 }],
    ['another SKU', { sku: 'SKU-4' }],
    ['another kind', { kind: 'adjustment' as const }],
    ['another pool', { pool: 'north' }],
  ])('refuses a key that stands for something else: %s', async (_name, changes) => {
    const entry = { kind: 'receipt', sku: 'SKU-2', units: 5, key: 'delivery 7' } as const;
    await desk.book([entry]);

    expect(await desk.book([{ ...entry, ...changes }])).toEqual([{ status: 'refused', fault: 'KEY_TAKEN' }]);
    expect(await desk.book([{ ...entry, sku: 'sku-2 ' }])).toEqual([{ status: 'repeated' }]);
  });

  it('fills in what is said to be undefined', async () => {
    const entry = { kind: 'receipt', sku: 'SKU-2', units: 5, key: undefined, pool: undefined, source: undefined } as never;

    expect(await desk.book([entry])).toEqual([{ status: 'booked' }]);
    expect(await desk.book([entry])).toEqual([{ status: 'booked' }]);
  });

  it('refuses a key beside which the correction of a count would find no place', async () => {
    await desk.book([{ kind: 'receipt', sku: 'SKU-2', units: 5, key: 'k/since' }]);

    expect(await desk.book([{ kind: 'count', sku: 'SKU-2', units: 5, key: 'k' }])).toEqual([{ status: 'refused', fault: 'KEY_TAKEN' }]);
  });

  it('takes the lower result of a count of some time of a day and what came in on that day, whichever is entered first', async () => {
    const at = bench.environment.clock.now();
    const day = { notBefore: at - 3_600_000, notAfter: at };
    const file = {
      file: 'f',
      counted: day,
      timeZone: 'UTC',
      pool: 'default',
      pools: ['default'],
      apply: true,
      skipBadRows: false,
      allowUnknown: false,
    };
    async function* rows() {
      yield { line: 2, sku: 'SKU-2', figure: '12' };
    }
    await desk.importCounts({ ...file, rows: rows() });

    expect(await desk.book([{ kind: 'receipt', sku: 'SKU-2', units: 5, at: at - 1_000 }])).toEqual([{ status: 'older' }]);
    expect((await desk.show('SKU-2')).level).toMatchObject({ onHand: 12 });
    expect(await desk.book([{ kind: 'receipt', sku: 'SKU-2', units: 5 }])).toEqual([{ status: 'booked' }]);
    expect((await desk.show('SKU-2')).level).toMatchObject({ onHand: 17 });
  });

  it('says of what came in before the count that stands that the count knows of it', async () => {
    const before = bench.environment.clock.now();
    await bench.environment.advance(60_000);
    await desk.book([{ kind: 'count', sku: 'SKU-2', units: 10 }]);

    expect(await desk.book([{ kind: 'receipt', sku: 'SKU-2', units: 5, at: before }])).toEqual([{ status: 'older' }]);
    expect((await desk.show('SKU-2')).level).toMatchObject({ onHand: 10 });
  });

  it('takes what comes in now for later than the count that stands, though the clock was put back', async () => {
    await bench.environment.advance(60_000);
    await desk.book([{ kind: 'count', sku: 'SKU-2', units: 10 }]);
    const { clock } = bench.environment;
    const behind = { ...bench.environment, clock: { ...clock, now: () => clock.now() - 60_000 } };
    const later = createEngine({ store: bench.store, kit: behind }).stock(merchant);

    expect(await later.book([{ kind: 'receipt', sku: 'SKU-2', units: 5 }])).toEqual([{ status: 'booked' }]);
    expect(await later.book([{ kind: 'count', sku: 'SKU-2', units: 7 }])).toEqual([{ status: 'booked' }]);
    expect((await desk.show('SKU-2')).level).toMatchObject({ onHand: 7 });
  });

  it('ends by a count the problem that more left than was counted', async () => {
    await desk.book([{ kind: 'count', sku: 'SKU-2', units: 1 }]);
    await desk.book([{ kind: 'adjustment', sku: 'SKU-2', units: -3 }]);
    await bench.tx((tx) =>
      tx.problems.raise({
        key: `${pair}/STOCK_BELOW_ZERO/sku-2`,
        pair,
        code: 'STOCK_BELOW_ZERO',
        data: { sku: 'SKU-2', units: '2' },
        raisedAt: 0,
      }),
    );

    await bench.environment.advance(1);
    await desk.book([{ kind: 'count', sku: 'SKU-2', units: 4 }]);

    expect(await bench.problems()).toEqual([]);
  });

  it('shows which orders hold units of an item, under every SKU that names it', async () => {
    await desk.book([{ kind: 'count', sku: 'SKU-2', units: 10 }]);
    await bench.tx(async (tx) => {
      await tx.stock.name('default', 'new', 'sku-2');
      await tx.stock.hold([
        stockHolding('order/1', { pool: 'default', item: 'sku-2', allocated: 3 }),
        stockHolding('order/2', { pool: 'default', item: 'sku-2', allocated: 0 }),
      ]);
    });

    const shown = await desk.show('NEW');

    expect(shown.names).toEqual(['new', 'sku-2']);
    expect(shown.holdings.map(({ orderKey }) => orderKey)).toEqual(['order/1']);
  });

  it('rebuilds levels from events: finds none that differs, says which do, and puts them right if asked to', async () => {
    await desk.book([{ kind: 'count', sku: 'SKU-2', units: 10 }]);
    expect(await desk.rebuild()).toMatchObject({ items: 1, events: 1, drifts: 0, repaired: false });
    const place = { pool: 'default', item: 'sku-2' };
    await bench.tx(async (tx) => {
      await tx.stock.restate(place, { skuKey: 'sku-2', onHand: 99, allocated: 1, changes: 1 });
      await tx.stock.hold([stockHolding('order/1', { ...place, allocated: 3 })]);
    });

    const found = await desk.rebuild();
    expect(found).toMatchObject({ drifts: 2, repaired: false });
    expect(found.firstDrifts).toMatchObject([
      { ...place, of: 'level', rebuilt: { onHand: 10, allocated: 0 }, stored: { onHand: 99 } },
      { ...place, of: 'order', orderKey: 'order/1', held: 3, booked: 0 },
    ]);
    expect(await desk.rebuild({ apply: true })).toMatchObject({ drifts: 2, repaired: true });

    expect(await desk.rebuild()).toMatchObject({ drifts: 0 });
    expect((await desk.show('sku-2')).level).toMatchObject({ onHand: 10, allocated: 0 });
  });

  it('says what a pattern would find before it is used', async () => {
    const found = await desk.checkPattern({ pair, pattern: 'Bestand: {count} [({date} {time})]' });

    expect(found).toMatchObject({
      articles: 7,
      withNote: 6,
      readable: 4,
      timed: 1,
      unreadable: 1,
      lookalikes: 1,
      shared: 2,
      numberless: 1,
    });
    expect(found?.examples.unreadable).toEqual([{ sku: 'SKU-2', title: 'Artikel 2', line: 'Bestand: zwölf', reason: 'NOT_A_FIGURE' }]);
    expect(found?.examples.lookalikes).toMatchObject([{ line: 'Mindestbestand: 4' }]);
    expect(await desk.checkPattern({ pair: 'none', pattern: 'Bestand: {count}' })).toBeUndefined();
  });
});
