import type { Http } from '@megzo/adapter-kit';
import { type Answer, type Call, canonicalJson, done } from '@megzo/core';
import type { z } from 'zod';

const pageSize = 250;
/** Pages that a server fills are multiples of this, whatever it makes of our limit. */
const pageUnit = 50;

export interface ListRequest {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * All rows of a list that says nothing of its length. Every v2 list is one and cuts silently (sheet 1.3 and 11, pitfall 9), at 50
 * where it ignores our limit: a page that could be full is followed by another. What it hangs on not being there is a refusal.
 */
export async function readPages<Row>(
  http: Http,
  { path, query }: ListRequest,
  wire: z.ZodType<readonly Row[]>,
  call: Call,
): Promise<Answer<readonly Row[]>> {
  const rows: Row[] = [];
  let last = '';
  for (let page = 1; ; page += 1) {
    const answer = await http.read({ path, query: { ...query, limit: pageSize, page } }, wire, call);
    // It was deleted while we read it.
    if (page > 1 && isMissing(answer)) return done(rows);
    if (answer.status !== 'done') return answer;
    const full = answer.value.length > 0 && answer.value.length % pageUnit === 0;
    const text = full ? canonicalJson(answer.value) : '';
    // The same page again comes from a server that knows no pages.
    if (full && text === last) return done(rows);
    last = text;
    rows.push(...answer.value);
    if (!full) return done(rows);
  }
}

/** The same; `undefined`: no such order. */
export async function readV2Pages<Row>(
  http: Http,
  list: ListRequest,
  wire: z.ZodType<readonly Row[]>,
  call: Call,
): Promise<Answer<readonly Row[] | undefined>> {
  const answer = await readPages(http, list, wire, call);
  return isMissing(answer) ? done(undefined) : answer;
}

function isMissing(answer: Answer<unknown>): boolean {
  return answer.status === 'rejected' && answer.error.code === 'NOT_FOUND';
}
