const RFC_2822 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT|UTC|Z)$/;
const ISO_WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** `Tue, 05 Mar 2019 21:40:11 +0000`: UTC, to the second (sheet 5.1). */
export function toRfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

/** `2018-08-15T14:48:46+00:00` (sheet 3.2). */
export function toIso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** `2018-08-15T14:48:46Z`, as the refund and transaction resources write it. */
export function toIsoZulu(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** RFC 2822 or ISO 8601 with an offset; undefined for everything else, such as a `+` that was sent unencoded and arrived as a space. */
export function readInstant(text: string): number | undefined {
  if (!RFC_2822.test(text) && !ISO_WITH_OFFSET.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Catalog filters append the current time of day to a bare date (sheet 3.3). */
export function readCatalogInstant(text: string, now: number): number | undefined {
  if (DATE_ONLY.test(text)) {
    const midnight = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(midnight) ? undefined : midnight + (now % DAY_MS);
  }
  return readInstant(text);
}

export function toSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
