import type { Inbox, NotedReason } from '@megzo/core';
import { instantText, jsonText, lastByKey, storableText } from '../sql/values.ts';
import type { Ground } from './slice.ts';

export function createInbox({ query }: Ground): Inbox {
  return {
    note: async (pair, reasons) => {
      if (reasons.length === 0) return;
      const latestFirst = reasons.toSorted((a, b) => b.since - a.since);
      const given = lastByKey(latestFirst, ({ what, id }) => JSON.stringify([what, id])).map(({ what, id, since }) => ({
        ...{ what, id },
        since: instantText(since),
      }));
      await query(
        `INSERT INTO megzo.inbox (pair, what, id, since, times)
         SELECT $1, what, id, since, 1 FROM jsonb_to_recordset($2) AS given (what text, id text, since timestamptz)
         ON CONFLICT (merchant_id, pair, what, id) DO UPDATE
           SET since = least(inbox.since, excluded.since), times = inbox.times + 1`,
        [pair, jsonText(given)],
      );
    },

    page: (pair, kinds, limit) =>
      query<NotedReason>(
        `SELECT what, id, since, times FROM megzo.inbox WHERE pair = $1 AND what = ANY ($2::text[])
         ORDER BY since, what, id LIMIT $3`,
        [pair, kinds, limit],
      ),

    settle: async (pair, reasons) => {
      if (reasons.length === 0) return;
      await query(
        `DELETE FROM megzo.inbox USING unnest($2::text[], $3::text[], $4::integer[]) AS done (what, id, times)
         WHERE inbox.pair = $1 AND inbox.what = done.what AND inbox.id = done.id AND inbox.times = done.times`,
        [pair, reasons.map(({ what }) => what), reasons.map(({ id }) => storableText(id)), reasons.map(({ times }) => times)],
      );
    },
  };
}
