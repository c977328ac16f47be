import type { CompiledRules } from '../mapping/compile-rules.ts';
import { orderRecord } from '../mapping/records.ts';
import type { ChannelOrder } from '../model/order.ts';
import { type TaxTreatment, taxTreatmentKinds } from '../model/sales-order.ts';
import { type Refusal, refusal } from './taxable-sale.ts';

/**
 * The tax treatment that the rules of the document choose for an order; `undefined` where they choose none, and the one that follows
 * from the order counts. A rule that has no answer says so when the draft is made.
 */
export function chosenTreatment(
  rules: Pick<CompiledRules, 'apply'>,
  order: ChannelOrder,
  timeZone: string,
): { readonly kind: TaxTreatment['kind'] } | Refusal | undefined {
  const document = rules.apply('document', { order: orderRecord(order, timeZone) });
  const chosen = document.ok ? document.values.treatment : undefined;
  if (chosen === undefined || chosen === '') return undefined;
  const kind = taxTreatmentKinds.find((known) => known === chosen);
  return kind === undefined ? refusal('TAX_TREATMENT_NOT_ALLOWED', { treatment: chosen, where: '' }) : { kind };
}
