import { ExchangeRate } from '../money/exchange-rate.ts';
import type { StoredRate } from '../ports/rate-records.ts';
import type { PairParts } from './open-run.ts';

export type RatesAdded =
  | { readonly status: 'added'; readonly added: number; readonly known: number }
  /** Nothing was stored. `place` from 0. */
  | { readonly status: 'refused'; readonly faults: readonly { readonly place: number; readonly about: string }[] };

const ratesMax = 20_000;

/** Takes rates from wherever they come, all or none. */
export async function addRates(
  { merchant, pair, store, environment }: PairParts,
  { rates, by }: { readonly rates: unknown; readonly by: string },
): Promise<RatesAdded> {
  if (!Array.isArray(rates) || rates.length > ratesMax) {
    return { status: 'refused', faults: [{ place: 0, about: `a list of at most ${ratesMax} rates is needed` }] };
  }
  const read = rates.map((rate) => ExchangeRate.safeParse(rate));
  const faults = read.flatMap((result, place) => {
    const [issue] = result.success ? [] : result.error.issues;
    return issue === undefined ? [] : [{ place, about: `${issue.path.join('.')}: ${issue.message}` }];
  });
  if (faults.length > 0) return { status: 'refused', faults };
  const given = read.flatMap((result) => (result.success ? [result.data] : []));
  const at = environment.clock.now();
  return store.transaction(merchant, async (tx): Promise<RatesAdded> => {
    // Of two rates for one day the later row counts, so that only what says something else is new.
    const standing = new Map((await tx.rates.list('')).map((rate) => [placeOf(rate), saidBy(rate)]));
    const fresh = given.filter((rate) => standing.get(placeOf(rate)) !== saidBy(rate));
    await tx.rates.add(fresh.map((rate): StoredRate => withoutEnd(rate, by, at)));
    if (fresh.length > 0) await tx.audit.add({ at, by, what: `exchange rates added: ${fresh.length}`, subject: pair });
    return { status: 'added', added: fresh.length, known: given.length - fresh.length };
  });
}

function withoutEnd({ validTo, ...rate }: ExchangeRate, by: string, at: number): StoredRate {
  return { ...rate, ...(validTo === undefined ? {} : { validTo }), by, at };
}

function placeOf({ base, quote, validFrom, validTo }: ExchangeRate): string {
  return [base, quote, validFrom, validTo ?? ''].join(' ');
}

function saidBy({ rate, source }: Pick<StoredRate, 'rate' | 'source'>): string {
  return `${rate} ${source}`;
}
