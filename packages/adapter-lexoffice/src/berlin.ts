import { type Day, dayIn, type Instant } from '@megzo/core';

const zone = 'Europe/Berlin';

/** The vendor's calendar day of an instant: its day filters and document dates are German days (sheet 1.2). */
export function berlinDay(at: Instant): Day {
  return dayIn(zone, at);
}

/** Local midnight of a German day in the vendor's only accepted form: milliseconds and a zone with a colon (sheet 1.2). */
export function berlinMidnight(day: Day): string {
  for (const offset of ['+01:00', '+02:00']) {
    const text = `${day}T00:00:00.000${offset}`;
    const at = Date.parse(text);
    if (!Number.isNaN(at) && berlinDay(at) === day && berlinDay(at - 1) !== day) return text;
  }
  throw new Error(`not a calendar day: ${day}`);
}

const dayMs = 24 * 60 * 60_000;

export function addDays(day: Day, days: number): Day {
  return dayAt(indexOf(day) + days);
}

/** The day halfway, never the later one of two that differ. */
export function middleDay(from: Day, to: Day): Day {
  return dayAt(Math.floor((indexOf(from) + indexOf(to)) / 2));
}

/** Days are counted in UTC, where each has 24 hours. */
function indexOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}

function dayAt(index: number): Day {
  return new Date(index * dayMs).toISOString().slice(0, 10);
}
