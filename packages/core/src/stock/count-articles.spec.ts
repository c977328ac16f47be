import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair } from '../../test/bench.ts';
import { morning } from '../../test/orders.ts';
import type { Article } from '../model/article.ts';
import type { Span } from '../model/stock.ts';
import type { SnapshotRow } from '../ports/catalog-records.ts';
import type { StockEvent, StockEventKind, StockLevel } from '../ports/stock-journal.ts';
import type { CountFromArticle } from '../ports/stock-source.ts';
import { snapshotRow } from '../testing/samples.ts';
import { countArticle } from './count-articles.ts';
import { countInNote } from './count-in-note.ts';
import { articleNoteSource } from './fold-stock.ts';

const inNote = countInNote('Bestand: {count}');

describe('counting by articles', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('books the first figure, and a changed one', async () => {
    await see(undefined, row('Bestand: 12'));
    expect(await level()).toMatchObject({ onHand: 12, counted: { figure: 12 } });
    await see(row('Bestand: 12'), row('Bestand: 20'));

    expect(await level()).toMatchObject({ onHand: 20 });
  });

  it('takes an unchanged figure for no event: what moved since stays', async () => {
    await see(undefined, row('Bestand: 12'));
    await book('shipment', 2);
    await see(row('Bestand: 12'), row('Bestand: 12', { title: 'Neu' }));

    expect(await level()).toMatchObject({ onHand: 10 });
  });

  it('takes a figure that came back for a new count', async () => {
    await see(undefined, row('Bestand: 12'));
    await see(row('Bestand: 12'), row('Bestand: 20', { updatedAt: morning + 2 }));
    await see(row('Bestand: 20'), row('Bestand: 12', { updatedAt: morning + 3 }));

    expect(await level()).toMatchObject({ onHand: 12 });
  });

  it('books one change once, though it is read again after a crash', async () => {
    await see(undefined, row('Bestand: 12'));
    await see(row('Bestand: 12'), row('Bestand: 20'));
    await see(row('Bestand: 12'), row('Bestand: 20'));

    expect((await events()).map(({ kind, units }) => [kind, units])).toEqual([
      ['count', 12],
      ['count', 20],
    ]);
  });

  describe('while units leave', () => {
    beforeEach(async () => {
      await see(undefined, row('Bestand: 12'));
      await bench.environment.advance(60_000);
    });

    it('takes the lower result and asks a person: nobody knows whether the count is from before or after', async () => {
      const before = { ...row('Bestand: 12'), seenAt: now() };
      await bench.environment.advance(60_000);
      await book('shipment', 3);
      await see(before, row('Bestand: 20'));

      expect(await level()).toMatchObject({ onHand: 17, counted: { figure: 20 } });
      expect(await bench.problems()).toEqual(['STOCK_COUNT_AMBIGUOUS 1']);
    });

    it('never falls below zero', async () => {
      const before = { ...row('Bestand: 12'), seenAt: now() };
      await book('shipment', 9);
      await see(before, row('Bestand: 4'));

      expect(await level()).toMatchObject({ onHand: 0 });
    });

    it('is sure of what left before the old figure was last read', async () => {
      await book('shipment', 3);
      await bench.environment.advance(60_000);
      await see({ ...row('Bestand: 12'), seenAt: now() }, row('Bestand: 20'));

      expect(await level()).toMatchObject({ onHand: 20 });
      expect(await bench.problems()).toEqual([]);
    });

    it('is sure of a figure that carries its own time', async () => {
      const before = { ...row('Bestand: 12'), seenAt: now() };
      const counted = { notBefore: now() + 1_000, notAfter: now() + 1_000 };
      await book('shipment', 3);
      await bench.environment.advance(60_000);
      await book('shipment', 2);
      await see(before, row('Bestand: 20'), timed(counted));

      expect(await level()).toMatchObject({ onHand: 18, lastCount: counted });
      expect(await bench.problems()).toEqual([]);
    });

    it('is not confused by what was only promised', async () => {
      const before = { ...row('Bestand: 12'), seenAt: now() };
      await book('allocation', 3);
      await see(before, row('Bestand: 20'));

      expect(await level()).toMatchObject({ onHand: 20, allocated: 3 });
      expect(await bench.problems()).toEqual([]);
    });

    it('takes its question back at the next sure count', async () => {
      const before = { ...row('Bestand: 12'), seenAt: now() };
      await book('shipment', 3);
      await see(before, row('Bestand: 20'));
      await bench.environment.advance(60_000);
      await see({ ...row('Bestand: 20'), seenAt: now() }, row('Bestand: 21', { updatedAt: morning + 9 }));

      expect(await bench.problems()).toEqual([]);
      expect(await level()).toMatchObject({ onHand: 21 });
    });
  });

  it.each([
    ['counts what was written after the count that stands', 11, 20],
    ['leaves the count that stands where it was written before', 9, 12],
  ])('by a clock that was put back %s', async (_what, minutes, onHand) => {
    const at = now() + 10 * 60_000;
    await bench.tx((tx) =>
      tx.stock.book([{ key: 'ahead', pool: 'main', skuKey: 'sku-1', kind: 'count', units: 12, source: articleNoteSource, at }]),
    );

    await see(row('Bestand: 12', { updatedAt: morning }), row('Bestand: 20', { updatedAt: now() + minutes * 60_000 }));

    expect(await level()).toMatchObject({ onHand });
  });

  it('tells of a line that cannot be read, keeps the last figure, and is silent once it is mended or gone', async () => {
    await see(undefined, row('Bestand: 12'));
    await see(row('Bestand: 12'), row('Bestand: zwölf'));
    expect(await bench.problems()).toEqual(['STOCK_NOTE_UNREADABLE 1']);
    expect(await level()).toMatchObject({ onHand: 12 });

    await see(row('Bestand: zwölf'), row('Regal 3'));

    expect(await bench.problems()).toEqual([]);
    expect(await level()).toMatchObject({ onHand: 12 });
  });

  it.each<[string, string]>([
    ['that never was', 'Bestand: 20 (31.02.2026 10:00)'],
    ['that has not been yet', 'Bestand: 20 (31.12.2099 10:00)'],
  ])('tells of a time %s, keeps the last figure, and is silent once it is mended', async (_name, note) => {
    const withTime = countInNote('Bestand: {count} [({date} {time})]');
    await see(undefined, row('Bestand: 12'), withTime);
    await see(row('Bestand: 12'), row(note, { updatedAt: morning + 1 }), withTime);

    expect(await level()).toMatchObject({ onHand: 12 });
    expect(await bench.problems()).toEqual(['STOCK_NOTE_TIME_UNREADABLE 1']);
    await see(row(note), row('Bestand: 20 (01.02.2026 10:00)', { updatedAt: morning + 2 }), withTime);
    expect(await bench.problems()).toEqual([]);
  });

  it.each<[string, Partial<Article>]>([
    ['archived', { archived: true }],
    ['without a number', { number: ' ' }],
  ])('counts nothing of an article that is %s', async (_name, changes) => {
    await see(undefined, row('Bestand: 12', changes));

    expect(await bench.tx((tx) => tx.stock.levels('main', ['sku-1', '']))).toEqual([]);
  });

  describe('of a number that several articles bear', () => {
    beforeEach(async () => {
      await see(undefined, row('Bestand: 12'));
      await keep(row('Bestand: 12'));
    });

    it('books no figure of either: nobody knows which is right', async () => {
      await see(undefined, other('Bestand: 100'));
      await keep(other('Bestand: 100'));
      await see(row('Bestand: 12'), row('Bestand: 20', { updatedAt: morning + 2 }));

      expect(await level()).toMatchObject({ onHand: 12, counted: { figure: 12 } });
    });

    it('counts beside an archived one', async () => {
      await keep(other('Bestand: 100', { archived: true }));
      await see(row('Bestand: 12'), row('Bestand: 20', { updatedAt: morning + 2 }));

      expect(await level()).toMatchObject({ onHand: 20 });
    });

    it.each<[string, Partial<Article>]>([
      ['is archived', { archived: true }],
      ['bears another', { number: 'sku-2' }],
      ['bears none', { number: '' }],
    ])('counts the one that is left when the other %s', async (_name, changes) => {
      await keep(other('Bestand: 100'));
      await see(row('Bestand: 12'), row('Bestand: 20', { updatedAt: morning + 2 }));
      await keep(row('Bestand: 20', { updatedAt: morning + 2 }));
      await see(row('Bestand: 12'), row('Bestand: 20', { updatedAt: morning + 2 }));
      await keep(row('Bestand: 20', { updatedAt: morning + 2 }));
      await see(other('Bestand: 100'), other('Bestand: 100', { ...changes, updatedAt: morning + 3 }));

      expect(await level()).toMatchObject({ onHand: 20, counted: { figure: 20 } });
    });

    it('counts none while two are left', async () => {
      await keep(other('Bestand: 100'));
      await keep(snapshotRow('3', { number: 'SKU-1', note: 'Bestand: 50' }, now()));
      await see(row('Bestand: 12'), row('Bestand: 20', { archived: true }));

      expect(await level()).toMatchObject({ onHand: 12 });
    });

    it('takes off what left since the figure of the one that is left was written', async () => {
      const changed = row('Bestand: 20', { updatedAt: now() });
      await keep(other('Bestand: 100'));
      await see(row('Bestand: 12'), changed);
      await bench.environment.advance(60_000);
      await book('shipment', 3);
      await bench.environment.advance(60_000);
      await keep({ ...changed, seenAt: now() });
      await see(other('Bestand: 100'), other('Bestand: 100', { archived: true }));

      expect(await level()).toMatchObject({ onHand: 17, counted: { figure: 20 } });
      expect(await bench.problems()).toEqual(['STOCK_COUNT_AMBIGUOUS 1']);
    });

    it('books a figure anew that the other one displaced meanwhile', async () => {
      await bench.tx((tx) => tx.snapshot.remove(booksConnection, ['1']));
      await see(undefined, other('Bestand: 100'));
      await keep(row('Bestand: 12'));
      await see(other('Bestand: 100'), other('Bestand: 100', { archived: true }));

      expect(await level()).toMatchObject({ onHand: 12, counted: { figure: 12 } });
    });

    it('takes an unchanged figure of the one that is left for no event', async () => {
      await keep(other('Bestand: 100'));
      await book('shipment', 2);
      await see(other('Bestand: 100'), other('Bestand: 100', { archived: true }));

      expect(await level()).toMatchObject({ onHand: 10 });
    });
  });

  it.each([
    ['by a clock that is ahead a little was counted now', 600_000, 20, []],
    ['of a time to come is told, and not counted', 600_001, 12, ['STOCK_NOTE_TIME_UNREADABLE 1']],
  ])('a figure that says its own time and %s', async (_what, ahead, onHand, problems) => {
    await see(undefined, row('Bestand: 12'));
    await bench.environment.advance(60_000);
    const counted = { notBefore: now() + ahead, notAfter: now() + ahead + 60_000 };

    await see(row('Bestand: 12'), row('Bestand: 20'), timed(counted));

    expect(await level()).toMatchObject({ onHand });
    expect(await bench.problems()).toEqual(problems);
    // A sale that is booked a moment later is not from before it.
    expect((await level())?.lastCount?.notAfter).toBeLessThanOrEqual(now());
  });

  it('takes a figure for written when it was read at the latest, though the clock of the books is ahead', async () => {
    await see(undefined, row('Bestand: 12'));
    const read = row('Bestand: 20', { updatedAt: now() + 40_000 });
    await bench.environment.advance(60_000);

    await see({ ...row('Bestand: 12'), seenAt: read.seenAt - 9_000 }, read);

    expect((await level())?.lastCount).toEqual({ notBefore: read.seenAt - 9_000, notAfter: read.seenAt });
  });

  it('counts under the number without case', async () => {
    await see(undefined, row('Bestand: 12', { number: ' SKU-1 ' }));

    expect(await level()).toMatchObject({ skuKey: 'sku-1', onHand: 12 });
  });

  function now(): number {
    return bench.environment.clock.now();
  }

  function row(note: string, changes: Partial<Article> = {}): SnapshotRow {
    return snapshotRow('1', { note, ...changes }, now());
  }

  /** Another article whose number differs in case only. */
  function other(note: string, changes: Partial<Article> = {}): SnapshotRow {
    return snapshotRow('2', { number: 'sku-1', note, ...changes }, now());
  }

  /** Reads the note, and says of its second figure when it was counted. */
  function timed(counted: Span): CountFromArticle {
    return (article) => {
      const found = inNote(article);
      return found === undefined || 'reason' in found || found.onHand !== 20 ? found : { ...found, counted };
    };
  }

  async function keep(known: SnapshotRow): Promise<void> {
    await bench.tx((tx) => tx.snapshot.put(booksConnection, [known]));
  }

  function see(before: SnapshotRow | undefined, current: SnapshotRow, count: CountFromArticle = inNote): Promise<void> {
    return bench.tx((tx) => countArticle(bench.run(), tx, count, { before, now: current, pool: 'main' }));
  }

  async function book(kind: StockEventKind, units: number): Promise<void> {
    const event: StockEvent = { key: `${kind}/${now()}`, pool: 'main', skuKey: 'sku-1', kind, units, source: `${pair}/order`, at: now() };
    await bench.tx((tx) => tx.stock.book([event]));
  }

  async function level(): Promise<StockLevel | undefined> {
    return (await bench.tx((tx) => tx.stock.levels('main', ['sku-1'])))[0];
  }

  function events(): Promise<readonly StockEvent[]> {
    return bench.tx((tx) => tx.stock.events('main', 'sku-1'));
  }
});
