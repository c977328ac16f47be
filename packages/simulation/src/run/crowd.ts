import { createMemoryBudget } from '@megzo/adapter-kit';
import type { Clock, Pace, Priority, RateBudget } from '@megzo/core';

/** Who wants all of the pace of the books, each in two lanes that never have enough. */
const wanted: readonly Priority[] = ['order', 'stock', 'catalog'];

/** The budget that ships, on an account of the books that others keep full until an instant. */
export function crowdedBudget(clock: Clock, until: number): RateBudget {
  const shared = createMemoryBudget(clock);
  const { signal } = new AbortController();
  let isCrowded = false;

  async function want(pace: Pace, priority: Priority): Promise<void> {
    while (clock.now() < until) await shared.slot(pace, { priority, signal });
  }

  return {
    slot: (pace, call) => {
      if (!isCrowded && pace.account.startsWith('lexoffice:')) {
        isCrowded = true;
        for (const priority of [...wanted, ...wanted]) void want(pace, priority);
      }
      return shared.slot(pace, call);
    },
    saw: (pace, limit) => shared.saw(pace, limit),
  };
}
