import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StockEvent, StockLevel, StockMovement } from '../ports/stock-journal.ts';
import { bookEvent, correctionSource, foldStock, unknownLevel } from './fold-stock.ts';
import { type CountResult, judgeCount, type StockCounted } from './judge-count.ts';

const vague = { notBefore: 90, exact: false } as const;

describe('a count as of when it was made', () => {
  it.each<[string, Partial<StockCounted>, readonly StockMovement[], Partial<Extract<CountResult, { status: 'booked' }>>]>([
    ['is its figure where nothing moved', {}, [], { onHand: 10, since: 0, unsure: 0 }],
    ['knows what left before it', {}, [left(3, 99)], { onHand: 10 }],
    ['is lowered by what left after it', {}, [left(3, 101), left(1, 500)], { onHand: 6, since: -4 }],
    ['is raised by what came after it', {}, [came(3, 101)], { onHand: 13, since: 3 }],
    ['is changed by what was adjusted after it', {}, [moved('adjustment', -2, 101)], { onHand: 8, since: -2 }],
    ['may fall below zero by what surely left after it', {}, [left(12, 101)], { onHand: -2 }],
    ['is lowered by what left in its very moment', {}, [left(3, 100)], { onHand: 7, unsure: -3 }],
    ['is not raised by what came in its very moment', {}, [came(3, 100)], { onHand: 10, unsure: 0 }],
    ['does not take again what an earlier count was corrected by', {}, [moved('adjustment', -9, 101, correctionSource)], { onHand: 10 }],
    ['takes no account of what was taken back by the same order', {}, [left(3, 100), moved('restock', 3, 100)], { onHand: 10 }],
    ['takes account of what was taken back by another one', {}, [left(3, 100), moved('restock', 3, 100, 'order/2')], { onHand: 7 }],

    ['knows what left before its span', vague, [left(3, 89)], { onHand: 10, unsure: 0 }],
    ['is lowered by what left in its span', vague, [left(3, 95)], { onHand: 7, unsure: -3 }],
    ['is lowered by what was seen to have left after its span: it may have left in it', vague, [left(3, 200)], { onHand: 7, unsure: -3 }],
    ['is raised by what surely came after its span', vague, [came(3, 101)], { onHand: 13, since: 3 }],
    ['is not raised by what came in its span', vague, [came(3, 95)], { onHand: 10 }],
    ['does not fall below zero by what may have left', vague, [left(12, 95)], { onHand: 0, unsure: -10 }],
    ['stays below zero where it was by what surely left', vague, [moved('adjustment', -12, 101), left(3, 95)], { onHand: -2, unsure: 0 }],
  ])('%s', (_name, changes, moves, expected) => {
    const { result, events } = judgeCount(counted(changes), undefined, moves);

    expect(result).toMatchObject({ status: 'booked', ...expected });
    expect(foldStock('a', events).onHand).toBe(expected.onHand);
  });

  it('is no news where a later one stands, and tells what does', () => {
    const level: StockLevel = { skuKey: 'a', onHand: 4, allocated: 0, changes: 1, lastCount: { notBefore: 101, notAfter: 200 } };

    expect(judgeCount(counted(), level, [])).toEqual({ result: { status: 'older', onHand: 4 }, events: [] });
    expect(judgeCount(counted({ notAfter: 101 }), level, []).result).toMatchObject({ status: 'booked', before: 4, onHand: 10 });
  });

  it('names itself and what was added to it, each once', () => {
    const { events } = judgeCount(counted({ notBefore: 90 }), undefined, [left(3, 101)]);

    expect(events).toEqual([
      { key: 'key', pool: 'default', skuKey: 'a', kind: 'count', units: 10, source: 'by-hand', at: 100, notBefore: 90 },
      { key: 'key/since', pool: 'default', skuKey: 'a', kind: 'adjustment', units: -3, source: correctionSource, at: 100 },
    ]);
  });

  const facts = fc.array(
    fc.record({
      kind: fc.constantFrom('shipment' as const, 'receipt' as const, 'restock' as const),
      units: fc.integer({ min: 1, max: 9 }),
      at: fc.integer({ min: 1, max: 100 }),
    }),
    { maxLength: 12 },
  );

  it('comes to the same whenever it is booked, if all is known exactly', () => {
    fc.assert(
      fc.property(facts, fc.nat(20), fc.integer({ min: 1, max: 100 }), fc.nat(12), (moves, figure, at, place) => {
        const exact = moves
          .filter((move) => move.at !== at)
          .map((move, index) => event({ ...move, key: `m${index}`, source: `order/${index}` }));
        const here = Math.min(place, exact.length);
        const before = exact.slice(0, here).reduce(bookEvent, unknownLevel('a'));

        const { events } = judgeCount(counted({ figure, notBefore: at, notAfter: at }), before, exact.slice(0, here));
        const level = [...events, ...exact.slice(here)].reduce(bookEvent, before);

        const after = exact
          .filter((move) => move.at > at)
          .reduce((sum, move) => sum + (move.kind === 'shipment' ? -move.units : move.units), 0);
        expect(level.onHand).toBe(figure + after);
      }),
      { numRuns: 500 },
    );
  });

  it('never comes to more than the truth, however little is known of when units left', () => {
    // The true moments of the shipments are hidden; each is seen some time later.
    const shipments = fc.array(
      fc.record({ units: fc.integer({ min: 1, max: 5 }), left: fc.integer({ min: 1, max: 100 }), seen: fc.nat(30) }),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(shipments, fc.integer({ min: 20, max: 80 }), fc.nat(19), fc.nat(19), (all, made, earlier, later) => {
        const figure = all.filter((one) => one.left > made).reduce((sum, { units }) => sum + units, 0) + 5;
        const now = 140;
        const moves = all.map(({ units, left: at, seen }, index) => ({ ...left(units, at + seen), source: `order/${index}` }));
        const span = { notBefore: made - earlier, notAfter: made + later, exact: false };

        const { result } = judgeCount(counted({ figure, ...span }), undefined, moves);

        const truth = figure - all.filter((one) => one.left > made && one.left <= now).reduce((sum, { units }) => sum + units, 0);
        expect(result).toMatchObject({ status: 'booked' });
        if (result.status === 'booked') expect(result.onHand).toBeLessThanOrEqual(truth);
      }),
      { numRuns: 500 },
    );
  });
});

function counted(changes: Partial<StockCounted> = {}): StockCounted {
  return {
    ...{ key: 'key', pool: 'default', skuKey: 'a', figure: 10, notBefore: 100, notAfter: 100, source: 'by-hand', exact: true },
    ...changes,
  };
}

function moved(kind: StockMovement['kind'], units: number, at: number, source = 'order/1'): StockMovement {
  return { skuKey: 'a', kind, units, source, at };
}

function left(units: number, at: number): StockMovement {
  return moved('shipment', units, at);
}

function came(units: number, at: number): StockMovement {
  return moved('receipt', units, at, 'by-hand');
}

function event(changes: Partial<StockEvent>): StockEvent {
  return { key: 'k', pool: 'default', skuKey: 'a', kind: 'count', units: 1, source: 'by-hand', at: 0, ...changes };
}
