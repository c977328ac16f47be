import { describe, expect, it } from '@jest/globals';
import { callError } from './call-error.ts';
import { asRead, flawedFields, outcomeOf, traceDetails, verdictOfStatus } from './verdict.ts';

describe('verdictOfStatus', () => {
  it.each([
    [302, 'rejected', 'REFUSED'],
    [400, 'rejected', 'REFUSED'],
    [401, 'rejected', 'UNAUTHORIZED'],
    [402, 'rejected', 'ACCOUNT_BLOCKED'],
    [403, 'rejected', 'FORBIDDEN'],
    [404, 'rejected', 'NOT_FOUND'],
    [406, 'rejected', 'REFUSED'],
    [408, 'unknown', 'NO_ANSWER'],
    [409, 'rejected', 'CONFLICT'],
    [422, 'rejected', 'REFUSED'],
    [429, 'retryable', 'RATE_LIMITED'],
    [499, 'unknown', 'VENDOR_FAILED'],
    [500, 'unknown', 'VENDOR_FAILED'],
    [503, 'unknown', 'VENDOR_FAILED'],
    [504, 'unknown', 'NO_ANSWER'],
  ])('takes %i for %s, %s', (status, verdict, code) => {
    expect(verdictOfStatus(status, { status })).toMatchObject({ status: verdict, error: { code, details: { status } } });
  });
});

describe('asRead', () => {
  const error = callError('VENDOR_FAILED');

  it('leaves no doubt about a read', () => {
    expect(asRead({ status: 'unknown', error })).toEqual({ status: 'retryable', error });
    expect(asRead({ status: 'unknown', error }, 500)).toEqual({ status: 'retryable', error, retryAfterMs: 500 });
    expect(asRead({ status: 'taken', error })).toEqual({ status: 'rejected', error });
    expect(asRead({ status: 'done', value: 7 })).toEqual({ status: 'done', value: 7 });
  });
});

describe('outcomeOf', () => {
  const error = callError('RATE_LIMITED');

  it('says when only where the call may be made again', () => {
    expect(outcomeOf({ status: 'retryable', error }, 500)).toEqual({ status: 'retryable', error, retryAfterMs: 500 });
    expect(outcomeOf({ status: 'retryable', error })).toEqual({ status: 'retryable', error });
    expect(outcomeOf({ status: 'unknown', error }, 500)).toEqual({ status: 'unknown', error });
  });
});

describe('traceDetails', () => {
  const answer = (body: unknown, headers: Record<string, string> = {}) => ({ status: 500, headers: new Headers(headers), body });

  it('finds ids in the body and in headers', () => {
    expect(traceDetails(answer({ traceId: '90d78d0777be' }))).toEqual({ trace: '90d78d0777be' });
    expect(traceDetails(answer(undefined, { 'x-request-id': 'req-0001' }))).toEqual({ trace: 'req-0001' });
    expect(traceDetails(answer(undefined))).toEqual({});
  });

  it.each(['erika@example.com', 'Erika Mustermann', '<h1>1234567</h1>', 'a'.repeat(101), 42])('does not take %j for an id', (traceId) => {
    expect(traceDetails(answer({ traceId }))).toEqual({});
  });
});

describe('flawedFields', () => {
  it('names members and positions, and hides keys that may be data', () => {
    const issues = [{ path: ['lineItems', 0, 'unitPrice'] }, { path: ['byMail', 'erika@example.com'] }, { path: [] }];

    expect(flawedFields(issues)).toEqual({ reason: 'form', fields: ['lineItems.0.unitPrice', 'byMail.*', ''] });
  });
});
