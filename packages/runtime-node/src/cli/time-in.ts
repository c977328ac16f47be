/** An instant as people read it, such as `2026-01-01 00:00 GMT+1`, by the clock of a time zone, which it names. */
export function timeIn(timeZone: string, at: number): string {
  const { year, month, day, hour, minute, timeZoneName } = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${year}-${month}-${day} ${hour}:${minute} ${timeZoneName}`;
}
