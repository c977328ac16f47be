import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Instant, Pace, Priority, RateBudget } from '@megzo/core';
import { createMemoryEnvironment } from '@megzo/core/memory';
import { createBudget } from '../src/budget/budget.ts';
import { createSessions, type Sessions } from '../src/sql/sessions.ts';
import { type FreshStore, startWorld, type World } from './world.ts';

jest.setTimeout(60_000);

const start = 1_772_442_000_000;
let world: World;
let base: FreshStore;
let pools: readonly Sessions[];

beforeAll(async () => {
  world = await startWorld();
  base = await world.fresh();
  pools = [1, 2, 3, 4].map(() => createSessions({ url: base.database.url, max: 3 }));
});
afterAll(async () => {
  await Promise.all((pools ?? []).map((pool) => pool.close()));
  await world?.stop();
});

describe('a budget that several processes share', () => {
  it('never exceeds the pace: a burst, then one call per interval', async () => {
    const line = queueOn({ account: 'pace', perSecond: 4, burst: 3 });

    const sent = await line.all(Array.from({ length: 24 }, () => 'order'));

    expect(sent.slice(0, 3)).toEqual([0, 0, 0]);
    for (const [place, at] of sent.entries()) expect(at).toBe(Math.max(0, place - 2) * 250);
  });

  it('never exceeds the pace in real time, by the clock of the server', async () => {
    const pace: Pace = { account: 'real', perSecond: 50, burst: 2 };
    const stores = [base.store, await base.another(), await base.another(), await base.another()];
    const sent: number[] = [];
    const begin = performance.now();

    await Promise.all(
      Array.from({ length: 24 }, async (_, place) => {
        await stores[place % 4]?.budget.slot(pace, callOf('order'));
        sent.push(performance.now() - begin);
      }),
    );

    sent.sort((a, b) => a - b);
    expect(sent).toHaveLength(24);
    // A busy machine is late, never early; a timer may fire a moment early, but not a slot.
    for (const [place, at] of sent.entries()) expect(at).toBeGreaterThan((place - 1) * 20 - 5);
  });

  it('keeps accounts apart', async () => {
    const [one, two] = ['one', 'two'].map((account) => queueOn({ account, perSecond: 1, burst: 1 }));

    expect(await one?.all(['order', 'order'])).toEqual([0, 1000]);
    expect(await two?.all(['order', 'order'])).toEqual([0, 1000]);
  });

  it.each([
    ['recovery', 21],
    ['order', 11],
    ['stock', 6],
    ['catalog', 3],
    ['backfill', 2],
  ] as const)('lets %s book up to its tolerance at once, the first call included: %d at one a second', async (priority, count) => {
    const line = queueOn({ account: `ahead ${priority}`, perSecond: 1, burst: 1 });

    await line.book(priority, count);

    expect(await line.isBookedAtOnce(priority)).toBe(false);
  });

  it('serves who may look further ahead before the others', async () => {
    const line = queueOn({ account: 'ranks', perSecond: 1, burst: 1 });
    await line.book('catalog', 3);

    expect(await line.isBookedAtOnce('catalog')).toBe(false);
    expect(await line.isBookedAtOnce('stock')).toBe(true);
    expect(await line.isBookedAtOnce('recovery')).toBe(true);
  });

  it('keeps a share for each priority however much recovery wants, and none for backfill', async () => {
    const line = queueOn({ account: 'shares', perSecond: 1, burst: 1 });
    await line.book('recovery', 21);

    for (const priority of ['order', 'stock', 'catalog'] as const) {
      expect([priority, await line.isBookedAtOnce(priority)]).toEqual([priority, true]);
      expect([priority, await line.isBookedAtOnce(priority)]).toEqual([priority, false]);
    }
    expect(await line.isBookedAtOnce('backfill')).toBe(false);
  });

  it('gives catalog its twentieth while orders fill the line', async () => {
    const line = queueOn({ account: 'twentieth', perSecond: 1, burst: 1 });

    const sent = await line.timed([
      ...Array.from({ length: 100 }, () => 'order' as const),
      ...Array.from({ length: 5 }, () => 'catalog' as const),
    ]);

    const catalog = sent.filter(({ priority }) => priority === 'catalog').map(({ at }) => at);
    expect(catalog).toHaveLength(5);
    expect(catalog.at(-1)).toBeLessThanOrEqual(101_000);
    expect(sent.at(-1)?.at).toBe(104_000);
  });
});

