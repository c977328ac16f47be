import type { Day, Instant } from '@megzo/core';
import { z } from 'zod';
import { addDays, middleDay } from './berlin.ts';

/** The vendor lists 10 000 rows at the most and says 10 000 for anything beyond (sheet 1.3). */
const windowMax = 10_000;

/** A row may turn up in the list a little behind younger ones; so much of the list's end is read once more, ms. */
const listLagMs = 60_000;

const placeShape = z.strictObject({
  /** First day of the whole scan. */
  start: z.iso.date(),
  /** The second pass: rows that a person has archived. */
  archived: z.boolean(),
  /** Days of the span that is being read; the last span has no end. */
  from: z.iso.date(),
  to: z.iso.date().optional(),
  page: z.int().nonnegative(),
  /** Absent for the first look at a span. */
  round: z
    .strictObject({
      /** The newest row when the round before began: this one ends a little below it. Absent: at the first page. */
      before: z.int().optional(),
      /** How many rounds there were before. */
      number: z.int().nonnegative(),
      /** The newest row at the round's beginning; absent until the last page was read. */
      newest: z.int().optional(),
    })
    .optional(),
});

/** An account in which more than a page changes every minute for so long is not waited for; the next scan goes on there. */
const roundsMax = 50;

/** Where a scan stands. */
export type ScanPlace = z.infer<typeof placeShape>;

/** What one page showed. */
export interface SeenPage {
  /** When its first and its last row were changed. */
  readonly first: Instant | undefined;
  readonly last: Instant | undefined;
  readonly totalPages: number;
  readonly totalElements: number;
}

/** A cursor that cannot be read starts again: rows repeat, none is lost. */
export function placeOf(cursor: string | undefined, start: Day): ScanPlace {
  return readCursor(cursor) ?? { start, archived: false, from: start, page: 0 };
}

export function cursorOf(place: ScanPlace): string {
  return JSON.stringify(place);
}

/**
 * Where to read on after a page, in a list that is sorted by the last change and moves while it is read: a row that changes goes
 * to the end, and all behind it come one place nearer. The filter knows whole days alone, so a page cannot begin at an instant, and
 * page numbers upwards would step over the rows that come nearer. Hence:
 *
 * - A span of one page is read in one go, and that is all.
 * - A longer one is read in rounds, from its last page down: rows that come nearer are met further down. What changed meanwhile
 *   stands at the end, so a next round reads there, down to where the one before began, less a minute for rows that the list
 *   showed late. The scan ends with a round of a single page, all of which stood there at one moment, or where the end has not
 *   changed since the round before.
 * - Where the vendor's window of 10 000 rows is full, the span is halved. Rows only ever move to later days, which are read later.
 * - All of it twice, without the archived filter and with it, since what the list shows without is not documented (sheet 12.8).
 *
 * @param today the last day of a span without end, for halving
 * @returns `undefined` at the end, `too-many` where one day alone fills the window
 */
export function nextPlace(place: ScanPlace, seen: SeenPage, today: Day): ScanPlace | 'too-many' | undefined {
  const { round, page } = place;
  if (seen.totalElements >= windowMax) return halved(place, today);
  const lastPage = Math.max(seen.totalPages - 1, 0);
  if (round === undefined) return lastPage === 0 ? afterSpan(place) : { ...place, page: lastPage, round: { number: 0 } };

  const { before, newest, number } = round;
  const isBottom = page === 0 || (before !== undefined && seen.first !== undefined && seen.first < before - listLagMs);
  if (newest === undefined) {
    // Since the page was counted the list has grown or shrunk: the round begins at its end of now.
    if (page !== lastPage) return { ...place, page: lastPage };
    const end = seen.last ?? before ?? 0;
    if (isBottom || number >= roundsMax || (number > 1 && before !== undefined && end <= before)) return afterSpan(place);
    return { ...place, page: page - 1, round: { ...round, newest: end } };
  }
  if (isBottom) return { ...place, page: lastPage, round: { before: newest, number: number + 1 } };
  return { ...place, page: page - 1 };
}

function afterSpan({ start, archived, to }: ScanPlace): ScanPlace | undefined {
  if (to !== undefined) return { start, archived, from: addDays(to, 1), page: 0 };
  return archived ? undefined : { start, archived: true, from: start, page: 0 };
}

function halved({ start, archived, from, to }: ScanPlace, today: Day): ScanPlace | 'too-many' {
  const last = to ?? today;
  return from < last ? { start, archived, from, to: middleDay(from, last), page: 0 } : 'too-many';
}

function readCursor(cursor: string | undefined): ScanPlace | undefined {
  if (cursor === undefined) return undefined;
  try {
    return placeShape.safeParse(JSON.parse(cursor)).data;
  } catch {
    return undefined;
  }
}
