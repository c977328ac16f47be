import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type StockEvent, type StockEventKind, stockEventKinds } from '../ports/stock-journal.ts';
import { articleNoteSource, bookEvent, foldStock, unknownLevel } from './fold-stock.ts';

const known = { skuKey: 's', onHand: 10, allocated: 4, counted: { figure: 9, at: 1 }, lastShipmentAt: 2 };

describe('A stock level after one more event', () => {
  it.each<[string, StockEventKind, number, object]>([
    ['is set by a count', 'count', 7, { onHand: 7 }],
    ['is set to nothing by a count of nothing', 'count', 0, { onHand: 0 }],
    ['rises by a receipt', 'receipt', 5, { onHand: 15 }],
    ['rises by a restock', 'restock', 5, { onHand: 15 }],
    ['rises by an adjustment', 'adjustment', 5, { onHand: 15 }],
    ['falls by a negative adjustment', 'adjustment', -3, { onHand: 7 }],
    ['falls to zero at most by an adjustment', 'adjustment', -11, { onHand: 0 }],
    ['promises more by an allocation', 'allocation', 3, { allocated: 7 }],
    ['may promise more than there is', 'allocation', 30, { allocated: 34 }],
    ['promises less by a release', 'release', 3, { allocated: 1 }],
    ['promises nothing at least', 'release', 5, { allocated: 0 }],
    ['falls on both sides by a shipment', 'shipment', 3, { onHand: 7, allocated: 1, lastShipmentAt: 50 }],
    ['falls to zero at most by a shipment', 'shipment', 11, { onHand: 0, allocated: 0, lastShipmentAt: 50 }],
    ['remembers an empty shipment', 'shipment', 0, { lastShipmentAt: 50 }],
  ])('%s', (_, kind, units, changes) => {
    expect(bookEvent(known, event({ kind, units }))).toEqual({ ...known, ...changes });
  });

  it('remembers the figure of a count by the article, and of no other', () => {
    const counted = bookEvent(known, event({ kind: 'count', units: 6, source: articleNoteSource }));
    expect(counted).toEqual({ ...known, onHand: 6, counted: { figure: 6, at: 50 } });
    expect(bookEvent(counted, event({ kind: 'count', units: 3, source: 'by-hand' }))).toEqual({ ...counted, onHand: 3 });
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

  it('is never below zero, and known exactly after the first count', () => {
    fc.assert(
      fc.property(events, (all) => {
        const level = foldStock('s', all);
        expect(level.allocated).toBeGreaterThanOrEqual(0);
        expect(level.onHand !== undefined).toBe(all.some(({ kind }) => kind === 'count'));
        expect(level.onHand ?? 0).toBeGreaterThanOrEqual(0);
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

  it('conserves units as long as nothing meets zero', () => {
    fc.assert(
      fc.property(events, (all) => {
        const level = foldStock('s', [
          event({ kind: 'count', units: 10_000 }),
          event({ kind: 'allocation', units: 10_000 }),
          ...all.filter(({ kind }) => kind !== 'count'),
        ]);
        const moved = (kinds: readonly StockEventKind[]) =>
          all.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { units }) => sum + units, 0);
        expect(level.onHand).toBe(10_000 + moved(['receipt', 'restock', 'adjustment']) - moved(['shipment']));
        expect(level.allocated).toBe(10_000 + moved(['allocation']) - moved(['release', 'shipment']));
      }),
    );
  });
});

function event(changes: Partial<StockEvent>): StockEvent {
  return { key: 'k', pool: 'p', skuKey: 's', kind: 'count', units: 1, source: 'by-hand', at: 50, ...changes };
}
