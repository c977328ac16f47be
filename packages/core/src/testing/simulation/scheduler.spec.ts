import { describe, expect, it } from '@jest/globals';
import { merchantId, pairId } from '../../kernel/ids.ts';
import { createMemoryStore } from '../../memory/memory-store.ts';
import { seededRandom } from '../random.ts';
import { type AwaitPoint, createScheduler, type Scheduler, type SchedulerOptions } from './scheduler.ts';
import { createTrace, timeline } from './trace.ts';
import { workerStore } from './worker-store.ts';

function start(seed: number, options: Partial<SchedulerOptions> = {}): Scheduler {
  return createScheduler({ at: 0, random: seededRandom(seed), trace: createTrace({ recording: true }), ...options });
}

/** Two workers that write their names down after each answer. */
async function race(seed: number): Promise<{ readonly order: string; readonly hash: string }> {
  const scheduler = start(seed);
  let order = '';
  for (const name of ['a', 'b']) {
    const worker = scheduler.worker(name);
    void (async () => {
      for (let turn = 0; turn < 4; turn += 1) {
        await worker.call('ask', async () => undefined);
        order += name;
      }
    })();
  }
  await scheduler.run(1);
  return { order, hash: scheduler.trace.hash() };
}

describe('the scheduler', () => {
  it('lets a seed choose the order of answers, and gives the same order again', async () => {
    const orders = new Set<string>();
    for (let seed = 1; seed <= 20; seed += 1) {
      const once = await race(seed);
      expect(await race(seed)).toEqual(once);
      orders.add(once.order);
    }

    expect(orders.size).toBeGreaterThan(10);
  });

  it('moves the time only when nobody can go on', async () => {
    const scheduler = start(1);
    const worker = scheduler.worker('a');
    const seen: number[] = [];
    void (async () => {
      await worker.clock.sleep(50);
      seen.push(worker.clock.now());
      await worker.call('ask', () => scheduler.clock.sleep(30));
      seen.push(worker.clock.now());
    })();

    await scheduler.run(1_000);

    expect([...seen, scheduler.clock.now()]).toEqual([50, 80, 1_000]);
  });

  it('never lets a dead worker go on, neither from a call nor from a sleep', async () => {
    const scheduler = start(1, { kills: ({ number }) => number === 2 });
    const died: string[] = [];
    const worker = scheduler.worker('a', () => died.push('a'));
    const went: string[] = [];
    void worker.call('ask', async () => went.push('effect')).then(() => went.push('answer'));
    void worker.clock.sleep(5).then(() => went.push('sleep'));

    await scheduler.run(100);

    expect(went).toEqual(['effect']);
    expect(died).toEqual(['a']);
    expect(worker.alive).toBe(false);
  });

  it('does not begin a call before which the worker dies', async () => {
    const scheduler = start(1, { kills: ({ side }) => side === 'before' });
    const went: string[] = [];
    void scheduler.worker('a').call('ask', async () => went.push('effect'));

    await scheduler.run(100);

    expect(went).toEqual([]);
  });

  it('keeps from a paused worker what arrives meanwhile', async () => {
    const scheduler = start(1);
    const worker = scheduler.worker('a');
    const seen: number[] = [];
    void worker.call('ask', async () => undefined).then(() => seen.push(worker.clock.now()));
    void worker.clock.sleep(10).then(() => seen.push(worker.clock.now()));
    worker.pause(500);

    await scheduler.run(1_000);

    expect(seen).toEqual([500, 500]);
  });

  it('shows a worker its own time', () => {
    const scheduler = start(1);
    const worker = scheduler.worker('a');
    worker.skew(-300);

    expect([worker.clock.now(), scheduler.clock.now()]).toEqual([-300, 0]);
  });

  it('ends a sleep that is given up', async () => {
    const scheduler = start(1);
    const stop = new AbortController();
    const slept = scheduler.worker('a').clock.sleep(50, stop.signal);
    scheduler.at(10, () => stop.abort(new Error('enough')));
    const failed = slept.catch((error: Error) => error.message);

    await scheduler.run(100);

    expect(await failed).toBe('enough');
  });

  it('tells what happened line by line', async () => {
    const scheduler = start(1);
    void scheduler.worker('a').call('ask', () => scheduler.clock.sleep(61_002));

    await scheduler.run(100_000);
    scheduler.trace.note({ at: scheduler.clock.now(), who: 'people', what: 'go home' });

    expect(timeline(scheduler.trace.events)).toBe('00:00:00.000  a             ask\n00:00:38.998  people        go home');
  });
});

describe("a worker's store", () => {
  const merchant = merchantId('acme');
  const pair = pairId('main');

  it('rolls back the transaction in which the worker dies, and passes a point at each statement', async () => {
    const points: AwaitPoint[] = [];
    const memory = createMemoryStore();
    const scheduler = start(1, {
      kills: (point) => {
        points.push(point);
        return point.what === 'store cursors.read' && point.side === 'after';
      },
    });
    const worker = scheduler.worker('a', () => memory.kill('a'));
    const store = workerStore(memory.connect('a'), worker, { statements: true });
    void store.transaction(merchant, async (tx) => {
      await tx.cursors.write(pair, 'place', 1);
      await tx.cursors.read(pair, 'place');
    });

    await scheduler.run(1);

    expect(points.map(({ what, side }) => `${side} ${what}`)).toEqual([
      'before store',
      'before store cursors.write',
      'after store cursors.write',
      'before store cursors.read',
      'after store cursors.read',
    ]);
    expect(await memory.transaction(merchant, (tx) => tx.cursors.read(pair, 'place'))).toBeUndefined();
  });
});
