import type { Cursors, Json, Runs } from '@megzo/core';
import { instantText, jsonText } from '../sql/values.ts';
import type { Ground } from './slice.ts';

export function createCursors({ query }: Ground): Cursors {
  return {
    read: async (pair, name) =>
      (await query<{ value: Json }>('SELECT value FROM megzo.cursors WHERE pair = $1 AND name = $2', [pair, name]))[0]?.value,

    write: async (pair, name, value) => {
      await query(
        `INSERT INTO megzo.cursors (pair, name, value) VALUES ($1, $2, $3)
         ON CONFLICT (merchant_id, pair, name) DO UPDATE SET value = excluded.value`,
        [pair, name, jsonText(value)],
      );
    },
  };
}

export function createRuns({ query }: Ground): Runs {
  return {
    begin: async (lane, at, leaseMs) => {
      const begun = await query<{ fence: number }>(
        `INSERT INTO megzo.lanes (lane, fence, lease_until) VALUES ($1, 1, $3)
         ON CONFLICT (merchant_id, lane) DO UPDATE SET fence = lanes.fence + 1, lease_until = excluded.lease_until
           WHERE lanes.lease_until IS NULL OR lanes.lease_until <= $2
         RETURNING fence`,
        [lane, instantText(at), instantText(at + leaseMs)],
      );
      return begun[0]?.fence;
    },

    // A lease that ran out is still the holder's as long as nobody else took the lane.
    extend: async (lane, fence, at, leaseMs) => {
      const extended = await query(
        'UPDATE megzo.lanes SET lease_until = $3 WHERE lane = $1 AND fence = $2 AND lease_until IS NOT NULL RETURNING lane',
        [lane, fence, instantText(at + leaseMs)],
      );
      return extended.length > 0;
    },

    end: async (lane, fence) => {
      await query('UPDATE megzo.lanes SET lease_until = NULL WHERE lane = $1 AND fence = $2', [lane, fence]);
    },
  };
}
