import { describe, expect, it } from '@jest/globals';
import { decimal, type LimitSeen, type RateBudget } from '@megzo/core';
import { z } from 'zod';
import { createBench, effectCall, json, kinds, readCall, recordWire } from '../test/shop.ts';
import { callError } from './call-error.ts';
import { jsonNumber } from './json.ts';

const answersRecord = async (): Promise<Response> => json(200, '{"id":7,"price":19.90}');

/** A budget that lets everything pass and writes down what it is told. */
function listeningBudget(): RateBudget & { readonly seen: LimitSeen[] } {
  const seen: LimitSeen[] = [];
  return {
    seen,
    slot: async () => {},
    saw: async (_pace, limit) => {
      seen.push(limit);
    },
  };
}

describe('a call that goes well', () => {
  it('sends one request with key, query and headers, and reads the answer losslessly', async () => {
    const { http, requests } = createBench({ fetch: answersRecord });

    const answer = await http.read(
      {
        path: '/records',
        query: { 'name:like': 'Müller & Söhne', after: '2026-01-05T08:00:00+01:00', page: 2, deleted: false, sku: undefined },
      },
      recordWire,
      readCall(),
    );

    expect(answer).toEqual({ status: 'done', value: { id: 7, price: '19.90' } });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.method).toBe('GET');
    expect(requests[0]?.url).toBe(
      'https://shop.test/api/records?name%3Alike=M%C3%BCller+%26+S%C3%B6hne&after=2026-01-05T08%3A00%3A00%2B01%3A00&page=2&deleted=false',
    );
    expect(Object.fromEntries(requests[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      authorization: 'Bearer key',
      'user-agent': 'megzo',
    });
  });

  it('sends amounts as number literals', async () => {
    const { http, requests } = createBench({ fetch: answersRecord });

    const outcome = await http.send(
      { path: '/records', body: { price: jsonNumber(decimal('19.10')), name: 'Öl' } },
      recordWire,
      effectCall(),
    );

    expect(outcome.status).toBe('done');
    expect(requests[0]?.method).toBe('POST');
    expect(requests[0]?.headers.get('content-type')).toBe('application/json');
    expect(await requests[0]?.text()).toBe('{"price":19.1,"name":"Öl"}');
  });

  it('asks for another form where told to', async () => {
    const { http, requests } = createBench({ fetch: answersRecord, http: { headers: { 'User-Agent': 'megzo-shop', accept: 'text/x' } } });

    await http.read({ path: '/records/7', accept: 'application/hal+json' }, recordWire, readCall());

    expect(requests[0]?.headers.get('accept')).toBe('application/hal+json');
    expect(requests[0]?.headers.get('user-agent')).toBe('megzo-shop');
  });

  it.each([
    ['204', () => json(204, '')],
    ['an empty body', () => json(200, '')],
    ['a blank body', () => json(200, ' \n')],
  ])('gives the schema `undefined` for %s', async (_name, answer) => {
    const { http } = createBench({ fetch: async () => answer() });
    const rowsWire = z.array(recordWire).optional();

    expect(await http.read({ path: '/records' }, rowsWire, readCall())).toEqual({ status: 'done', value: undefined });
    expect(await http.write({ method: 'DELETE', path: '/records/7' }, z.undefined(), readCall())).toEqual({
      status: 'done',
      value: undefined,
    });
  });

  it('tells the call of each request right before it leaves', async () => {
    const counted: string[] = [];
    const { http } = createBench({
      fetch: async () => {
        counted.push('sent');
        return answersRecord();
      },
    });
    const count = (request: 'read' | 'write'): void => {
      counted.push(request);
    };

    await kinds.read(http, readCall({ count }));
    await http.readMaybe({ path: '/records/7' }, recordWire, readCall({ count }));
    await kinds.write(http, readCall({ count }));
    await kinds.send(http, effectCall({ count }));

    expect(counted).toEqual(['read', 'sent', 'read', 'sent', 'write', 'sent', 'write', 'sent']);
  });
});

