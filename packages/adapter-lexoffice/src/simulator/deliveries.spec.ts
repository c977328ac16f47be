import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pick } from './bench.ts';
import { callbackUrl, type Hooked, type Received, subscribed } from './bench-hook.ts';
import { retryLadderMs } from './deliveries.ts';
import type { SettingsInput } from './settings.ts';

describe('deliveries (8.3, 8.4)', () => {
  it('use the key pair that was passed in', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { simulator } = createBench({ privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() });

    expect(simulator.publicKeyPem).toBe(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  });

  async function eventful(webhooks?: NonNullable<SettingsInput['webhooks']>): Promise<Hooked> {
    const hook = await subscribed('article.created', webhooks);
    hook.bench.simulator.backOffice.createArticle({ title: 'Kaffee' });
    return hook;
  }

  it('are signed over the compact JSON of exactly four fields', async () => {
    const { bench, received } = await eventful();

    await bench.simulator.deliverDue();

    const [{ body, signature }] = received as [Received];
    expect(JSON.parse(body)).toEqual({
      organizationId: bench.simulator.profile.organizationId,
      eventType: 'article.created',
      resourceId: bench.simulator.articles[0]?.id,
      eventDate: '2026-11-23T10:00:00.000+01:00',
    });
    expect(body).toBe(JSON.stringify(JSON.parse(body)));
    const isRight = (text: string): boolean =>
      verify('RSA-SHA512', Buffer.from(text), bench.simulator.publicKeyPem, Buffer.from(signature ?? '', 'base64'));
    expect([isRight(body), isRight(`${body} `)]).toEqual([true, false]);
  });

  it('wait for deliverDue and are made once', async () => {
    const { bench, received } = await eventful();

    expect([received.length, bench.simulator.nextDeliveryAt()]).toEqual([0, bench.now()]);
    expect(await bench.simulator.deliverDue()).toMatchObject([{ answered: 200, outcome: 'delivered' }]);
    expect([await bench.simulator.deliverDue(), bench.simulator.nextDeliveryAt()]).toEqual([[], undefined]);
  });

  it.each([401, 403, 429, 500, 503, 0])('climb the whole ladder when answered with %i, and leave the subscription', async (status) => {
    const { bench, answer } = await eventful();
    answer(status);
    const pauses: number[] = [];

    for (let due = bench.simulator.nextDeliveryAt(); due !== undefined; due = bench.simulator.nextDeliveryAt()) {
      pauses.push((due - bench.now()) / 1000);
      bench.advance(due - bench.now());
      await bench.simulator.deliverDue();
    }

    expect(pauses.slice(0, 8)).toEqual([0, 10, 20, 40, 80, 160, 1800, 7200]);
    expect([pauses.length, retryLadderMs.length]).toEqual([26, 25]);
    expect(bench.simulator.deliveryLog.at(-1)?.outcome).toBe('given-up');
    expect(bench.simulator.subscriptions).toHaveLength(1);
  });

  it('stop being retried once one gets through', async () => {
    const { bench, answer } = await eventful();
    answer(503);
    await bench.simulator.deliverDue();
    answer(204);
    bench.advance(9999);
    expect(await bench.simulator.deliverDue()).toEqual([]);
    bench.advance(1);

    expect(await bench.simulator.deliverDue()).toMatchObject([{ answered: 204, outcome: 'delivered' }]);
    expect(bench.simulator.nextDeliveryAt()).toBeUndefined();
  });

  it('delete the subscription at once on 410', async () => {
    const { bench, answer } = await eventful();
    answer(410);

    await bench.simulator.deliverDue();

    expect(bench.simulator.subscriptions).toEqual([]);
  });

  it('delete the subscription on 404 only after the last try', async () => {
    const { bench, answer } = await eventful();
    answer(404);

    await bench.simulator.deliverDue();
    expect(bench.simulator.subscriptions).toHaveLength(1);
    for (let due = bench.simulator.nextDeliveryAt(); due !== undefined; due = bench.simulator.nextDeliveryAt()) {
      bench.advance(due - bench.now());
      await bench.simulator.deliverDue();
    }

    expect(bench.simulator.subscriptions).toEqual([]);
  });

  it('are not retried on any other 4xx', async () => {
    const { bench, answer } = await eventful();
    answer(400);

    expect(await bench.simulator.deliverDue()).toMatchObject([{ outcome: 'given-up' }]);
    expect([bench.simulator.nextDeliveryAt(), bench.simulator.subscriptions.length]).toEqual([undefined, 1]);
  });

  it('follow three redirects and no more', async () => {
    const { bench, received, answer } = await eventful();
    answer(307, { location: '/next' });

    expect(await bench.simulator.deliverDue()).toMatchObject([{ answered: 307, outcome: 'given-up' }]);
    expect(received.map(({ url }) => url)).toEqual([callbackUrl, ...Array.from({ length: 3 }, () => 'https://shop.example/next')]);
  });

  it('count an answer after five seconds as none, though the receiver has acted', async () => {
    let late = false;
    const bench: Bench = createBench({
      fetch: async () => {
        if (late) bench.advance(5001);
        return new Response(null, { status: 200 });
      },
    });
    await bench.post('event-subscriptions', { eventType: 'article.created', callbackUrl });
    bench.simulator.backOffice.createArticle({ title: 'Kaffee' });
    late = true;

    expect(await bench.simulator.deliverDue()).toMatchObject([{ answered: 'timeout', outcome: 'again' }]);
  });

  it('come twice and out of order where switched', async () => {
    const { bench, received } = await subscribed('article.created', { duplicateChance: 1, reorder: true });
    const articles = bench.simulator.seed.manyArticles(8);

    await bench.simulator.deliverDue();

    const order = received.map(({ body }) => pick(JSON.parse(body), 'resourceId'));
    expect(order).toHaveLength(16);
    expect(new Set(order)).toEqual(new Set(articles.map(({ id }) => id)));
    expect(order).not.toEqual(articles.flatMap(({ id }) => [id, id]));
  });

  it('do not reach a subscription that was deleted meanwhile', async () => {
    const { bench, received } = await eventful();
    await bench.remove(`event-subscriptions/${bench.simulator.subscriptions[0]?.id}`);

    expect([await bench.simulator.deliverDue(), received.length]).toEqual([[], 0]);
  });
});
