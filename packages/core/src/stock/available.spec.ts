import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BufferPolicy } from '../model/stock.ts';
import { availableToSell, safetyStock } from './available.ts';

describe('what is withheld', () => {
  it.each<[BufferPolicy, number, number]>([
    [{ kind: 'fixed', units: 2 }, 0, 2],
    [{ kind: 'fixed', units: 0 }, 10, 0],
    [{ kind: 'percent', percent: 10 }, 100, 10],
    [{ kind: 'percent', percent: 10 }, 101, 11],
    [{ kind: 'percent', percent: 10 }, 1, 1],
    [{ kind: 'percent', percent: 10 }, 0, 0],
    [{ kind: 'percent', percent: 7 }, 100, 7],
    [{ kind: 'percent', percent: 10, unitsMin: 3 }, 10, 3],
    [{ kind: 'percent', percent: 50, unitsMin: 3 }, 10, 5],
  ])('%j of %i is %i', (policy, onHand, units) => {
    expect(safetyStock(policy, onHand)).toBe(units);
  });
});

describe('what is available to sell', () => {
  const fixed = { kind: 'fixed', units: 2 } as const;

  it.each([
    [10, 3, 5],
    [5, 3, 0],
    [2, 0, 0],
    [0, 0, 0],
    [1, 9, 0],
  ])('%i on hand and %i allocated leave %i', (onHand, allocated, expected) => {
    expect(availableToSell({ skuKey: 'a', onHand, allocated }, fixed)).toBe(expected);
  });

  it('is unknown until something was counted: nobody is told a figure that nobody gave', () => {
    expect(availableToSell(undefined, fixed)).toBeUndefined();
    expect(availableToSell({ skuKey: 'a', allocated: 3 }, fixed)).toBeUndefined();
  });

  it('is never negative and never more than on hand less allocated less buffer', () => {
    const policy = fc.oneof(
      fc.record({ kind: fc.constant('fixed' as const), units: fc.nat(50) }),
      fc.record({ kind: fc.constant('percent' as const), percent: fc.nat(100), unitsMin: fc.nat(5) }),
    );
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000), policy, (onHand, allocated, buffer) => {
        const available = availableToSell({ skuKey: 'a', onHand, allocated }, buffer) ?? Number.NaN;

        expect(available).toBe(Math.max(0, onHand - allocated - safetyStock(buffer, onHand)));
        expect(Number.isSafeInteger(available)).toBe(true);
      }),
    );
  });
});
