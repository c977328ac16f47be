import type { DecimalText } from './decimal.ts';
import { type Fixed, fixed, fixedText, plusFixed, type Rounding, timesOver } from './fixed.ts';
import type { RoundingMode } from './rounding.ts';

export interface VatRounding {
  /** Places after the point, 2 for amounts of account. */
  readonly places: number;
  readonly mode?: RoundingMode;
}

/** Gross from net: net × (100 + rate) / 100. `rate` in percent. */
export function addVat(net: DecimalText, rate: DecimalText, { places, mode = 'half-up' }: VatRounding): DecimalText {
  return fixedText(grossFrom(fixed(net), fixed(rate), { places, mode }));
}

/** Net from gross: gross × 100 / (100 + rate). `rate` in percent, above −100. */
export function stripVat(gross: DecimalText, rate: DecimalText, { places, mode = 'half-up' }: VatRounding): DecimalText {
  return fixedText(netFrom(fixed(gross), fixed(rate), { places, mode }));
}

/** The tax contained in a gross amount: gross × rate / (100 + rate). */
export function vatInGross(gross: DecimalText, rate: DecimalText, { places, mode = 'half-up' }: VatRounding): DecimalText {
  const percent = fixed(rate);
  return fixedText(timesOver(fixed(gross), [percent, plusFixed(percent, hundred)], { places, mode }));
}

const hundred: Fixed = { units: 100n, places: 0 };

export function grossFrom(net: Fixed, rate: Fixed, rounding: Rounding): Fixed {
  return timesOver(net, [plusFixed(rate, hundred), hundred], rounding);
}

export function netFrom(gross: Fixed, rate: Fixed, rounding: Rounding): Fixed {
  return timesOver(gross, [hundred, plusFixed(rate, hundred)], rounding);
}
