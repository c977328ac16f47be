import { type DecimalText, decimalText, Exact, exact } from './decimal.ts';

/**
 * Rounds shares to cents so that they add up to the whole exactly (largest remainder; ties go to the earlier share).
 * `wanted` are the unrounded shares; their sum may differ from `whole` by rounding only, and the result stays within one
 * step of each wanted share in that case. A whole that is further away is spread over the shares in order.
 * @param places digits after the point of every share and of `whole`
 */
export function roundToSum(wanted: readonly DecimalText[], whole: DecimalText, places = 2): readonly DecimalText[] {
  if (wanted.length === 0) {
    if (!exact(whole).isZero()) throw new Error('nothing to allocate to');
    return [];
  }
  const step = new Exact(10).pow(-places);
  const floors = wanted.map((share) => exact(share).toDecimalPlaces(places, Exact.ROUND_FLOOR));
  const missing = exact(whole).minus(floors.reduce((total, share) => total.plus(share), new Exact(0)));
  let steps = missing.dividedBy(step);
  if (!steps.isInteger()) throw new Error(`${whole} has more than ${places} places`);

  const order = wanted.map((share, index) => ({ index, remainder: exact(share).minus(floors[index] as Exact) }));
  order.sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  if (steps.isNegative()) order.reverse();
  const direction = steps.isNegative() ? step.negated() : step;
  steps = steps.abs();
  // Full rounds first, so that a whole far away from the shares costs no loop per cent.
  const rounds = steps.dividedToIntegerBy(order.length);
  const rest = steps.minus(rounds.times(order.length)).toNumber();
  order.forEach(({ index }, place) => {
    const extra = rounds.plus(place < rest ? 1 : 0);
    floors[index] = (floors[index] as Exact).plus(direction.times(extra));
  });
  return floors.map(decimalText);
}

/** Splits a whole in proportion to weights, to the cent, so that the shares add up to the whole. Weights of zero share nothing unless all are zero. */
export function allocate(whole: DecimalText, weights: readonly DecimalText[], places = 2): readonly DecimalText[] {
  const total = weights.reduce((sum, weight) => sum.plus(weight), new Exact(0));
  const wanted = weights.map((weight) =>
    decimalText(total.isZero() ? exact(whole).dividedBy(weights.length) : exact(whole).times(weight).dividedBy(total)),
  );
  return roundToSum(wanted, whole, places);
}
