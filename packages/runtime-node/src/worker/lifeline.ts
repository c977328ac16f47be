import type { WorkerUtils } from 'graphile-worker';
import type { BeatWorld } from './run-pair.ts';

export interface LifelineOptions extends Pick<BeatWorld, 'store' | 'clock' | 'log'> {
  /** Under which names this instance holds jobs: the ids of its pools of workers, since release 0.17 of the queue. */
  readonly holders: ReadonlySet<string>;
  readonly utils: Pick<WorkerUtils, 'forceUnlockWorkers'>;
}

/**
 * Says that this instance lives, and frees what ended instances were holding; the queue's own limit for that is four hours. An
 * instance is known by the names under which it holds jobs, so that whoever misses it knows what to free.
 */
export function createLifeline({ store, clock, log, holders, utils }: LifelineOptions): (deadAfterMs: number) => Promise<void> {
  return async (deadAfterMs) => {
    const gone = await store.directory.alive([...holders].join(' '), clock.now(), deadAfterMs);
    const names = gone.flatMap((instance) => instance.split(' ')).filter((name) => name !== '' && !holders.has(name));
    if (names.length === 0) return;
    log.info('another instance has ended; its jobs are free again', { holders: names });
    await utils.forceUnlockWorkers(names);
  };
}
