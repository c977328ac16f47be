import type { Clock, IdSource, Log, RateBudget } from '@megzo/core';
import { randomIds, silentLog, systemClock } from './environment.ts';
import { type Carry, carryByKy, type Fetch } from './exchange.ts';
import { createHttp } from './http.ts';
import type { AdapterKit } from './kit.ts';
import { createMemoryBudget } from './memory-budget.ts';

export interface KitOptions {
  /** Shared by all processes that call an account; in memory where absent. */
  readonly budget?: RateBudget;
  readonly clock?: Clock;
  readonly ids?: IdSource;
  /** Silent where absent. */
  readonly log?: Log;
  /** The global one where absent. A simulator's handler fits. */
  readonly fetch?: Fetch;
  /** Takes the place of ky and `fetch`: for simulations that make millions of calls. Deadline, verdict and body stay the kit's. */
  readonly carry?: Carry;
}

/** What adapters and the engine are made with: one clock, one budget, one way out. */
export function createKit(options: KitOptions = {}): AdapterKit {
  const { clock = systemClock(), ids = randomIds(), log = silentLog(), fetch = (request) => globalThis.fetch(request) } = options;
  const budget = options.budget ?? createMemoryBudget(clock);
  const carry = options.carry ?? carryByKy(fetch);
  return { clock, ids, log, http: (httpOptions) => createHttp(httpOptions, { clock, log, budget, carry }) };
}
