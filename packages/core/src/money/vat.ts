import { type DecimalText, decimalText, type Exact, exact } from './decimal.ts';
import { type RoundingMode, round } from './rounding.ts';

export interface VatRounding {
  /** Places after the point, 2 for amounts of account. */
  readonly places: number;
  readonly mode?: RoundingMode;
}

/** Gross from net: net × (100 + rate) / 100. `rate` in percent. */
export function addVat(net: DecimalText, rate: DecimalText, { places, mode }: VatRounding): DecimalText {
  return round(decimalText(grossOf(exact(net), exact(rate))), places, mode);
}

/** Net from gross: gross × 100 / (100 + rate). `rate` in percent, above −100. */
export function stripVat(gross: DecimalText, rate: DecimalText, { places, mode }: VatRounding): DecimalText {
  return round(decimalText(netOf(exact(gross), exact(rate))), places, mode);
}

/** The tax contained in a gross amount: gross × rate / (100 + rate). */
export function vatInGross(gross: DecimalText, rate: DecimalText, { places, mode }: VatRounding): DecimalText {
  return round(decimalText(exact(gross).times(rate).dividedBy(exact(rate).plus(100))), places, mode);
}

/** Gross before any rounding. */
export function grossOf(net: Exact, rate: Exact): Exact {
  return net.times(rate.plus(100)).dividedBy(100);
}

/** Net before any rounding: 40 digits. */
export function netOf(gross: Exact, rate: Exact): Exact {
  return gross.times(100).dividedBy(rate.plus(100));
}
