import type { Instant } from './instant.ts';

/** What a clock on the wall and a calendar beside it show. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const dayMs = 24 * 3_600_000;

/**
 * The instants at which clocks of a time zone show this time, in order: one on most days, none in the hour that is left
 * out in spring, two in the one that comes twice in autumn, and none for what no calendar shows.
 */
export function instantsOf(timeZone: string, time: LocalTime): readonly Instant[] {
  const asIfUtc = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
  const offsets = new Set([-dayMs, dayMs].map((aside) => localAsUtc(timeZone, asIfUtc + aside) - (asIfUtc + aside)));
  return [...offsets]
    .map((offset) => asIfUtc - offset)
    .filter((at) => shows(timeZone, at, time))
    .sort((left, right) => left - right);
}

function shows(timeZone: string, at: Instant, time: LocalTime): boolean {
  const shown = new Date(localAsUtc(timeZone, at));
  return (
    shown.getUTCFullYear() === time.year &&
    shown.getUTCMonth() === time.month - 1 &&
    shown.getUTCDate() === time.day &&
    shown.getUTCHours() === time.hour &&
    shown.getUTCMinutes() === time.minute &&
    shown.getUTCSeconds() === time.second
  );
}

/** What the clocks show, read as if they showed UTC. */
function localAsUtc(timeZone: string, at: Instant): Instant {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number.parseInt(value, 10)]),
  );
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
  ).map((type) => parts.get(type));
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    const numeric = 'numeric' as const;
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    clock = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...fields });
    clocks.set(timeZone, clock);
  }
  return clock;
}
