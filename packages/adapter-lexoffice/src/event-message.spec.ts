import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readEventMessage } from './index.ts';

const keys = [0, 1].map(() =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }),
);
const [vendor, stranger] = keys as [(typeof keys)[number], (typeof keys)[number]];

const event = {
  organizationId: 'aa93e8a8-2aa3-470b-b914-caad8a255dd8',
  eventType: 'article.changed',
  resourceId: '0d6ae6ad-5b0e-4a5b-a7e7-2c0d9a3f0b11',
  eventDate: '2026-05-04T12:30:00.000+02:00',
};
const options = { publicKeys: [vendor.publicKey], accountId: event.organizationId };

function signed(body: string, key = vendor) {
  return { body, signature: sign('RSA-SHA512', Buffer.from(body), key.privateKey).toString('base64') };
}

describe('an event message', () => {
  it('says what happened to which record', () => {
    expect(readEventMessage(signed(JSON.stringify(event)), options)).toEqual({
      accountId: event.organizationId,
      type: 'article.changed',
      resourceId: event.resourceId,
      at: Date.parse('2026-05-04T10:30:00Z'),
    });
  });

  it('is read from bytes, and under the second of two keys', () => {
    const { body, signature } = signed(JSON.stringify(event));
    const bothKeys = { ...options, publicKeys: [stranger.publicKey, vendor.publicKey] };

    expect(readEventMessage({ body: new TextEncoder().encode(body), signature }, bothKeys)?.type).toBe('article.changed');
  });

  it('is nothing when signed by a stranger, changed on its way, or not signed', () => {
    const genuine = signed(JSON.stringify(event));

    expect(readEventMessage(signed(genuine.body, stranger), options)).toBeUndefined();
    expect(readEventMessage({ ...genuine, body: genuine.body.replace('article', 'contact') }, options)).toBeUndefined();
    expect(readEventMessage({ ...genuine, signature: '' }, options)).toBeUndefined();
    expect(readEventMessage(genuine, { ...options, publicKeys: [] })).toBeUndefined();
  });

  it('is nothing when it is of another organisation', () => {
    expect(readEventMessage(signed(JSON.stringify({ ...event, organizationId: 'another' })), options)).toBeUndefined();
  });

  it.each([
    '',
    'no JSON',
    '[]',
    '{}',
    JSON.stringify({ ...event, eventDate: 'yesterday' }),
    JSON.stringify({ ...event, resourceId: undefined }),
  ])('is nothing with the genuine body %j', (body) => {
    expect(readEventMessage(signed(body), options)).toBeUndefined();
  });
});
