import { type Answer, type ErrorCode, type Outcome, type SafeDetails, SyncError } from '@megzo/core';
import { callError } from './call-error.ts';
import type { VendorAnswer, Verdict } from './kit.ts';

const refusals: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHORIZED',
  402: 'ACCOUNT_BLOCKED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
};

/**
 * What an answer without success came to, by its status alone, as for an effect. A gateway's 408, 499 and 5xx say nothing of
 * what the vendor did behind it.
 */
export function verdictOfStatus(status: number, details: SafeDetails): Verdict {
  if (status === 429) return { status: 'retryable', error: callError('RATE_LIMITED', details) };
  if (status === 408 || status === 504) return { status: 'unknown', error: callError('NO_ANSWER', details) };
  if (status === 499 || status >= 500) return { status: 'unknown', error: callError('VENDOR_FAILED', details) };
  return { status: 'rejected', error: callError(refusals[status] ?? 'REFUSED', details) };
}

/** A verdict as an outcome; only what may be made again says when. */
export function outcomeOf(verdict: Verdict, pauseMs?: number): Outcome<never> {
  const { status, error } = verdict;
  return status === 'retryable' && pauseMs !== undefined ? { status, error, retryAfterMs: pauseMs } : { status, error };
}

/** A read changes nothing: in doubt means ask again, and nothing can be taken. */
export function asRead<T>(outcome: Outcome<T>, pauseMs?: number): Answer<T> {
  if (outcome.status === 'unknown') {
    return { status: 'retryable', error: outcome.error, ...(pauseMs === undefined ? {} : { retryAfterMs: pauseMs }) };
  }
  if (outcome.status === 'taken') return { status: 'rejected', error: outcome.error };
  return outcome;
}

/** An adapter's error, with what the kit knows of the call beside what the adapter said. */
export function withDetails(error: SyncError, details: SafeDetails): SyncError {
  return new SyncError(error.code, error.message, { details: { ...details, ...error.details } });
}

const traceHeaders = ['x-request-id', 'x-correlation-id', 'x-amzn-requestid', 'x-amzn-trace-id', 'apigw-requestid', 'paypal-debug-id'];
const traceMembers = ['traceId', 'requestId'];

/** Ids by which a vendor finds the call again. Anything that does not look like an id is left out. */
export function traceDetails({ headers, body }: VendorAnswer): SafeDetails {
  const fromBody = typeof body === 'object' && body !== null ? traceMembers.map((name) => (body as Record<string, unknown>)[name]) : [];
  const trace = [...fromBody, ...traceHeaders.map((name) => headers.get(name))].find(
    (value) => typeof value === 'string' && /^(?=.*\d)[\w.:;=-]{6,100}$/.test(value),
  );
  return typeof trace === 'string' ? { trace } : {};
}

/** Where a body did not have the expected form: member names and positions, never values. */
export function flawedFields(issues: readonly { readonly path: readonly PropertyKey[] }[]): SafeDetails {
  const fields = issues.slice(0, 10).map(({ path }) => path.map(fieldName).join('.'));
  return { reason: 'form', fields };
}

// A record's keys may be data.
function fieldName(key: PropertyKey): string {
  const name = String(key);
  return /^(?:\d{1,6}|[A-Za-z_]\w{0,39})$/.test(name) ? name : '*';
}
