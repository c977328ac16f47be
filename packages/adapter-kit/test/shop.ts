import type { Call, EffectCall, Log, RateBudget } from '@megzo/core';
import { z } from 'zod';
import { createKit, type Fetch, type Http, type HttpOptions } from '../src/index.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

/** A vendor as small as one can be: what the kit's specs call. */
export const recordWire = z.object({ id: z.int(), price: z.string().optional() });

export const timeoutMs = 30_000;

export interface Bench {
  readonly http: Http;
  readonly clock: VirtualClock;
  /** What reached the vendor. */
  readonly requests: Request[];
}

export interface BenchOptions {
  readonly fetch: Fetch;
  readonly http?: Partial<HttpOptions>;
  readonly budget?: RateBudget;
  readonly log?: Log;
  readonly clock?: VirtualClock;
}

export function createBench({ fetch, http = {}, budget, log, clock = createVirtualClock() }: BenchOptions): Bench {
  const requests: Request[] = [];
  const kit = createKit({
    clock,
    ...(budget === undefined ? {} : { budget }),
    ...(log === undefined ? {} : { log }),
    fetch: (request) => {
      requests.push(request.clone() as Request);
      return fetch(request);
    },
  });
  const options: HttpOptions = {
    baseUrl: 'https://shop.test/api',
    pace: { account: 'shop/1', perSecond: 10, burst: 5 },
    headers: { Authorization: 'Bearer key' },
    timeoutMs,
    allowed: [
      { method: 'GET', path: '/records' },
      { method: 'GET', path: '/records/{id}' },
      { method: 'POST', path: '/records' },
      { method: 'PUT', path: '/records/{id}' },
      { method: 'DELETE', path: '/records/{id}' },
    ],
    errors: () => undefined,
    ...http,
  };
  return { clock, requests, http: kit.http(options) };
}

export function readCall(overrides: Partial<Call> = {}): Call {
  return { signal: new AbortController().signal, priority: 'order', ...overrides };
}

export function effectCall(overrides: Partial<EffectCall> = {}): EffectCall {
  return { ...readCall(), marker: 'Bestellung 7', attempt: 1, maySend: () => true, ...overrides };
}

export function json(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(status === 204 ? null : body, { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** The three kinds of call, of the same record. */
export const kinds = {
  read: (http: Http, call = readCall()) => http.read({ path: '/records/7' }, recordWire, call),
  write: (http: Http, call = readCall()) => http.write({ method: 'PUT', path: '/records/7', body: { id: 7 } }, recordWire, call),
  send: (http: Http, call = effectCall()) => http.send({ path: '/records', body: { id: 7 } }, recordWire, call),
} as const;
