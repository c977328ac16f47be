import { isTaxed, type SalesOrderDraft, type Totals } from '../model/sales-order.ts';
import type { BooksRate } from './charged-cents.ts';
import { explainTotals, type TotalsExplanation } from './explain-totals.ts';
import type { OrderSteps } from './order-steps.ts';
import type { DraftFacts } from './sales-order-draft.ts';
import type { Treated } from './tax-treatment.ts';
import type { Refusal } from './taxable-sale.ts';

export interface ProvedFacts extends Omit<DraftFacts, 'charged' | 'treatment'> {
  readonly treated: Extract<Treated, { readonly ok: true }>;
  readonly exchange?: BooksRate;
  /** The invoicing system's own rounding. */
  readonly totals: (draft: SalesOrderDraft) => Totals;
}

export type ProvedDraft =
  | { readonly ok: true; readonly draft: SalesOrderDraft; readonly totals: Totals; readonly explanation: TotalsExplanation }
  /** A draft that does not come to what was charged. */
  | (Refusal & { readonly draft: SalesOrderDraft; readonly explanation: TotalsExplanation })
  /** No draft, with as much of the explanation as there is to explain. */
  | (Refusal & { readonly draft?: undefined; readonly explanation?: TotalsExplanation });

/** From a taxed order to a draft that comes to what was charged, or to the reason why none can be made. Pure. */
export function provedDraft({ treated, exchange, totals: totalsOf, ...facts }: ProvedFacts, steps: OrderSteps): ProvedDraft {
  const { order } = facts;
  const terms = { rates: treated.rates, ...(exchange === undefined ? {} : { exchange }) };
  const charged = steps.chargedCents(order, terms);
  if (!charged.ok) return charged;
  const drafted = steps.salesOrderDraft({ ...facts, charged, treatment: treated.treatment });
  if (!drafted.ok) return { ...drafted, explanation: explainTotals({ order, charged }) };
  const { draft, written } = drafted;
  const totals = totalsOf(draft);
  const explanation = explainTotals({ order, charged, drafted: { lines: draft.lines, written }, totals });
  const proof = steps.proveTotals(order, totals, { ...terms, taxed: isTaxed(treated.treatment) });
  return proof.equal ? { ok: true, draft, totals, explanation } : { ok: false, reason: proof.reason, data: proof.data, draft, explanation };
}
