import type { DecimalText } from './decimal.ts';

/** Places after the point. */
export function placesOf(value: DecimalText): number {
  const point = value.indexOf('.');
  return point < 0 ? 0 : value.length - point - 1;
}

/** A decimal as a whole number of its last place: `12.5` with two places is 1250. What has more places is our own mistake and throws. */
export function toUnits(value: DecimalText, places: number): bigint {
  const own = placesOf(value);
  if (own > places) throw new Error(`${value} has more than ${places} places`);
  return BigInt(own === 0 ? value : value.replace('.', '')) * 10n ** BigInt(places - own);
}

export function fromUnits(units: bigint, places: number): DecimalText {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = places === 0 ? '' : digits.slice(-places).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}` as DecimalText;
}

/** The nearest whole number to a quotient; half goes away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const doubled = 2n * numerator;
  return (numerator < 0n ? doubled - denominator : doubled + denominator) / (2n * denominator);
}
