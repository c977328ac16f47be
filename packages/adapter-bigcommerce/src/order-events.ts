import type { Http } from '@megzo/adapter-kit';
import { type Answer, type Call, type Instant, mapAnswer, type OrderMessage, type OrderPayment } from '@megzo/core';
import { readPages } from './v2-pages.ts';
import { messagesWire, transactionsWire, type WireMessage, type WireTransaction } from './wire/order-events.ts';

/**
 * Movements of money, oldest first. Offline methods have often none (sheet 5.5), a fresh order not yet (5.7), and what happened at
 * the provider alone never shows.
 */
export async function readPayments(http: Http, id: string, call: Call): Promise<Answer<readonly OrderPayment[]>> {
  const answer = await readPages(http, { path: `/v3/orders/${encodeURIComponent(id)}/transactions` }, transactionsWire, call);
  return mapAnswer(answer, (rows) => rows.map(toPayment).sort(oldestFirst));
}

/** What was written on the order, oldest first. */
export async function readMessages(http: Http, id: string, call: Call): Promise<Answer<readonly OrderMessage[]>> {
  const answer = await readPages(http, { path: `/v2/orders/${encodeURIComponent(id)}/messages` }, messagesWire, call);
  return mapAnswer(answer, (rows) => rows.map(toMessage).sort(oldestFirst));
}

const events: readonly OrderPayment['event'][] = ['authorization', 'capture', 'purchase', 'refund', 'void', 'pending', 'settled'];

function toPayment(row: WireTransaction): OrderPayment {
  return {
    id: row.id,
    event: events.find((event) => event === row.event) ?? 'other',
    amount: row.amount,
    currency: row.currency,
    provider: row.gateway === '' ? row.method : row.gateway,
    ...(row.gateway_transaction_id === '' ? {} : { reference: row.gateway_transaction_id }),
    // Anything but the one word for success: money that nobody vouches for has not moved.
    succeeded: row.status === 'ok',
    test: row.test === true,
    at: row.date_created,
  };
}

function toMessage(row: WireMessage): OrderMessage {
  return { id: row.id, by: authorOf(row), subject: row.subject, text: row.message, at: row.date_created };
}

/** The sheet names no members of a message beyond that they can be read: without a type its staff id tells. */
function authorOf({ type, staff_id }: WireMessage): OrderMessage['by'] {
  if (type === '') return staff_id === undefined ? 'customer' : 'staff';
  return type === 'customer' ? 'customer' : 'staff';
}

function oldestFirst(a: { readonly at: Instant; readonly id: string }, b: { readonly at: Instant; readonly id: string }): number {
  return a.at - b.at || Number(a.id) - Number(b.id);
}
