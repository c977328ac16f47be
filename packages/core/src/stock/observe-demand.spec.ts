import { describe, expect, it } from '@jest/globals';
import { stockEvent } from '../testing/samples.ts';
import { observedPerHour } from './observe-demand.ts';

const hour = 3_600_000;

describe('the demand that was seen', () => {
  it('is the 95th percentile of the hours', () => {
    const events = Array.from({ length: 100 }, (_, n) => sale(n, n * hour, 1 + (n % 10)));

    expect(observedPerHour(events, 'shop', 100 * hour)).toBe(10);
  });

  it('is the mean where most hours are quiet', () => {
    expect(observedPerHour([sale(1, 0, 3), sale(2, 50 * hour, 3)], 'shop', 100 * hour)).toBeCloseTo(0.06, 10);
  });

  it('counts sales of one hour together, and those of other accounts, counts and old ones not at all', () => {
    const events = [
      sale(0, 0, 90),
      sale(1, 1_000 * hour, 2),
      sale(2, 1_000 * hour + 1, 3),
      { ...sale(3, 1_000 * hour, 7), source: 'shop:other/order/3' },
      stockEvent('count', { units: 50, at: 1_000 * hour }),
    ];

    expect(observedPerHour(events, 'shop', 1_001 * hour)).toBeCloseTo(5 / 672, 10);
    expect(observedPerHour(events.slice(1), 'shop', 1_001 * hour)).toBe(5);
  });

  it('is none where nothing was booked', () => {
    expect(observedPerHour([], 'shop', hour)).toBe(0);
  });

  function sale(id: number, at: number, units: number) {
    return stockEvent(`sale-${id}`, { kind: 'allocation', units, at, source: `shop:shop/order/${id}` });
  }
});
