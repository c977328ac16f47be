import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlacedBuffer } from '../model/stock.ts';
import { availableToSell } from './available.ts';

const place = { channel: 'shop', pool: 'default' };

describe('what is available to sell', () => {
  const fixed: readonly PlacedBuffer[] = [{ buffer: { kind: 'fixed', units: 2 } }];

  it.each([
    [10, 3, 5],
    [5, 3, 0],
    [2, 0, 0],
    [0, 0, 0],
    [1, 9, 0],
  ])('%i on hand and %i allocated leave %i', (onHand, allocated, expected) => {
    expect(availableToSell({ skuKey: 'a', onHand, allocated, changes: 1 }, fixed, place)).toBe(expected);
  });

  it('is unknown until something was counted: nobody is told a figure that nobody gave', () => {
    expect(availableToSell(undefined, fixed, place)).toBeUndefined();
    expect(availableToSell({ skuKey: 'a', changes: 1, allocated: 3 }, fixed, place)).toBeUndefined();
  });

  it('keeps nothing back where no buffer holds', () => {
    expect(
      availableToSell({ skuKey: 'a', onHand: 10, changes: 1, allocated: 3 }, [{ sku: 'b', buffer: { kind: 'fixed', units: 2 } }], place),
    ).toBe(7);
  });

  it('is never negative and never more than on hand less allocated', () => {
    const policy = fc.oneof(
      fc.record({ kind: fc.constant('fixed' as const), units: fc.nat(50) }),
      fc.record({ kind: fc.constant('percent' as const), percent: fc.nat(100), unitsMin: fc.nat(5) }),
    );
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000), policy, (onHand, allocated, buffer) => {
        const available = availableToSell({ skuKey: 'a', onHand, allocated, changes: 1 }, [{ buffer }], place) ?? Number.NaN;

        expect(available).toBeGreaterThanOrEqual(0);
        expect(available).toBeLessThanOrEqual(Math.max(0, onHand - allocated));
        expect(Number.isSafeInteger(available)).toBe(true);
      }),
    );
  });
});
