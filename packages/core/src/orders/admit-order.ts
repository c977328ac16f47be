import type { Instant } from '../kernel/instant.ts';
import type { OrderHead } from '../model/order.ts';
import type { OrderState } from '../ports/order-records.ts';

export interface AdmissionRules {
  /** Cutover: what was placed earlier stays the merchant's own business. */
  readonly ordersFrom: Instant;
  /** The only currency in which the invoicing system keeps its books. */
  readonly bookCurrency: string;
  /** What becomes of orders in another one. */
  readonly otherCurrencies: 'park' | 'convert';
}

export interface Judgement {
  readonly state: Exclude<OrderState, 'placed'>;
  readonly reason?: string;
  readonly reasonData?: Readonly<Record<string, string>>;
}

/** Decides by the cheap head alone whether an order is ours to place. Judged anew at every change: an incomplete order may become real. */
export function admitOrder(head: OrderHead, rules: AdmissionRules): Judgement {
  if (head.status === 'cancelled' || head.status === 'declined') return { state: 'cancelled', reason: 'ORDER_CANCELLED' };
  if (head.status === 'incomplete') return { state: 'excluded', reason: 'ORDER_INCOMPLETE' };
  if (head.archived) return { state: 'excluded', reason: 'ORDER_ARCHIVED' };
  if (head.placedAt < rules.ordersFrom) return { state: 'excluded', reason: 'ORDER_BEFORE_CUTOVER' };
  if (head.currency !== rules.bookCurrency && rules.otherCurrencies === 'park') {
    return {
      state: 'parked',
      reason: 'ORDER_CURRENCY_UNSUPPORTED',
      reasonData: { currency: head.currency, bookCurrency: rules.bookCurrency },
    };
  }
  if (head.status === 'pending') return { state: 'held', reason: 'ORDER_PENDING' };
  if (head.status === 'under-review') return { state: 'held', reason: 'ORDER_UNDER_REVIEW' };
  return { state: 'admitted' };
}
