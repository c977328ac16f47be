import { createMemoryEnvironment, type MemoryEnvironment } from '../../memory/environment.ts';
import type { Priority } from '../../ports/call.ts';
import type { Log } from '../../ports/environment.ts';
import type { LimitSeen, RateBudget } from '../../ports/rate-budget.ts';
import { start } from '../samples.ts';

/** What a port under proof is made with. Time, budget and log are the suite's own, so that it sees all that is done with them. */
export interface PortSetting {
  /** Virtual time; it moves only when the suite moves it. */
  readonly environment: MemoryEnvironment;
  readonly budget: RateBudget;
  readonly seed: number;
  /** The access key of the account, letters and digits: it must never be seen again. */
  readonly secret: string;
}

/** A setting with what it saw. */
export interface WatchedSetting extends PortSetting {
  readonly slots: readonly { readonly account: string; readonly priority: Priority }[];
  readonly limits: readonly LimitSeen[];
  /** Everything that was logged, as text. */
  readonly logged: readonly string[];
  /** From now on nobody is given a slot, until `release`. */
  hold(): void;
  release(): void;
  /** Lets everything go on that waits for no time. */
  settle(): Promise<void>;
  /** Lets time pass until the work has ended, no further than it needs, to the second. */
  finish<T>(work: Promise<T>): Promise<T>;
}

/** Stands in every personal field that the suite fills. */
export const personalCanary = 'Kanarienvogel';
export const secretCanary = 'canary0secret0key';

export function watchedSetting(seed: number): WatchedSetting {
  const inner = createMemoryEnvironment({ at: start, seed });
  const logged: string[] = [];
  const environment: MemoryEnvironment = { ...inner, log: writingLog(logged) };
  const { budget, ...watch } = watchedBudget();

  async function settle(): Promise<void> {
    // Bodies are streams, and a stream takes several turns to be read.
    for (let turn = 0; turn < 12; turn++) await environment.advance(0);
  }

  return {
    environment,
    budget,
    seed,
    secret: secretCanary,
    logged,
    ...watch,
    settle,
    finish: async (work) => {
      let ended = false;
      const end = (): void => {
        ended = true;
      };
      work.then(end, end);
      for (let turn = 0; !ended && turn < 60; turn++) await environment.advance(0);
      for (let seconds = 0; !ended; seconds++) {
        if (seconds > 3600) throw new Error('an hour has passed, and the work has not ended');
        await environment.advance(1000);
        for (let turn = 0; !ended && turn < 12; turn++) await environment.advance(0);
      }
      return work;
    },
  };
}

function watchedBudget(): Pick<WatchedSetting, 'budget' | 'slots' | 'limits' | 'hold' | 'release'> {
  const slots: { account: string; priority: Priority }[] = [];
  const limits: LimitSeen[] = [];
  let held = false;
  let waiting: readonly (() => void)[] = [];
  return {
    slots,
    limits,
    budget: {
      slot: async ({ account }, { signal, priority }) => {
        signal.throwIfAborted();
        slots.push({ account, priority });
        if (!held) return;
        await new Promise<void>((resolve, reject) => {
          waiting = [...waiting, resolve];
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      },
      saw: async (_pace, limit) => void limits.push(limit),
    },
    hold: () => {
      held = true;
    },
    release: () => {
      held = false;
      for (const go of waiting) go();
      waiting = [];
    },
  };
}

function writingLog(lines: string[]): Log {
  const write = (text: string, fields: object = {}): void => void lines.push(`${text} ${JSON.stringify(fields)}`);
  return { debug: write, info: write, warn: write, error: write };
}
