import { zero } from './amount.ts';
import type { Answer, Call } from './call.ts';
import { openAmount, predecessorOf } from './document-store.ts';
import { regularError } from './errors.ts';
import type { Json } from './json.ts';
import type { SalesDocument } from './records.ts';
import type { State } from './state.ts';
import { toStamp } from './time.ts';

/** 5.1: read-only, by the id of the document. */
export function answerPayments(state: State, call: Call): Answer | undefined {
  const [id, ...more] = call.rest;
  if (call.method !== 'GET' || id === undefined || more.length > 0) return undefined;
  const voucher = state.vouchers.get(id);
  if (voucher !== undefined) {
    const isSale = voucher.type === 'salesinvoice' || voucher.type === 'purchasecreditnote';
    return {
      status: 200,
      body: {
        openAmount: voucher.status === 'paid' ? zero : voucher.total,
        currency: 'EUR',
        paymentStatus: voucher.status === 'paid' ? 'balanced' : isSale ? 'openRevenue' : 'openExpense',
        voucherType: voucher.type,
        voucherStatus: voucher.status === 'paid' ? 'paid' : 'open',
        paymentItems: [],
      },
    };
  }
  const document = state.documents.get(id);
  if (document === undefined) return undefined;
  const isRelatedCredit = document.kind === 'creditNote' && predecessorOf(state, document) !== undefined;
  if (isRelatedCredit || (document.kind !== 'invoice' && document.kind !== 'creditNote' && document.kind !== 'downPaymentInvoice')) {
    throw regularError(state.settings.paymentsUnsupportedStatus, 'Für diesen Beleg gibt es keine Zahlungsdaten.');
  }
  // Expected after `payment.changed` when an open invoice became a draft again (8.2).
  if (document.status === 'draft') throw regularError(406, 'Für Entwürfe gibt es keine Zahlungsdaten.');
  return { status: 200, body: paymentsToJson(document) };
}

function paymentsToJson(document: SalesDocument): Json {
  const open = openAmount(document);
  const isPaid = document.status === 'paid' || document.status === 'paidoff';
  return {
    openAmount: open,
    currency: 'EUR',
    // A stand-alone credit note that is not balanced is open revenue too (section 6).
    paymentStatus: open.isZero() ? 'balanced' : 'openRevenue',
    voucherType: document.kind === 'creditNote' ? 'creditnote' : document.kind === 'invoice' ? 'invoice' : 'downpaymentinvoice',
    voucherStatus: document.status,
    paidDate: document.paidAt !== undefined && isPaid ? toStamp(document.paidAt) : undefined,
    paymentItems: document.payments.map(({ type, postedAt, amount }) => ({
      paymentItemType: type,
      postingDate: toStamp(postedAt),
      amount,
      currency: 'EUR',
    })),
  };
}
