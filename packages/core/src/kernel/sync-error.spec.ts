import { describe, expect, it } from '@jest/globals';
import { errorCodes, isAccountError, isSyncError, SyncError } from './sync-error.ts';

describe('A sync error', () => {
  it('carries code, message, details and cause', () => {
    const cause = new Error('socket hang up');
    const error = new SyncError('UNREACHABLE', 'No connection.', { details: { status: 0 }, cause });

    expect(error).toMatchObject({ name: 'SyncError', code: 'UNREACHABLE', message: 'No connection.', details: { status: 0 }, cause });
    expect(error).toBeInstanceOf(Error);
  });

  it('has empty details and no cause where none are given', () => {
    const error = new SyncError('REFUSED', 'No.');

    expect(error.details).toEqual({});
    expect('cause' in error).toBe(false);
  });

  it('is known across copies of the package by its brand alone', () => {
    const ofAnotherCopy = { [Symbol.for('@megzo/core/SyncError')]: true };

    expect(isSyncError(new SyncError('REFUSED', 'No.'))).toBe(true);
    expect(isSyncError(ofAnotherCopy)).toBe(true);
  });

  it.each([[new Error('x')], [null], [undefined], ['SyncError'], [{ code: 'REFUSED' }], [3]])('is not %p', (value) => {
    expect(isSyncError(value)).toBe(false);
  });

  it('concerns the account itself for three codes only', () => {
    const codes = errorCodes.filter((code) => isAccountError(new SyncError(code, 'x')));

    expect(codes).toEqual(['ACCOUNT_BLOCKED', 'FORBIDDEN', 'UNAUTHORIZED']);
  });

  it('has every code once', () => {
    expect(new Set(errorCodes).size).toBe(errorCodes.length);
  });
});
