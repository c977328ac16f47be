import { describe, expect, it, jest } from '@jest/globals';
import { createBench, effectCall, json, kinds, readCall, timeoutMs } from '../test/shop.ts';
import { createVirtualClock } from '../test/virtual-clock.ts';
import { createKit } from './create-kit.ts';
import { LostReply, serve } from './simulator/index.ts';

const never = (): Promise<Response> => new Promise(() => {});

describe('the deadline', () => {
  it.each([
    ['read', 'retryable'],
    ['write', 'unknown'],
    ['send', 'unknown'],
  ] as const)('ends a %s without an answer after its time', async (kind, status) => {
    const { http, clock } = createBench({ fetch: never });
    const startedAt = clock.now();

    const outcome = await clock.run<unknown>(kinds[kind](http, effectCall()));

    expect(outcome).toMatchObject({ status, error: { code: 'NO_ANSWER', details: { reason: 'deadline' } } });
    expect(clock.now() - startedAt).toBe(timeoutMs);
  });

  it('counts from the first byte, not from the beginning of the wait', async () => {
    const { http, clock } = createBench({ fetch: never, http: { pace: { account: 'shop/1', perSecond: 0.2, burst: 1 } } });
    const startedAt = clock.now();

    await clock.run(Promise.all([kinds.read(http), kinds.read(http)]));

    expect(clock.now() - startedAt).toBe(5_000 + timeoutMs);
  });

  it('covers the body as well', async () => {
    const stalls = async (): Promise<Response> =>
      new Response(new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{"id":')) }));
    const { http, clock } = createBench({ fetch: stalls });

    expect(await clock.run(kinds.read(http))).toMatchObject({
      status: 'retryable',
      error: { code: 'NO_ANSWER', details: { status: 200 } },
    });
    expect(await clock.run(kinds.send(http))).toMatchObject({ status: 'unknown', error: { code: 'NO_ANSWER' } });
  });

  it('goes by the status where an error answer stalls', async () => {
    const stalls = async (): Promise<Response> => new Response(new ReadableStream({}), { status: 422 });
    const { http, clock } = createBench({ fetch: stalls });

    expect(await clock.run(kinds.send(http))).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
  });

  it('takes the request back', async () => {
    const aborted: boolean[] = [];
    const { http, clock, requests } = createBench({ fetch: never });

    await clock.run(kinds.send(http));
    for (const request of requests) aborted.push(request.signal.aborted);

    expect(aborted).toEqual([true]);
  });

  it('leaves no sleeper behind and sets no timer of the machine', async () => {
    const set = jest.spyOn(globalThis, 'setTimeout');
    const { http, clock } = createBench({ fetch: async () => json(200, '{"id":7}') });

    const outcomes = [await kinds.read(http), await kinds.write(http), await kinds.send(http)];
    const timers = set.mock.calls.length;
    set.mockRestore();

    expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
    expect(clock.sleeping()).toBe(0);
    expect(timers).toBe(0);
  });
});

describe('cancelling on the way', () => {
  it('ends a read at once', async () => {
    const stop = new AbortController();
    const { http, clock } = createBench({ fetch: never });

    const reading = kinds.read(http, readCall({ signal: stop.signal }));
    await clock.untilSleeping(1);
    stop.abort();

    expect(await reading).toMatchObject({ status: 'retryable', error: { code: 'ABORTED' } });
    expect(clock.sleeping()).toBe(0);
  });

  it('ends a read whose body is still coming', async () => {
    const stop = new AbortController();
    const { http } = createBench({
      fetch: async () => new Response(new ReadableStream({ pull: () => stop.abort() }, { highWaterMark: 0 })),
    });

    expect(await kinds.read(http, readCall({ signal: stop.signal }))).toMatchObject({ status: 'retryable', error: { code: 'ABORTED' } });
  });

  it.each(['write', 'send'] as const)('leaves a %s its deadline, because taking it back would only bring doubt', async (kind) => {
    const stop = new AbortController();
    const clock = createVirtualClock();
    const { http } = createBench({
      clock,
      fetch: async () => {
        stop.abort();
        await clock.sleep(2_000);
        return json(200, '{"id":7}');
      },
    });

    expect(await clock.run<unknown>(kinds[kind](http, effectCall({ signal: stop.signal })))).toMatchObject({ status: 'done' });
  });
});

describe('a connection that fails', () => {
  it.each([
    ['cannot be made', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'retryable', 'retryable', 'UNREACHABLE'],
    ['has no address', Object.assign(new Error('dns'), { code: 'ENOTFOUND' }), 'retryable', 'retryable', 'UNREACHABLE'],
    ['is reset', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'retryable', 'unknown', 'NO_ANSWER'],
    ['ends without a word', undefined, 'retryable', 'unknown', 'NO_ANSWER'],
  ] as const)('%s', async (_name, cause, read, effect, code) => {
    const fetch = (): Promise<Response> => Promise.reject(new TypeError('fetch failed', { cause }));
    const { http, requests } = createBench({ fetch });

    expect(await kinds.read(http)).toMatchObject({ status: read, error: { code } });
    expect(await kinds.write(http)).toMatchObject({ status: effect, error: { code } });
    expect(await kinds.send(http)).toMatchObject({ status: effect, error: { code } });
    expect(requests).toHaveLength(3);
  });

  it('is told apart on a real socket: nobody listening, and somebody who hangs up', async () => {
    const served = await serve(() => Promise.reject(new LostReply()));
    const hungUp = createBench({ fetch: (request) => globalThis.fetch(request), http: { baseUrl: served.url } });

    expect(await kinds.send(hungUp.http)).toMatchObject({ status: 'unknown', error: { code: 'NO_ANSWER' } });
    expect(await kinds.read(hungUp.http)).toMatchObject({ status: 'retryable', error: { code: 'NO_ANSWER' } });

    await served.close();

    expect(await kinds.send(hungUp.http)).toMatchObject({
      status: 'retryable',
      error: { code: 'UNREACHABLE', details: { reason: 'ECONNREFUSED' } },
    });
  });

  it('is in doubt where the body breaks off', async () => {
    const breaks = async (): Promise<Response> =>
      new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) }, { highWaterMark: 0 }));
    const { http } = createBench({ fetch: breaks });

    expect(await kinds.send(http)).toMatchObject({
      status: 'unknown',
      error: { code: 'ANSWER_UNREADABLE', details: { reason: 'broken-off' } },
    });
    expect(await kinds.read(http)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
  });

  it('is never tried again by the client and never follows a redirect', async () => {
    const paths: string[] = [];
    const served = await serve(async (request) => {
      paths.push(`${request.method} ${new URL(request.url).pathname}`);
      return new Response('', { status: 307, headers: { location: '/elsewhere' } });
    });
    const { http } = createBench({ fetch: (request) => globalThis.fetch(request), http: { baseUrl: served.url } });

    const outcomes = [await kinds.send(http), await kinds.read(http)];
    await served.close();

    expect(outcomes).toMatchObject([
      { status: 'rejected', error: { code: 'REFUSED' } },
      { status: 'rejected', error: { code: 'REFUSED' } },
    ]);
    expect(paths).toEqual(['POST /records', 'GET /records/7']);
  });
});

describe('createKit', () => {
  it('works with nothing but its defaults', async () => {
    const served = await serve(async () => json(200, '{"id":7}'));
    const kit = createKit();
    const http = kit.http({
      baseUrl: served.url,
      pace: { account: 'shop/1', perSecond: 1_000, burst: 10 },
      headers: {},
      timeoutMs: 10_000,
      allowed: [{ method: 'GET', path: '/records/{id}' }],
      errors: () => undefined,
    });

    const answer = await kinds.read(http);
    await served.close();

    expect(answer).toEqual({ status: 'done', value: { id: 7 } });
    expect(kit.ids.next()).toMatch(/^[0-9a-f]{32}$/);
    expect(Math.abs(kit.clock.now() - Date.now())).toBeLessThan(60_000);
  });
});
