import { decimalText, Exact, parseExact } from '../money/decimal.ts';
import { noRates, type RateTable } from '../money/exchange-rate.ts';

/** What rules read: nested plain data; paths are dotted. Amounts are decimal text, numbers are whole, instants are milliseconds. */
export type MappingRecord = { readonly [key: string]: string | number | boolean | undefined | MappingRecord };

/** What flows from step to step. `undefined` and blank text are no value. A decimal stays one until somebody wants text. */
export type Value = string | number | boolean | Exact | undefined;

export const refusalReasons = [
  'EMPTY',
  'NOT_IN_TABLE',
  'NOT_A_NUMBER',
  'NOT_A_DATE',
  'TOO_LONG',
  'RATE_MISSING',
  'VAT_RATE_MISSING',
  'TRANSFORM_FAILED',
] as const;
/** Why a rule has no answer for a record. */
export type RefusalReason = (typeof refusalReasons)[number];

export class Refusal {
  readonly why: RefusalReason;
  /** What the rule stumbled over. */
  readonly value: string;

  constructor(why: RefusalReason, value: string) {
    this.why = why;
    this.value = value;
  }
}

/** Transforms whose work needs a library: the runtime lends them, core has none. */
export interface LentTransforms {
  /** Markup to plain text. Pure; the same text in every run. */
  readonly htmlToText?: (html: string) => string;
}

/** What rules need beside the record. */
export interface RuleSurroundings {
  /** IANA name. */
  readonly timeZone: string;
  readonly rates: RateTable;
  readonly transforms: LentTransforms;
}

export const bareSurroundings: RuleSurroundings = { timeZone: 'Europe/Berlin', rates: noRates, transforms: {} };

/** One record on its way through one block. */
export interface Frame {
  readonly record: MappingRecord;
  readonly surroundings: RuleSurroundings;
  /** Named values made so far, by their place in the block. */
  readonly named: Map<number, { readonly value: Value | Refusal }>;
}

export function frameOf(record: MappingRecord, surroundings: RuleSurroundings): Frame {
  return { record, surroundings, named: new Map() };
}

export type Read = (frame: Frame) => Value | Refusal;
export type Step = (value: Value, frame: Frame) => Value | Refusal;

/** Blanks alone are not what anybody means by a value. */
export function isEmpty(value: Value): value is undefined | string {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

export function asText(value: Exclude<Value, undefined>): string {
  if (typeof value === 'string') return value;
  return value instanceof Exact ? decimalText(value) : String(value);
}

export function shown(value: Value | Refusal): string | null {
  return value === undefined || value instanceof Refusal ? null : asText(value);
}

export function asExact(value: Exclude<Value, undefined>): Exact | Refusal {
  if (value instanceof Exact) return value;
  const number = typeof value === 'number' ? new Exact(value) : typeof value === 'string' ? parseExact(value) : undefined;
  return number ?? new Refusal('NOT_A_NUMBER', String(value));
}
