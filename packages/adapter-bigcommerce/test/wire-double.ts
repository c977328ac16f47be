import { type AdapterKit, createKit, silentLog } from '@megzo/adapter-kit';
import type { Call, EffectCall, LimitSeen, RateBudget } from '@megzo/core';
import { createBigcommerceChannel } from '../src/channel.ts';
import type { BigcommerceOptions } from '../src/options.ts';

/** One request as it left. */
export interface Asked {
  readonly method: string;
  /** Below the store. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  /** The raw body, so that the digits of amounts can be seen. */
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  /** An object is sent as JSON, a text as it is. Absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Wire {
  readonly kit: AdapterKit;
  readonly asked: readonly Asked[];
  readonly limits: readonly LimitSeen[];
}

export const wireNow = Date.parse('2026-03-02T10:00:00Z');

/** A wire whose far end is a function: no server, no timer, no pacing. */
export function wireTo(respond: (asked: Asked) => Reply): Wire {
  const asked: Asked[] = [];
  const limits: LimitSeen[] = [];
  const budget: RateBudget = {
    slot: () => Promise.resolve(),
    saw: (_pace, limit) => {
      limits.push(limit);
      return Promise.resolve();
    },
  };
  const kit = createKit({
    budget,
    log: silentLog(),
    clock: { now: () => wireNow, sleep: untilAborted },
    fetch: async (request) => {
      const url = new URL(request.url);
      const one: Asked = {
        method: request.method,
        path: url.pathname.replace('/stores/abc123', ''),
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: await request.text(),
      };
      asked.push(one);
      const { status = 200, body, headers = {} } = respond(one);
      const text = typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body);
      return new Response(text, { status, headers });
    },
  });
  return { kit, asked, limits };
}

export const options: BigcommerceOptions = { storeHash: 'abc123', accessToken: 'token-of-the-store' };

export function channelOn(respond: (asked: Asked) => Reply, more: Partial<BigcommerceOptions> = {}) {
  const wire = wireTo(respond);
  return { ...wire, channel: createBigcommerceChannel({ ...options, ...more }, wire.kit) };
}

export const call: Call = { signal: new AbortController().signal, priority: 'order' };
export const effectCall: EffectCall = { ...call, marker: 'Bestellung 218 · abc123 · 0123456789ab', attempt: 1, maySend: () => true };

function untilAborted(_ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
