import { z } from 'zod';
import type { Day } from '../kernel/instant.ts';
import { type DecimalText, isZero, parseDecimal } from './decimal.ts';
import { type Fixed, fixed, fixedText, type Rounding, timesOver } from './fixed.ts';
import type { CurrencyCode } from './money.ts';
import type { RoundingMode } from './rounding.ts';

const currency = z.string().regex(/^[A-Z]{3}$/, 'three capitals, such as CHF');

/**
 * One unit of `base` is worth `rate` units of `quote`, on each day from `validFrom` to `validTo`. Without `validTo` it holds
 * until the next rate of the same two currencies begins, and for `rateDaysMax` days at most: an old rate is no rate.
 */
export const ExchangeRate = z.strictObject({
  base: currency,
  quote: currency,
  rate: z.string().transform((text, context): DecimalText => {
    const rate = parseDecimal(text);
    if (rate !== undefined && !rate.startsWith('-') && !isZero(rate)) return rate;
    context.addIssue({ code: 'custom', message: 'a decimal above 0, such as 0.9432' });
    return z.NEVER;
  }),
  validFrom: z.iso.date(),
  validTo: z.iso.date().optional(),
  /** Whose word it is, such as `BMF 2026-07`. */
  source: z.string().min(1).max(200),
});
export type ExchangeRate = Readonly<z.output<typeof ExchangeRate>>;

/** A rate without an end is not used for a day more than this many days after its beginning. */
export const rateDaysMax = 31;

/** A rate found for a day, and whether it must be turned round to go the way that was asked for. */
export interface FoundRate {
  readonly rate: ExchangeRate;
  /** The row quotes the other way: divide. */
  readonly inverse: boolean;
}

export interface RateQuestion {
  readonly from: CurrencyCode;
  readonly to: CurrencyCode;
  readonly on: Day;
}

/** Rates of a merchant, made ready for look-ups. */
export interface RateTable {
  /** The rate of that day, either way round; the latest that has begun counts. `undefined`: there is none, and none is guessed. */
  find(question: RateQuestion): FoundRate | undefined;
  /** In the order in which they were given. */
  readonly rows: readonly ExchangeRate[];
}

export const noRates: RateTable = { rows: [], find: () => undefined };

export function rateTable(rates: readonly ExchangeRate[]): RateTable {
  const byPair = new Map<string, ExchangeRate[]>();
  for (const rate of rates) {
    const key = pairKey(rate.base, rate.quote);
    const known = byPair.get(key);
    if (known === undefined) byPair.set(key, [rate]);
    else known.push(rate);
  }
  // Latest first; of two that begin on one day the one given later counts.
  for (const rows of byPair.values()) rows.reverse().sort((a, b) => (a.validFrom < b.validFrom ? 1 : a.validFrom > b.validFrom ? -1 : 0));
  return {
    rows: rates,
    find({ from, to, on }) {
      const rate = byPair
        .get(pairKey(from, to))
        ?.find((row) => row.validFrom <= on && on <= (row.validTo ?? dayAfter(row.validFrom, rateDaysMax)));
      return rate === undefined ? undefined : { rate, inverse: rate.base !== from };
    },
  };
}

/** An amount in the other currency, exact until the one rounding. */
export function convertAmount(
  amount: DecimalText,
  found: FoundRate,
  { places, mode = 'half-up' }: { readonly places: number; readonly mode?: RoundingMode },
): DecimalText {
  return fixedText(converted(fixed(amount), found, { places, mode }));
}

const one: Fixed = { units: 1n, places: 0 };

export function converted(amount: Fixed, { rate, inverse }: FoundRate, rounding: Rounding): Fixed {
  const factor = fixed(rate.rate);
  return timesOver(amount, inverse ? [one, factor] : [factor, one], rounding);
}

function pairKey(left: CurrencyCode, right: CurrencyCode): string {
  return left < right ? `${left} ${right}` : `${right} ${left}`;
}

function dayAfter(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
