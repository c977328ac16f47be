import type { Http } from '@megzo/adapter-kit';
import { type Answer, type Call, canonicalJson, done } from '@megzo/core';
import type { z } from 'zod';

const pageSize = 250;
/** Pages that a server fills are multiples of this, whatever it makes of our limit. */
const pageUnit = 50;

export interface V2List {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * All rows of a v2 list that hangs on one order; `undefined`: no such order. A v2 list says nothing of its length and cuts
 * silently (sheet 1.3 and 11, pitfall 9), at 50 where it ignores our limit: a page that could be full is followed by another.
 */
export async function readV2Pages<Row>(
  http: Http,
  { path, query }: V2List,
  wire: z.ZodType<readonly Row[]>,
  call: Call,
): Promise<Answer<readonly Row[] | undefined>> {
  const rows: Row[] = [];
  let last = '';
  for (let page = 1; ; page += 1) {
    const answer = await http.readMaybe({ path, query: { ...query, limit: pageSize, page } }, wire, call);
    if (answer.status !== 'done') return answer;
    if (answer.value === undefined) return done(page === 1 ? undefined : rows);
    const full = answer.value.length > 0 && answer.value.length % pageUnit === 0;
    const text = full ? canonicalJson(answer.value) : '';
    // The same page again comes from a server that knows no pages.
    if (full && text === last) return done(rows);
    last = text;
    rows.push(...answer.value);
    if (!full) return done(rows);
  }
}
