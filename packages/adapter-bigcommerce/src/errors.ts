import type { VendorAnswer, Verdict } from '@megzo/adapter-kit';
import { type ErrorCode, type SafeDetails, SyncError } from '@megzo/core';

/**
 * What an error answer means, by status (sheet 1.5). The body is read for words only: the same refusal comes as a v2 array,
 * a v3 object, problem+json, HTML or nothing.
 */
export function toVerdict(answer: VendorAnswer, secrets: readonly string[] = []): Verdict | undefined {
  const { status } = answer;
  if (status < 400) return undefined;
  const details: SafeDetails = { status, ...wordsOf(answer.body, (text) => shown(text, secrets)) };
  const verdict = (outcome: Verdict['status'], code: ErrorCode, message: string): Verdict => ({
    status: outcome,
    error: new SyncError(code, message, { details }),
  });
  switch (status) {
    case 401:
      return verdict('rejected', 'UNAUTHORIZED', 'BigCommerce does not accept the access token.');
    case 403:
      return verdict('rejected', 'FORBIDDEN', 'The API account lacks a scope for this call.');
    case 404:
      return verdict('rejected', 'NOT_FOUND', 'BigCommerce does not know this record.');
    case 409:
      return verdict('taken', 'CONFLICT', 'Something with the same key stands there already.');
    case 423:
      return verdict('retryable', 'CONFLICT', 'BigCommerce has locked this record for the moment.');
    case 429:
      return verdict('retryable', 'RATE_LIMITED', 'BigCommerce refuses for pace.');
    case 507:
      return verdict('rejected', 'REFUSED', 'A limit of the store plan is reached.');
    case 408:
    case 499:
      return verdict('unknown', 'NO_ANSWER', 'BigCommerce gave the request up.');
    default:
      // A 500 may be a disguised rate limit or a failure after the effect: nobody can tell, so it is looked up.
      return status >= 500 && status !== 501
        ? verdict('unknown', 'VENDOR_FAILED', 'BigCommerce failed to answer.')
        : verdict('rejected', 'REFUSED', 'BigCommerce refuses the request.');
  }
}

/** Without a word from the vendor a refusal for pace comes from its own overload (sheet 2). */
const pauseWithoutHeadersMs = 3_000;
const pauseMaxMs = 10 * 60_000;
/** The quota belongs to all apps of the store: so many percent of a window are left to the others. */
const percentLeftToOthers = 15;

export function toLimits(answer: VendorAnswer): { readonly pauseMs?: number } | undefined {
  const resetMs = countIn(answer.headers, 'x-rate-limit-time-reset-ms');
  if (answer.status === 429) {
    const retrySeconds = countIn(answer.headers, 'x-retry-after');
    if (resetMs === undefined && retrySeconds === undefined) return { pauseMs: pauseWithoutHeadersMs };
    return { pauseMs: Math.min(Math.max(resetMs ?? 0, (retrySeconds ?? 0) * 1_000), pauseMaxMs) };
  }
  const left = countIn(answer.headers, 'x-rate-limit-requests-left');
  const quota = countIn(answer.headers, 'x-rate-limit-requests-quota');
  if (left === undefined || resetMs === undefined) return undefined;
  return left === 0 || left * 100 < (quota ?? 0) * percentLeftToOthers ? { pauseMs: Math.min(resetMs, pauseMaxMs) } : undefined;
}

/** A missing or odd header is no number, never NaN: a pause of NaN hammers. */
function countIn(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim() ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const textMax = 200;
const errorsMax = 2_000;

/** The vendor's title and its complaints as `path: text`. */
function wordsOf(body: unknown, show: (text: string) => string): { title?: string; errors?: readonly string[] } {
  const parts = Array.isArray(body) ? body : [body, ...membersOf(body, 'batch_errors'), ...membersOf(body, 'data')];
  const records = parts.filter(isRecord);
  const title = records.flatMap((record) => [record.title, record.message, record.detail]).find((text) => typeof text === 'string');
  const errors = records.flatMap((record) => [...complaintsOf(record.errors).map(show), ...recordComplaint(record, show)]);
  return {
    ...(typeof title === 'string' ? { title: show(title) } : {}),
    ...(errors.length > 0 ? { errors: errors.slice(0, errorsMax) } : {}),
  };
}

/**
 * Texts may quote what we sent. No write holds personal data, but some hold our webhook secret, a link whose knowledge opens a
 * page, or a parcel's number.
 */
function shown(text: string, secrets: readonly string[]): string {
  return secrets
    .reduce((rest, secret) => rest.replaceAll(secret, '…'), text)
    .replace(/https?:\\?\/[^\s"']+/gi, '…')
    .replace(/\d{10,}/g, '…')
    .slice(0, textMax);
}

function complaintsOf(errors: unknown, path = ''): readonly string[] {
  if (typeof errors === 'string') return [`${path}: ${errors}`];
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([key, value]) => complaintsOf(value, path === '' ? key : `${path}.${key}`));
}

/** A refused price record as `variant_id 106 eur: price: text`; `?` for what is not told (sheet 1.5). Its id stays whole, to be known again. */
function recordComplaint({ data, field_errors: fields }: Record<string, unknown>, show: (text: string) => string): readonly string[] {
  if (!isRecord(data) || !isRecord(fields)) return [];
  const variant = /^\d{1,15}$/.exec(String(data.variant_id))?.[0] ?? '?';
  const currency = /^[a-z]{3}$/.exec(String(data.currency).toLowerCase())?.[0] ?? '?';
  return [`variant_id ${variant} ${currency}: ${show(complaintsOf(fields).join('; '))}`];
}

function membersOf(body: unknown, name: string): readonly unknown[] {
  const member = isRecord(body) ? body[name] : undefined;
  return Array.isArray(member) ? member : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
