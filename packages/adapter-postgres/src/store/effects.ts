import type { DeliveryState, EffectIntent, EffectLedger, EffectProgress, EffectRow, Evidence } from '@megzo/core';
import { instantOrNull, instantText, jsonText, withoutNulls } from '../sql/values.ts';
import type { Ground } from './slice.ts';

type EffectColumns = Parameters<typeof withoutNulls<EffectRow>>[0];

const columns = `key, pair, kind, subject, fingerprint, marker, input, look_back_to AS "lookBackTo", state, attempt, refusals,
  not_before AS "notBefore", first_sent_at AS "firstSentAt", deadline, result, reason, fence, lease_until AS "leaseUntil",
  created_at AS "createdAt", evidence, pin`;

/** Nobody holds the row. */
const free = instantText(0);

/** Neither sent nor held for good: it may be edited or taken back. */
const isUnsent = `attempt = 0 AND state IN ('intended', 'parked')`;
/** A condition of the index of what waits, too. */
const isOpen = `state IN ('intended', 'sending', 'unknown', 'taken')`;
/** Looked for before anything else, or not. */
const wanted = {
  look: `(state <> 'intended' OR (look_back_to IS NOT NULL AND first_sent_at IS NULL))`,
  send: `(state = 'intended' AND (look_back_to IS NULL OR first_sent_at IS NOT NULL))`,
} as const;
/** Whoever holds the row holds what no longer is: a raised fence keeps them from recording, and so from sending. */
const takenAway = `fence = fence + 1, lease_until = '${free}'`;

/** The part of a row that the state machine changes, with one line of evidence: $2 the line, $3 to $11 the values. */
const progressSql = `evidence = evidence || $2::jsonb, state = $3, attempt = $4, refusals = $5, not_before = $6, first_sent_at = $7,
  deadline = $8, result = $9, reason = $10, pin = $11`;

