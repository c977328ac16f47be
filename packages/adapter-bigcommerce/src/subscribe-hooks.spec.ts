import { describe, expect, it } from '@jest/globals';
import { type Asked, call, channelOn, type Reply } from '../test/wire-double.ts';
import { subscribedScopes } from './subscribe-hooks.ts';

const url = 'https://megzo.example/webhooks/acme-shop/7f3b';
const webhookSecret = 'a-long-random-webhook-secret';
const headers = { 'x-megzo-secret': webhookSecret };
const hook = (id: number, scope: string, more: object = {}) => ({ id, scope, destination: url, is_active: true, headers, ...more });
const all = subscribedScopes.map((scope, place) => hook(place + 1, scope));

function subscribing(hooks: readonly unknown[], write: (asked: Asked) => Reply = () => ({ body: { data: { id: 99 }, meta: {} } })) {
  const { channel, asked } = channelOn(
    (one) => (one.method === 'GET' ? { body: { data: one.query.page === '1' ? hooks : [], meta: {} } } : write(one)),
    { webhookSecret },
  );
  if (channel.webhooks === undefined) throw new Error('the facet is missing');
  const { subscribe } = channel.webhooks;
  return { subscribe, writes: () => asked.filter(({ method }) => method !== 'GET'), asked };
}

describe('subscribing to webhooks', () => {
  it('makes one hook for each scope, with our secret in its header', async () => {
    const { subscribe, writes } = subscribing([]);

    expect(await subscribe(url, call)).toEqual({ status: 'done', value: { made: 6, standing: 0 } });
    expect(writes().map(({ method, path }) => `${method} ${path}`)).toEqual(subscribedScopes.map(() => 'POST /v3/hooks'));
    expect(writes().map(({ body }) => JSON.parse(body))).toEqual(
      subscribedScopes.map((scope) => ({ scope, destination: url, is_active: true, headers })),
    );
  });

  it('changes nothing where all stand, however the address is written', async () => {
    const { subscribe, writes } = subscribing(
      all.map((one) => ({ ...one, destination: url.replace('megzo.example', 'MEGZO.example:443') })),
    );

    expect(await subscribe(url, call)).toEqual({ status: 'done', value: { made: 0, standing: 6 } });
    expect(writes()).toEqual([]);
  });

  it('switches on again what the platform switched off, and mends another secret', async () => {
    const [first, second, ...rest] = all;
    const { subscribe, writes } = subscribing([
      { ...first, is_active: false },
      { ...second, headers: { 'X-Megzo-Secret': 'old' } },
      ...rest,
    ]);

    expect(await subscribe(url, call)).toEqual({ status: 'done', value: { made: 2, standing: 4 } });
    expect(writes().map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ['PUT', '/v3/hooks/1', { is_active: true, headers }],
      ['PUT', '/v3/hooks/2', { is_active: true, headers }],
    ]);
  });

  it('reads all pages before it makes anything, since a second hook of one address is refused', async () => {
    const pages = [all.slice(0, 2), all.slice(2, 4), all.slice(4)];
    const { channel, asked } = channelOn(({ query }) => ({ body: { data: pages[Number(query.page) - 1] ?? [], meta: {} } }), {
      webhookSecret,
    });

    expect(await channel.webhooks?.subscribe(url, call)).toEqual({ status: 'done', value: { made: 0, standing: 6 } });
    expect(asked).toHaveLength(4);
  });

  it('counts as standing what somebody made in between', async () => {
    const { subscribe } = subscribing(all.slice(1), () => ({ status: 409, body: { status: 409, title: 'A webhook … exists.' } }));

    expect(await subscribe(url, call)).toEqual({ status: 'done', value: { made: 0, standing: 6 } });
  });

  it.each(['http://megzo.example/hook', 'https://megzo.example:8443/hook', 'http://127.0.0.1:3000/hook', 'megzo.example', ''])(
    'refuses the address %j with a remedy, before any request',
    async (address) => {
      const { subscribe, asked } = subscribing([]);

      const outcome = await subscribe(address, call);

      expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
      expect(outcome.status === 'rejected' && outcome.error.message).toMatch(/HTTPS.*443.*public address/);
      expect(asked).toEqual([]);
    },
  );

  it('refuses an eleventh hook of one scope with a remedy, and leaves foreign ones alone', async () => {
    const foreign = Array.from({ length: 10 }, (_, place) =>
      hook(50 + place, subscribedScopes[0], { destination: `https://x${place}.example/` }),
    );
    const { subscribe, writes } = subscribing(foreign);

    const outcome = await subscribe(url, call);

    expect(outcome.status === 'rejected' && outcome.error.message).toMatch(/10 webhooks for store\/order\/\*.*Delete/);
    expect(writes()).toEqual([]);
  });

  it('is in doubt after a lost answer; the next time looks first', async () => {
    const { subscribe, writes } = subscribing([], () => ({ status: 504 }));

    expect(await subscribe(url, call)).toMatchObject({ status: 'unknown' });
    expect(writes()).toHaveLength(1);
  });

  it('takes the made hook bare as well as in an envelope, and never repeats our secret in an error', async () => {
    const bare = subscribing(all.slice(1), () => ({ body: { id: 77, scope: 'store/order/*' } }));
    const quoting = subscribing([], ({ body }) => ({
      status: 422,
      body: { status: 422, title: body, errors: { headers: `no: ${webhookSecret}` } },
    }));

    expect(await bare.subscribe(url, call)).toMatchObject({ status: 'done', value: { made: 1 } });
    const outcome = await quoting.subscribe(url, call);
    expect(outcome).toMatchObject({ status: 'rejected', error: { details: { errors: ['headers: no: …'] } } });
    expect(JSON.stringify(outcome.status === 'rejected' && outcome.error.details)).not.toContain(webhookSecret);
  });
});
