import type { PairRun } from '../effects/pair-run.ts';
import type { Day } from '../kernel/instant.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { FoundRate } from '../money/exchange-rate.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { BooksRate } from './charged-cents.ts';
import { pinOf } from './sales-order-intent.ts';
import { type Refusal, refusal } from './taxable-sale.ts';

/** The currency in which every invoicing system here keeps its books. */
export const bookCurrency = 'EUR';

/**
 * The rate by which an order becomes one of the books: none in their own currency, the one that was used before where something may
 * have been sent, else the merchant's of the day of placement. Without one the order waits for it.
 */
export function exchangeOf(
  run: Pick<PairRun, 'rates' | 'settings'>,
  { pin }: Pick<EffectRow, 'pin'>,
  { currency }: Pick<ChannelOrder, 'currency'>,
  on: Day,
): { readonly found?: FoundRate } | Refusal {
  if (currency === bookCurrency) return {};
  const pinned = pinOf(pin)?.exchange;
  if (pinned !== undefined) return { found: pinned };
  if (run.settings.otherCurrencies === 'park') return refusal('ORDER_CURRENCY_UNSUPPORTED', { currency, bookCurrency });
  const found = run.rates.find({ from: currency, to: bookCurrency, on });
  return found === undefined ? refusal('EXCHANGE_RATE_MISSING', { currency, bookCurrency, on }) : { found };
}

export function booksRate({ rate: { rate }, inverse }: FoundRate): BooksRate {
  return { rate, inverse };
}
