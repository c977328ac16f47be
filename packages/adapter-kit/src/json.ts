import type { DecimalText } from '@megzo/core';
import { LosslessNumber, parse, stringify } from 'lossless-json';

/** A decimal that leaves as a JSON number with exactly these digits. */
export type JsonNumber = LosslessNumber;

export function jsonNumber(amount: DecimalText): JsonNumber {
  return new LosslessNumber(amount);
}

/** Parses JSON: whole numbers of up to 15 digits become numbers, every other number its text. Throws a `SyntaxError` for anything else. */
export function parseJson(text: string): unknown {
  // Of a repeated member the last one counts, as everywhere.
  return parse(text, null, { parseNumber: wholeOrText, onDuplicateKey: ({ newValue }) => newValue });
}

/** Writes JSON. A number that is not whole is our own mistake and throws: amounts are given as `JsonNumber`. */
export function stringifyJson(value: unknown): string {
  const text = stringify(value, null, undefined, [{ test: (part) => typeof part === 'number', stringify: wholeNumber }]);
  if (text === undefined) throw new Error('nothing to write as JSON');
  return text;
}

function wholeOrText(digits: string): number | string {
  // Adding zero turns -0 into 0.
  return /^-?\d{1,15}$/.test(digits) ? Number(digits) + 0 : digits;
}

function wholeNumber(value: unknown): string {
  if (!Number.isSafeInteger(value)) throw new Error('only whole numbers are written as such; a decimal is given as JsonNumber');
  return String(value);
}
