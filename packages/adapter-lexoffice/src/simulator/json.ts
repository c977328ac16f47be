import { Decimal } from 'decimal.js';
import { Amount } from './amount.ts';

/** JSON as the vendor writes it; amounts are decimals and become JSON numbers without a binary float in between. */
export type Json = string | number | boolean | null | Amount | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json | undefined };

export function writeJson(value: Json): string {
  if (Decimal.isDecimal(value)) return value.toFixed();
  if (Array.isArray(value)) return `[${value.map((item: Json) => writeJson(item)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value as JsonObject);
    return `{${members.flatMap(([key, member]) => (member === undefined ? [] : [`${JSON.stringify(key)}:${writeJson(member)}`])).join(',')}}`;
  }
  return JSON.stringify(value);
}

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object, or none where it is something else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** Absent and null mean the same to the vendor (sheet 1.2). */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A JSON number through its shortest text, which is exact for the four decimals that the vendor takes. */
export function amountOf(value: unknown): Amount | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? new Amount(String(value)) : undefined;
}
