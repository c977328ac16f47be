import type { ExchangeRate, FoundRate, RateQuestion, RateTable } from './exchange-rate.ts';

/** Rates that remember which of them were asked for. */
export interface NotingRates extends RateTable {
  /**
   * Carries out work that waits for nothing, and answers the rates that were found meanwhile: each once, in the order of the
   * table, so that a table of them alone answers the same questions alike.
   */
  during<Result>(work: () => Result): { readonly result: Result; readonly used: readonly ExchangeRate[] };
}

export function notingRates(table: RateTable): NotingRates {
  let used = new Set<ExchangeRate>();
  return {
    rows: table.rows,
    find: (question) => {
      const found = table.find(question);
      if (found !== undefined) used.add(found.rate);
      return found;
    },
    during: (work) => {
      used = new Set();
      const result = work();
      return { result, used: used.size === 0 ? [] : table.rows.filter((row) => used.has(row)) };
    },
  };
}

/** Rates that keep every answer: `first` is a table that answers what was asked as it was answered, and all else from another. */
export function recallingRates(table: RateTable): RateTable & { first(others: RateTable): RateTable } {
  const answers = new Map<string, FoundRate>();
  return {
    rows: table.rows,
    find: (question) => {
      const found = table.find(question);
      if (found !== undefined) answers.set(nameOf(question), found);
      return found;
    },
    first: (others) => ({
      // Seldom wanted, and a copy of all that the merchant ever entered.
      get rows() {
        return [...others.rows, ...table.rows];
      },
      find: (question) => answers.get(nameOf(question)) ?? others.find(question),
    }),
  };
}

function nameOf({ from, to, on }: RateQuestion): string {
  return `${from} ${to} ${on}`;
}
