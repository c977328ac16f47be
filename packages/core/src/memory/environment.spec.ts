import { describe, expect, it } from '@jest/globals';
import { createMemoryEnvironment } from './environment.ts';
import { unlimitedBudget } from './unlimited-budget.ts';

const at = 1_000_000;

describe('The clock in memory', () => {
  it('stands still until it is told to move', async () => {
    const { clock, advance } = createMemoryEnvironment({ at, seed: 1 });
    expect(clock.now()).toBe(at);

    await advance(250);

    expect(clock.now()).toBe(at + 250);
  });

  it('wakes sleepers in the order of their instants, each at its own, and the others not', async () => {
    const { clock, advance } = createMemoryEnvironment({ at, seed: 1 });
    const woken: [string, number][] = [];
    for (const [name, ms] of Object.entries({ late: 30, first: 10, second: 10, never: 41, now: 0, before: -5 })) {
      void clock.sleep(ms).then(() => woken.push([name, clock.now()]));
    }

    await advance(40);

    expect(woken).toEqual([
      ['now', at],
      ['before', at],
      ['first', at + 10],
      ['second', at + 10],
      ['late', at + 30],
    ]);
    expect(clock.now()).toBe(at + 40);
  });

  it('carries on what a sleeper starts before it wakes the next one', async () => {
    const { clock, advance } = createMemoryEnvironment({ at, seed: 1 });
    const woken: string[] = [];
    async function beat(name: string, ms: number): Promise<void> {
      for (;;) {
        await clock.sleep(ms);
        woken.push(`${name} ${clock.now() - at}`);
      }
    }
    void beat('a', 20);
    void beat('b', 30);

    await advance(60);

    expect(woken).toEqual(['a 20', 'b 30', 'a 40', 'b 60', 'a 60']);
  });

  it('rejects a sleep with the reason of its signal, before it begins or while it lasts', async () => {
    const { clock, advance } = createMemoryEnvironment({ at, seed: 1 });
    const controller = new AbortController();
    const sleep = clock.sleep(10, controller.signal);
    const reason = new Error('enough');

    controller.abort(reason);

    await expect(sleep).rejects.toBe(reason);
    await expect(clock.sleep(10, controller.signal)).rejects.toBe(reason);
    await advance(20);
    expect(clock.now()).toBe(at + 20);
  });

  it('leaves a signal alone once the sleep is over', async () => {
    const { clock, advance } = createMemoryEnvironment({ at, seed: 1 });
    const controller = new AbortController();
    const sleep = clock.sleep(10, controller.signal);
    await advance(10);

    controller.abort(new Error('too late'));

    await expect(sleep).resolves.toBeUndefined();
  });

  it('moves on by itself until some work has settled', async () => {
    const { clock, finish } = createMemoryEnvironment({ at, seed: 1 });
    async function work(): Promise<string> {
      await clock.sleep(500);
      await clock.sleep(700);
      return 'done';
    }

    expect(await finish(work())).toBe('done');
    expect(clock.now()).toBe(at + 1200);
    await expect(finish(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  });

  it('refuses to wait for work that waits for something else', async () => {
    const { finish } = createMemoryEnvironment({ at, seed: 1 });

    await expect(finish(new Promise(() => {}))).rejects.toThrow('nobody sleeps');
  });
});

describe('The ids in memory', () => {
  it('repeat with the seed, and never in one sequence', () => {
    const ids = (seed: number | string) => {
      const source = createMemoryEnvironment({ at, seed }).ids;
      return Array.from({ length: 100 }, () => source.next());
    };

    expect(ids(7)).toEqual(ids(7));
    expect(ids(7)).not.toEqual(ids(8));
    expect(new Set(ids(7)).size).toBe(100);
    for (const id of ids('text')) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('The unlimited budget', () => {
  it('lets every call pass but an aborted one', async () => {
    const budget = unlimitedBudget();
    const pace = { account: 'a', perSecond: 1, burst: 1 };
    const controller = new AbortController();
    const call = { signal: controller.signal, priority: 'order' } as const;
    await expect(budget.slot(pace, call)).resolves.toBeUndefined();
    await expect(budget.saw(pace, { refused: true, pauseMs: 1000 })).resolves.toBeUndefined();

    controller.abort(new Error('enough'));

    await expect(budget.slot(pace, call)).rejects.toThrow('enough');
  });
});
