import type { ChannelOrder } from '../model/order.ts';
import type { RateTotals, Totals } from '../model/sales-order.ts';
import { amountShown, type DecimalText, decimal, Exact, exact, isZero, sameAmount, sumOf } from '../money/decimal.ts';
import { round } from '../money/rounding.ts';
import { type ChargedCents, type ChargeTerms, chargedCents, inBooks, type RateCents } from './charged-cents.ts';
import { itemsOf, taxOf } from './order-items.ts';

export type Proof =
  | { readonly equal: true }
  | { readonly equal: false; readonly reason: string; readonly data: Readonly<Record<string, string>> };

export interface ProofTerms extends ChargeTerms {
  /** Whether the tax treatment carries tax. */
  readonly taxed: boolean;
}

/**
 * Compares what the invoicing system will make of a draft (or has made of it) with what the channel charged, from the order
 * itself: gross equal to the cent in sum and per tax rate; VAT within one cent per item of a rate, since each system rounds
 * its own way; no VAT, on neither side, where the treatment carries none.
 */
export function proveTotals(order: ChannelOrder, totals: Totals, terms: ProofTerms): Proof {
  const charged = chargedCents(order, terms);
  if (!charged.ok) return { equal: false, reason: charged.reason, data: charged.data };
  const due = round(inBooks(charged.paidBefore ?? order.totalGross, terms.exchange), 2);
  if (!sameAmount(totals.gross, due)) return differ(due, totals.gross);
  if (!terms.taxed) return untaxed(order, totals);
  return grossPerRate(charged, totals) ?? taxPerRate(charged, totals) ?? { equal: true };
}

/** What was paid under such a treatment must hold no tax, and the document none either. */
function untaxed(order: ChannelOrder, { tax }: Totals): Proof {
  const paid = itemsOf(order).map(taxOf);
  if (paid.every(isZero) && isZero(tax)) return { equal: true };
  return { equal: false, reason: 'VAT_DIFFERS', data: { rate: '0', charged: amountShown(sumOf(paid)), salesOrder: amountShown(tax) } };
}

function grossPerRate({ rates }: ChargedCents, { byRate }: Totals): Proof | undefined {
  for (const rate of new Set([...rates.map((one) => one.rate), ...byRate.map((one) => one.rate)].map((rate) => exact(rate).toFixed()))) {
    const wanted = rates.find((one) => sameAmount(one.rate, decimal(rate)))?.gross ?? zero;
    const made = sumOf(byRate.filter((one) => sameAmount(one.rate, decimal(rate))).map(({ gross }) => gross));
    if (!sameAmount(wanted, made)) return differ(wanted, made, decimal(rate));
  }
  return undefined;
}

function taxPerRate({ rates }: ChargedCents, { byRate }: Totals): Proof | undefined {
  for (const charged of rates) {
    const made = byRate.find(({ rate }) => sameAmount(rate, charged.rate));
    if (made !== undefined && isFar(charged, made)) {
      const data = { rate: charged.rate, charged: amountShown(round(charged.tax, 4)), salesOrder: amountShown(made.tax) };
      return { equal: false, reason: 'VAT_DIFFERS', data };
    }
  }
  return undefined;
}

function isFar(charged: RateCents, made: RateTotals): boolean {
  return exact(made.tax).minus(charged.tax).abs().greaterThan(cent.times(charged.items));
}

const cent = new Exact('0.01');
const zero = decimal(0);

function differ(charged: DecimalText, made: DecimalText, rate?: DecimalText): Proof {
  const data = { ...(rate === undefined ? {} : { rate }), charged: amountShown(charged), salesOrder: amountShown(made) };
  return { equal: false, reason: 'TOTALS_DIFFER', data };
}
