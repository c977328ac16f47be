import type { ProblemCode } from './problem-catalogue.ts';

/**
 * Problems that tell of what has happened once: whether a person has dealt with it, nothing that is read would show. They stand
 * until a person says so. All others go with their cause.
 */
const settledByWord: ReadonlySet<string> = new Set<ProblemCode>([
  'CONTACT_MADE_TWICE',
  'ORDER_CANCELLED_AFTER_PLACING',
  'ORDER_EDITED_AFTER_PLACING',
  'ORDER_NOT_MARKED',
  'ORDER_PUT_AWAY_AFTER_PLACING',
  'SALES_ORDER_DUPLICATE',
  'SALES_ORDER_STANDS_THOUGH_DROPPED',
  'SALES_ORDER_TOTAL_DIFFERS',
]);

export function isSettledByWord(code: string): boolean {
  return settledByWord.has(code);
}
