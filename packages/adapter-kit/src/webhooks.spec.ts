import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hasHmacSha256, hasRsaSha512, hasStandardSignature, isSameSecret } from './webhooks.ts';

const body = '{"scope":"store/order/updated","data":{"id":1042}}';

describe('isSameSecret', () => {
  it('knows equal from other, longer, shorter and empty', () => {
    expect(isSameSecret('s3cret', 's3cret')).toBe(true);
    expect(isSameSecret('s3creT', 's3cret')).toBe(false);
    expect(isSameSecret('s3cret!', 's3cret')).toBe(false);
    expect(isSameSecret('', 's3cret')).toBe(false);
    expect(isSameSecret('', '')).toBe(false);
  });
});

describe('hasHmacSha256', () => {
  const key = 'shop-secret';
  const signature = createHmac('sha256', key).update(body).digest('base64');

  it('accepts the right signature over the raw body', () => {
    expect(hasHmacSha256(body, { signature, key, encoding: 'base64' })).toBe(true);
    expect(hasHmacSha256(new TextEncoder().encode(body), { signature, key, encoding: 'base64' })).toBe(true);
  });

  it('accepts hex in either case', () => {
    const hex = createHmac('sha256', key).update(body).digest('hex');

    expect(hasHmacSha256(body, { signature: hex.toUpperCase(), key, encoding: 'hex' })).toBe(true);
  });

  it('knows the vector of RFC 4231, test case 2', () => {
    const hex = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

    expect(hasHmacSha256('what do ya want for nothing?', { signature: hex, key: 'Jefe', encoding: 'hex' })).toBe(true);
  });

  it('refuses a changed body, another key, a cut signature and an empty key', () => {
    expect(hasHmacSha256(`${body} `, { signature, key, encoding: 'base64' })).toBe(false);
    expect(hasHmacSha256(body, { signature, key: 'other', encoding: 'base64' })).toBe(false);
    expect(hasHmacSha256(body, { signature: signature.slice(0, -1), key, encoding: 'base64' })).toBe(false);
    expect(hasHmacSha256(body, { signature: '', key, encoding: 'base64' })).toBe(false);
    const unsigned = createHmac('sha256', '').update(body).digest('base64');
    expect(hasHmacSha256(body, { signature: unsigned, key: '', encoding: 'base64' })).toBe(false);
  });
});

describe('hasStandardSignature', () => {
  const key = 'client-secret';
  const now = Date.UTC(2026, 0, 5, 8);
  const timestamp = String(now / 1000);
  const signed = (id: string, at: string, by: string): string =>
    `v1,${createHmac('sha256', by).update(`${id}.${at}.${body}`).digest('base64')}`;
  const message = { id: 'msg_1', timestamp, body, signature: signed('msg_1', timestamp, key) };

  it('accepts one right signature among several, under one of several keys', () => {
    expect(hasStandardSignature(message, { keys: [key], now })).toBe(true);
    const rotated = { ...message, signature: `v1a,xyz v1,AAAA ${message.signature}` };
    expect(hasStandardSignature(rotated, { keys: ['new-secret', key], now })).toBe(true);
  });

  it('knows the vector of the published scheme', () => {
    const vector = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: '1614265330',
      body: '{"test": 2432232314}',
      signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');

    expect(hasStandardSignature(vector, { keys: [secret], now: 1_614_265_330_000 })).toBe(true);
  });

  it('refuses what was signed for another id, time, body or key', () => {
    expect(hasStandardSignature({ ...message, id: 'msg_2' }, { keys: [key], now })).toBe(false);
    expect(hasStandardSignature({ ...message, timestamp: String(now / 1000 + 1) }, { keys: [key], now })).toBe(false);
    expect(hasStandardSignature({ ...message, body: `${body}\n` }, { keys: [key], now })).toBe(false);
    expect(hasStandardSignature(message, { keys: ['other'], now })).toBe(false);
    expect(hasStandardSignature(message, { keys: [], now })).toBe(false);
    expect(hasStandardSignature({ ...message, signature: message.signature.replace('v1,', 'v2,') }, { keys: [key], now })).toBe(false);
  });

  it('refuses a replay after five minutes and a time that is no time', () => {
    expect(hasStandardSignature(message, { keys: [key], now: now + 300_000 })).toBe(true);
    expect(hasStandardSignature(message, { keys: [key], now: now + 300_001 })).toBe(false);
    expect(hasStandardSignature(message, { keys: [key], now: now - 300_001 })).toBe(false);
    const odd = { ...message, timestamp: 'NaN', signature: signed('msg_1', 'NaN', key) };
    expect(hasStandardSignature(odd, { keys: [key], now })).toBe(false);
  });
});

describe('hasRsaSha512', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const otherKey = other.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const compact = '{"organizationId":"aa93e8a8","note":"zwei  Worte \\" x","n":1.50}';
  const signature = sign('RSA-SHA512', Buffer.from(compact), pair.privateKey).toString('base64');

  it('accepts the body as signed, under any of the keys', () => {
    expect(hasRsaSha512(compact, { signature, publicKeys: [publicKey] })).toBe(true);
    expect(hasRsaSha512(Buffer.from(compact), { signature, publicKeys: [otherKey, publicKey] })).toBe(true);
  });

  it('accepts a body that was laid out on its way', () => {
    const laidOut = '{\n  "organizationId": "aa93e8a8",\n  "note": "zwei  Worte \\" x",\n  "n": 1.50\n}\n';

    expect(hasRsaSha512(laidOut, { signature, publicKeys: [publicKey] })).toBe(true);
  });

  it('refuses a changed body, another key, another hash and no key', () => {
    expect(hasRsaSha512(compact.replace('aa93', 'aa94'), { signature, publicKeys: [publicKey] })).toBe(false);
    expect(hasRsaSha512(compact.replace('zwei  Worte', 'zwei Worte'), { signature, publicKeys: [publicKey] })).toBe(false);
    expect(hasRsaSha512(compact, { signature, publicKeys: [otherKey] })).toBe(false);
    const weak = sign('RSA-SHA256', Buffer.from(compact), pair.privateKey).toString('base64');
    expect(hasRsaSha512(compact, { signature: weak, publicKeys: [publicKey] })).toBe(false);
    expect(hasRsaSha512(compact, { signature, publicKeys: [] })).toBe(false);
  });

  it.each(['', 'not base64!', 'AAAA'])('refuses the signature %j', (odd) => {
    expect(hasRsaSha512(compact, { signature: odd, publicKeys: [publicKey] })).toBe(false);
  });
});
