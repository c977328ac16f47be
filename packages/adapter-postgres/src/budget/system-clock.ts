import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@megzo/core';

/** The machine's own waiting. */
export const systemClock: Pick<Clock, 'sleep'> = {
  sleep: async (ms, signal) => {
    try {
      await wait(Math.max(0, ms), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // Node wraps the reason; who aborted wants their own back.
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
