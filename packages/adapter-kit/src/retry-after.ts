/** Longest pause that is taken from a vendor's word, ms; after it the vendor is asked again. */
export const pauseMaxMs = 5 * 60_000;

/** `Retry-After` in ms: seconds, or a date counted from the answer's own `Date` where it has one, because clocks differ. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  const said = Date.parse(headers.get('date') ?? '');
  return Math.max(0, at - (Number.isNaN(said) ? now : said));
}

export function cappedPause(...pauses: readonly (number | undefined)[]): number | undefined {
  const known = pauses.filter((pause) => pause !== undefined && Number.isFinite(pause) && pause >= 0);
  return known.length === 0 ? undefined : Math.min(pauseMaxMs, Math.max(...(known as number[])));
}
