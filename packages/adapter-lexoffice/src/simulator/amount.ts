import { Decimal } from 'decimal.js';

/** Decimals with enough digits for every product and quotient of amounts here; half-up, as the vendor's samples show (sheet 4.6). */
export const Amount = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });
export type Amount = Decimal;

export const zero: Amount = new Amount(0);
export const hundred: Amount = new Amount(100);

export function round2(value: Amount): Amount {
  return value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

export function round4(value: Amount): Amount {
  return value.toDecimalPlaces(4, Decimal.ROUND_HALF_UP);
}

export function sum(values: readonly Amount[]): Amount {
  return values.reduce((total, value) => total.plus(value), zero);
}

/** What a net amount is with tax on top; not rounded. */
export function netToGross(net: Amount, rate: Amount): Amount {
  return net.times(rate.plus(100)).div(100);
}

/** What a gross amount is without the tax in it; not rounded. */
export function grossToNet(gross: Amount, rate: Amount): Amount {
  return gross.times(100).div(rate.plus(100));
}
