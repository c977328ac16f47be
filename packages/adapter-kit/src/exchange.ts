import type { Clock, SafeDetails } from '@megzo/core';
import ky from 'ky';
import { failureDetails, neverConnected } from './failures.ts';

/** What a kit sends through: the global `fetch` or a simulator. */
export type Fetch = (request: Request) => Promise<Response>;

export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Puts one request on the wire. `signal`: nobody waits for the answer any more. */
export type Carry = (request: WireRequest, signal: AbortSignal) => Promise<Response>;

export interface ExchangeOptions {
  readonly clock: Clock;
  readonly carry: Carry;
  readonly timeoutMs: number;
  /** Ends the exchange early; absent for what cannot be taken back once it is on its way. */
  readonly signal?: AbortSignal;
  readonly bodyMaxBytes: number;
}

/** What came back. A `body` is absent where it broke off, took too long or was too large. */
export type Exchanged =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly body?: Uint8Array; readonly flaw?: BodyFlaw }
  | { readonly kind: 'unreachable' | 'silent' | 'aborted'; readonly details: SafeDetails };

export type BodyFlaw = 'deadline' | 'aborted' | 'too-large' | 'broken-off';

type Cut = { readonly cut: 'deadline' | 'aborted' };

/** One request, one answer: no retry, no redirect, no timer but the clock port's. */
export async function exchange(request: WireRequest, options: ExchangeOptions): Promise<Exchanged> {
  const stop = new AbortController();
  const over = new AbortController();
  const cut = cutOff(options, over.signal);
  try {
    const sent = options.carry(request, stop.signal);
    // After the deadline nobody waits for it any more.
    sent.catch(() => undefined);
    const response = await Promise.race([sent, cut]);
    if ('cut' in response) {
      return { kind: response.cut === 'aborted' ? 'aborted' : 'silent', details: { reason: response.cut } };
    }
    const { status, headers } = response;
    const body = await Promise.race([readBody(response, options.bodyMaxBytes), cut]);
    if ('cut' in body) return { kind: 'answer', status, headers, flaw: body.cut };
    return { kind: 'answer', status, headers, ...body };
  } catch (error) {
    return { kind: neverConnected(error) ? 'unreachable' : 'silent', details: failureDetails(error) };
  } finally {
    over.abort(ended);
    stop.abort(ended);
  }
}

/** The reason of every abort here: an exception made anew for each costs more than the rest of it. */
const ended = new Error('the exchange is over');

/** Over `fetch`, as ky wraps it. */
export function carryByKy(fetch: Fetch): Carry {
  const client = ky.create({
    retry: 0,
    throwHttpErrors: false,
    // A followed 307 would send a POST twice.
    redirect: 'manual',
    timeout: false,
    // A copy, because ky discards its own request as soon as it has an answer, and a simulator may act on it later.
    fetch: (input) => fetch((input as Request).clone() as Request),
  });
  return ({ method, url, headers, body }, signal) =>
    Promise.resolve(client(url, { method, headers, signal, ...(body === undefined ? {} : { body }) }));
}

/** Resolves at the deadline or when cancelled, whichever is first; its timer ends with `over`. */
function cutOff({ clock, timeoutMs, signal }: ExchangeOptions, over: AbortSignal): Promise<Cut> {
  return new Promise((resolve) => {
    clock.sleep(timeoutMs, over).then(
      () => resolve({ cut: 'deadline' }),
      () => undefined,
    );
    const abort = (): void => resolve({ cut: 'aborted' });
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    over.addEventListener('abort', () => signal?.removeEventListener('abort', abort), { once: true });
  });
}

async function readBody(response: Response, maxBytes: number): Promise<{ body: Uint8Array } | { flaw: 'too-large' | 'broken-off' }> {
  if (response.body === null) return { body: new Uint8Array() };
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { body: Buffer.concat(chunks, bytes) };
      bytes += value.byteLength;
      if (bytes > maxBytes) {
        void reader.cancel().catch(() => undefined);
        return { flaw: 'too-large' };
      }
      chunks.push(value);
    }
  } catch {
    return { flaw: 'broken-off' };
  }
}
