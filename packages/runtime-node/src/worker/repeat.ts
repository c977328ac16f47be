import type { BeatWorld } from './run-pair.ts';

export interface Repeated {
  stop(): Promise<void>;
}

/** One after the other, with a pause between; a failure is told and the next try comes. */
export function repeat(pauseMs: number, work: () => Promise<void>, { clock, log }: Pick<BeatWorld, 'clock' | 'log'>): Repeated {
  const ending = new AbortController();
  let failing = false;
  const running = (async () => {
    while (!ending.signal.aborted) {
      try {
        await work();
        failing = false;
      } catch (error) {
        if (!failing)
          log.error('the heartbeat cannot reach its database', { error: error instanceof Error ? error.message : String(error) });
        failing = true;
      }
      await clock.sleep(pauseMs, ending.signal).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}