describe('a call that must not leave', () => {
  it.each([
    ['another method', { method: 'DELETE', path: '/records' }],
    ['another path', { method: 'POST', path: '/invoices' }],
    ['a query in the path', { method: 'GET', path: '/records?all=1' }],
    ['a way out of the path', { method: 'GET', path: '/records/..' }],
  ] as const)('is refused before pacing for %s', async (_name, request) => {
    const counted: string[] = [];
    const { http, requests } = createBench({
      fetch: answersRecord,
      budget: {
        slot: async () => {
          counted.push('slot');
        },
        saw: async () => {},
      },
    });

    const outcome = await http.send(request, recordWire, effectCall({ count: (kind) => counted.push(kind) }));

    expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'CALL_NOT_ALLOWED', details: { method: request.method } } });
    expect(requests).toHaveLength(0);
    expect(counted).toEqual([]);
  });

  it.each(['read', 'write', 'send'] as const)('is not sent when cancelled while a %s waits for its turn', async (kind) => {
    const stop = new AbortController();
    const counted: string[] = [];
    const { http, requests, clock } = createBench({
      fetch: answersRecord,
      http: { pace: { account: 'shop/1', perSecond: 0.2, burst: 1 } },
    });
    await kinds.read(http);

    const waiting = kinds[kind](http, effectCall({ signal: stop.signal, count: (request) => counted.push(request) }));
    await clock.untilSleeping(1);
    stop.abort();

    expect(await waiting).toMatchObject({ status: 'retryable', error: { code: 'ABORTED' } });
    expect(requests).toHaveLength(1);
    expect(counted).toEqual([]);
    expect(clock.sleeping()).toBe(0);
  });

  it('is not sent when cancelled at the moment of its turn', async () => {
    const stop = new AbortController();
    const { http, requests } = createBench({
      fetch: answersRecord,
      budget: { slot: async () => stop.abort(), saw: async () => {} },
    });

    expect(await kinds.send(http, effectCall({ signal: stop.signal }))).toMatchObject({ status: 'retryable', error: { code: 'ABORTED' } });
    expect(requests).toHaveLength(0);
  });

  it('is not sent when its right to send has run out while it waited', async () => {
    const order: string[] = [];
    const { http, requests } = createBench({
      fetch: answersRecord,
      budget: {
        slot: async () => {
          order.push('slot');
        },
        saw: async () => {},
      },
    });
    const maySend = (): boolean => {
      order.push('maySend');
      return false;
    };

    const outcome = await kinds.send(http, effectCall({ maySend, count: (request) => order.push(request) }));

    expect(outcome).toMatchObject({ status: 'retryable', error: { code: 'SELF_FENCED' } });
    expect(order).toEqual(['slot', 'maySend']);
    expect(requests).toHaveLength(0);
  });

  it('throws where the budget itself is broken', async () => {
    const budget: RateBudget = { slot: () => Promise.reject(new Error('no database')), saw: async () => {} };
    const { http, requests } = createBench({ fetch: answersRecord, budget });

    await expect(kinds.send(http)).rejects.toThrow('no database');
    expect(requests).toHaveLength(0);
  });
});

