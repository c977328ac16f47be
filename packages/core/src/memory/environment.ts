import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Instant } from '../kernel/instant.ts';
import type { Clock, Environment, IdSource, Log } from '../ports/environment.ts';

/** Surroundings without a machine: time moves when told to, ids repeat with the seed, the log keeps silent. */
export interface MemoryEnvironment extends Environment {
  /** Moves the clock by `ms` and wakes sleepers in the order of their instants; what they start is carried on before the next one wakes. */
  advance(ms: number): Promise<void>;
  /**
   * Moves the clock from sleeper to sleeper until `work` has settled, and answers it. For work that waits for this clock
   * alone; it throws if nobody sleeps and `work` has not settled.
   */
  finish<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly at: Instant;
  readonly wake: () => void;
}

export function createMemoryEnvironment({ at, seed }: { readonly at: Instant; readonly seed: number | string }): MemoryEnvironment {
  let now = at;
  let sleepers: readonly Sleeper[] = [];

  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const abort = () => {
          leave();
          reject(signal?.reason);
        };
        const leave = () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          signal?.removeEventListener('abort', abort);
        };
        const wake = () => {
          leave();
          resolve();
        };
        const sleeper: Sleeper = { at: now + Math.max(0, ms), wake };
        // Sorting is stable: who lay down first wakes first.
        sleepers = [...sleepers, sleeper].toSorted((a, b) => a.at - b.at);
        signal?.addEventListener('abort', abort, { once: true });
      }),
  };

  function wakeNext(until: Instant): boolean {
    const [next] = sleepers;
    if (next === undefined || next.at > until) return false;
    now = Math.max(now, next.at);
    next.wake();
    return true;
  }

  return {
    clock,
    ids: seededIds(seed),
    log: silentLog,
    advance: async (ms) => {
      const until = now + ms;
      await everythingCarriedOn();
      while (wakeNext(until)) await everythingCarriedOn();
      now = until;
    },
    finish: async (work) => {
      let settled = false;
      const settle = () => {
        settled = true;
      };
      work.then(settle, settle);
      await everythingCarriedOn();
      while (!settled) {
        if (!wakeNext(Number.POSITIVE_INFINITY)) throw new Error('nobody sleeps, yet the work has not settled');
        await everythingCarriedOn();
      }
      return work;
    },
  };
}

/** Ids that repeat with the seed. */
export function seededIds(seed: number | string): IdSource {
  let given = 0;
  return { next: () => bytesToHex(sha256(utf8ToBytes(`${seed}/${given++}`)).subarray(0, 16)) };
}

export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};

/** A turn of the host's loop comes after all promises that can go on have gone on. */
function everythingCarriedOn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
