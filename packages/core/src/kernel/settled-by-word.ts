import type { ProblemCode } from './problem-catalogue.ts';

/**
 * Problems that tell of what has happened once: that a person has dealt with it in the invoicing system, nothing that is read would
 * show. A person's word ends them, or that the change is taken back where it was made. All others go with their cause alone.
 */
const settledByWord: ReadonlySet<string> = new Set<ProblemCode>([
  'CONTACT_MADE_TWICE',
  'ORDER_AS_BEFORE_AGAIN',
  'ORDER_CANCELLED_AFTER_PLACING',
  'ORDER_EDITED_AFTER_PLACING',
  'ORDER_NOT_MARKED',
  'ORDER_PUT_AWAY_AFTER_PLACING',
  'SALES_ORDER_DUPLICATE',
  'SALES_ORDER_STANDS_THOUGH_DROPPED',
  'SALES_ORDER_TOTAL_DIFFERS',
]);

/** Nobody could ask back: a word needs somebody who says it, and a reason. */
export function isUnsigned({ by, why }: { readonly by: string; readonly why: string }): boolean {
  return by.trim() === '' || why.trim() === '';
}

export function isSettledByWord(code: string): boolean {
  return settledByWord.has(code);
}
