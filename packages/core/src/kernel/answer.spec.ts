import { describe, expect, it } from '@jest/globals';
import { done, mapAnswer, rejected, retryable } from './answer.ts';
import { SyncError } from './sync-error.ts';

const error = new SyncError('NOT_FOUND', 'There is none.');

describe('An answer', () => {
  it('says done with its value', () => {
    expect(done(3)).toEqual({ status: 'done', value: 3 });
  });

  it('says retryable, with a pause only where one is known', () => {
    expect(retryable(error)).toStrictEqual({ status: 'retryable', error });
    expect(retryable(error, 0)).toStrictEqual({ status: 'retryable', error, retryAfterMs: 0 });
  });

  it('says rejected with its error', () => {
    expect(rejected(error)).toStrictEqual({ status: 'rejected', error });
  });

  it('turns a value into another one, and hands a failure on as it is', () => {
    const failure = retryable(error, 5);

    expect(mapAnswer(done(2), (value) => value * 2)).toEqual(done(4));
    expect(mapAnswer(failure, () => 'never')).toBe(failure);
  });
});
