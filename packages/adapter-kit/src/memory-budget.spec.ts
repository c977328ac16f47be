import { describe, expect, it } from '@jest/globals';
import type { Call, Pace, Priority } from '@megzo/core';
import { createVirtualClock } from '../test/virtual-clock.ts';
import { createMemoryBudget } from './memory-budget.ts';

const pace: Pace = { account: 'lexoffice/1', perSecond: 2, burst: 1 };

function call(priority: Priority, signal: AbortSignal = new AbortController().signal): Call {
  return { priority, signal };
}

describe('createMemoryBudget', () => {
  it('spaces the calls of an account and leaves other accounts alone', async () => {
    const clock = createVirtualClock();
    const budget = createMemoryBudget(clock);
    const startedAt = clock.now();
    const at: Record<string, number[]> = { 'lexoffice/1': [], 'lexoffice/2': [] };
    const one = async (account: string): Promise<void> => {
      await budget.slot({ ...pace, account }, call('order'));
      at[account]?.push(clock.now() - startedAt);
    };

    await clock.run(Promise.all(['lexoffice/1', 'lexoffice/1', 'lexoffice/2', 'lexoffice/1', 'lexoffice/2'].map(one)));

    expect(at).toEqual({ 'lexoffice/1': [0, 500, 1_000], 'lexoffice/2': [0, 500] });
  });

  it('lets a live order overtake a backfill that waits', async () => {
    const clock = createVirtualClock();
    const budget = createMemoryBudget(clock);
    const order: string[] = [];
    const one = async (name: string, priority: Priority): Promise<void> => {
      await budget.slot(pace, call(priority));
      order.push(name);
    };

    const backfills = Array.from({ length: 6 }, (_, index) => one(`backfill ${index}`, 'backfill'));
    await clock.run(Promise.all([...backfills, one('order', 'order')]));

    expect(order.indexOf('order')).toBeLessThanOrEqual(2);
    expect(order).toHaveLength(7);
  });

  it('gives each priority its share under a flood of everything and sends at the full pace', async () => {
    const clock = createVirtualClock();
    const budget = createMemoryBudget(clock);
    const end = clock.now() + 200_000;
    const sent = { recovery: 0, order: 0, stock: 0, catalog: 0, backfill: 0 };
    const flood = async (priority: Priority): Promise<void> => {
      while (clock.now() < end) {
        await budget.slot(pace, call(priority));
        if (clock.now() < end) sent[priority] += 1;
      }
    };
    const asking = { recovery: 45, order: 25, stock: 12, catalog: 6, backfill: 3 };

    await clock.run(
      Promise.all(Object.entries(asking).flatMap(([priority, count]) => Array.from({ length: count }, () => flood(priority as Priority)))),
    );

    const all = Object.values(sent).reduce((sum, count) => sum + count, 0);
    expect(all).toBeGreaterThanOrEqual(395);
    expect(all).toBeLessThanOrEqual(402);
    expect(sent.recovery / all).toBeGreaterThan(0.19);
    expect(sent.order / all).toBeGreaterThan(0.5);
    expect(sent.stock / all).toBeGreaterThan(0.08);
    expect(sent.catalog / all).toBeGreaterThan(0.04);
  });

  it('rejects with the reason when aborted, before asking, while waiting and while denied', async () => {
    const clock = createVirtualClock();
    const budget = createMemoryBudget(clock);
    const stop = new AbortController();
    const reason = new Error('shutting down');
    await budget.slot(pace, call('order'));

    const waiting = budget.slot(pace, call('order', stop.signal));
    await budget.saw(pace, { refused: true, pauseMs: 60_000 });
    const denied = budget.slot(pace, call('backfill', stop.signal));
    await clock.untilSleeping(2);
    stop.abort(reason);

    await expect(waiting).rejects.toBe(reason);
    await expect(denied).rejects.toBe(reason);
    await expect(budget.slot({ ...pace, account: 'idle' }, call('order', stop.signal))).rejects.toBe(reason);
    expect(clock.sleeping()).toBe(0);
  });

  it('holds back turns that were booked before the vendor asked for a pause', async () => {
    const clock = createVirtualClock();
    const budget = createMemoryBudget(clock);
    const startedAt = clock.now();
    const at: number[] = [];
    const calls = Array.from({ length: 4 }, async () => {
      await budget.slot(pace, call('order'));
      at.push(clock.now() - startedAt);
    });
    await clock.advance(600);

    await budget.saw(pace, { refused: true, pauseMs: 10_000 });
    await clock.run(Promise.all(calls));

    expect(at).toEqual([0, 500, 10_600, 11_100]);
  });
});
