import { type DecimalText, decimal } from './decimal.ts';

/** A decimal as a whole number of its last place: `12.5` with two places is 1250. What has more places is our own mistake and throws. */
export function toUnits(value: DecimalText, places: number): bigint {
  const [whole = '', fraction = ''] = value.split('.');
  if (fraction.length > places) throw new Error(`${value} has more than ${places} places`);
  return BigInt(`${whole}${fraction.padEnd(places, '0')}`);
}

export function fromUnits(units: bigint, places: number): DecimalText {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const point = digits.length - places;
  return decimal(`${units < 0n ? '-' : ''}${digits.slice(0, point)}${places === 0 ? '' : `.${digits.slice(point)}`}`);
}
