import { describe, expect, it } from '@jest/globals';
import { failureDetails, neverConnected } from './failures.ts';

function failed(cause: unknown): unknown {
  return new TypeError('fetch failed', { cause });
}
function coded(code: string, more: object = {}): Error {
  return Object.assign(new Error(`${code} canary`), { code, ...more });
}

describe('neverConnected', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'])(
    'is sure of %s',
    (code) => {
      expect(neverConnected(failed(coded(code)))).toBe(true);
    },
  );

  it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'HPE_INVALID_CONSTANT'])(
    'is not sure of %s',
    (code) => {
      expect(neverConnected(failed(coded(code)))).toBe(false);
    },
  );

  it('is sure of whatever failed while connecting', () => {
    expect(neverConnected(failed(coded('ETIMEDOUT', { syscall: 'connect' })))).toBe(true);
    expect(neverConnected(failed(coded('EHOSTUNREACH', { syscall: 'read' })))).toBe(false);
  });

  it('is sure of several attempts only where each of them never connected', () => {
    const refused = coded('ECONNREFUSED');
    const several = (...errors: Error[]): unknown => failed(Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' }));

    expect(neverConnected(several(refused, coded('ETIMEDOUT', { syscall: 'connect' })))).toBe(true);
    expect(neverConnected(several(refused, coded('ECONNRESET')))).toBe(false);
  });

  it('is not sure of what says nothing', () => {
    expect([new TypeError('fetch failed'), undefined, 'no', null].map(neverConnected)).toEqual([false, false, false, false]);
  });

  it('ends with causes that go in circles', () => {
    const error = new Error('round');
    error.cause = error;

    expect(neverConnected(error)).toBe(false);
  });
});

describe('failureDetails', () => {
  it('says the code and never the text', () => {
    expect(failureDetails(failed(coded('ECONNRESET')))).toEqual({ reason: 'ECONNRESET' });
    expect(failureDetails(failed(new AggregateError([coded('ECONNREFUSED')])))).toEqual({ reason: 'ECONNREFUSED' });
    expect(failureDetails(failed(coded('canary@example.com')))).toEqual({});
    expect(failureDetails(new TypeError('canary'))).toEqual({});
  });
});
