import { describe, expect, it } from '@jest/globals';
import * as kit from './index.ts';

describe('the public surface', () => {
  it('is this and nothing else', () => {
    expect(Object.keys(kit).sort()).toEqual([
      'callError',
      'consoleLog',
      'createKit',
      'createMemoryBudget',
      'hasHmacSha256',
      'hasRsaSha512',
      'hasStandardSignature',
      'idlePace',
      'isSameSecret',
      'jsonNumber',
      'learn',
      'parseJson',
      'randomIds',
      'reserve',
      'scanById',
      'scanByInstant',
      'silentLog',
      'stringifyJson',
      'systemClock',
      'wireDecimal',
      'wireId',
      'wireInstant',
      'wireRfc2822',
      'wireRfc2822Maybe',
    ]);
  });
});

describe('callError', () => {
  it('has a sentence for each code, the same each time, and keeps what varies in the details', async () => {
    const { errorCodes } = await import('@megzo/core');

    const errors = errorCodes.map((code) => kit.callError(code, { status: 422 }));

    expect(new Set(errors.map(({ message }) => message)).size).toBe(errorCodes.length);
    expect(errors.every(({ message }) => /^[A-Z].{20,}\.$/.test(message) && !message.includes('422'))).toBe(true);
    expect(errors.map(({ code }) => code)).toEqual([...errorCodes]);
  });
});
