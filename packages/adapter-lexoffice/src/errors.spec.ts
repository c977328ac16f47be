import { describe, expect, it } from '@jest/globals';
import { isAccountError } from '@megzo/core';
import { verdictOf } from './errors.ts';

function answer(status: number, body?: unknown) {
  return { status, body, headers: new Headers() };
}

function read(status: number, body?: unknown) {
  const verdict = verdictOf(answer(status, body));
  return verdict === undefined ? undefined : { status: verdict.status, code: verdict.error.code, details: verdict.error.details };
}

const legacy = (...issues: readonly object[]) => ({ IssueList: issues, requestId: 'req-1' });
const regular = (...details: readonly object[]) => ({
  timestamp: '2026-05-04T10:00:00.000+02:00',
  status: 406,
  error: 'Not Acceptable',
  path: '/v1/order-confirmations',
  traceId: 'trace-1',
  message: 'Validierung fehlgeschlagen. Bitte prüfen Sie die Felder.',
  details,
});

describe('an error answer', () => {
  it.each([
    ['a malformed request', 400, undefined, 'rejected', 'REFUSED'],
    ['an unknown key', 401, { message: 'Unauthorized' }, 'rejected', 'UNAUTHORIZED'],
    ['a closed contract', 402, { message: null }, 'rejected', 'ACCOUNT_BLOCKED'],
    ['a missing permission', 403, { message: 'Forbidden' }, 'rejected', 'FORBIDDEN'],
    ['a missing record', 404, undefined, 'rejected', 'NOT_FOUND'],
    ['a wrong method', 405, undefined, 'rejected', 'REFUSED'],
    ['a refused value', 406, regular(), 'rejected', 'REFUSED'],
    ['a stale article', 409, regular(), 'rejected', 'CONFLICT'],
    ['a missing content type', 415, undefined, 'rejected', 'REFUSED'],
  ])('for %s (%i) is told by its status', (_, status, body, verdict, code) => {
    expect(read(status, body)).toEqual({ status: verdict, code, details: {} });
  });

  it.each([200, 408, 429, 499, 500, 501, 502, 503, 504])('of %i is left to the kit, which knows reads from effects', (status) => {
    expect(read(status, { message: 'internal server error or rate limit exceeded' })).toBeUndefined();
  });

  it.each([401, 402, 403])('of %i is about the account, not about the record', (status) => {
    const verdict = verdictOf(answer(status));

    expect(verdict !== undefined && isAccountError(verdict.error)).toBe(true);
  });

  it.each([400, 404, 406, 409])('of %i is not about the account', (status) => {
    const verdict = verdictOf(answer(status));

    expect(verdict !== undefined && isAccountError(verdict.error)).toBe(false);
  });
});

describe('a 406', () => {
  it('names the fields of the regular shape, without the text', () => {
    const body = regular(
      { violation: 'NOTNULL', field: 'lineItems[0].unitPrice.taxRatePercentage', message: 'darf nicht null sein' },
      { violation: 'MATERIAL_NUMBER_ALREADY_EXISTS', field: 'materialNumber', message: 'Erika Muster' },
    );

    const verdict = read(406, body);

    expect(verdict).toEqual({
      status: 'rejected',
      code: 'REFUSED',
      details: {
        fields: ['lineItems[0].unitPrice.taxRatePercentage: NOTNULL', 'materialNumber: MATERIAL_NUMBER_ALREADY_EXISTS'],
      },
    });
    expect(JSON.stringify(verdict)).not.toContain('Erika');
  });

  it('names the sources of the legacy shape', () => {
    const body = legacy({
      i18nKey: 'invalid_value',
      source: 'company and person',
      type: 'validation_failure',
      additionalData: null,
      args: null,
    });

    expect(read(406, body)).toMatchObject({ code: 'REFUSED', details: { fields: ['company and person: invalid_value'] } });
  });

  it('reads the legacy shape with nothing but source and key', () => {
    expect(read(406, { IssueList: [{ source: 'number', i18nKey: 'invalid_value' }] })).toMatchObject({
      details: { fields: ['number: invalid_value'] },
    });
  });

  it('is a conflict where the version is called invalid, as contacts do', () => {
    expect(read(406, legacy({ i18nKey: 'invalid_value', source: 'version' }))).toMatchObject({ status: 'rejected', code: 'CONFLICT' });
  });

  it('is no conflict where the version is missing', () => {
    expect(read(406, legacy({ i18nKey: 'missing_entity', source: 'version' }))).toMatchObject({ status: 'rejected', code: 'REFUSED' });
  });

  it('may be repeated where a customer number was taken meanwhile', () => {
    expect(read(406, legacy({ i18nKey: 'account_number_already_exists', source: 'roles.customer.number' }))).toMatchObject({
      status: 'retryable',
      code: 'CONFLICT',
    });
  });

  it.each([undefined, null, 'Not Acceptable', 42, [], { IssueList: 'x', details: 7 }, { details: [null, 'x', { field: 1 }] }])(
    'with the unknown body %j is still a refusal',
    (body) => {
      expect(read(406, body)).toEqual({ status: 'rejected', code: 'REFUSED', details: {} });
    },
  );

  it('keeps out of the log what does not look like a path or a code', () => {
    const body = regular({ field: 'address.name = Müller & Söhne <m@example.com>', violation: 'NOTBLANK' });

    expect(read(406, body)?.details).toEqual({ fields: ['NOTBLANK'] });
  });
});
