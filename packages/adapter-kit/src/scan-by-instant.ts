import { type Answer, done, type Instant, type Page, type Scan } from '@megzo/core';
import { callError } from './call-error.ts';
import { couldBeFull } from './page-size.ts';

export interface InstantScanOptions<Row> {
  /** By which the list is sorted, ascending. */
  readonly instantOf: (row: Row) => Instant;
  /** Rows of a full page; a shorter one is the last. Rows must not be filtered before they come here. */
  readonly pageSize: number;
  /** A server that fills fewer rows than asked for fills multiples of this: such a page is not taken for the last. */
  readonly pageUnit?: number;
  /** The smallest difference between two instants there, ms: 1000 where the vendor counts seconds. */
  readonly precisionMs: number;
}

/**
 * One page of a list sorted by an instant that changes while it is read, such as the last modification.
 *
 * Page numbers lose rows there: a row that was read and is then modified moves to the end, all others move up one place, and the next
 * page begins one row late. So each page is the first one at or after the last instant seen. A moved row repeats and none is lost.
 *
 * Where one instant fills more than a page, its pages are read by number, first up and then down again. While the instant lasts, rows can
 * only join it and push others to later pages, where the way up meets them; once it is over they can only leave it and let others slide
 * to earlier pages, where the way down meets them.
 * @param readPage rows at or after `from`, ascending, ties in a stable order; `page` counts from 1
 */
export async function scanByInstant<Row>(
  scan: Scan,
  readPage: (from: Instant, page: number) => Promise<Answer<readonly Row[]>>,
  { instantOf, precisionMs, ...size }: InstantScanOptions<Row>,
): Promise<Answer<Page<Row>>> {
  const place = placeOf(scan, precisionMs);
  const answer = await readPage(place.from, place.page);
  if (answer.status !== 'done') return answer;
  const items = answer.value;
  const instants = items.map(instantOf);
  if (instants.some((at, index) => !(at >= (instants[index - 1] ?? place.from)))) {
    // Anchoring in a list that is not in order would skip rows without a sign.
    return { status: 'retryable', error: callError('ANSWER_UNREADABLE', { reason: 'list-not-in-order' }) };
  }
  const next = nextPlace(place, { last: instants.at(-1), isFull: couldBeFull(items.length, size), precisionMs });
  return done(next === undefined ? { items } : { items, next: `${next.from}.${next.page}.${next.way}` });
}

interface Place {
  readonly from: Instant;
  readonly page: number;
  /** `down` only within one instant. */
  readonly way: 'up' | 'down';
}

interface Seen {
  readonly last: Instant | undefined;
  readonly isFull: boolean;
  readonly precisionMs: number;
}

function nextPlace({ from, page, way }: Place, { last, isFull, precisionMs }: Seen): Place | undefined {
  const after: Place = { from: from + precisionMs, page: 1, way: 'up' };
  if (way === 'down') return page > 1 ? { from, page: page - 1, way } : after;
  if (isFull && last !== undefined) {
    if (last < after.from) return { from, page: page + 1, way };
    if (page === 1) return { from: anchorOf(last, precisionMs), page: 1, way };
  }
  return page === 1 ? undefined : { from, page: page - 1, way: 'down' };
}

/** A cursor that cannot be read starts again: rows repeat, none is lost. */
function placeOf({ since, cursor }: Scan, precisionMs: number): Place {
  const match = /^(-?\d{1,15})\.(\d{1,6})\.(up|down)$/.exec(cursor ?? '');
  const page = Number(match?.[2]);
  if (match === null || !(page >= 1)) return { from: anchorOf(since, precisionMs), page: 1, way: 'up' };
  return { from: Number(match[1]), page, way: match[3] === 'down' ? 'down' : 'up' };
}

function anchorOf(at: Instant, precisionMs: number): Instant {
  return Math.floor(at / precisionMs) * precisionMs;
}
