import type { Fault } from '@megzo/adapter-kit/simulator';

/** Whose line it is: both vendors word their refusals differently. */
export type Side = 'books' | 'shop';

/** Everything that can go wrong between a request and its answer. `refused`: no connection was made. */
export const faultNames = [
  'refused',
  'lost-before',
  'lost-after',
  'late-effect',
  'slow',
  '429-headers',
  '429-bare',
  '500-idle',
  '500-acted',
  '502-idle',
  '502-acted',
  '503-pause',
  '504-idle',
  '504-acted',
  'truncated',
  'html-200',
] as const;
export type FaultName = (typeof faultNames)[number];

/** The vendor's longest gateway time: what it has taken in has its effect by then (30 s measured, half as much again allowed). */
const gatewayMs = 30_000;
const slowMs = 45_000;

/** A fault as it strikes one request. `share` in [0, 1) chooses how late a late effect is. */
export function faultOf(name: Exclude<FaultName, 'refused'>, side: Side, share: number): Fault {
  switch (name) {
    case 'lost-before':
      return { kind: 'lose-reply', when: 'before' };
    case 'lost-after':
      return { kind: 'lose-reply', when: 'after' };
    case 'late-effect':
      return { kind: 'late-effect', afterMs: Math.floor(share * gatewayMs) };
    case 'slow':
      return { kind: 'slow', ms: slowMs };
    case '429-headers':
      return { kind: 'status', when: 'before', status: 429, body: refusal(side), headers: pause(side) };
    case '429-bare':
      return { kind: 'status', when: 'before', status: 429 };
    case '500-idle':
      return { kind: 'status', when: 'before', status: 500, body: '{"message":null}' };
    case '500-acted':
      return { kind: 'status', when: 'after', status: 500, body: '{"message":null}' };
    case '502-idle':
      return { kind: 'html', when: 'before', status: 502 };
    case '502-acted':
      return { kind: 'html', when: 'after', status: 502 };
    case '503-pause':
      return { kind: 'status', when: 'before', status: 503, headers: { 'retry-after': '20' } };
    case '504-idle':
      return { kind: 'status', when: 'before', status: 504, afterMs: gatewayMs, body: '{"message":"Endpoint request timed out"}' };
    case '504-acted':
      return { kind: 'status', when: 'after', status: 504, afterMs: gatewayMs, body: '{"message":"Endpoint request timed out"}' };
    case 'truncated':
      return { kind: 'truncated' };
    case 'html-200':
      return { kind: 'html', when: 'after', status: 200 };
  }
}

/** What a socket says when nobody listens. */
export function connectionRefused(): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED', syscall: 'connect' }) });
}

function refusal(side: Side): string {
  return side === 'books' ? '{"message":"Rate limit exceeded"}' : '{"status":429,"title":"Too many requests"}';
}

function pause(side: Side): Readonly<Record<string, string>> {
  return side === 'books' ? { 'retry-after': '5' } : { 'X-Rate-Limit-Time-Reset-Ms': '5000', 'X-Retry-After': '5' };
}
