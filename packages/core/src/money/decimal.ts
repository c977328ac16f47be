import { Decimal } from 'decimal.js';

/**
 * Arithmetic for amounts: 40 digits are far beyond any order, so that only declared rounding points round.
 * A clone, because settings of the shared constructor would leak into an embedder's own code.
 */
export const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -30, toExpPos: 60 });
export type Exact = Decimal;

declare const kind: unique symbol;
/** A decimal as text without exponent and trailing zeros, such as `-12.5`. The only form in which amounts are stored or sent around. */
export type DecimalText = string & { readonly [kind]: 'decimal' };

const pattern = /^-?\d{1,30}(\.\d{1,30})?$/;

/** Reads a decimal from text; `undefined` where it is none. Vendors write `19.0000`, `19` and `"19.00"`: all become `19`. */
export function parseDecimal(text: string): DecimalText | undefined {
  return pattern.test(text.trim()) ? decimalText(new Exact(text.trim())) : undefined;
}

/** Reads a decimal that is known to be one; a mistake of ours throws. */
export function decimal(text: string | number): DecimalText {
  if (typeof text === 'number' && !Number.isSafeInteger(text)) throw new Error(`not a whole number: ${text}`);
  const parsed = parseDecimal(String(text));
  if (parsed === undefined) throw new Error(`not a decimal: ${JSON.stringify(text)}`);
  return parsed;
}

export function decimalText(value: Exact): DecimalText {
  return (value.isZero() ? '0' : value.toFixed()) as DecimalText;
}

/** For people: at least two places, as amounts are written. */
export function amountShown(value: DecimalText): string {
  return exact(value).toFixed(Math.max(2, exact(value).decimalPlaces()));
}

export function exact(text: DecimalText): Exact {
  return new Exact(text);
}

export function sumOf(values: readonly DecimalText[]): DecimalText {
  return decimalText(values.reduce((total, value) => total.plus(value), new Exact(0)));
}

export function isZero(value: DecimalText): boolean {
  return !/[1-9]/.test(value);
}

export function sameAmount(left: DecimalText, right: DecimalText): boolean {
  return left === right || exact(left).equals(right);
}
