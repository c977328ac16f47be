import type { Directory, DuePair, Instant, MerchantId } from '@megzo/core';
import type { Query } from '../sql/sessions.ts';
import { instantText } from '../sql/values.ts';

/** Reads tables that no policy guards: ids and instants only. */
export function createDirectory(query: Query): Directory {
  return {
    claimAccount: async ({ vendor, accountId }, merchant) => {
      await query(
        'INSERT INTO megzo.accounts (vendor, account_id, merchant) VALUES ($1, $2, $3) ON CONFLICT (vendor, account_id) DO NOTHING',
        [vendor, accountId, merchant],
      );
      // A statement of its own: it sees a claim that was committed while ours waited for it.
      const rows = await query<{ merchant: MerchantId }>('SELECT merchant FROM megzo.accounts WHERE vendor = $1 AND account_id = $2', [
        vendor,
        accountId,
      ]);
      return rows[0]?.merchant ?? merchant;
    },

    due: (at, limit) =>
      query<DuePair>(
        `SELECT merchant, pair, due_at AS "dueAt" FROM megzo.due_pairs WHERE due_at <= $1 ORDER BY due_at, merchant, pair LIMIT $2`,
        [instantText(at), limit],
      ),

    alive: async (instance, at, deadAfterMs) => {
      await query(
        'INSERT INTO megzo.instances (instance, heard_at) VALUES ($1, $2) ON CONFLICT (instance) DO UPDATE SET heard_at = excluded.heard_at',
        [instance, instantText(at)],
      );
      const dead = await query<{ instance: string }>('DELETE FROM megzo.instances WHERE heard_at <= $1 RETURNING instance', [
        instantText(at - deadAfterMs),
      ]);
      return dead.map((row) => row.instance).toSorted();
    },

    lastHeard: async () => (await query<{ at: Instant | null }>('SELECT max(heard_at) AS at FROM megzo.instances'))[0]?.at ?? undefined,
  };
}
