import { createMemoryBudget } from '@megzo/adapter-kit';
import type { Clock, Pace, Priority, RateBudget } from '@megzo/core';
import type { SimulationOptions } from '../world/simulation.ts';
import type { Scenario } from './scenario.ts';

/** Who wants all of the pace of the books, each in two lanes that never have enough. */
const wanted: readonly Priority[] = ['order', 'stock', 'catalog'];

/** The budget of a day on which others want all of the pace; calls never wait on the other days. */
export function crowded({ crowdedMs }: Pick<Scenario, 'crowdedMs'>, quietAt: number): Pick<SimulationOptions, 'budget'> {
  return crowdedMs === undefined ? {} : { budget: ({ clock }) => crowdedBudget(clock, quietAt + crowdedMs) };
}

/** The budget that ships, on an account of the books that others keep full until an instant. */
function crowdedBudget(clock: Clock, until: number): RateBudget {
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
