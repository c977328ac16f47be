import type { Audit, AuditEntry, PersonalData, PersonVault } from '@megzo/core';
import { instantText } from '../sql/values.ts';
import type { Keyring } from '../vault/keyring.ts';
import { open, seal } from '../vault/seal.ts';
import type { Ground } from './slice.ts';

export function createAudit({ query }: Ground): Audit {
  return {
    add: async ({ at, by, what, subject }) => {
      await query('INSERT INTO megzo.audit (at, by, what, subject) VALUES ($1, $2, $3, $4)', [instantText(at), by, what, subject]);
    },
    bySubject: (subject) =>
      query<AuditEntry>('SELECT at, by, what, subject FROM megzo.audit WHERE subject = $1 ORDER BY position', [subject]),
  };
}

/** The only home of personal data. What rests here is sealed for its merchant and its key. */
export function createPeople(ground: Ground, keyring: Keyring, audit: Audit): PersonVault {
  const { query, merchant } = ground;
  const contextOf = (key: string) => ({ for: 'person', merchant, key });

  return {
    put: async (key, data, endsAt) => {
      const sealingKey = await keyring.current(ground);
      const sealed = await seal(sealingKey, contextOf(key), new TextEncoder().encode(JSON.stringify(data)));
      await query(
        `INSERT INTO megzo.vault (key, key_id, sealed, ends_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (merchant_id, key) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed, ends_at = excluded.ends_at`,
        [key, sealingKey.id, sealed, instantText(endsAt)],
      );
    },

    read: async (key, { purpose, by, at }) => {
      const rows = await query<{ keyId: string; sealed: string }>('SELECT key_id AS "keyId", sealed FROM megzo.vault WHERE key = $1', [
        key,
      ]);
      const [kept] = rows;
      if (kept === undefined) return undefined;
      const opened = await open(await keyring.byId(ground, kept.keyId), contextOf(key), kept.sealed);
      await audit.add({ at, by, what: `read for ${purpose}`, subject: key });
      const data: PersonalData = JSON.parse(new TextDecoder().decode(opened));
      return data;
    },

    erase: async (key) => (await query('DELETE FROM megzo.vault WHERE key = $1 RETURNING key', [key])).length > 0,

    eraseEnded: async (at, limit) => {
      const erased = await query(
        `DELETE FROM megzo.vault WHERE key IN (
           SELECT key FROM megzo.vault WHERE ends_at <= $1 ORDER BY ends_at, key LIMIT $2
         ) RETURNING key`,
        [instantText(at), limit],
      );
      return erased.length;
    },
  };
}
