import type { MerchantId, PairId } from '../kernel/ids.ts';
import { amountShown, type DecimalText, sameAmount } from '../money/decimal.ts';
import { round } from '../money/rounding.ts';
import type { Call } from '../ports/call.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { InvoicingPort } from '../ports/invoicing.ts';
import type { Store, Tx } from '../ports/store.ts';
import { bookCurrency } from './order-currency.ts';
import { effectNamedBy, type OrderAccount, salesOrderKey } from './order-keys.ts';
import { sentFrom, totalsWanted } from './wanted-totals.ts';

/** Why a decision is not carried out. */
export interface Objection {
  /** Code of the problem catalogue. */
  readonly code: string;
  readonly data: Readonly<Record<string, string>>;
  /** A person may insist. */
  readonly canForce: boolean;
}

export interface Adoption {
  readonly merchant: MerchantId;
  readonly pair: PairId;
  readonly store: Store;
  readonly invoicing: InvoicingPort;
  readonly account: OrderAccount;
  readonly orderId: string;
  readonly salesOrderId: string;
  readonly call: Call;
}

/** What was found out about a document that a person names for an order. */
export interface Examined {
  readonly objections: readonly Objection[];
  /** The revision of the order whose total it says; absent where none says it, or none was read. */
  readonly revision?: number;
}

/** Looks at the sales order that a person names for an order: that it stands, is nobody else's, and says the same total. */
export async function examineAdoption(adoption: Adoption): Promise<Examined> {
  const { merchant, store, invoicing, account, orderId, salesOrderId, call } = adoption;
  const key = salesOrderKey(account, orderId);
  const { owners, wanted } = await store.transaction(merchant, async (tx) => ({
    owners: (await tx.effects.byResult('place-sales-order', [salesOrderId])).filter((owner) => owner.key !== key),
    wanted: await wantedOf(tx, adoption, await tx.effects.read(key)),
  }));
  const [owner] = owners;
  const subject = { order: orderId, salesOrder: salesOrderId };
  if (owner !== undefined) return refused('ADOPTED_SALES_ORDER_TAKEN', { ...subject, other: owner.subject });
  const answer = await invoicing.salesOrders.read(salesOrderId, call);
  if (answer.status !== 'done') return refused('ADOPTED_SALES_ORDER_UNREAD', { ...subject, code: answer.error.code });
  const seen = answer.value;
  if (seen === undefined) return refused('ADOPTED_SALES_ORDER_MISSING', subject);
  const objections: Objection[] = [];
  const named = effectNamedBy(seen.texts, account);
  if (named !== undefined && named !== key) objections.push({ code: 'ADOPTED_SALES_ORDER_MARKED', data: subject, canForce: true });
  const said = wanted.find(({ totals }) => totals.some((one) => sameAmount(one, seen.totals.gross)));
  const [charged] = wanted.flatMap(({ totals }) => totals);
  if (charged !== undefined && said === undefined) {
    const data = { order: orderId, salesOrder: amountShown(seen.totals.gross), charged: amountShown(charged) };
    objections.push({ code: 'ADOPTED_TOTAL_DIFFERS', data, canForce: true });
  }
  return { objections, ...(said?.revision === undefined ? {} : { revision: said.revision }) };
}

/**
 * What a document of an order comes to as the order is now, and as it was sent from here. Empty: nobody knows. What may have been sent is
 * taken for that first, so that no edit since then is passed over; what was sent and is gone is not what a person names.
 */
async function wantedOf(
  tx: Tx,
  { pair, orderId }: Adoption,
  row: EffectRow | undefined,
): Promise<readonly { readonly revision?: number; readonly totals: readonly DecimalText[] }[]> {
  const record = await tx.orders.read(pair, orderId);
  if (record === undefined) return [];
  const { revision: now, head } = record;
  const sent = row && sentFrom(row)?.revision;
  const revisions = new Set((record.state === 'parked' ? [sent, now] : [now, sent]).flatMap((one) => one ?? []));
  if (revisions.size === 0) return head.currency === bookCurrency ? [{ totals: [round(head.totalGross, 2)] }] : [];
  const wanted = [...revisions].map(async (revision) => ({ revision, totals: await totalsWanted(tx, { pair, orderId, revision }, row) }));
  return Promise.all(wanted);
}

function refused(code: string, data: Objection['data']): Examined {
  return { objections: [{ code, data, canForce: false }] };
}
