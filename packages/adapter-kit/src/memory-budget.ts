import type { Clock, RateBudget } from '@megzo/core';
import { idlePace, learn, type PaceState, reserve } from './gcra.ts';

/** A budget for one process: simulation, tests and embedders without a shared store. */
export function createMemoryBudget(clock: Clock): RateBudget {
  const accounts = new Map<string, PaceState>();

  return {
    async slot(pace, { signal, priority }) {
      for (;;) {
        signal.throwIfAborted();
        const reservation = reserve(accounts.get(pace.account) ?? idlePace, pace, priority, clock.now());
        if (!reservation.granted) {
          await clock.sleep(reservation.waitMs, signal);
          continue;
        }
        accounts.set(pace.account, reservation.state);
        const waitMs = reservation.at - clock.now();
        if (waitMs <= 0) return;
        await clock.sleep(waitMs, signal);
        // The vendor may have asked for a pause meanwhile: then this turn is void.
        if ((accounts.get(pace.account) ?? idlePace).pausedUntil <= clock.now()) return;
      }
    },
    async saw(pace, limit) {
      accounts.set(pace.account, learn(accounts.get(pace.account) ?? idlePace, pace, limit, clock.now()));
    },
  };
}
