import { noRates, type RateTable } from '../money/exchange-rate.ts';
import { type Fixed, fixedText, parseFixed } from '../money/fixed.ts';

/** What rules read: nested plain data; paths are dotted. Amounts are decimal text, numbers are whole, instants are milliseconds. */
export type MappingRecord = { readonly [key: string]: string | number | boolean | undefined | MappingRecord };

/** What flows from step to step. `undefined` and blank text are no value. A decimal stays one until somebody wants text. */
export type Value = string | number | boolean | Fixed | undefined;

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
  named: Map<number, { readonly value: Value | Refusal }> | undefined;
}

export function frameOf(record: MappingRecord, surroundings: RuleSurroundings): Frame {
  return { record, surroundings, named: undefined };
}

export type Read = (frame: Frame) => Value | Refusal;
export type Step = (value: Value, frame: Frame) => Value | Refusal;

/** Blanks alone are not what anybody means by a value. */
export function isEmpty(value: Value): value is undefined | string {
  return value === undefined || (typeof value === 'string' && isBlank(value));
}

export function asText(value: Exclude<Value, undefined>): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? fixedText(value) : String(value);
}

export function shown(value: Value | Refusal): string | null {
  return value === undefined || value instanceof Refusal ? null : asText(value);
}

/** Most text begins with a letter or digit, and then needs no closer look. */
function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && text.trim() === '';
}

export function asFixed(value: Exclude<Value, undefined>): Fixed | Refusal {
  if (typeof value === 'object') return value;
  const number = typeof value === 'number' ? wholeNumber(value) : typeof value === 'string' ? parseFixed(value) : undefined;
  return number ?? new Refusal('NOT_A_NUMBER', String(value));
}

function wholeNumber(value: number): Fixed | undefined {
  return Number.isSafeInteger(value) ? { units: BigInt(value), places: 0 } : undefined;
}
