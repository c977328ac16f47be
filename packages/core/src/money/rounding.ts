import { Decimal } from 'decimal.js';
import { type DecimalText, decimalText, type Exact, exact } from './decimal.ts';

export const roundingModes = ['half-up', 'half-even', 'down', 'up'] as const;
/** Half-up means away from zero, as in commercial rounding; down is towards zero and up away from it. */
export type RoundingMode = (typeof roundingModes)[number];

const modes: Readonly<Record<RoundingMode, Decimal.Rounding>> = {
  'half-up': Decimal.ROUND_HALF_UP,
  'half-even': Decimal.ROUND_HALF_EVEN,
  down: Decimal.ROUND_DOWN,
  up: Decimal.ROUND_UP,
};

/** Rounds to a number of places after the point. */
export function round(value: DecimalText, places: number, mode: RoundingMode = 'half-up'): DecimalText {
  return decimalText(roundExact(exact(value), places, mode));
}

export function roundExact(value: Exact, places: number, mode: RoundingMode): Exact {
  return value.toDecimalPlaces(places, modes[mode]);
}
