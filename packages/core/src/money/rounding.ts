import { Decimal } from 'decimal.js';
import { type DecimalText, decimalText, exact } from './decimal.ts';

export type RoundingMode = 'half-up' | 'half-even' | 'down' | 'up';

const modes: Readonly<Record<RoundingMode, Decimal.Rounding>> = {
  'half-up': Decimal.ROUND_HALF_UP,
  'half-even': Decimal.ROUND_HALF_EVEN,
  down: Decimal.ROUND_DOWN,
  up: Decimal.ROUND_UP,
};

/** Rounds to a number of places after the point; half-up means away from zero, as in commercial rounding. */
export function round(value: DecimalText, places: number, mode: RoundingMode = 'half-up'): DecimalText {
  return decimalText(exact(value).toDecimalPlaces(places, modes[mode]));
}