describe('what an answer said', () => {
  it('stops all processes for the pause that the vendor wants, and then goes on without a burst', async () => {
    const pace: Pace = { account: 'pause', perSecond: 2, burst: 4 };
    const line = queueOn(pace);

    await line.budgets[0]?.saw(pace, { refused: true, pauseMs: 3000 });

    expect(await line.all(['order', 'order', 'order'])).toEqual([3000, 3500, 4000]);
  });

  it('makes void a turn that was booked before the pause', async () => {
    const pace: Pace = { account: 'void', perSecond: 1, burst: 1 };
    const line = queueOn(pace);
    await line.book('order', 1);

    const second = line.sent(1, 'order');
    await line.settled();
    await line.budgets[2]?.saw(pace, { refused: false, pauseMs: 5000 });

    expect(await line.finish(second)).toBeGreaterThanOrEqual(5000);
  });

  it('makes pauses longer from refusal to refusal, counts those of one moment once, and begins anew after a quiet time', async () => {
    const pace: Pace = { account: 'refusals', perSecond: 10, burst: 1 };
    const line = queueOn(pace);
    const pauses: number[] = [];
    const refuse = async () => {
      await line.budgets[0]?.saw(pace, { refused: true });
      await line.budgets[1]?.saw(pace, { refused: true });
      const [row] = await base.sql(`SELECT paused_until FROM megzo.pacing WHERE account = 'refusals'`);
      pauses.push(Number(row?.paused_until) - line.now());
    };

    for (const pauseMs of [2000, 4000, 8000, 16_000, 32_000, 60_000]) {
      await refuse();
      await line.pass(pauseMs);
    }
    await line.pass(10_000);
    await refuse();

    expect(pauses).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 2000]);
  });

  it('changes nothing when it was all well', async () => {
    const pace: Pace = { account: 'well', perSecond: 1, burst: 1 };
    const line = queueOn(pace);

    await line.budgets[0]?.saw(pace, { refused: false });

    expect(await line.all(['backfill'])).toEqual([0]);
  });
});

describe('a call that is aborted', () => {
  it("is rejected with its reason while it waits, before it asks, and by the machine's clock", async () => {
    const pace: Pace = { account: 'abort', perSecond: 0.01, burst: 1 };
    const { budget } = base.store;
    await budget.slot(pace, callOf('order'));
    const [waiting, before] = [new AbortController(), new AbortController()];

    const slot = budget.slot(pace, { ...callOf('backfill'), signal: waiting.signal });
    setImmediate(() => waiting.abort(new Error('too late')));
    before.abort(new Error('never'));

    await expect(slot).rejects.toThrow('too late');
    await expect(budget.slot(pace, { ...callOf('order'), signal: before.signal })).rejects.toThrow('never');
  });
});

function callOf(priority: Priority) {
  return { signal: new AbortController().signal, priority };
}

/** Four processes on one account and on a clock that moves when told to. */
function queueOn(pace: Pace) {
  const { clock, advance } = createMemoryEnvironment({ at: start, seed: pace.account });
  let asleep = 0;
  let asking = 0;
  const counting = {
    sleep: async (ms: number, signal?: AbortSignal) => {
      asleep += 1;
      await clock.sleep(ms, signal).finally(() => {
        asleep -= 1;
      });
    },
  };
  const budgets: readonly RateBudget[] = pools.map(({ query }) => createBudget({ query, clock: counting, now: clock.now }));

  async function sent(place: number, priority: Priority): Promise<Instant> {
    asking += 1;
    try {
      await budgets[place % budgets.length]?.slot(pace, callOf(priority));
      return clock.now() - start;
    } finally {
      asking -= 1;
    }
  }

  /** Until all who ask have been served or lie asleep. */
  async function settled(): Promise<void> {
    while (asking > asleep) await new Promise((resolve) => setImmediate(resolve));
  }

  async function finish<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    await settled();
    while (!isDone) {
      await advance(50);
      await settled();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return done;
  }

  async function timed(calls: readonly Priority[]) {
    const times = calls.map(async (priority, place) => ({ priority, at: await sent(place, priority) }));
    return (await finish(Promise.all(times))).toSorted((a, b) => a.at - b.at);
  }

  return {
    budgets,
    now: clock.now,
    pass: advance,
    settled,
    finish,
    sent,
    timed,
    all: async (calls: readonly Priority[]) => (await timed(calls)).map(({ at }) => at),
    /** Books turns that nobody waits for. */
    book: async (priority: Priority, count: number) => {
      for (let place = 0; place < count; place += 1) expect([place, await isBookedAtOnce(priority)]).toEqual([place, true]);
    },
    isBookedAtOnce,
  };

  async function isBookedAtOnce(priority: Priority): Promise<boolean> {
    const before = await booked();
    void sent(0, priority);
    await settled();
    return (await booked()) > before;
  }

  async function booked(): Promise<number> {
    const [row] = await base.sql(`SELECT tat FROM megzo.pacing WHERE account = '${pace.account}'`);
    return Number(row?.tat ?? 0);
  }
}
