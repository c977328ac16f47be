import { Decimal } from 'decimal.js';

/** An amount as the v2 API writes it: a decimal string with four decimals (sheet 5.3). */
export type Amount = string;

export const ZERO: Amount = '0.0000';

export function toAmount(value: Decimal.Value): Amount {
  return new Decimal(value).toFixed(4, Decimal.ROUND_HALF_UP);
}

export function sum(values: readonly Decimal.Value[]): Decimal {
  return values.reduce<Decimal>((total, value) => total.plus(value), new Decimal(0));
}

export function roundTo(value: Decimal, decimals: number): Decimal {
  return value.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP);
}

/** An amount from a request: a number or a numeric string (sheet 3.2: strings seem accepted). Undefined where it is neither. */
export function readAmount(value: unknown): Decimal | undefined {
  if (Decimal.isDecimal(value)) return value;
  if (typeof value === 'number') return new Decimal(value);
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return new Decimal(value);
  return undefined;
}

/** Splits a total over weights in units of the last decimal; remainders go to the largest fractions first. The parts add up exactly. */
export function allocate(total: Decimal, weights: readonly Decimal[], decimals: number): Decimal[] {
  const whole = sum(weights);
  if (whole.isZero()) return weights.map(() => new Decimal(0));
  const unit = new Decimal(10).pow(-decimals);
  const exact = weights.map((weight) => total.times(weight).div(whole));
  const parts = exact.map((value) => value.toDecimalPlaces(decimals, Decimal.ROUND_DOWN));
  let left = total.minus(sum(parts));
  const order = exact
    .map((value, index) => ({ index, rest: value.minus(parts[index] ?? 0).abs() }))
    .sort((a, b) => b.rest.comparedTo(a.rest) || a.index - b.index);
  for (const { index } of order) {
    if (left.abs().lessThan(unit)) break;
    const step = left.isNegative() ? unit.negated() : unit;
    parts[index] = (parts[index] ?? new Decimal(0)).plus(step);
    left = left.minus(step);
  }
  return parts;
}
