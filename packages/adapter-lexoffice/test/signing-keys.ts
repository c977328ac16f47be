import { generateKeyPairSync, sign } from 'node:crypto';

function newKeys() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

const vendor = newKeys();
const stranger = newKeys();

/** Of the vendor, as far as a spec is concerned. */
export const publicKeyPem = vendor.publicKey;
export const strangersPublicKeyPem = stranger.publicKey;

/** The header `X-Lxo-Signature` over a body (sheet 8.4). */
export function signatureOf(body: string, by: 'vendor' | 'stranger' = 'vendor'): string {
  const { privateKey } = by === 'vendor' ? vendor : stranger;
  return sign('RSA-SHA512', Buffer.from(body), privateKey).toString('base64');
}
