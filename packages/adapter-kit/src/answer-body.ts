import { done, type Outcome, type SafeDetails } from '@megzo/core';
import type { z } from 'zod';
import { callError } from './call-error.ts';
import { fileNameOf } from './content-disposition.ts';
import { parseJson } from './json.ts';
import type { HttpFile } from './kit.ts';
import { flawedFields } from './verdict.ts';

/** A body as JSON: `undefined` where it is empty or none, and why. */
export interface JsonBody {
  readonly value: unknown;
  readonly flaw?: 'not-json';
}

/** A successful answer whose body came whole. */
export interface WholeAnswer {
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly json: JsonBody;
  /** What may be said of the call. */
  readonly details: SafeDetails;
}

/** What a call wants of a successful answer. */
export interface Wanted<T> {
  readonly maxBytes: number;
  /** Bytes of a file are nobody's JSON, and one that is too large stays so: it is rejected, where a list may be shorter next time. */
  readonly isFile: boolean;
  read(answer: WholeAnswer): Outcome<T>;
}

export function readJson(bytes: Uint8Array | undefined): JsonBody {
  const text = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: parseJson(text) };
  } catch {
    return { value: undefined, flaw: 'not-json' };
  }
}

export function wantedJson<T>(schema: z.ZodType<T>, maxBytes: number): Wanted<T> {
  return {
    maxBytes,
    isFile: false,
    read: ({ json, details }) =>
      json.flaw === undefined ? decode(json.value, schema, details) : unreadable({ ...details, reason: json.flaw }),
  };
}

export function wantedFile(maxBytes: number): Wanted<HttpFile> {
  return { maxBytes, isFile: true, read: readFileBody };
}

export function unreadable(details: SafeDetails): Outcome<never> {
  return { status: 'unknown', error: callError('ANSWER_UNREADABLE', details) };
}

function decode<T>(body: unknown, schema: z.ZodType<T>, details: SafeDetails): Outcome<T> {
  try {
    const parsed = schema.safeParse(body);
    return parsed.success ? done(parsed.data) : unreadable({ ...details, ...flawedFields(parsed.error.issues) });
  } catch {
    // A transform that throws stumbled over the vendor's data: after a send that is doubt, not a crash.
    return unreadable({ ...details, reason: 'form' });
  }
}

function readFileBody({ headers, bytes, details }: WholeAnswer): Outcome<HttpFile> {
  if (bytes.byteLength === 0) return unreadable({ ...details, reason: 'empty' });
  if (isShort(headers, bytes)) return unreadable({ ...details, reason: 'broken-off' });
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream';
  const name = fileNameOf(headers.get('content-disposition'));
  return done({ bytes, type, ...(name === undefined ? {} : { name }) });
}

/** Half a file still opens in many a viewer. The length is that of the encoded body where there is an encoding. */
function isShort(headers: Headers, bytes: Uint8Array): boolean {
  const length = headers.get('content-length');
  return length !== null && !headers.has('content-encoding') && /^\d{1,15}$/.test(length) && Number(length) !== bytes.byteLength;
}