describe('an answer without success', () => {
  const cases = [
    [302, 'rejected', 'rejected', 'REFUSED'],
    [400, 'rejected', 'rejected', 'REFUSED'],
    [401, 'rejected', 'rejected', 'UNAUTHORIZED'],
    [402, 'rejected', 'rejected', 'ACCOUNT_BLOCKED'],
    [403, 'rejected', 'rejected', 'FORBIDDEN'],
    [404, 'rejected', 'rejected', 'NOT_FOUND'],
    [408, 'retryable', 'unknown', 'NO_ANSWER'],
    [409, 'rejected', 'rejected', 'CONFLICT'],
    [429, 'retryable', 'retryable', 'RATE_LIMITED'],
    [499, 'retryable', 'unknown', 'VENDOR_FAILED'],
    [500, 'retryable', 'unknown', 'VENDOR_FAILED'],
    [502, 'retryable', 'unknown', 'VENDOR_FAILED'],
    [504, 'retryable', 'unknown', 'NO_ANSWER'],
  ] as const;

  it.each(cases)('%i is %s for a read and %s for an effect', async (status, read, effect, code) => {
    const { http, requests, clock } = createBench({ fetch: async () => json(status, '<html>', { location: 'https://elsewhere.test/' }) });

    expect(await clock.run<unknown>(kinds.read(http))).toMatchObject({
      status: read,
      error: { code, details: { method: 'GET', path: '/records/{id}', status } },
    });
    expect(await clock.run<unknown>(kinds.write(http))).toMatchObject({ status: effect, error: { code } });
    expect(await clock.run<unknown>(kinds.send(http))).toMatchObject({ status: effect, error: { code } });
    expect(requests).toHaveLength(3);
  });

  it('goes by what the adapter reads in it', async () => {
    const { http } = createBench({
      fetch: async () => json(406, '{"code":"email_taken"}', { 'x-request-id': 'req-0001' }),
      http: {
        errors: ({ status, body }) =>
          status === 406 && (body as { code: string }).code === 'email_taken'
            ? { status: 'taken', error: callError('CONFLICT', { field: 'email' }) }
            : undefined,
      },
    });

    const details = { field: 'email', status: 406, method: 'POST', path: '/records', trace: 'req-0001' };
    expect(await kinds.send(http)).toMatchObject({ status: 'taken', error: { code: 'CONFLICT', details } });
    expect(await kinds.read(http)).toMatchObject({ status: 'rejected', error: { code: 'CONFLICT' } });
  });

  it('does not leave a read in doubt, whatever the adapter says', async () => {
    const { http } = createBench({
      fetch: async () => json(400, '{}'),
      http: { errors: () => ({ status: 'unknown', error: callError('VENDOR_FAILED') }) },
    });

    expect(await kinds.read(http)).toMatchObject({ status: 'retryable', error: { code: 'VENDOR_FAILED' } });
    expect(await kinds.send(http)).toMatchObject({ status: 'unknown', error: { code: 'VENDOR_FAILED' } });
  });

  it('is open where the adapter stumbles over its shape', async () => {
    const { http } = createBench({
      fetch: async () => json(400, '[]'),
      http: { errors: ({ body }) => ({ status: 'rejected', error: callError((body as { x: { y: 'REFUSED' } }).x.y) }) },
    });

    expect(await kinds.read(http)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
    expect(await kinds.send(http)).toMatchObject({ status: 'unknown', error: { code: 'ANSWER_UNREADABLE' } });
  });
});

describe('readMaybe', () => {
  it('answers `undefined` for what is not there', async () => {
    const { http } = createBench({ fetch: async () => json(404, '{"title":"Not found"}') });

    expect(await http.readMaybe({ path: '/records/7' }, recordWire, readCall())).toEqual({ status: 'done', value: undefined });
  });

  it('answers `undefined` where the adapter reads in another answer that it is not there', async () => {
    const { http } = createBench({
      fetch: async () => json(410, '{}'),
      http: { errors: () => ({ status: 'rejected', error: callError('NOT_FOUND') }) },
    });

    expect(await http.readMaybe({ path: '/records/7' }, recordWire, readCall())).toEqual({ status: 'done', value: undefined });
  });

  it('reads what is there and hands other failures on', async () => {
    const there = createBench({ fetch: answersRecord });
    const closed = createBench({ fetch: async () => json(403, '{}') });
    const blocked = createBench({
      fetch: async () => json(404, '{}'),
      http: { errors: () => ({ status: 'rejected', error: callError('ACCOUNT_BLOCKED') }) },
    });

    expect(await there.http.readMaybe({ path: '/records/7' }, recordWire, readCall())).toMatchObject({ status: 'done', value: { id: 7 } });
    expect(await closed.http.readMaybe({ path: '/records/7' }, recordWire, readCall())).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(await blocked.http.readMaybe({ path: '/records/7' }, recordWire, readCall())).toMatchObject({
      error: { code: 'ACCOUNT_BLOCKED' },
    });
  });
});

describe('a successful answer that cannot be read', () => {
  it.each([
    ['is not JSON', '<html>Wartung</html>', { reason: 'not-json' }],
    ['is cut off', '{"id":7,"pri', { reason: 'not-json' }],
    ['has another form', '{"id":"seven"}', { reason: 'form', fields: ['id'] }],
    ['is empty where something is expected', '', { reason: 'form' }],
  ])('leaves only an effect in doubt: it %s', async (_name, body, details) => {
    const { http } = createBench({ fetch: async () => json(200, body) });

    expect(await kinds.read(http)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE', details } });
    expect(await kinds.write(http)).toMatchObject({ status: 'unknown', error: { code: 'ANSWER_UNREADABLE', details } });
    expect(await kinds.send(http)).toMatchObject({ status: 'unknown', error: { code: 'ANSWER_UNREADABLE', details } });
  });

  it('counts a schema that throws as one of them', async () => {
    const { http } = createBench({ fetch: answersRecord });
    const throwing = recordWire.transform(() => decimal('no decimal'));

    expect(await http.send({ path: '/records', body: {} }, throwing, effectCall())).toMatchObject({
      status: 'unknown',
      error: { code: 'ANSWER_UNREADABLE', details: { reason: 'form' } },
    });
  });

  it('stops reading a body without end', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
      },
    });
    const { http } = createBench({ fetch: async () => new Response(endless) });

    expect(await kinds.read(http)).toMatchObject({
      status: 'retryable',
      error: { code: 'ANSWER_UNREADABLE', details: { reason: 'too-large' } },
    });
    expect(sent).toBeLessThan(60);
  });
});