export function createEffects({ query }: Ground): EffectLedger {
  return {
    intend: async (intent, at) => {
      const added = await query(
        `INSERT INTO megzo.effects (key, pair, kind, subject, fingerprint, marker, input, not_before, look_back_to, created_at,
           state, attempt, refusals, fence, lease_until, evidence)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'intended', 0, 0, 0, '${free}', '[]')
         ON CONFLICT (merchant_id, key) DO NOTHING RETURNING key`,
        [...intentValues(intent), instantText(at)],
      );
      if (added.length > 0) return 'new';
      const stands = await query<{ fingerprint: string }>('SELECT fingerprint FROM megzo.effects WHERE key = $1', [intent.key]);
      return stands[0]?.fingerprint === intent.fingerprint ? 'same' : 'conflict';
    },

    replace: async (intent, at) => {
      const replaced = await query(
        `UPDATE megzo.effects SET pair = $2, kind = $3, subject = $4, fingerprint = $5, marker = $6, input = $7, not_before = $8,
           look_back_to = $9, state = 'intended', attempt = 0, refusals = 0, first_sent_at = NULL, deadline = NULL, result = NULL,
           reason = NULL, pin = NULL, evidence = evidence || $10::jsonb, ${takenAway}
         WHERE key = $1 AND (${isUnsent} OR state = 'withdrawn') RETURNING key`,
        [...intentValues(intent), seen({ at, what: 'replaced' })],
      );
      return replaced.length > 0;
    },

    withdraw: async (key, why, at) => {
      const withdrawn = await query(
        `UPDATE megzo.effects SET state = 'withdrawn', reason = NULL, pin = NULL, evidence = evidence || $2::jsonb, ${takenAway}
         WHERE key = $1 AND ${isUnsent} RETURNING key`,
        [key, seen({ at, what: 'withdrawn', details: { why } })],
      );
      return withdrawn.length > 0;
    },

    claim: async ({ pairs, kinds, wants, at, leaseMs, limit }) => {
      // Materialised, so that the limit is applied once however the update is carried out.
      const rows = await query<EffectColumns>(
        `WITH due AS MATERIALIZED (
           SELECT key FROM megzo.effects
           WHERE pair = ANY ($1::text[]) AND kind = ANY ($2::text[]) AND ${isOpen} AND lease_until <= $3
             AND (state = 'sending' OR not_before <= $3) AND ${wants === undefined ? 'true' : wanted[wants]}
           ORDER BY not_before, created_at, key LIMIT $5 FOR UPDATE SKIP LOCKED
         ), claimed AS (
           UPDATE megzo.effects SET fence = fence + 1, lease_until = $4 FROM due WHERE effects.key = due.key RETURNING effects.*
         )
         SELECT ${columns} FROM claimed ORDER BY not_before, created_at, key`,
        [pairs, kinds, instantText(at), instantText(at + leaseMs), limit],
      );
      return rows.map(rowOf).map((row) => ({ row, fence: row.fence }));
    },

    record: async (claim, progress, evidence, release) => {
      const recorded = await query(
        `UPDATE megzo.effects SET ${progressSql}, lease_until = CASE WHEN $13 THEN '${free}' ELSE lease_until END
         WHERE key = $1 AND fence = $12 RETURNING key`,
        [claim.row.key, seen(evidence), ...progressValues(progress), claim.fence, release],
      );
      return recorded.length > 0;
    },

    note: async (key, evidence, progress) => {
      const noted =
        progress === undefined
          ? await query('UPDATE megzo.effects SET evidence = evidence || $2::jsonb WHERE key = $1 RETURNING key', [key, seen(evidence)])
          : await query(`UPDATE megzo.effects SET ${progressSql}, ${takenAway} WHERE key = $1 RETURNING key`, [
              ...[key, seen(evidence), ...progressValues(progress)],
            ]);
      return noted.length > 0;
    },

    read: async (key) => (await query<EffectColumns>(`SELECT ${columns} FROM megzo.effects WHERE key = $1`, [key])).map(rowOf)[0],

    decide: async (key, progress, evidence) => {
      const decided = await query(
        `UPDATE megzo.effects SET ${progressSql}, ${takenAway} WHERE key = $1 AND state = 'parked' RETURNING key`,
        [key, seen(evidence), ...progressValues(progress)],
      );
      return decided.length > 0;
    },

    doubt: async (pair, notBefore, evidence) => {
      const doubted = await query(
        `UPDATE megzo.effects SET state = 'unknown', not_before = greatest(not_before, $2), evidence = evidence || $3::jsonb, ${takenAway}
         WHERE pair = $1 AND ${isOpen} RETURNING key`,
        [pair, instantText(notBefore), seen(evidence)],
      );
      return doubted.length;
    },

    nextDue: async (pair, kinds) => {
      const rows = await query<{ at: number | null }>(
        `SELECT min(CASE WHEN state = 'sending' THEN lease_until ELSE greatest(not_before, lease_until) END) AS at FROM megzo.effects WHERE pair = $1 AND kind = ANY ($2::text[]) AND ${isOpen}`,
        [pair, kinds],
      );
      return rows[0]?.at ?? undefined;
    },

    byResult: async (kind, results) => {
      const rows = await query<EffectColumns>(
        `SELECT ${columns} FROM megzo.effects WHERE kind = $1 AND result = ANY ($2::text[]) ORDER BY key`,
        [kind, results],
      );
      return rows.map(rowOf);
    },

    count: async (pair, kind) => {
      const rows = await query<{ state: DeliveryState; count: number }>(
        'SELECT state, count(*) FROM megzo.effects WHERE pair = $1 AND kind = $2 GROUP BY state',
        [pair, kind],
      );
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    },
  };
}

function progressValues(progress: EffectProgress): readonly unknown[] {
  const { state, attempt, refusals, notBefore, firstSentAt, deadline, result, reason, pin } = progress;
  return [
    ...[state, attempt, refusals, instantText(notBefore), instantOrNull(firstSentAt), instantOrNull(deadline)],
    ...[result ?? null, reason ?? null, pin === undefined ? null : jsonText(pin)],
  ];
}

function intentValues(intent: EffectIntent): readonly unknown[] {
  const { key, pair, kind, subject, fingerprint, marker, input, notBefore, lookBackTo } = intent;
  return [key, pair, kind, subject, fingerprint, marker, jsonText(input), instantText(notBefore), instantOrNull(lookBackTo)];
}

/** A list of one, to be appended. */
function seen({ at, what, details }: Evidence): string {
  return jsonText([{ at, what, details }]);
}

/** An input may be null, which is not the same as absent. */
function rowOf(row: EffectColumns): EffectRow {
  return { ...withoutNulls<EffectRow>(row), input: row.input };
}
