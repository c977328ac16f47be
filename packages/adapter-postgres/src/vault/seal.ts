import { canonicalJson, type Json } from '@megzo/core';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { PostgresStoreError } from '../errors.ts';

export interface SealingKey {
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/** Whose and what it is. It stands readable in the sealed text and is part of what the seal proves. */
export type SealContext = Readonly<Record<string, string>>;

/** Seals bytes as a compact JWE (dir, A256GCM) that names its key and its context in the protected header. */
export function seal(key: SealingKey, context: SealContext, content: Uint8Array): Promise<string> {
  const header = { alg: 'dir', enc: 'A256GCM', kid: key.id, megzo: context };
  return new CompactEncrypt(content).setProtectedHeader(header).encrypt(key.bytes);
}

/**
 * What was sealed. Throws PostgresStoreError `VAULT_UNREADABLE` for another key, a changed text, and a sealed text that
 * belongs elsewhere: one moved to another merchant's or person's row does not open there.
 */
export async function open(key: SealingKey, context: SealContext, sealed: string): Promise<Uint8Array> {
  const opened = await compactDecrypt(sealed, key.bytes, {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  }).catch((cause: unknown) => {
    throw unreadable('it was changed, or sealed with another key', cause);
  });
  const header = opened.protectedHeader as { readonly kid?: string; readonly megzo?: Json };
  if (header.kid !== key.id || canonicalJson(header.megzo) !== canonicalJson(context)) throw unreadable('it was sealed for another row');
  return opened.plaintext;
}

function unreadable(why: string, cause?: unknown): PostgresStoreError {
  return new PostgresStoreError(
    'VAULT_UNREADABLE',
    `A sealed row could not be opened: ${why}. Restore it from a backup; until then it is as good as erased.`,
    { cause },
  );
}
