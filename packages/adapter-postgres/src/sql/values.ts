import type { Instant } from '@megzo/core';

/** The years 1 to 9999. What lies outside is stored as without end: it is said of things that are due never or forever. */
const firstInstant = -62_135_596_800_000;
const lastInstant = 253_402_300_799_999;

/** An instant as a parameter for `timestamptz`. */
export function instantText(at: Instant): string {
  if (at > lastInstant) return 'infinity';
  if (at < firstInstant) return '-infinity';
  return new Date(at).toISOString();
}

export function instantOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : instantText(at);
}

/** A `timestamptz` as the server writes it to a session in UTC. */
export function instantOf(text: string): Instant {
  if (text === 'infinity') return Number.MAX_SAFE_INTEGER;
  if (text === '-infinity') return Number.MIN_SAFE_INTEGER;
  return Date.parse(text.replace(' ', 'T').replace(/\+00$/, 'Z'));
}

/** Data as a parameter for `jsonb`. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return unstorable.test(text) ? text.replace(escapes, (one) => (unstorable.test(one) ? '\\ufffd' : one)) : text;
}

/** Text as a parameter for `text`. */
export function storableText(value: string): string {
  return value.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}

// PostgreSQL holds neither U+0000 nor half a surrogate pair; `JSON.stringify` writes both as escapes.
const unstorable = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;
// Taken in pairs, so that an escaped backslash before a `u` is not mistaken for the start of an escape.
const escapes = /\\(?:u[0-9a-f]{4}|.)/g;

/** A row without the columns that are empty: what the port calls absent. */
export function withoutNulls<Row extends object>(row: { readonly [Name in keyof Row]-?: Row[Name] | null }): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;
}

/** One row per key, the last one given: a statement may write a row only once. Sorted, so that writers meet in one order. */
export function lastByKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
}

export function firstOf<Row>(rows: readonly Row[]): Row | undefined {
  return rows[0];
}
