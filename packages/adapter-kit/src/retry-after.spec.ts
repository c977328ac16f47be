import { describe, expect, it } from '@jest/globals';
import { cappedPause, retryAfterMs } from './retry-after.ts';

const now = Date.UTC(2026, 0, 5, 8);

describe('retryAfterMs', () => {
  it.each([
    [{}, undefined],
    [{ 'retry-after': '30' }, 30_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': 'Mon, 05 Jan 2026 08:00:20 GMT' }, 20_000],
    [{ 'retry-after': 'Mon, 05 Jan 2026 07:00:00 GMT' }, 0],
    [{ 'retry-after': 'Mon, 05 Jan 2026 09:00:20 GMT', date: 'Mon, 05 Jan 2026 09:00:00 GMT' }, 20_000],
  ])('reads %j as %p', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});

describe('cappedPause', () => {
  it('takes the longest pause, and five minutes at the most', () => {
    expect(cappedPause(1_000, undefined, 4_000)).toBe(4_000);
    expect(cappedPause(86_400_000)).toBe(300_000);
    expect(cappedPause(undefined)).toBeUndefined();
    expect(cappedPause(Number.NaN, -1)).toBeUndefined();
  });
});
