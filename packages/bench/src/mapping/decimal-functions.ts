import { Decimal } from 'decimal.js';
import { francRates } from './tables.ts';

/** Decimal functions that expression languages, which know floats alone, are lent. Amounts go in and out as text. */
const Amount = Decimal.clone({ rounding: Decimal.ROUND_HALF_UP, toExpNeg: -30, toExpPos: 60 });

export function stripVat(gross: string, rate: string): string {
  return new Amount(gross).times(100).dividedBy(new Amount(rate).plus(100)).toDecimalPlaces(4).toFixed();
}

export function toFrancs(amount: string, day: string): string {
  const found = francRates.find(({ from, to }) => from <= day && day <= to);
  if (found === undefined) throw new Error('rate');
  return new Amount(amount).times(found.rate).toDecimalPlaces(4).toFixed();
}

export function roundEven(amount: string): string {
  return new Amount(amount).toDecimalPlaces(2, Decimal.ROUND_HALF_EVEN).toFixed();
}

export function toKilograms(grams: string): string {
  return new Amount(grams).dividedBy(1_000).toDecimalPlaces(3).toFixed();
}
