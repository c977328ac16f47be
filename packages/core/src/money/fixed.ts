import type { DecimalText } from './decimal.ts';
import type { RoundingMode } from './rounding.ts';
import { fromUnits } from './units.ts';

/**
 * A decimal as a whole number of its last place: 12.5 is 125 with one place. Products are exact at any length, and a
 * quotient is made with the rounding that was asked for, so that nothing else ever rounds.
 */
export interface Fixed {
  readonly units: bigint;
  readonly places: number;
}

export interface Rounding {
  readonly places: number;
  readonly mode: RoundingMode;
}

const pattern = /^-?\d{1,30}(?:\.\d{1,30})?$/;

/** Reads what `parseDecimal` reads; `undefined`: it is none. */
export function parseFixed(text: string): Fixed | undefined {
  const trimmed = text.trim();
  return pattern.test(trimmed) ? fixed(trimmed as DecimalText) : undefined;
}

/** A decimal of ours may be longer than one that is read. What is none at all throws. */
export function fixed(text: DecimalText): Fixed {
  const point = text.indexOf('.');
  if (point < 0) return { units: BigInt(text), places: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), places: text.length - point - 1 };
}

export function fixedText({ units, places }: Fixed): DecimalText {
  return fromUnits(units, places);
}

export function roundFixed(value: Fixed, { places, mode }: Rounding): Fixed {
  if (value.places <= places) return value;
  return { units: divided(value.units, tenTo(value.places - places), mode), places };
}

/** value × factor ÷ divisor, rounded once. */
export function timesOver(value: Fixed, [factor, divisor]: readonly [Fixed, Fixed], { places, mode }: Rounding): Fixed {
  const shift = places + divisor.places - value.places - factor.places;
  const numerator = value.units * factor.units * tenTo(Math.max(0, shift));
  return { units: divided(numerator, divisor.units * tenTo(Math.max(0, -shift)), mode), places };
}

/** Whether it has more than 30 digits before the point: it could not be read again, and nothing that is counted is that large. */
export function isTooLarge({ units, places }: Fixed): boolean {
  return magnitude(units) >= tenTo(30 + places);
}

export function plusFixed(left: Fixed, right: Fixed): Fixed {
  const places = Math.max(left.places, right.places);
  return { units: left.units * tenTo(places - left.places) + right.units * tenTo(places - right.places), places };
}

export function compareFixed(left: Fixed, right: Fixed): number {
  const places = Math.max(left.places, right.places);
  const difference = left.units * tenTo(places - left.places) - right.units * tenTo(places - right.places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isNegative({ units }: Fixed): boolean {
  return units < 0n;
}

/** Half-up and up go away from zero, down goes towards it. */
function divided(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator;
  const rest = numerator - quotient * denominator;
  if (rest === 0n || mode === 'down') return quotient;
  const away = numerator < 0n === denominator < 0n ? 1n : -1n;
  if (mode === 'up') return quotient + away;
  const doubled = 2n * magnitude(rest);
  const whole = magnitude(denominator);
  const goes = doubled > whole || (doubled === whole && (mode === 'half-up' || quotient % 2n !== 0n));
  return goes ? quotient + away : quotient;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

const powers = Array.from({ length: 160 }, (_, exponent) => 10n ** BigInt(exponent));

function tenTo(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent);
}
