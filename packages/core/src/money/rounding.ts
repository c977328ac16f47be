import type { DecimalText } from './decimal.ts';
import { fixed, fixedText, roundFixed } from './fixed.ts';

export const roundingModes = ['half-up', 'half-even', 'down', 'up'] as const;
/** Half-up means away from zero, as in commercial rounding; down is towards zero and up away from it. */
export type RoundingMode = (typeof roundingModes)[number];

/** Rounds to a number of places after the point. */
export function round(value: DecimalText, places: number, mode: RoundingMode = 'half-up'): DecimalText {
  return fixedText(roundFixed(fixed(value), { places, mode }));
}
