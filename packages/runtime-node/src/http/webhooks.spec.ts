import { describe, expect, it } from '@jest/globals';
import type { PairHandle, RawWebhook } from '@megzo/core';
import { silentLog } from '@megzo/core/memory';
import type { FastifyInstance } from 'fastify';
import type { RunnablePair } from '../container/pairs.ts';
import { createHttpServer } from './server.ts';
import { webhookSecrets } from './webhook-secret.ts';

const secrets = webhookSecrets('installation key');

interface Received {
  readonly pair: string;
  readonly side: string;
  readonly body: string;
  readonly headers: RawWebhook['headers'];
}

function start(how: { readonly starting?: boolean; readonly breaks?: boolean } = {}) {
  const received: Received[] = [];
  const pairOf = (merchant: string, id: string): RunnablePair => ({
    merchant: { id: merchant, name: merchant, language: 'de', timeZone: 'Europe/Berlin' },
    pair: { id, invoicing: 'books', channel: 'shop', ordersFrom: '2026-01-01T00:00:00Z' },
    handle: {
      receive: async (side: string, message: RawWebhook) => {
        if (how.breaks === true) throw new Error('a fault of ours');
        received.push({ pair: id, side, body: Buffer.from(message.body as Uint8Array).toString(), headers: message.headers });
        return 'woken';
      },
    } as unknown as PairHandle,
  });
  const pairs = [pairOf('acme', 'acme-main'), pairOf('zeta', 'zeta-main')];
  const route = { pairs: () => (how.starting === true ? undefined : pairs), secrets, log: silentLog };
  return { server: createHttpServer(async () => [], route), received };
}

function address(merchant: string, connection: string): string {
  return `/webhooks/${connection}/${secrets.of({ merchant, connection }, 'address')}`;
}

async function post(
  server: FastifyInstance,
  url: string,
  payload = '{"b":1,  "a":2}',
  headers: Record<string, string> = {},
): Promise<number> {
  const answer = await server.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } });
  return answer.statusCode;
}

describe('A webhook', () => {
  it('reaches the one merchant whose secret it names, byte for byte, with its headers', async () => {
    const { server, received } = start();

    expect(await post(server, address('acme', 'shop'), undefined, { 'X-Signature': 'abc' })).toBe(204);

    expect(received).toEqual([
      { pair: 'acme-main', side: 'channel', body: '{"b":1,  "a":2}', headers: expect.objectContaining({ 'x-signature': 'abc' }) },
    ]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-8'])('is taken as %s', async (type) => {
    const { server, received } = start();

    expect(await post(server, address('zeta', 'books'), 'not {json', { 'content-type': type })).toBe(204);
    expect(received).toMatchObject([{ pair: 'zeta-main', side: 'invoicing', body: 'not {json' }]);
  });

  it.each([
    ['a wrong secret', `/webhooks/shop/${'x'.repeat(43)}`],
    ['the secret of another connection', address('acme', 'books').replace('/books/', '/shop/')],
    ['the secret that goes into a header', `/webhooks/shop/${secrets.of({ merchant: 'acme', connection: 'shop' }, 'header')}`],
    ['a connection that is gone', address('acme', 'gone')],
    ['no secret', '/webhooks/shop'],
    ['more behind it', `${address('acme', 'shop')}/more`],
    ['nothing', '/webhooks/'],
  ])('with %s is answered as taken, and does nothing', async (_case, url) => {
    const { server, received } = start();

    expect(await post(server, url)).toBe(204);
    expect(received).toEqual([]);
  });

  it('is answered as taken when we cannot take it: a broken merchant must not cost the others their address', async () => {
    expect(await post(start({ breaks: true }).server, address('acme', 'shop'))).toBe(204);
    expect(await post(start().server, address('acme', 'shop'), 'x'.repeat(1_000_001))).toBe(204);
  });

  it('is asked to come again while the service starts', async () => {
    const { server, received } = start({ starting: true });

    expect(await post(server, address('acme', 'shop'))).toBe(503);
    expect(received).toEqual([]);
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['PUT', 204],
    ['DELETE', 204],
  ] as const)('address answers a %s with %i, whatever its path', async (method, status) => {
    const { server } = start();

    for (const url of [address('acme', 'shop'), '/webhooks/nobody/nothing']) {
      expect((await server.inject({ method, url })).statusCode).toBe(status);
    }
  });
});

describe('Secrets of webhooks', () => {
  it('differ by key, merchant, connection and use, and are long', () => {
    const place = { merchant: 'acme', connection: 'shop' };
    const all = [
      secrets.of(place, 'address'),
      secrets.of(place, 'header'),
      secrets.of({ ...place, merchant: 'zeta' }, 'address'),
      secrets.of({ ...place, connection: 'books' }, 'address'),
      webhookSecrets('another key').of(place, 'address'),
    ];

    expect(new Set(all).size).toBe(5);
    for (const secret of all) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(secrets.of(place, 'address')).toBe(all[0]);
  });
});
