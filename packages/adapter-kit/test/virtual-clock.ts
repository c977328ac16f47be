import type { Clock } from '@megzo/core';

export interface VirtualClock extends Clock {
  /** Sleepers that wait for their time. */
  sleeping(): number;
  /** Lets time pass and wakes whoever is due, one after another. */
  advance(ms: number): Promise<void>;
  /** Jumps from sleeper to sleeper until the promise is settled. For work without real input and output. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Waits, by turns of the event loop, until so many sleep. For work with real input and output. */
  untilSleeping(count: number): Promise<void>;
}

/** Time that passes only when told to. */
export function createVirtualClock(startAt = Date.UTC(2026, 0, 5, 8)): VirtualClock {
  let now = startAt;
  let sleepers: { at: number; wake: () => void }[] = [];

  function wakeNext(): void {
    sleepers.sort((a, b) => a.at - b.at);
    const next = sleepers.shift();
    if (next === undefined) return;
    now = Math.max(now, next.at);
    next.wake();
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const abort = (): void => {
          sleepers = sleepers.filter((one) => one !== sleeper);
          reject(signal?.reason);
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        const sleeper = { at: now + Math.max(0, ms), wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', abort, { once: true });
      }),
    sleeping: () => sleepers.length,
    async advance(ms) {
      const until = now + ms;
      await turns();
      while (sleepers.some(({ at }) => at <= until)) {
        wakeNext();
        await turns();
      }
      now = until;
    },
    async run(work) {
      let settled = false;
      const end = (): void => {
        settled = true;
      };
      work.then(end, end);
      for (let idle = 0; !settled && idle < 100; ) {
        await turns();
        if (settled) break;
        idle = sleepers.length === 0 ? idle + 1 : 0;
        wakeNext();
      }
      if (!settled) throw new Error('nothing sleeps, and the work does not end');
      return work;
    },
    async untilSleeping(count) {
      while (sleepers.length < count) await turns();
    },
  };
}

/** Lets everything run that is ready. Streams need a few turns. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
