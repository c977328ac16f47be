import type { ExchangeRate, RateTable } from './exchange-rate.ts';

/** Rates that remember which of them were asked for. */
export interface NotingRates extends RateTable {
  /** Carries out work that waits for nothing, and answers the rates that were found meanwhile, each once. */
  during<Result>(work: () => Result): { readonly result: Result; readonly used: readonly ExchangeRate[] };
}

export function notingRates(table: RateTable): NotingRates {
  let used = new Set<ExchangeRate>();
  return {
    find: (question) => {
      const found = table.find(question);
      if (found !== undefined) used.add(found.rate);
      return found;
    },
    during: (work) => {
      used = new Set();
      const result = work();
      return { result, used: [...used] };
    },
  };
}
