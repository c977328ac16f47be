import { contentHash, type Explanations, type Json, type Problem, type Problems } from '@megzo/core';
import { firstOf, instantText, jsonText, lastByKey, storableText } from '../sql/values.ts';
import type { Ground } from './slice.ts';

export function createExplanations({ query }: Ground): Explanations {
  return {
    put: async (subject, content, at) => {
      const hash = contentHash(content);
      // The foreign key is looked at when the whole statement is done.
      await query(
        `WITH kept AS (INSERT INTO megzo.explanations (hash, content) VALUES ($2, $4) ON CONFLICT (merchant_id, hash) DO NOTHING)
         INSERT INTO megzo.explained_subjects (subject, hash, at) VALUES ($1, $2, $3)
         ON CONFLICT (merchant_id, subject, hash) DO NOTHING`,
        [subject, hash, instantText(at), jsonText(content)],
      );
      return hash;
    },

    bySubject: (subject) =>
      query<{ hash: string; content: Json; at: number }>(
        `SELECT hash, content, at FROM megzo.explained_subjects JOIN megzo.explanations USING (merchant_id, hash)
         WHERE subject = $1 ORDER BY at, hash`,
        [subject],
      ),

    keep: async (contents) => {
      const hashes = contents.map(contentHash);
      const rows = lastByKey(
        contents.map((content, place) => ({ hash: hashes[place] ?? '', content })),
        ({ hash }) => hash,
      );
      if (rows.length > 0) {
        await query(
          `INSERT INTO megzo.explanations (hash, content) SELECT * FROM unnest($1::text[], $2::jsonb[])
           ON CONFLICT (merchant_id, hash) DO NOTHING`,
          [rows.map(({ hash }) => hash), rows.map(({ content }) => jsonText(content))],
        );
      }
      return hashes;
    },

    byHash: (hashes) =>
      query<{ hash: string; content: Json }>('SELECT hash, content FROM megzo.explanations WHERE hash = ANY ($1::text[]) ORDER BY hash', [
        hashes,
      ]),
  };
}

const problemColumns = 'key, pair, code, data, raised_at AS "raisedAt"';

export function createProblems({ query }: Ground): Problems {
  return {
    raise: async ({ key, pair, code, data, raisedAt }) => {
      const added = await query(
        `INSERT INTO megzo.problems (key, pair, code, data, raised_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (merchant_id, key) DO NOTHING RETURNING key`,
        [storableText(key), pair, code, jsonText(data), instantText(raisedAt)],
      );
      if (added.length > 0) return true;
      await query('UPDATE megzo.problems SET code = $2, data = $3 WHERE key = $1', [storableText(key), code, jsonText(data)]);
      return false;
    },

    clear: async (key) => (await query('DELETE FROM megzo.problems WHERE key = $1 RETURNING key', [storableText(key)])).length > 0,

    read: async (key) => firstOf(await query<Problem>(`SELECT ${problemColumns} FROM megzo.problems WHERE key = $1`, [storableText(key)])),

    open: (pair, after, limit) =>
      query<Problem>(
        `SELECT ${problemColumns} FROM megzo.problems
         WHERE pair = $1 AND ($2::text IS NULL OR key > $2) ORDER BY key LIMIT $3`,
        [pair, after ?? null, limit],
      ),
  };
}
