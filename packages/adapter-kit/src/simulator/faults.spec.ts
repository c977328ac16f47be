import { afterEach, describe, expect, it } from '@jest/globals';
import { createBench, json, kinds, timeoutMs } from '../../test/shop.ts';
import { createVirtualClock } from '../../test/virtual-clock.ts';
import { type FaultRule, FaultScript, type Handler, type JournalEntry, type Served, seededRandom, serve, withFaults } from './index.ts';

const ways = ['loopback', 'fetch'] as const;
const open: Served[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

/** A vendor that notes the bodies it acted on, behind a fault script, with a real adapter's HTTP in front. */
async function createWorld(way: (typeof ways)[number], ...rules: readonly FaultRule[]) {
  const clock = createVirtualClock();
  const acted: string[] = [];
  const journal: JournalEntry[] = [];
  const faults = new FaultScript();
  faults.add(...rules);
  const vendor: Handler = async (request) => {
    acted.push(`${request.method} ${await request.text()}`);
    return json(200, '{"id":7,"price":"19.90"}');
  };
  const handler = withFaults(vendor, { world: { clock, random: seededRandom(1) }, faults, journal });
  if (way === 'fetch') return { ...createBench({ fetch: handler, clock }), acted, journal, faults };
  const served = await serve(handler);
  open.push(served);
  const bench = createBench({ fetch: (request) => globalThis.fetch(request), clock, http: { baseUrl: served.url } });
  return { ...bench, acted, journal, faults };
}

describe.each(ways)('a fault seen through %s', (way) => {
  it('is none where no rule strikes', async () => {
    const { http, acted, journal, clock } = await createWorld(way);

    expect(await kinds.send(http)).toMatchObject({ status: 'done', value: { id: 7 } });
    expect(acted).toEqual(['POST {"id":7}']);
    expect(journal).toMatchObject([{ at: clock.now(), method: 'POST', query: '', body: { id: 7 }, answered: 200 }]);
    expect(journal[0]).not.toHaveProperty('fault');
  });

  it.each([
    ['before', []],
    ['after', ['POST {"id":7}']],
  ] as const)('loses a reply %s the vendor acts', async (when, expected) => {
    const { http, acted, journal } = await createWorld(way, { fault: { kind: 'lose-reply', when } });

    expect(await kinds.send(http)).toMatchObject({ status: 'unknown', error: { code: 'NO_ANSWER' } });
    expect(acted).toEqual(expected);
    expect(journal).toMatchObject([{ answered: 'lost', fault: 'lose-reply' }]);
  });

  it('lets the vendor act long after the reply was lost', async () => {
    const { http, acted, clock } = await createWorld(way, { fault: { kind: 'late-effect', afterMs: 20_000 }, method: 'POST' });

    const sent = await kinds.send(http);
    await clock.advance(19_999);
    await kinds.read(http);
    const before = [...acted];
    await clock.advance(1);
    await kinds.read(http);

    expect(sent).toMatchObject({ status: 'unknown', error: { code: 'NO_ANSWER' } });
    expect(before).toEqual(['GET ']);
    expect(acted).toEqual(['GET ', 'POST {"id":7}', 'GET ']);
  });

  it('cuts an answer in the middle, after the vendor acted', async () => {
    const { http, acted } = await createWorld(way, { fault: { kind: 'truncated' } });

    expect(await kinds.send(http)).toMatchObject({ status: 'unknown', error: { code: 'ANSWER_UNREADABLE' } });
    expect(await kinds.read(http)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
    expect(acted).toEqual(['POST {"id":7}', 'GET ']);
  });

  it.each([
    ['before', 502, 'VENDOR_FAILED', []],
    ['after', 502, 'VENDOR_FAILED', ['POST {"id":7}']],
    ['after', 200, 'ANSWER_UNREADABLE', ['POST {"id":7}']],
  ] as const)('shows a page, %s the vendor acted, with status %i', async (when, status, code, expected) => {
    const { http, acted } = await createWorld(way, { fault: { kind: 'html', when, status } });

    expect(await kinds.send(http)).toMatchObject({ status: 'unknown', error: { code } });
    expect(acted).toEqual(expected);
  });

  it.each([
    ['before', []],
    ['after', ['POST {"id":7}']],
  ] as const)('answers another status %s the vendor acts, with body and headers', async (when, expected) => {
    const fault = { kind: 'status', when, status: 500, body: '{"traceId":"90d78d0777be"}', headers: { 'x-more': '1' } } as const;
    const { http, acted } = await createWorld(way, { fault });

    expect(await kinds.send(http)).toMatchObject({
      status: 'unknown',
      error: { code: 'VENDOR_FAILED', details: { status: 500, trace: '90d78d0777be' } },
    });
    expect(acted).toEqual(expected);
  });

  it('takes a gateway its time to say so', async () => {
    const { http, clock } = await createWorld(way, { fault: { kind: 'status', when: 'before', status: 504, afterMs: 29_000 } });
    const startedAt = clock.now();

    const sent = kinds.send(http);
    await clock.untilSleeping(2);
    await clock.advance(29_000);

    expect(await sent).toMatchObject({ status: 'unknown', error: { code: 'NO_ANSWER', details: { status: 504 } } });
    expect(clock.now() - startedAt).toBe(29_000);
  });

  it('is slow, and still in time', async () => {
    const { http, clock, acted } = await createWorld(way, { fault: { kind: 'slow', ms: timeoutMs - 1 } });

    const sent = kinds.send(http);
    await clock.untilSleeping(2);
    await clock.advance(timeoutMs - 1);

    expect(await sent).toMatchObject({ status: 'done' });
    expect(acted).toEqual(['POST {"id":7}']);
  });

  it('is too slow: we gave up, and the vendor acts all the same', async () => {
    const { http, clock, acted } = await createWorld(way, { fault: { kind: 'slow', ms: timeoutMs + 1 } });

    const sent = kinds.send(http);
    await clock.untilSleeping(2);
    await clock.advance(timeoutMs);
    const outcome = await sent;
    const before = [...acted];
    await clock.advance(1);

    expect(outcome).toMatchObject({ status: 'unknown', error: { code: 'NO_ANSWER', details: { reason: 'deadline' } } });
    expect(before).toEqual([]);
    expect(acted).toEqual(['POST {"id":7}']);
  });
});

describe('FaultScript', () => {
  const lost = { kind: 'lose-reply', when: 'before' } as const;
  const slow = { kind: 'slow', ms: 5 } as const;
  const always = (): number => 0;

  it('strikes only where method and path fit, and the first rule that fits', () => {
    const script = new FaultScript();
    script.add({ fault: lost, method: 'POST', path: /^\/orders$/ }, { fault: slow });

    expect(script.strike('POST', '/orders', always)).toBe(lost);
    expect(script.strike('GET', '/orders', always)).toBe(slow);
    expect(script.strike('POST', '/orders/7', always)).toBe(slow);
  });

  it('lets some pass first and strikes so often at the most', () => {
    const script = new FaultScript();
    script.add({ fault: lost, skip: 2, times: 1 });

    expect(Array.from({ length: 5 }, () => script.strike('GET', '/', always))).toEqual([undefined, undefined, lost, undefined, undefined]);
  });

  it('strikes by chance, the same in every run', () => {
    const run = (): number => {
      const script = new FaultScript();
      script.add({ fault: lost, chance: 0.3 });
      const random = seededRandom(7);
      return Array.from({ length: 1_000 }, () => script.strike('GET', '/', random)).filter((fault) => fault !== undefined).length;
    };

    expect(run()).toBeGreaterThan(250);
    expect(run()).toBeLessThan(350);
    expect(run()).toBe(run());
  });

  it('strikes no more when cleared', () => {
    const script = new FaultScript();
    script.add({ fault: lost });
    script.clear();

    expect(script.strike('GET', '/', always)).toBeUndefined();
  });
});
