import type { Instant } from '../../kernel/instant.ts';
import type { Clock } from '../../ports/environment.ts';
import type { Random } from '../random.ts';
import { createSleepers } from './sleepers.ts';
import type { Trace } from './trace.ts';

/** Where a worker stands when it asks a port: right before the call, and right before its answer arrives. */
export interface AwaitPoint {
  readonly worker: string;
  readonly what: string;
  readonly side: 'before' | 'after';
  /** Counts the points of all workers from 1. */
  readonly number: number;
}

/** A process that takes part. Dead, it never goes on: no answer and no wake-up reaches it any more. */
export interface SimulatedWorker {
  readonly name: string;
  readonly alive: boolean;
  /** Its own view of the time; its sleeps end with it. */
  readonly clock: Clock;
  /** Carries one call of a port. It begins at once; when its answer arrives is the schedule's choice. */
  call<T>(what: string, act: () => Promise<T>): Promise<T>;
  /** A point inside a call, such as a statement of a transaction: it can end the worker, nothing is rearranged. */
  step<T>(what: string, act: () => Promise<T>): Promise<T>;
  kill(): void;
  /** Nothing reaches it before that instant; its own clock runs on. */
  pause(until: Instant): void;
  /** Its clock is off from now on, ms. */
  skew(ms: number): void;
}

export interface SchedulerOptions {
  readonly at: Instant;
  readonly random: Random;
  readonly trace: Trace;
  /** `true`: the worker dies here. */
  readonly kills?: (point: AwaitPoint) => boolean;
}

/** One thread, virtual time, and a seed that chooses which of the ready answers arrives next. */
export interface Scheduler {
  /** The world's own time, for vendors and people. */
  readonly clock: Clock;
  readonly trace: Trace;
  worker(name: string, died?: () => void): SimulatedWorker;
  /** Does something at an instant of its own. */
  at(instant: Instant, act: () => void): void;
  /** Goes on until that instant or until `ended`. */
  run(until: Instant, ended?: () => boolean): Promise<void>;
  /** Points passed so far. */
  readonly points: number;
}

interface Ready {
  readonly worker: Worker | undefined;
  readonly go: () => void;
}

interface Worker extends SimulatedWorker {
  alive: boolean;
  pausedUntil: Instant;
  skewMs: number;
}

export function createScheduler({ at, random, trace, kills = () => false }: SchedulerOptions): Scheduler {
  let now = at;
  let points = 0;
  let ready: Ready[] = [];
  const sleepers = createSleepers();

  function clockOf(worker: Worker | undefined): Clock {
    return {
      now: () => now + (worker?.skewMs ?? 0),
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          if (signal?.aborted === true) return reject(signal.reason);
          const abort = (): void => {
            sleepers.leave(sleeper);
            if (worker?.alive !== false) reject(signal?.reason);
          };
          const sleeper = sleepers.lie(now + Math.max(0, ms), () => {
            const go = (): void => {
              signal?.removeEventListener('abort', abort);
              resolve();
            };
            ready.push({ worker, go });
          });
          signal?.addEventListener('abort', abort, { once: true });
        }),
    };
  }

  function passes(worker: Worker, what: string, side: AwaitPoint['side']): boolean {
    if (!worker.alive) return false;
    points += 1;
    if (!kills({ worker: worker.name, what, side, number: points })) return true;
    trace.note({ at: now, who: worker.name, what: `dies ${side} ${what}` });
    worker.kill();
    return false;
  }

  function call<T>(worker: Worker, what: string, act: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!passes(worker, what, 'before')) return;
      const arrives = (settle: () => void): void => {
        ready.push({
          worker,
          go: () => {
            if (!passes(worker, what, 'after')) return;
            trace.note({ at: now, who: worker.name, what });
            settle();
          },
        });
      };
      act().then(
        (value) => arrives(() => resolve(value)),
        (error: unknown) => arrives(() => reject(error)),
      );
    });
  }

  function step<T>(worker: Worker, what: string, act: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!passes(worker, what, 'before')) return;
      act().then(
        (value) => {
          if (passes(worker, what, 'after')) resolve(value);
        },
        (error: unknown) => {
          if (passes(worker, what, 'after')) reject(error);
        },
      );
    });
  }

  function makeWorker(name: string, died: () => void): SimulatedWorker {
    const worker: Worker = {
      name,
      alive: true,
      pausedUntil: 0,
      skewMs: 0,
      clock: { now: () => now, sleep: () => Promise.resolve() },
      call: (what, act) => call(worker, what, act),
      step: (what, act) => step(worker, what, act),
      kill: () => {
        if (!worker.alive) return;
        worker.alive = false;
        died();
      },
      pause: (until) => {
        worker.pausedUntil = Math.max(worker.pausedUntil, until);
        sleepers.lie(until, () => {});
      },
      skew: (ms) => {
        worker.skewMs = ms;
      },
    };
    Object.assign(worker, { clock: clockOf(worker) });
    return worker;
  }

  /** Delivers one of what is ready; `false`: nobody can be reached now. */
  function deliver(): boolean {
    const open = ready.filter(({ worker }) => worker === undefined || (worker.alive && worker.pausedUntil <= now));
    if (open.length === 0) return false;
    const chosen = open.length === 1 ? (open[0] as Ready) : random.pick(open);
    ready = ready.filter((other) => other !== chosen && other.worker?.alive !== false);
    chosen.go();
    return true;
  }

  return {
    clock: clockOf(undefined),
    trace,
    get points() {
      return points;
    },
    worker: (name, died = () => {}) => makeWorker(name, died),
    at: (instant, act) => {
      sleepers.lie(instant, () => ready.push({ worker: undefined, go: act }));
    },
    run: async (until, ended = () => false) => {
      for (;;) {
        await everythingCarriedOn();
        if (ended()) return;
        if (deliver()) continue;
        const next = sleepers.wake(until);
        if (next === undefined) break;
        now = Math.max(now, next);
      }
      now = Math.max(now, until);
    },
  };
}

/** A turn of the host's loop comes after all promises that can go on have gone on. */
function everythingCarriedOn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
