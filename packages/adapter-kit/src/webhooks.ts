import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { Instant } from '@megzo/core';

/** A body as received: a check over a parsed and rewritten one proves nothing. */
export type RawBody = Uint8Array | string;

/** Compares secrets in constant time, whatever their lengths. An empty secret is equal to nothing. */
export function isSameSecret(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return expected !== '' && timingSafeEqual(hash(given), hash(expected));
}

/** Whether `signature` is the HMAC-SHA256 of the body. Constant time; an empty key signs nothing. */
export function hasHmacSha256(
  body: RawBody,
  { signature, key, encoding }: { signature: string; key: RawBody; encoding: 'base64' | 'hex' },
): boolean {
  if (key.length === 0) return false;
  const expected = createHmac('sha256', key).update(body).digest(encoding);
  return isSameSecret(encoding === 'hex' ? signature.toLowerCase() : signature, expected);
}

export interface StandardWebhook {
  /** Headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. */
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: RawBody;
}

/**
 * The Standard Webhooks scheme: HMAC-SHA256 over `id.timestamp.body`, several `v1,<base64>` signatures side by side while a key is
 * replaced, and a timestamp in seconds that must be near `now` (5 minutes).
 */
export function hasStandardSignature(
  { id, timestamp, signature, body }: StandardWebhook,
  { keys, now, toleranceMs = 5 * 60_000 }: { keys: readonly RawBody[]; now: Instant; toleranceMs?: number },
): boolean {
  if (id === '' || !/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) * 1000 - now) > toleranceMs) return false;
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body)]);
  const given = signature.split(' ').flatMap((part) => (part.startsWith('v1,') ? [part.slice(3)] : []));
  return keys.some((key) => given.some((one) => hasHmacSha256(signed, { signature: one, key, encoding: 'base64' })));
}

/**
 * Whether a base64 `signature` is one of the body by RSA (PKCS #1 v1.5) and SHA-512 under one of the public keys, in PEM. The vendor
 * signs compact JSON, so a body that was laid out on its way is checked without its blanks as well.
 */
export function hasRsaSha512(body: RawBody, { signature, publicKeys }: { signature: string; publicKeys: readonly string[] }): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(signature)) return false;
  const signed = Buffer.from(signature, 'base64');
  const raw = Buffer.from(body);
  const compact = Buffer.from(withoutBlanks(raw.toString('utf8')));
  return publicKeys.some((pem) => {
    const key = createPublicKey(pem);
    return verify('RSA-SHA512', raw, key, signed) || verify('RSA-SHA512', compact, key, signed);
  });
}

/** Removes blanks outside strings and leaves everything else, also numbers, as it was written. */
function withoutBlanks(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_match, text: string | undefined) => text ?? '');
}
