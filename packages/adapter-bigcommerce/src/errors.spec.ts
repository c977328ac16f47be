import { describe, expect, it } from '@jest/globals';
import type { VendorAnswer } from '@megzo/adapter-kit';
import { call, channelOn, effectCall, type Reply } from '../test/wire-double.ts';
import { toLimits, toVerdict } from './errors.ts';

const mark = { order: '218', salesOrderId: 'so-1', marker: effectCall.marker };

async function sent(reply: Reply) {
  const { channel, limits } = channelOn(() => reply);
  const outcome = await channel.marks?.send(mark, effectCall);
  const read = await channel.orders.read('218', call);
  return { outcome, read, limits };
}

describe('an error answer', () => {
  it.each([
    [400, 'rejected', 'REFUSED', 'rejected'],
    [401, 'rejected', 'UNAUTHORIZED', 'rejected'],
    [403, 'rejected', 'FORBIDDEN', 'rejected'],
    [405, 'rejected', 'REFUSED', 'rejected'],
    [406, 'rejected', 'REFUSED', 'rejected'],
    [408, 'unknown', 'NO_ANSWER', 'retryable'],
    [413, 'rejected', 'REFUSED', 'rejected'],
    [415, 'rejected', 'REFUSED', 'rejected'],
    [422, 'rejected', 'REFUSED', 'rejected'],
    [423, 'retryable', 'CONFLICT', 'retryable'],
    [429, 'retryable', 'RATE_LIMITED', 'retryable'],
    [499, 'unknown', 'NO_ANSWER', 'retryable'],
    [500, 'unknown', 'VENDOR_FAILED', 'retryable'],
    [501, 'rejected', 'REFUSED', 'rejected'],
    [502, 'unknown', 'VENDOR_FAILED', 'retryable'],
    [503, 'unknown', 'VENDOR_FAILED', 'retryable'],
    [504, 'unknown', 'VENDOR_FAILED', 'retryable'],
    [507, 'rejected', 'REFUSED', 'rejected'],
  ])('of %i leaves an effect %s and a read the same or retryable, whatever its body', async (status, effect, code, reading) => {
    const bodies = [
      '<html><body>Something went wrong</body></html>',
      undefined,
      [{ status, message: 'A v2 text.' }],
      { status, title: 'A v3 title.', type: '/api-docs/getting-started/api-status-codes', errors: {} },
    ];
    for (const body of bodies) {
      const { outcome, read } = await sent({ status, body });

      expect(outcome).toMatchObject({ status: effect, error: { code, details: { status } } });
      expect(read).toMatchObject({ status: reading, error: { code } });
    }
  });

  it('of 404 refuses an effect, and means that there is no such record', async () => {
    const { outcome, read } = await sent({ status: 404, body: [{ status: 404, message: 'The requested resource was not found.' }] });

    expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'NOT_FOUND' } });
    expect(read).toEqual({ status: 'done', value: undefined });
  });

  it('of 409 says that one stands there already', async () => {
    const { outcome } = await sent({ status: 409, body: { status: 409, title: 'Conflict', type: '', errors: {} } });

    expect(outcome).toMatchObject({ status: 'taken', error: { code: 'CONFLICT' } });
  });
});

describe('the words of an error', () => {
  const verdict = (body: unknown) => toVerdict({ status: 422, headers: new Headers(), body })?.error.details;

  it('are read from a v2 array', () => {
    const message = "The field 'id' cannot be written to. Please remove it from your request before trying again.";

    expect(verdict([{ status: 400, message }])).toEqual({ status: 422, title: message });
  });

  it('are read from a v3 object, with the path of each complaint', () => {
    const body = { status: 422, title: 'Missing Required Fields', errors: { name: 'is needed', variants: { '0': { sku: 'too long' } } } };

    expect(verdict(body)).toEqual({
      status: 422,
      title: 'Missing Required Fields',
      errors: ['name: is needed', 'variants.0.sku: too long'],
    });
  });

  it('are read from the errors of a batch', () => {
    expect(verdict({ batch_errors: [{ status: 422, title: 'Bad price', type: '', errors: { price: 'below zero' } }] })).toEqual({
      status: 422,
      title: 'Bad price',
      errors: ['price: below zero'],
    });
  });

  it('repeat no secret, no link and no number of a parcel that they quote', () => {
    const body = {
      status: 422,
      title: 'No key in token-0123',
      errors: { value: 'see https://megzo.example/d/5f8c?k=1, or HTTP://x', tracking_number: '00340434161094042557 is odd' },
    };

    expect(toVerdict({ status: 422, headers: new Headers(), body }, ['token-0123'])?.error.details).toEqual({
      status: 422,
      title: 'No key in …',
      errors: ['value: see … or …', 'tracking_number: … is odd'],
    });
  });

  it('are cut where they are long', () => {
    const details = verdict({ title: 'x'.repeat(5_000), errors: { a: 'y'.repeat(5_000) } });

    expect(String(details?.title)).toHaveLength(200);
    expect(details?.errors).toEqual([`a: ${'y'.repeat(197)}`]);
  });

  it('are none in HTML, in nothing and in odd JSON', () => {
    for (const body of [undefined, null, 7, 'text', [], [[]], { errors: 'no' }]) expect(verdict(body)?.title).toBe(undefined);
  });
});

describe('the quota', () => {
  const answer = (status: number, headers: Record<string, string>): VendorAnswer => ({
    status,
    headers: new Headers(headers),
    body: undefined,
  });
  const quota = (left: number | string) => ({
    'X-Rate-Limit-Time-Window-Ms': '30000',
    'X-Rate-Limit-Time-Reset-Ms': '15000',
    'X-Rate-Limit-Requests-Quota': '150',
    'X-Rate-Limit-Requests-Left': String(left),
  });

  it.each([
    ['both headers, the longer counts', { 'X-Retry-After': '20', 'X-Rate-Limit-Time-Reset-Ms': '15000' }, 20_000],
    ['the reset alone', { 'X-Rate-Limit-Time-Reset-Ms': '15000' }, 15_000],
    ['the seconds alone', { 'X-Retry-After': '7' }, 7_000],
    ['no header: the platform is overloaded', {}, 3_000],
    ['headers that are no numbers', { 'X-Retry-After': 'NaN', 'X-Rate-Limit-Time-Reset-Ms': '-1' }, 3_000],
    ['an absurd pause', { 'X-Retry-After': '999999999' }, 600_000],
  ])('is paused after a 429 with %s', (_case, headers, pauseMs) => {
    expect(toLimits(answer(429, headers))).toEqual({ pauseMs });
  });

  it('leaves 15 % of a window to the other apps of the store', () => {
    expect(toLimits(answer(200, quota(23)))).toBe(undefined);
    expect(toLimits(answer(200, quota(22)))).toEqual({ pauseMs: 15_000 });
    expect(toLimits(answer(200, quota(0)))).toEqual({ pauseMs: 15_000 });
  });

  it('is not guessed from missing or odd headers', () => {
    expect(toLimits(answer(200, {}))).toBe(undefined);
    expect(toLimits(answer(200, quota('many')))).toBe(undefined);
  });

  it('reaches the budget and the answer of the call', async () => {
    const { read, limits } = await sent({ status: 429, headers: { 'X-Retry-After': '20' }, body: '<html>slow down</html>' });

    expect(limits).toContainEqual({ refused: true, pauseMs: 20_000 });
    expect(read).toMatchObject({ retryAfterMs: 20_000 });
  });
});
