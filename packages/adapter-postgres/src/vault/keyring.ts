import { randomBytes } from 'node:crypto';
import { PostgresStoreError } from '../errors.ts';
import type { Query } from '../sql/sessions.ts';
import type { Ground } from '../store/slice.ts';
import { open, type SealingKey, seal } from './seal.ts';
import { masterKeyOf, type Secret } from './secret-key.ts';

/** Each merchant's data is sealed with a key of its own, and that key with the installation's. */
export interface Keyring {
  /** Before the first use: what proves later that the secret is still the same. Does nothing where it stands. */
  found(query: Query): Promise<void>;
  /** Throws PostgresStoreError `SECRET_KEY_WRONG` unless the secret is the one that this database was founded with. */
  prove(query: Query): Promise<void>;
  /** The key that new rows of the merchant are sealed with; made at the first use. */
  current(ground: Ground): Promise<SealingKey>;
  byId(ground: Ground, id: string): Promise<SealingKey>;
}

interface WrappedKey {
  readonly id: string;
  readonly wrapped: string;
}

const proofContext = { for: 'proof' };
const proofText = new TextEncoder().encode('megzo');

export function createKeyring(secret: Secret): Keyring {
  let master: Promise<SealingKey> | undefined;
  /** By the sealed text of the key: a text that was rolled back is never asked for again. */
  const unwrapped = new Map<string, SealingKey>();

  function masterKey(query: Query): Promise<SealingKey> {
    master ??= provenMaster(secret, query).catch((error: unknown) => {
      master = undefined;
      throw error;
    });
    return master;
  }

  async function unwrap({ query, merchant }: Ground, { id, wrapped }: WrappedKey): Promise<SealingKey> {
    const known = unwrapped.get(wrapped);
    if (known !== undefined) return known;
    const key = { id, bytes: await open(await masterKey(query), dataKeyContext(merchant, id), wrapped) };
    unwrapped.set(wrapped, key);
    return key;
  }

  return {
    found: async (query) => {
      const salt = new Uint8Array(randomBytes(16));
      const key = await masterKeyOf(secret, salt);
      const proof = await seal(key, proofContext, proofText);
      await query(
        `INSERT INTO megzo.sealing (salt, key_id, proof) SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM megzo.sealing)
         ON CONFLICT DO NOTHING`,
        [Buffer.from(salt), key.id, proof],
      );
    },

    prove: async (query) => {
      await masterKey(query);
    },

    current: async (ground) => {
      const { query, merchant } = ground;
      const rows = await query<WrappedKey>('SELECT key_id AS id, wrapped FROM megzo.vault_keys ORDER BY created_at DESC, key_id LIMIT 1');
      if (rows[0] !== undefined) return unwrap(ground, rows[0]);
      const key = { id: randomBytes(8).toString('hex'), bytes: new Uint8Array(randomBytes(32)) };
      const wrapped = await seal(await masterKey(query), dataKeyContext(merchant, key.id), key.bytes);
      await query('INSERT INTO megzo.vault_keys (key_id, wrapped) VALUES ($1, $2)', [key.id, wrapped]);
      return key;
    },

    byId: async (ground, id) => {
      const rows = await ground.query<WrappedKey>('SELECT key_id AS id, wrapped FROM megzo.vault_keys WHERE key_id = $1', [id]);
      if (rows[0] === undefined) throw new PostgresStoreError('VAULT_UNREADABLE', `The data key ${id} of this merchant is gone.`);
      return unwrap(ground, rows[0]);
    },
  };
}

async function provenMaster(secret: Secret, query: Query): Promise<SealingKey> {
  const rows = await query<{ salt: Buffer; keyId: string; proof: string }>('SELECT salt, key_id AS "keyId", proof FROM megzo.sealing');
  const [founded] = rows;
  if (founded === undefined) {
    throw new PostgresStoreError('SCHEMA_OLDER', 'The database was never founded with a secret key: run the migrations.');
  }
  const key = await masterKeyOf(secret, new Uint8Array(founded.salt));
  await open(key, proofContext, founded.proof).catch((cause: unknown) => {
    throw new PostgresStoreError(
      'SECRET_KEY_WRONG',
      `MEGZO_SECRET_KEY is not the key that this database is sealed with: it wants the key ${founded.keyId}, and this is ${key.id}. ` +
        'Set the former key again; without it, sealed data cannot be read by anybody.',
      { cause },
    );
  });
  return key;
}

function dataKeyContext(merchant: string, id: string) {
  return { for: 'data-key', merchant, key: id };
}
