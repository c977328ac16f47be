import { type Answer, done, type Page } from '@megzo/core';
import { callError } from './call-error.ts';
import { couldBeFull } from './page-size.ts';

export interface IdScanOptions<Row> {
  /** By which the list is sorted, ascending. */
  readonly idOf: (row: Row) => number;
  /** Rows of a full page; a shorter one is the last. Rows must not be filtered before they come here. */
  readonly pageSize: number;
  /** A server that fills fewer rows than asked for fills multiples of this: such a page is not taken for the last. */
  readonly pageUnit?: number;
}

/**
 * One page of a list sorted by ids that rise and never change: each page begins after the last id seen.
 * @param readPage rows with an id of at least `minId`, ascending
 */
export async function scanById<Row>(
  span: { readonly cursor?: string },
  readPage: (minId: number) => Promise<Answer<readonly Row[]>>,
  { idOf, ...size }: IdScanOptions<Row>,
): Promise<Answer<Page<Row>>> {
  // A cursor that cannot be read starts again: rows repeat, none is lost.
  const minId = /^\d{1,15}$/.test(span.cursor ?? '') ? Number(span.cursor) : 0;
  const answer = await readPage(minId);
  if (answer.status !== 'done') return answer;
  const items = answer.value;
  const ids = items.map(idOf);
  if (ids.some((id, index) => !(id > (ids[index - 1] ?? minId - 1)))) {
    return { status: 'retryable', error: callError('ANSWER_UNREADABLE', { reason: 'list-not-in-order' }) };
  }
  const last = ids.at(-1);
  return done(last === undefined || !couldBeFull(items.length, size) ? { items } : { items, next: String(last + 1) });
}
