import type { DecimalText } from './decimal.ts';
import { fromUnits, placesOf, toUnits } from './units.ts';

/**
 * Rounds shares to whole numbers so that they add up to the whole exactly (largest remainder; ties go to the earlier share).
 * A share is `numerators[i] / denominator`, without rounding before. The sum of the shares may differ from `whole` by rounding only,
 * and the result stays within 1 of each share in that case, but for shares that would fall below zero. A whole that is further away is
 * spread over the shares in order. Where whole and shares are no less than zero, no result is.
 */
export function shareWhole(numerators: readonly bigint[], denominator: bigint, whole: bigint): readonly bigint[] {
  if (numerators.length === 0) {
    if (whole !== 0n) throw new Error('nothing to allocate to');
    return [];
  }
  const floors = numerators.map((numerator) => floorOf(numerator, denominator));
  const missing = whole - floors.reduce((sum, floor) => sum + floor, 0n);
  if (missing === 0n) return floors;
  const order = numerators.map((numerator, index) => ({ index, remainder: numerator - (floors[index] as bigint) * denominator }));
  order.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  if (missing < 0n) order.reverse();
  // What is no less than nothing must not become so by a cent that is too many elsewhere.
  if (missing < 0n && whole >= 0n && floors.every((floor) => floor >= 0n)) {
    return lowered(
      floors,
      order.map(({ index }) => index),
      -missing,
    );
  }
  const steps = missing < 0n ? -missing : missing;
  const count = BigInt(order.length);
  // Full rounds first, so that a whole far away from the shares costs no loop per unit.
  const [rounds, rest] = [steps / count, steps % count];
  order.forEach(({ index }, place) => {
    const extra = rounds + (BigInt(place) < rest ? 1n : 0n);
    floors[index] = (floors[index] as bigint) + (missing < 0n ? -extra : extra);
  });
  return floors;
}

/** Takes units off shares in an order, evenly, and never below zero; together the shares are no less than what is taken. */
function lowered(shares: readonly bigint[], order: readonly number[], units: bigint): readonly bigint[] {
  const left = [...shares];
  for (let rest = units; rest > 0n; ) {
    const open = order.filter((index) => (left[index] as bigint) > 0n);
    const each = rest / BigInt(open.length);
    for (const index of open) {
      const share = left[index] as bigint;
      const wanted = each > 0n ? each : rest > 0n ? 1n : 0n;
      const taken = wanted < share ? wanted : share;
      left[index] = share - taken;
      rest -= taken;
    }
  }
  return left;
}

function floorOf(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/** Rounds shares to a number of places so that they add up to the whole exactly, as `shareWhole` does. */
export function roundToSum(wanted: readonly DecimalText[], whole: DecimalText, places = 2): readonly DecimalText[] {
  const finest = Math.max(places, ...wanted.map(placesOf));
  const shares = shareWhole(
    wanted.map((share) => toUnits(share, finest)),
    10n ** BigInt(finest - places),
    toUnits(whole, places),
  );
  return shares.map((share) => fromUnits(share, places));
}

/** Splits a whole in proportion to weights, none below zero, so that the shares add up to it. Weights of zero share nothing unless all are zero. */
export function allocate(whole: DecimalText, weights: readonly DecimalText[], places = 2): readonly DecimalText[] {
  const finest = Math.max(0, ...weights.map(placesOf));
  const given = weights.map((weight) => toUnits(weight, finest));
  const total = given.reduce((sum, weight) => sum + weight, 0n);
  const used = total === 0n ? given.map(() => 1n) : given;
  const units = toUnits(whole, places);
  const shares = shareWhole(
    used.map((weight) => units * weight),
    total === 0n ? BigInt(used.length) : total,
    units,
  );
  return shares.map((share) => fromUnits(share, places));
}