describe('what an answer says of the quota', () => {
  it('reaches the budget with every answer that says something', async () => {
    const budget = listeningBudget();
    const { http } = createBench({
      fetch: async (request) => json(200, '{"id":7}', { 'x-left': request.method === 'GET' ? '0' : '9' }),
      budget,
      http: { limits: ({ headers }) => (headers.get('x-left') === '0' ? { pauseMs: 1_500 } : undefined) },
    });

    expect(await kinds.read(http)).not.toHaveProperty('retryAfterMs');
    await kinds.write(http);

    expect(budget.seen).toEqual([{ refused: false, pauseMs: 1_500 }]);
  });

  it.each([
    ['names no pause', {}, { refused: true }, undefined],
    ['names seconds', { 'retry-after': '30' }, { refused: true, pauseMs: 30_000 }, 30_000],
    ['names a longer pause in its own header', { 'retry-after': '1', 'x-reset': '9000' }, { refused: true, pauseMs: 9_000 }, 9_000],
    ['names a day', { 'retry-after': '86400' }, { refused: true, pauseMs: 300_000 }, 300_000],
  ])('makes a refusal a pause where the vendor %s', async (_name, headers, seen, retryAfterMs) => {
    const budget = listeningBudget();
    const { http } = createBench({
      fetch: async () => json(429, '{}', headers as Record<string, string>),
      budget,
      http: { limits: (answer) => (answer.headers.has('x-reset') ? { pauseMs: Number(answer.headers.get('x-reset')) } : undefined) },
    });

    const outcome = await kinds.send(http);

    expect(budget.seen).toEqual([seen]);
    expect(outcome).toMatchObject({ status: 'retryable', error: { code: 'RATE_LIMITED' } });
    expect((outcome as { retryAfterMs?: number }).retryAfterMs).toBe(retryAfterMs);
  });

  it('takes over how long a read shall wait for a vendor that is down', async () => {
    const budget = listeningBudget();
    const { http } = createBench({ fetch: async () => json(503, '', { 'retry-after': '20' }), budget });

    expect(await kinds.read(http)).toMatchObject({ status: 'retryable', retryAfterMs: 20_000, error: { code: 'VENDOR_FAILED' } });
    expect(budget.seen).toEqual([]);
  });

  it('does not cost the answer where the budget fails', async () => {
    const budget: RateBudget = { slot: async () => {}, saw: () => Promise.reject(new Error('no database')) };
    const { http } = createBench({ fetch: answersRecord, budget, http: { limits: () => ({ pauseMs: 5 }) } });

    expect(await kinds.send(http)).toMatchObject({ status: 'done' });
  });
});
