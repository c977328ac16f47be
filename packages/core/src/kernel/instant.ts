/** Milliseconds since the epoch, UTC. Calendar days come from `dayIn`. */
export type Instant = number;

/** A calendar day, `yyyy-mm-dd`. */
export type Day = string;

/** The calendar day of an instant in an IANA time zone. */
export function dayIn(timeZone: string, at: Instant): Day {
  return dayFormat(timeZone).format(at);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // The Swedish locale writes days as yyyy-mm-dd.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format;
}
