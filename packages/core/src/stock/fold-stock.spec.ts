import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type StockEvent, type StockEventKind, stockEventKinds } from '../ports/stock-journal.ts';
import { articleNoteSource, bookEvent, correctionSource, foldStock, unknownLevel } from './fold-stock.ts';

const known = {
  ...{ skuKey: 's', onHand: 10, allocated: 4, changes: 3, counted: { figure: 9, at: 1 }, lastShipmentAt: 2 },
  lastCount: { notBefore: 30, notAfter: 40 },
};
const countedNow = { lastCount: { notBefore: 50, notAfter: 50 } };

describe('A stock level after one more event', () => {
  it.each<[string, StockEventKind, number, object]>([
    ['is set by a count', 'count', 7, { onHand: 7, changes: 4, ...countedNow }],
    ['is set to nothing by a count of nothing', 'count', 0, { onHand: 0, changes: 4, ...countedNow }],
    ['rises by a receipt', 'receipt', 5, { onHand: 15, changes: 4 }],
    ['rises by a restock', 'restock', 5, { onHand: 15, changes: 4 }],
    ['rises by an adjustment', 'adjustment', 5, { onHand: 15, changes: 4 }],
    ['falls by a negative adjustment', 'adjustment', -3, { onHand: 7, changes: 4 }],
    ['falls below zero by an adjustment', 'adjustment', -11, { onHand: -1, changes: 4 }],
    ['promises more by an allocation', 'allocation', 3, { allocated: 7 }],
    ['may promise more than there is', 'allocation', 30, { allocated: 34 }],
    ['promises less by a release', 'release', 3, { allocated: 1 }],
    ['promises nothing at least', 'release', 5, { allocated: 0 }],
    ['falls on both sides by a shipment', 'shipment', 3, { onHand: 7, allocated: 1, lastShipmentAt: 50 }],
    ['falls below zero by a shipment of what was never counted', 'shipment', 11, { onHand: -1, allocated: 0, lastShipmentAt: 50 }],
    ['remembers an empty shipment', 'shipment', 0, { lastShipmentAt: 50 }],
  ])('%s', (_, kind, units, changes) => {
    expect(bookEvent(known, event({ kind, units }))).toEqual({ ...known, ...changes });
  });

  it('remembers the figure of a count by the article, and of no other', () => {
    const counted = bookEvent(known, event({ kind: 'count', units: 6, source: articleNoteSource }));
    expect(counted).toEqual({ ...known, onHand: 6, changes: 4, counted: { figure: 6, at: 50 }, ...countedNow });
    expect(bookEvent(counted, event({ kind: 'count', units: 3, source: 'by-hand' }))).toEqual({
      ...counted,
      ...{ onHand: 3, changes: 5 },
    });
  });

  it.each<[StockEventKind, object]>([
    ['receipt', {}],
    ['restock', {}],
    ['adjustment', {}],
    ['count', {}],
    ['shipment', { allocated: 1, lastShipmentAt: 29 }],
  ])('is not moved by a %s of before the count that stands: its figure knows of it', (kind, changes) => {
    expect(bookEvent(known, event({ kind, units: 3, at: 29 }))).toEqual({ ...known, ...changes });
    expect(bookEvent(known, event({ kind, units: 3, at: 41 })).onHand).not.toBe(known.onHand);
  });

  it.each<[StockEventKind, number, number]>([
    ['receipt', 3, 10],
    ['adjustment', 3, 10],
    ['adjustment', -3, 7],
    ['shipment', 3, 7],
    ['restock', 3, 13],
  ])('takes the lower result where nobody knows whether the count saw it: a %s of %s', (kind, units, onHand) => {
    for (const at of [30, 40]) expect(bookEvent(known, event({ kind, units, at })).onHand).toBe(onHand);
    const exact = { ...known, lastCount: { notBefore: 40, notAfter: 40 } };
    expect(bookEvent(exact, event({ kind: 'receipt', units: 3, at: 40 })).onHand).toBe(13);
  });

  it('is moved by what is added to the count that stands, though that was made before', () => {
    expect(bookEvent(known, event({ kind: 'adjustment', units: -3, at: 1, source: correctionSource }))).toMatchObject({ onHand: 7 });
  });

  it('keeps between which instants it was counted', () => {
    expect(bookEvent(known, event({ notBefore: 45 }))).toMatchObject({ lastCount: { notBefore: 45, notAfter: 50 } });
  });

  it.each(stockEventKinds.filter((kind) => kind !== 'count'))('does not know what is on hand from a %s alone', (kind) => {
    expect(bookEvent(unknownLevel('s'), event({ kind, units: 3 }))).not.toHaveProperty('onHand');
  });

  it('leaves the level before as it was', () => {
    const before = structuredClone(known);
    for (const kind of stockEventKinds) bookEvent(known, event({ kind, units: 3 }));
    expect(known).toEqual(before);
  });
});

describe('A stock level from any events', () => {
  const events = fc.array(
    fc
      .record({
        kind: fc.constantFrom(...stockEventKinds),
        units: fc.nat(20),
        down: fc.boolean(),
        source: fc.constantFrom(articleNoteSource, 'x'),
      })
      .map(({ kind, units, down, source }) => event({ kind, units: kind === 'adjustment' && down ? -units : units, source })),
  );

  it('promises never less than nothing, and is known exactly after the first count', () => {
    fc.assert(
      fc.property(events, (all) => {
        const level = foldStock('s', all);
        expect(level.allocated).toBeGreaterThanOrEqual(0);
        expect(level.onHand !== undefined).toBe(all.some(({ kind }) => kind === 'count'));
      }),
    );
  });

  it('can be made in two parts', () => {
    fc.assert(
      fc.property(events, events, (first, second) => {
        expect(second.reduce(bookEvent, foldStock('s', first))).toEqual(foldStock('s', [...first, ...second]));
      }),
    );
  });

  it('conserves units', () => {
    fc.assert(
      fc.property(events, (all) => {
        const level = foldStock('s', [
          event({ kind: 'count', units: 10 }),
          event({ kind: 'allocation', units: 10_000 }),
          ...all.filter(({ kind }) => kind !== 'count'),
        ]);
        const moved = (kinds: readonly StockEventKind[]) =>
          all.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { units }) => sum + units, 0);
        expect(level.onHand).toBe(10 + moved(['receipt', 'restock', 'adjustment']) - moved(['shipment']));
        expect(level.allocated).toBe(10_000 + moved(['allocation']) - moved(['release', 'shipment']));
      }),
    );
  });
});

function event(changes: Partial<StockEvent>): StockEvent {
  return { key: 'k', pool: 'p', skuKey: 's', kind: 'count', units: 1, source: 'by-hand', at: 50, ...changes };
}
