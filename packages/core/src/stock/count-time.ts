import type { Instant } from '../kernel/instant.ts';
import { instantsOf } from '../kernel/local-time.ts';
import type { Span } from '../model/stock.ts';

const minuteMs = 60_000;
const secondMs = 1_000;

const dates = [/^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4}|\d{2})$/, /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/];
const times = /^(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?$/;

/**
 * When something was counted, from a date such as `26.11.2026` or `2026-11-26` and a time such as `14:30`, as clocks of
 * the merchant's zone show them. A minute lasts until the next one, a day without a time is all of it, and an hour that
 * comes twice may be either. `undefined`: no date, no time, or none that clocks showed.
 */
export function readCountTime(timeZone: string, date: string, time?: string): Span | undefined {
  const day = dates.map((form) => form.exec(date.trim())?.groups).find((groups) => groups !== undefined);
  if (day === undefined) return undefined;
  const year = numberOf(day.year) + (day.year?.length === 2 ? 2000 : 0);
  const on = { year, month: numberOf(day.month), day: numberOf(day.day) };
  if (time === undefined) return wholeDay(timeZone, on);
  const clock = times.exec(time.trim())?.groups;
  if (clock === undefined) return undefined;
  const second = clock.second === undefined ? 0 : numberOf(clock.second);
  const instants = instantsOf(timeZone, { ...on, hour: numberOf(clock.hour), minute: numberOf(clock.minute), second });
  return spanOf(instants, (clock.second === undefined ? minuteMs : secondMs) - 1);
}

/** From an instant with an offset such as `2026-11-26T14:30:00+01:00`, or a date with or without a time. */
export function readCountInstant(timeZone: string, text: string): Span | undefined {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(?:[zZ]|[+-]\d{2}:\d{2})$/.test(trimmed)) {
    const at = Date.parse(trimmed);
    return Number.isNaN(at) ? undefined : { notBefore: at, notAfter: at };
  }
  const [date = '', time, ...more] = trimmed.split(/\s+|T/);
  return more.length > 0 ? undefined : readCountTime(timeZone, date, time);
}

/** Known to the minute or better: it can be said of everything else whether it was before or after. */
export function isExact({ notBefore, notAfter }: Span): boolean {
  return notAfter - notBefore < minuteMs;
}

function wholeDay(timeZone: string, on: { readonly year: number; readonly month: number; readonly day: number }): Span | undefined {
  // Where clocks go forward at midnight the day begins later; somewhere within its hours every day can be found.
  const hours = Array.from({ length: 24 }, (_, hour) => instantsOf(timeZone, { ...on, hour, minute: 0, second: 0 })).flat();
  return spanOf(hours, 60 * minuteMs - 1);
}

function spanOf(instants: readonly Instant[], lastsMs: number): Span | undefined {
  const [first] = instants;
  const last = instants.at(-1);
  return first === undefined || last === undefined ? undefined : { notBefore: first, notAfter: last + lastsMs };
}

function numberOf(text: string | undefined): number {
  return Number.parseInt(text ?? '', 10);
}
