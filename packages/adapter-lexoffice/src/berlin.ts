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
