import { describe, expect, it } from '@jest/globals';
import { articleBody, type Bench, benchKey, complaints, idOf, orderBody, pick } from './bench.ts';
import { callbackUrl, hooked, subscribed } from './bench-hook.ts';

describe('event subscriptions (8.1)', () => {
  it('are made after a HEAD and shown under another id field than the answer to the POST', async () => {
    const { bench, received } = hooked();

    const reply = await bench.post('event-subscriptions', { eventType: 'article.changed', callbackUrl });
    const id = idOf(reply);

    expect(received).toEqual([{ method: 'HEAD', url: callbackUrl, body: '', signature: null }]);
    expect(reply.headers.get('location')).toBe(`https://api.lexware.io/v1/event-subscriptions/${id}`);
    const shown = {
      subscriptionId: id,
      organizationId: bench.simulator.profile.organizationId,
      createdDate: '2026-11-23T10:00:00.000+01:00',
      eventType: 'article.changed',
      callbackUrl,
    };
    expect((await bench.get(`event-subscriptions/${id}`)).body).toEqual(shown);
    expect((await bench.get('event-subscriptions')).body).toEqual({ content: [shown] });
    expect([(await bench.remove(`event-subscriptions/${id}`)).status, (await bench.remove(`event-subscriptions/${id}`)).status]).toEqual([
      204, 404,
    ]);
  });

  it('are refused twice for one type and URL with 409', async () => {
    const { bench } = await subscribed('article.changed');

    const statuses = [
      (await bench.post('event-subscriptions', { eventType: 'article.changed', callbackUrl })).status,
      (await bench.post('event-subscriptions', { eventType: 'article.created', callbackUrl })).status,
    ];

    expect(statuses).toEqual([409, 201]);
  });

  it.each([
    [{ eventType: 'stock.changed', callbackUrl }, ['eventType ENUM']],
    [{ eventType: 'Article.changed', callbackUrl }, ['eventType ENUM']],
    [{ eventType: 'article.status.changed', callbackUrl }, ['eventType ENUM']],
    [{ eventType: 'article.changed', callbackUrl: 'http://shop.example/hook' }, ['callbackUrl URL']],
    [{ callbackUrl }, ['eventType NOTNULL']],
  ])('are refused for %j', async (body, expected) => {
    const { bench } = hooked();

    const reply = await bench.post('event-subscriptions', body);

    expect([reply.status, complaints(reply)]).toEqual([406, expected]);
  });

  it.each([404, 500, 0])('are refused with 406 where the HEAD meets %i', async (status) => {
    const { bench, answer } = hooked();
    answer(status);

    expect((await bench.post('event-subscriptions', { eventType: 'article.changed', callbackUrl })).status).toBe(406);
    expect(bench.simulator.subscriptions).toEqual([]);
  });

  it('end with the key they were made with, not without a last word (1.1, 8.2)', async () => {
    const { bench, received } = await subscribed('token.revoked');

    bench.simulator.backOffice.invalidateKey(benchKey);
    await bench.simulator.deliverDue();

    expect([bench.simulator.subscriptions.length, (await bench.get('profile')).status]).toEqual([0, 401]);
    expect(received.map(({ body }) => pick(JSON.parse(body), 'resourceId'))).toEqual([bench.simulator.profile.connectionId]);
  });
});

describe('events (8.2)', () => {
  async function seen(eventTypes: readonly string[], story: (bench: Bench) => Promise<void>): Promise<readonly unknown[]> {
    const { bench, received } = hooked();
    for (const eventType of eventTypes) await bench.post('event-subscriptions', { eventType, callbackUrl });
    received.length = 0;
    await story(bench);
    await bench.simulator.deliverDue();
    return received.map(({ body }) => pick(JSON.parse(body), 'eventType'));
  }

  it('tell of articles made, changed and deleted', async () => {
    const types = ['article.created', 'article.changed', 'article.deleted'];

    const told = await seen(types, async ({ post, simulator }) => {
      const id = idOf(await post('articles', articleBody()));
      simulator.backOffice.editArticle(id, { note: 'Bestand: 4' });
      simulator.backOffice.deleteArticle(id);
    });

    expect(told).toEqual(types);
  });

  it('tell of an order confirmation made by our own key, and of its status', async () => {
    const told = await seen(['order-confirmation.created', 'order-confirmation.status.changed'], async ({ post }) => {
      await post('order-confirmations', orderBody());
      await post('order-confirmations?finalize=true', orderBody());
    });

    expect(told).toEqual(['order-confirmation.created', 'order-confirmation.created', 'order-confirmation.status.changed']);
  });

  it('tell of payments and of an open invoice that became a draft again', async () => {
    const told = await seen(['payment.changed'], async ({ post, simulator }) => {
      const paid = idOf(await post('invoices?finalize=true', orderBody()));
      const redrafted = idOf(await post('invoices?finalize=true', orderBody()));
      simulator.backOffice.pay(paid, { kind: 'part', amount: '1.00' });
      simulator.backOffice.backToDraft(redrafted);
    });

    expect(told).toEqual(['payment.changed', 'payment.changed']);
  });

  it('leave our own changes out where switched (12.9)', async () => {
    const { bench, received } = await subscribed('article.created', { ownChanges: false });

    await bench.post('articles', articleBody());
    bench.simulator.backOffice.createArticle({ title: 'Tee' });
    await bench.simulator.deliverDue();

    expect(received).toHaveLength(1);
  });
});
