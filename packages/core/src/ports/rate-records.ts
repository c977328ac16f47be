import type { Day, Instant } from '../kernel/instant.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { CurrencyCode } from '../money/money.ts';

/** One unit of `base` is worth `rate` units of `quote` on each day from `validFrom` to `validTo`. */
export interface StoredRate {
  readonly base: CurrencyCode;
  readonly quote: CurrencyCode;
  readonly rate: DecimalText;
  readonly validFrom: Day;
  readonly validTo?: Day;
  /** Whose word it is. */
  readonly source: string;
  /** Who brought it in. */
  readonly by: string;
  readonly at: Instant;
}

/** A merchant's exchange rates, shared by all pairs. Append-only: of two rates for one day the later row counts. */
export interface ExchangeRates {
  add(rates: readonly StoredRate[]): Promise<void>;
  /** Rows whose first day is `from` or later, in the order in which they were added. */
  list(from: Day): Promise<readonly StoredRate[]>;
  /** Count of rows and instant of the last: equal, and the same rows are there, in an older copy of the database too. */
  stand(): Promise<string>;
}
