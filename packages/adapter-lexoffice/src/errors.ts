import { callError, type VendorAnswer, type Verdict } from '@megzo/adapter-kit';
import type { ErrorCode } from '@megzo/core';
import { type ErrorIssue, issuesOf } from './wire/error-body.ts';

/**
 * What an error answer means, by status, code and field path; the texts are German and change (sheet 1.7). Left to the kit, which
 * knows reads from effects: 429, and whatever may come after the act, since a 500 can be throttling and a 504 can be a success
 * (sheet 1.5, 1.6).
 */
export function verdictOf({ status, body }: VendorAnswer): Verdict | undefined {
  if (status < 400 || status >= 499 || status === 408 || status === 429) return undefined;
  const issues = issuesOf(body);
  // Two contacts made at once wanted one customer number: this one was not made (sheet 3.2).
  if (issues.some(({ code }) => code === 'account_number_already_exists')) return verdict('retryable', 'CONFLICT', issues);
  // Contacts call a stale version invalid under a 406; a version left out has another code (sheet 1.4).
  if (issues.some(({ field, code }) => field === 'version' && code === 'invalid_value')) return verdict('rejected', 'CONFLICT', issues);
  return verdict('rejected', codes[status] ?? 'REFUSED', issues);
}

/** 406 is the vendor's word for a validation that failed, and no code of its own. */
const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHORIZED',
  402: 'ACCOUNT_BLOCKED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
};

function verdict(status: Verdict['status'], code: ErrorCode, issues: readonly ErrorIssue[]): Verdict {
  const fields = issues.map((issue) => [issue.field, issue.code].filter((part) => part !== '').join(': '));
  return { status, error: callError(code, fields.length === 0 ? {} : { fields }) };
}
