import type { Violation } from '@megzo/core/testing';
import { StoreFault } from '../line/store-faults.ts';
import type { Process } from '../world/simulation.ts';

/** A process that runs its pair at its own pace until a time, and sooner when it is woken. */
export interface Loop {
  readonly process: Process;
  /** Settles when it ran for the last time; never if it dies. */
  readonly ended: Promise<void>;
  wake(): void;
}

export interface LoopOptions {
  readonly firstAt: number;
  readonly beatMs: number;
  readonly until: number;
  readonly broken: (violation: Violation) => void;
}

const woken = new Error('woken');

export function keepRunning(process: Process, { firstAt, beatMs, until, broken }: LoopOptions): Loop {
  const { worker, pair } = process;
  let sleep = new AbortController();

  async function rest(ms: number): Promise<void> {
    sleep = new AbortController();
    await worker.clock.sleep(ms, sleep.signal).catch(() => undefined);
  }

  async function run(): Promise<void> {
    await rest(firstAt - worker.clock.now());
    while (worker.clock.now() < until) {
      try {
        await pair.sync({ waitMaxMs: 30_000 });
      } catch (error) {
        // Whoever runs pairs tries again at the next beat, as after any other failure of the database.
        if (!(error instanceof StoreFault))
          broken({ law: 'end', about: worker.name, text: `a run threw: ${error instanceof Error ? error.message : String(error)}` });
      }
      await rest(beatMs);
    }
  }

  return { process, ended: run(), wake: () => sleep.abort(woken) };
}
