import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, merchant, pair } from '../../test/bench.ts';
import { morning } from '../../test/orders.ts';
import type { Store } from '../ports/store.ts';
import { pairRow, snapshotRow } from '../testing/samples.ts';
import { type ImportReport, importCounts, type StockImport } from './import-counts.ts';
import type { ImportFault, ImportRow } from './import-rows.ts';

describe('importing counts', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = createBench();
    await bench.tx(async (tx) => {
      await tx.pairs.put(pairRow({ pair, invoicing: booksConnection }));
      await tx.snapshot.put(
        booksConnection,
        ['1', '2', '3'].map((id) => snapshotRow(id)),
      );
    });
    await bench.environment.advance(60_000);
  });

  it('looks first, and books nothing', async () => {
    const report = await take([row(2, 'SKU-1', '12'), row(3, 'sku-2', '0')], { apply: false });

    expect(report).toMatchObject({
      status: 'looked',
      rows: 2,
      faults: 0,
      changed: 2,
      firstChanges: [
        { line: 2, sku: 'SKU-1', onHand: 12 },
        { line: 3, onHand: 0 },
      ],
    });
    expect(await onHand('sku-1', 'sku-2')).toEqual([undefined, undefined]);
  });

  it('books all rows, each as of when it was counted', async () => {
    await book('shipment', 'sku-1', 4, morning + 30_000);
    await book('shipment', 'sku-2', 4, morning + 30_000);

    const report = await take([row(2, 'SKU-1', '12'), { ...row(3, 'SKU-2', '12'), counted: new Date(morning + 40_000).toISOString() }]);

    expect(report).toMatchObject({ status: 'applied', changed: 2 });
    expect(await onHand('sku-1', 'sku-2')).toEqual([8, 12]);
  });

  it('changes nothing by the same content again, whatever moved since', async () => {
    await take([row(2, 'SKU-1', '12')]);
    await book('shipment', 'sku-1', 4, morning + 70_000);

    expect(await take([row(2, 'SKU-1', '12')])).toMatchObject({ status: 'applied', changed: 0, repeated: 1 });
    expect(await onHand('sku-1')).toEqual([8]);
    const counted = { notBefore: morning + 80_000, notAfter: morning + 80_000 };
    await bench.environment.advance(60_000);
    expect(await take([row(2, 'SKU-1', '12')], { again: true, counted })).toMatchObject({ changed: 1, repeated: 0 });
    expect(await onHand('sku-1')).toEqual([12]);
  });

  it('tells what is confirmed, and what is older than the count that stands', async () => {
    await take([row(2, 'SKU-1', '12'), row(3, 'SKU-2', '5')]);
    const later = { notBefore: morning + 10_000, notAfter: morning + 10_000 };
    await take([row(2, 'SKU-2', '7')], { file: 'later', counted: later });

    expect(await take([row(2, 'SKU-1', '12'), row(3, 'SKU-2', '5')], { file: 'third' })).toMatchObject({
      changed: 0,
      confirmed: 1,
      older: 1,
    });
  });

  const bad: readonly [string, Partial<ImportRow>, Partial<ImportFault>][] = [
    ['negative', { figure: '-1' }, { code: 'NEGATIVE', value: '-1' }],
    ['fractional', { figure: '1,5' }, { code: 'NOT_WHOLE' }],
    ['too long', { figure: '4006381333931' }, { code: 'TOO_MANY_DIGITS' }],
    ['no number', { figure: 'viele' }, { code: 'NOT_A_FIGURE' }],
    ['empty', { figure: ' ' }, { code: 'EMPTY' }],
    ['of no SKU', { sku: ' ' }, { code: 'SKU_MISSING' }],
    ['of an unknown SKU', { sku: 'SKU-9' }, { code: 'SKU_UNKNOWN', value: 'SKU-9' }],
    ['of a SKU that stands above', { sku: ' sku-1' }, { code: 'SKU_TWICE', other: '2' }],
    ['of another pool', { pool: 'moon' }, { code: 'POOL_UNKNOWN', value: 'moon', other: 'default, north' }],
    ['of no time', { counted: 'gestern' }, { code: 'NOT_A_TIME', value: 'gestern' }],
    ['of tomorrow', { counted: '2099-01-01' }, { code: 'NOT_YET' }],
  ];
  it.each(bad)('refuses the whole file for a row that is %s, and names line and reason', async (_name, changes, fault) => {
    const report = await take([row(2, 'SKU-1', '12'), { ...row(3, 'SKU-2', '5'), ...changes }]);

    expect(report).toMatchObject({ status: 'refused', rows: 2, faults: 1, firstFaults: [{ line: 3, ...fault }], changed: 0 });
    expect(await onHand('sku-1', 'sku-2')).toEqual([undefined, undefined]);
  });

  it.each(bad)('books the others without a row that is %s, if it shall', async (_name, changes) => {
    const report = await take([row(2, 'SKU-1', '12'), { ...row(3, 'SKU-2', '5'), ...changes }], { skipBadRows: true });

    expect(report).toMatchObject({ status: 'applied', faults: 1, changed: 1 });
    expect(await onHand('sku-1', 'sku-2')).toEqual([12, undefined]);
  });

  it('names faults that the file itself has, by line and the first hundred of them', async () => {
    const rows = [
      ...Array.from({ length: 150 }, (_, index) => row(index + 3, 'SKU-1', 'x')),
      { line: 2, code: 'COLUMNS_MISSING' } as const,
    ];

    const report = await take(rows);

    expect(report).toMatchObject({ status: 'refused', rows: 151, faults: 151 });
    expect(report.firstFaults).toHaveLength(100);
  });

  it.each(['QUOTES_OPEN', 'ROW_TOO_LONG', 'TOO_MANY_ROWS'] as const)(
    'books nothing of a file that was not read to its end, though bad rows may be left out: %s',
    async (code) => {
      const report = await take([row(2, 'SKU-1', '12'), { line: 3, code }], { skipBadRows: true });

      expect(report).toMatchObject({ status: 'refused', faults: 1 });
      expect(await onHand('sku-1')).toEqual([undefined]);
    },
  );

  it('books unknown SKUs if it shall, and knows them from then on', async () => {
    await take([row(2, 'SKU-9', '5')], { allowUnknown: true });

    expect(await take([row(2, 'SKU-9', '6')], { file: 'second' })).toMatchObject({ status: 'applied', changed: 1 });
  });

  it('takes two numbers of one item for one', async () => {
    await bench.tx((tx) => tx.stock.name('default', 'sku-2', 'sku-1'));

    expect(await take([row(2, 'SKU-1', '5'), row(3, 'SKU-2', '6')])).toMatchObject({
      firstFaults: [{ line: 3, code: 'SKU_TWICE', other: '2' }],
    });
  });

  it('books into the pool that a row names', async () => {
    await take([{ ...row(2, 'SKU-1', '5'), pool: 'north' }, row(3, 'SKU-1', '6')]);

    expect((await bench.tx((tx) => tx.stock.levels('north', ['sku-1'])))[0]?.onHand).toBe(5);
    expect(await onHand('sku-1')).toEqual([6]);
  });

  describe('of more rows than one transaction takes', () => {
    const many = Array.from({ length: 2_500 }, (_, index) => row(index + 2, `NEW-${index}`, '7'));

    it('lets the merchant’s other work go on in between', async () => {
      const others: Promise<number>[] = [];

      await take(many, {
        allowUnknown: true,
        onProgress: () => {
          others.push(bench.tx(async (tx) => (await tx.stock.levels('default', ['new-0', 'new-1000', 'new-2000'])).length));
        },
      });

      expect(await Promise.all(others)).toEqual([1, 2, 3]);
    });

    it('refuses a file whose last row is bad before one row was booked', async () => {
      const report = await take([...many, row(9_999, 'SKU-1', '-1')], { allowUnknown: true });

      expect(report).toMatchObject({ status: 'refused', faults: 1, firstFaults: [{ line: 9_999, code: 'NEGATIVE' }] });
      expect(await onHand('new-0', 'new-2499')).toEqual([undefined, undefined]);
    });

    it('says where it stands when it is interrupted, and goes on from there', async () => {
      const broken = new Error('the database is gone');
      let transactions = 0;
      const { store } = bench;
      const failing: Store = {
        ...store,
        // Three to look at the rows, then two that book.
        transaction: (id, work) => {
          transactions += 1;
          return transactions > 5 ? Promise.reject(broken) : store.transaction(id, work);
        },
      };

      const interrupted = await take(many, { allowUnknown: true }, failing);
      await book('shipment', 'new-0', 2, morning + 70_000);

      expect(interrupted).toMatchObject({ status: 'interrupted', changed: 2_000, rest: 500, cause: broken });
      expect(await onHand('new-1999', 'new-2000')).toEqual([7, undefined]);
      expect(await take(many, { allowUnknown: true })).toMatchObject({ status: 'applied', repeated: 2_000, changed: 500 });
      expect(await onHand('new-0', 'new-2000', 'new-2499')).toEqual([5, 7, 7]);
    });
  });

  function take(
    rows: readonly (ImportRow | ImportFault)[],
    changes: Partial<StockImport> = {},
    store: Store = bench.store,
  ): Promise<ImportReport> {
    async function* source(): AsyncGenerator<ImportRow | ImportFault> {
      yield* rows;
    }
    return importCounts(
      { store, merchant, now: () => bench.environment.clock.now() },
      {
        ...{ file: 'hash', rows: source(), counted: { notBefore: morning, notAfter: morning }, timeZone: 'Europe/Berlin', pool: 'default' },
        ...{ pools: ['default', 'north'], apply: true, skipBadRows: false, allowUnknown: false },
        ...changes,
      },
    );
  }

  async function book(kind: 'shipment', skuKey: string, units: number, at: number): Promise<void> {
    await bench.tx((tx) => tx.stock.book([{ key: `${skuKey}/${at}`, pool: 'default', skuKey, kind, units, source: 'order/1', at }]));
  }

  async function onHand(...skuKeys: readonly string[]): Promise<readonly unknown[]> {
    const levels = await bench.tx((tx) => tx.stock.levels('default', skuKeys));
    return skuKeys.map((key) => levels.find(({ skuKey }) => skuKey === key)?.onHand);
  }
});

function row(line: number, sku: string, figure: string): ImportRow {
  return { line, sku, figure };
}
