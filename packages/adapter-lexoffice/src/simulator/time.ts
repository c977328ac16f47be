const berlin = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const hourMs = 3_600_000;
const minuteMs = 60_000;
/** Offsets change on full UTC hours only, so one look per hour is enough. */
const offsets = new Map<number, number>();

/** How far Berlin is ahead of UTC at an instant, in minutes. */
export function berlinOffsetMinutes(at: number): number {
  const hour = Math.floor(at / hourMs);
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const start = hour * hourMs;
  const parts = new Map(berlin.formatToParts(start).map(({ type, value }) => [type, Number.parseInt(value, 10)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  const offset = Math.round((wall - start) / minuteMs);
  offsets.set(hour, offset);
  return offset;
}

/** `2026-11-23T09:30:00.000+01:00`: every answer carries the Berlin offset (sheet 1.2). */
export function toStamp(at: number): string {
  const offset = berlinOffsetMinutes(at);
  const wall = new Date(at + offset * minuteMs).toISOString().slice(0, -1);
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${wall}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

/** The German calendar day of an instant, `2026-11-23`. */
export function berlinDay(at: number): string {
  return new Date(at + berlinOffsetMinutes(at) * minuteMs).toISOString().slice(0, 10);
}

/** The instant at which a German calendar day begins. */
export function startOfDay(day: string): number {
  const utc = Date.parse(`${day}T00:00:00.000Z`);
  // Berlin never changes its clocks around midnight, so the offset two hours before UTC midnight is that of the local one.
  return utc - berlinOffsetMinutes(utc - 2 * hourMs) * minuteMs;
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + days * 24 * hourMs).toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Exactly three digits of milliseconds and a zone with a colon, or nothing (sheet 1.2). */
export function readStamp(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  if (!isDay(text.slice(0, 10))) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
