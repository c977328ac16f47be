/** Every call that the fact sheet documents and the simulator answers, and what is wrong with an exchange by it. */
import type { z } from 'zod';
import { catalogCalls } from './catalog.ts';
import { errorFaults } from './errors.ts';
import { hookCalls } from './hooks.ts';
import { metafieldCalls } from './metafields.ts';
import { orderCalls } from './orders.ts';
import { refundCalls } from './refunds.ts';
import { shipmentCalls } from './shipments.ts';
import { storeCalls } from './store.ts';
import type { SheetCall } from './words.ts';

export const sheetCalls: readonly SheetCall[] = [
  ...storeCalls,
  ...orderCalls,
  ...shipmentCalls,
  ...refundCalls,
  ...metafieldCalls,
  ...catalogCalls,
  ...hookCalls,
];

export const documentedPaths: readonly string[] = [...new Set(sheetCalls.map(({ path }) => path))];

export interface Asked {
  readonly method: string;
  /** Below the store. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** The documented call that a request is; a literal path goes before a parameter. */
export function sheetCallOf(method: string, path: string): SheetCall | undefined {
  return sheetCalls.find((call) => call.method === method && patternOf(call.path).test(path));
}

/** What we must not have sent. Fields and filters that the sheet does not name are faults. */
export function requestFaults(asked: Asked): readonly string[] {
  const call = sheetCallOf(asked.method, asked.path);
  if (call === undefined) return ['a call that the sheet does not know'];
  const faults: string[] = [];
  const query = Object.fromEntries(asked.query);
  if (call.query !== undefined) faults.push(...problems('query', call.query, query));
  else if (Object.keys(query).length > 0) faults.push('a query where none is documented');
  if (call.body !== undefined) faults.push(...problems('body', call.body, jsonOf(asked.body)));
  else if (asked.body !== '') faults.push('a body where none is documented');
  // 1.1: token, JSON asked for and JSON sent.
  if ((asked.headers.get('x-auth-token') ?? '') === '') faults.push('no token');
  if (asked.headers.get('accept') !== 'application/json') faults.push('no JSON asked for');
  if (asked.body !== '' && asked.headers.get('content-type') !== 'application/json') faults.push('no JSON content type');
  return faults;
}

const rateHeaders = ['time-window-ms', 'time-reset-ms', 'requests-quota', 'requests-left'];

/** What a store would not have answered. */
export function answerFaults(asked: Pick<Asked, 'method' | 'path'>, answered: Answered): readonly string[] {
  const { status, headers } = answered;
  const type = headers.get('content-type') ?? '';
  const body = answered.body === '' ? undefined : jsonOf(answered.body);
  const faults: string[] = [];
  // 2: all four headers on every answer, but for a refusal by the platform and for what a gateway says.
  const missing = rateHeaders.filter((name) => !/^\d+$/.test(headers.get(`x-rate-limit-${name}`) ?? ''));
  if (missing.length > 0 && status !== 429 && status < 500) faults.push(`without rate limit headers: ${missing.join(', ')}`);
  if (status >= 400) return [...faults, ...errorFaults(asked.path, { status, type, body })];
  const call = sheetCallOf(asked.method, asked.path);
  if (call === undefined) return [...faults, 'success on a call that the sheet does not know'];
  const schema = call.answers[status];
  if (schema === undefined) return [...faults, `a success with ${status}`];
  if (body !== undefined && !type.startsWith('application/json')) faults.push(`a body of type ${type}`);
  return [...faults, ...problems('answer', schema, body)];
}

function problems(what: string, schema: z.ZodType, value: unknown): readonly string[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : [`${what}: ${parsed.error.message}`];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '\\d+')}$`);
}
