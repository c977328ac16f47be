import type { RateBudget } from '../ports/rate-budget.ts';

/** A budget that lets every call pass at once, for tests and simulators without limits. */
export function unlimitedBudget(): RateBudget {
  return {
    slot: async (_pace, call) => call.signal.throwIfAborted(),
    saw: async () => {},
  };
}
