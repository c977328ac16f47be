import { describe, expect, it } from '@jest/globals';
import { serve } from '@megzo/adapter-kit/simulator';
import { articleBody, benchKey, createBench, orderBody, personBody, pick } from './bench.ts';

describe('the gate', () => {
  it('answers 401 to a missing, malformed or unknown key (1.6)', async () => {
    const { send } = createBench();

    for (const authorization of ['', benchKey, 'Basic abc', 'Bearer other']) {
      const reply = await send('GET', 'profile', { headers: { authorization } });
      expect([reply.status, reply.body]).toEqual([401, { message: 'Unauthorized' }]);
    }
  });

  it('lets four calls through after idling and refuses the fifth without a header that says when (1.5)', async () => {
    const { get } = createBench({ settings: { rateLimit: { capacity: 4, perSecond: 2 } } });

    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => get('profile')));

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429]);
    expect(replies[4]?.body).toEqual({ message: 'Rate limit exceeded' });
    expect([...(replies[4]?.headers.keys() ?? [])]).toEqual(['content-type']);
  });

  it('refills two tokens a second and banks no more than four (1.5)', async () => {
    const { get, advance } = createBench({ settings: { rateLimit: { capacity: 4, perSecond: 2 } } });
    const burst = async (): Promise<number> => {
      const replies = await Promise.all(Array.from({ length: 8 }, () => get('profile')));
      return replies.filter(({ status }) => status === 200).length;
    };

    expect(await burst()).toBe(4);
    advance(1000);
    expect(await burst()).toBe(2);
    advance(3_600_000);
    expect(await burst()).toBe(4);
  });

  it('does not execute what it throttles (1.5)', async () => {
    const { post, simulator } = createBench({ settings: { rateLimit: { capacity: 1, perSecond: 2 } } });

    await post('order-confirmations', orderBody());
    const throttled = await post('order-confirmations', orderBody());

    expect(throttled.status).toBe(429);
    expect(simulator.orderConfirmations).toHaveLength(1);
  });

  it('shares the bucket with the other integrations of the account (1.5)', async () => {
    const { get, simulator } = createBench({ settings: { rateLimit: { capacity: 4, perSecond: 2 } } });

    expect(simulator.backOffice.useRateLimit(9)).toBe(4);

    expect((await get('profile')).status).toBe(429);
  });

  it('refuses a write without a JSON content type with 415 (1.2)', async () => {
    const { send, simulator } = createBench();

    const reply = await send('POST', 'articles', { body: JSON.stringify(articleBody()) });

    expect(reply.status).toBe(415);
    expect(simulator.articles).toEqual([]);
  });

  it('answers 400 to a body that is no JSON object, in the shape of the resource (1.7)', async () => {
    const { send } = createBench();
    const headers = { 'content-type': 'application/json' };

    const regular = await send('POST', 'articles', { headers, body: '{' });
    const legacy = await send('POST', 'contacts', { headers, body: '[]' });

    expect([regular.status, legacy.status]).toEqual([400, 400]);
    expect(regular.body).toMatchObject({ status: 400, path: '/v1/articles', traceId: expect.any(String) });
    expect(legacy.body).toMatchObject({ IssueList: [{ i18nKey: 'bad_request_error' }], requestId: expect.any(String) });
  });

  it('answers 404 to everything that does not exist (1.8)', async () => {
    const { get, send, post, put, remove, simulator } = createBench();
    const contact = simulator.seed.contact({});
    await post('order-confirmations', orderBody());
    const id = simulator.orderConfirmations[0]?.id ?? '';

    const replies = await Promise.all([
      ...['order-confirmations', 'invoices', 'quotations', 'credit-notes', 'delivery-notes', 'dunnings', 'stock', 'transactions'].map(
        (path) => get(path),
      ),
      put(`order-confirmations/${id}`, orderBody()),
      send('PATCH', `order-confirmations/${id}`, { body: '{}' }),
      remove(`order-confirmations/${id}`),
      post(`order-confirmations/${id}/finalize`, {}),
      remove(`contacts/${contact.id}`),
      get(`order-confirmations/${id}/nothing`),
    ]);

    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 404));
    expect(simulator.orderConfirmations).toHaveLength(1);
  });

  it('cannot tell an id of another document type from an unknown one (1.6)', async () => {
    const { get, post, simulator } = createBench();
    await post('order-confirmations', orderBody());

    expect((await get(`invoices/${simulator.orderConfirmations[0]?.id}`)).status).toBe(404);
  });

  it('answers 403 where the key lacks the permission and 402 where the contract has a problem (1.6)', async () => {
    const { get, post, simulator } = createBench({ settings: { denied: ['contacts:write'] } });

    expect((await post('contacts', personBody())).status).toBe(403);
    expect((await get('contacts')).status).toBe(200);
    simulator.settings.contractProblem = true;
    expect((await get('contacts')).status).toBe(402);
  });

  it('serves the same over loopback HTTP, and drops the socket of a lost answer', async () => {
    const { simulator } = createBench();
    const served = await serve(simulator.handler);
    const headers = { authorization: `Bearer ${benchKey}`, 'content-type': 'application/json' };
    const post = (): Promise<Response> =>
      fetch(`${served.url}/v1/order-confirmations`, { method: 'POST', headers, body: JSON.stringify(orderBody()) });
    try {
      expect((await post()).status).toBe(201);
      simulator.faults.add({ fault: { kind: 'lose-reply', when: 'before' } });
      await expect(post()).rejects.toThrow('fetch failed');
    } finally {
      await served.close();
    }

    expect(simulator.orderConfirmations).toHaveLength(1);
  });

  it('answers unknown prefixes with the documented 403 where switched (1.6)', async () => {
    const { get, simulator } = createBench();
    simulator.settings.unknownPrefixStatus = 403;

    const reply = await get('stock');

    expect([reply.status, String(pick(reply.body, 'message'))]).toEqual([403, expect.stringContaining('Authorization header')]);
  });

  it('takes a lost answer for an executed call and keeps a journal of both (11.6)', async () => {
    const { post, simulator } = createBench();
    simulator.faults.add({ fault: { kind: 'lose-reply', when: 'after' }, method: 'POST', times: 1 });

    await expect(post('order-confirmations', orderBody())).rejects.toThrow('fetch failed');

    expect(simulator.orderConfirmations).toHaveLength(1);
    expect(simulator.journal).toMatchObject([{ method: 'POST', path: '/v1/order-confirmations', answered: 'lost', fault: 'lose-reply' }]);
  });

  it('makes two documents of two equal posts, whatever idempotency header they carry (1.8)', async () => {
    const { send, simulator } = createBench();
    const init = { headers: { 'content-type': 'application/json', 'idempotency-key': 'same' }, body: JSON.stringify(orderBody()) };

    await send('POST', 'order-confirmations', init);
    await send('POST', 'order-confirmations', init);

    expect(simulator.orderConfirmations.map(({ number }) => number)).toEqual(['AB1001', 'AB1002']);
  });
});
