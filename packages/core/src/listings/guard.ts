import type { ListingDraft } from '../model/listing.ts';
import { amountShown, exact, isZero } from '../money/decimal.ts';

/** A price that moved further than this in one step looks like a slip of the pen. */
export interface PriceGuard {
  /** Smallest and largest share of the last published price that passes without a person, such as 0.3 and 3. */
  readonly factorMin: string;
  readonly factorMax: string;
}

export const defaultGuard: PriceGuard = { factorMin: '0.3', factorMax: '3' };

/** Says why a draft looks wrong, or nothing. */
export function implausible(
  draft: ListingDraft,
  last: ListingDraft | undefined,
  guard: PriceGuard = defaultGuard,
): { readonly reason: string; readonly data: Readonly<Record<string, string>> } | undefined {
  if (isZero(draft.price) || exact(draft.price).isNegative())
    return { reason: 'PRICE_NOT_POSITIVE', data: { price: amountShown(draft.price) } };
  if (last === undefined || isZero(last.price)) return undefined;
  const factor = exact(draft.price).dividedBy(last.price);
  return factor.lessThan(guard.factorMin) || factor.greaterThan(guard.factorMax)
    ? { reason: 'PRICE_JUMPED', data: { price: amountShown(draft.price), last: amountShown(last.price) } }
    : undefined;
}
