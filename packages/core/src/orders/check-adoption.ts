import type { MerchantId, PairId } from '../kernel/ids.ts';
import { amountShown, type DecimalText, sameAmount } from '../money/decimal.ts';
import type { Call } from '../ports/call.ts';
import type { InvoicingPort } from '../ports/invoicing.ts';
import type { Store, Tx } from '../ports/store.ts';
import { totalsCharged } from './charged-cents.ts';
import { bookCurrency } from './order-currency.ts';
import { effectNamedBy, type OrderAccount, salesOrderKey } from './order-keys.ts';
import { pinOf } from './sales-order-intent.ts';

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

/** What a document of an order that was never sent from here must come to; nobody knows of one that was never read, or of another currency. */
async function chargedBy(tx: Tx, pair: PairId, orderId: string): Promise<readonly DecimalText[]> {
  const record = await tx.orders.read(pair, orderId);
  if (record?.head.currency !== bookCurrency) return [];
  const read = record.revision === undefined ? undefined : await tx.orders.revision(pair, orderId, record.revision);
  return read === undefined ? [record.head.totalGross] : totalsCharged(read.content);
}

/** Looks at the sales order that a person names for an order: that it stands, is nobody else's, and says the same total. */
export async function objectionsTo({
  merchant,
  pair,
  store,
  invoicing,
  account,
  orderId,
  salesOrderId,
  call,
}: Adoption): Promise<readonly Objection[]> {
  const key = salesOrderKey(account, orderId);
  const { owners, wanted } = await store.transaction(merchant, async (tx) => {
    const row = await tx.effects.read(key);
    const sent = pinOf(row?.pin)?.gross;
    return {
      owners: (await tx.effects.byResult('place-sales-order', [salesOrderId])).filter((owner) => owner.key !== key),
      wanted: sent === undefined ? await chargedBy(tx, pair, orderId) : [sent],
    };
  });
  const [owner] = owners;
  if (owner !== undefined) {
    return [
      { code: 'ADOPTED_SALES_ORDER_TAKEN', data: { order: orderId, salesOrder: salesOrderId, other: owner.subject }, canForce: false },
    ];
  }
  const answer = await invoicing.salesOrders.read(salesOrderId, call);
  if (answer.status !== 'done') {
    const data = { order: orderId, salesOrder: salesOrderId, code: answer.error.code };
    return [{ code: 'ADOPTED_SALES_ORDER_UNREAD', data, canForce: false }];
  }
  const seen = answer.value;
  if (seen === undefined)
    return [{ code: 'ADOPTED_SALES_ORDER_MISSING', data: { order: orderId, salesOrder: salesOrderId }, canForce: false }];
  const objections: Objection[] = [];
  const named = effectNamedBy(seen.texts, account);
  if (named !== undefined && named !== key) {
    objections.push({ code: 'ADOPTED_SALES_ORDER_MARKED', data: { order: orderId, salesOrder: salesOrderId }, canForce: true });
  }
  const [first] = wanted;
  if (first !== undefined && !wanted.some((one) => sameAmount(one, seen.totals.gross))) {
    const data = { order: orderId, salesOrder: amountShown(seen.totals.gross), charged: amountShown(first) };
    objections.push({ code: 'ADOPTED_TOTAL_DIFFERS', data, canForce: true });
  }
  return objections;
}
