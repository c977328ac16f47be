import type { Instant } from '../../kernel/instant.ts';

export interface Sleeper {
  readonly at: Instant;
  readonly wake: () => void;
}

/** Who waits for an instant. Those of one instant wake together, in the order in which they lay down. */
export interface Sleepers {
  lie(at: Instant, wake: () => void): Sleeper;
  leave(sleeper: Sleeper): void;
  /** Wakes the next ones if their instant is not after `until`, and answers it. */
  wake(until: Instant): Instant | undefined;
}

export function createSleepers(): Sleepers {
  let all: Sleeper[] = [];

  return {
    lie: (at, wake) => {
      const sleeper = { at, wake };
      all.push(sleeper);
      return sleeper;
    },
    leave: (sleeper) => {
      const place = all.indexOf(sleeper);
      if (place >= 0) all.splice(place, 1);
    },
    wake: (until) => {
      let next = Number.POSITIVE_INFINITY;
      for (const { at } of all) if (at < next) next = at;
      if (next > until || all.length === 0) return undefined;
      const due = all.filter(({ at }) => at === next);
      all = all.filter(({ at }) => at !== next);
      for (const { wake } of due) wake();
      return next;
    },
  };
}
