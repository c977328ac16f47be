import { createHmac, hkdf, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { PostgresStoreError } from '../errors.ts';
import type { SealingKey } from './seal.ts';

/** Either 32 random bytes, or a passphrase that must be made slow to guess. */
export type Secret = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'passphrase'; readonly text: string };

const byteCount = 32;
const passphraseLength = 32;

/**
 * Reads MEGZO_SECRET_KEY: 64 hex digits or the base64 (also URL-safe) of 32 bytes are taken as random bytes, everything else
 * of 32 characters or more as a passphrase. Throws PostgresStoreError `SECRET_KEY_WEAK` for what is shorter.
 */
export function readSecret(given: string): Secret {
  const text = given.trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return { kind: 'bytes', bytes: Uint8Array.from(Buffer.from(text, 'hex')) };
  if (/^[\w+/-]{43}=?$/.test(text)) {
    const bytes = Buffer.from(text.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
    if (bytes.length === byteCount) return { kind: 'bytes', bytes: Uint8Array.from(bytes) };
  }
  if (text.length >= passphraseLength) return { kind: 'passphrase', text };
  throw new PostgresStoreError(
    'SECRET_KEY_WEAK',
    `MEGZO_SECRET_KEY is too short: give 32 random bytes as hex or base64 (openssl rand -base64 32), or a passphrase of ${passphraseLength} characters or more.`,
  );
}

/** The key that wraps all data keys of an installation, and its id. The salt is the installation's own. */
export async function masterKeyOf(secret: Secret, salt: Uint8Array): Promise<SealingKey> {
  const bytes =
    secret.kind === 'bytes'
      ? await promisify(hkdf)('sha256', secret.bytes, salt, 'megzo vault', byteCount)
      : await slowKey(secret.text, salt);
  const key = new Uint8Array(bytes);
  return { bytes: key, id: createHmac('sha256', key).update('megzo key id').digest('hex').slice(0, 16) };
}

function slowKey(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // 64 MB and about a tenth of a second for each guess.
    scrypt(passphrase, salt, byteCount, { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 2 ** 20 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
