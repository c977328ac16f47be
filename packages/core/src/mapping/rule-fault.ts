import type { Words } from '../kernel/problem-catalogue.ts';

export const ruleFaultCodes = [
  /** More or deeper than any rule set may be; nothing of it was looked at. */
  'TOO_LARGE',
  /** Not the shape of a rule set. */
  'SHAPE',
  'NAME_TWICE',
  'CYCLE',
  'UNKNOWN_SOURCE',
  'UNKNOWN_TARGET',
  'UNKNOWN_NAME',
  'UNKNOWN_TABLE',
  'UNKNOWN_VAT_CLASS',
  'TARGET_TWICE',
  'TARGET_MISSING',
  /** A value of one kind where another is wanted. */
  'TYPE',
  'MAY_BE_EMPTY',
  'TOO_LONG',
  'TOO_FINE',
  'VALUE_NOT_ALLOWED',
  /** The runtime lends no such transform. */
  'NOT_LENT',
] as const;
export type RuleFaultCode = (typeof ruleFaultCodes)[number];

/** Why a rule set is not taken: which rule, which field, why, and what was probably meant. */
export interface RuleFault {
  readonly code: RuleFaultCode;
  readonly block?: string;
  /** Place of the rule in its block, from 0. */
  readonly rule?: number;
  /** What the rule writes, or the name of the value that it makes. */
  readonly target?: string;
  /** Place of the step in its rule, from 0. */
  readonly step?: number;
  /** The field that is wrong: a path of the record, a target, or a place in the document such as `tables.weights`. */
  readonly field: string;
  readonly reason: Words;
  /** The nearest valid choice. */
  readonly nearest?: string;
}

/** More faults than this help nobody. */
export const faultsMax = 100;
