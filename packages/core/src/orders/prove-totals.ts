import type { ChannelOrder } from '../model/order.ts';
import type { Totals } from '../model/sales-order.ts';
import { amountShown, type DecimalText, decimal, Exact, exact, isZero, sameAmount, sumOf } from '../money/decimal.ts';
import { round } from '../money/rounding.ts';
import { type ChargedCents, type ChargeTerms, chargedCents, type ItemCents, inBooks } from './charged-cents.ts';
import { grossOf, itemList, itemsOf, type OrderItem, taxOf } from './order-items.ts';

export type Proof =
  | { readonly equal: true }
  | { readonly equal: false; readonly reason: string; readonly data: Readonly<Record<string, string>> };

export interface ProofTerms extends ChargeTerms {
  /** Whether the tax treatment carries tax. */
  readonly taxed: boolean;
}

/**
 * Compares what the invoicing system will make of a draft (or has made of it) with what the channel charged, from the order
 * itself: gross equal to the cent in sum and per tax rate; VAT within one cent per amount of a rate, of the books' currency or of
 * the channel's, since each system rounds its own way; no VAT, on neither side, where the treatment carries none.
 */
export function proveTotals(order: ChannelOrder, totals: Totals, terms: ProofTerms): Proof {
  const charged = chargedCents(order, terms);
  if (!charged.ok) return { equal: false, reason: charged.reason, data: charged.data };
  const due = round(inBooks(charged.paidBefore ?? order.totalGross, terms.exchange), 2);
  if (!sameAmount(totals.gross, due)) return differ(charged.items, { charged: due, made: totals.gross });
  if (!terms.taxed) return untaxed(order, totals);
  return taxOnNothing(charged) ?? grossPerRate(charged, totals) ?? taxPerRate(charged, totals, terms) ?? { equal: true };
}

/** What was paid under such a treatment must hold no tax, and the document none either. */
function untaxed(order: ChannelOrder, { tax }: Totals): Proof {
  const items = itemsOf(order).filter((item) => !isZero(taxOf(item)));
  if (items.length === 0 && isZero(tax)) return { equal: true };
  return taxDiffers(items, { rate: decimal(0), charged: sumOf(items.map(taxOf)), made: tax });
}

/** Nothing has no tax, and a rate of nothing makes none: no rounding is to blame where the channel charged some. */
function taxOnNothing({ items }: ChargedCents): Proof | undefined {
  const wrong = items.filter(({ item, rate, charged }) => (isZero(rate) || isZero(charged)) && !isZero(taxOf(item)));
  const [first] = wrong;
  if (first === undefined) return undefined;
  const members = wrong.map(({ item }) => item);
  return taxDiffers(members, { rate: first.rate, charged: sumOf(members.map(taxOf)), made: zero });
}

function grossPerRate({ rates, items }: ChargedCents, { byRate }: Totals): Proof | undefined {
  for (const rate of new Set([...rates.map((one) => one.rate), ...byRate.map((one) => one.rate)].map((rate) => exact(rate).toFixed()))) {
    const wanted = rates.find((one) => sameAmount(one.rate, decimal(rate)))?.gross ?? zero;
    const made = sumOf(byRate.filter((one) => sameAmount(one.rate, decimal(rate))).map(({ gross }) => gross));
    if (!sameAmount(wanted, made)) return differ(ofRate(items, decimal(rate)), { charged: wanted, made, rate: decimal(rate) });
  }
  return undefined;
}

function taxPerRate({ rates, items }: ChargedCents, { byRate }: Totals, { exchange }: ProofTerms): Proof | undefined {
  const cent = Exact.max('0.01', inBooks(decimal('0.01'), exchange));
  for (const charged of rates) {
    const made = byRate.find(({ rate }) => sameAmount(rate, charged.rate));
    if (made === undefined || exact(made.tax).minus(charged.tax).abs().lessThanOrEqualTo(cent.times(charged.amounts))) continue;
    const members = ofRate(items, charged.rate).map(({ item }) => item);
    return taxDiffers(members, { rate: charged.rate, charged: round(charged.tax, 4), made: made.tax });
  }
  return undefined;
}

const zero = decimal(0);

function ofRate(items: readonly ItemCents[], wanted: DecimalText): readonly ItemCents[] {
  return items.filter(({ rate, gross }) => sameAmount(rate, wanted) && !isZero(gross));
}

interface Difference {
  readonly charged: DecimalText;
  readonly made: DecimalText;
  readonly rate?: DecimalText;
}

/** Names each item with what was charged and the cents that it must come to. */
function differ(items: readonly ItemCents[], { charged, made, rate }: Difference): Proof {
  const cents = new Map(items.map(({ item, gross }) => [item, gross]));
  const list = itemList([...cents.keys()], (item) => `${amountShown(grossOf(item))} → ${amountShown(cents.get(item) ?? zero)}`);
  const data = { ...(rate === undefined ? {} : { rate }), charged: amountShown(charged), salesOrder: amountShown(made), list };
  return { equal: false, reason: 'TOTALS_DIFFER', data };
}

/** Names each item with the tax that the channel charged on it. */
function taxDiffers(items: readonly OrderItem[], { charged, made, rate }: Required<Difference>): Proof {
  const list = itemList(items, (item) => `${amountShown(grossOf(item))}: ${amountShown(taxOf(item))}`);
  return { equal: false, reason: 'VAT_DIFFERS', data: { rate, charged: amountShown(charged), salesOrder: amountShown(made), list } };
}
