import {
  type Answer,
  type EffectCall,
  mapAnswer,
  type Outcome,
  rejected,
  type SalesOrderDraft,
  type SalesOrderTarget,
  SyncError,
} from '@megzo/core';
import type { Client } from './client.ts';
import { breachOf, salesOrderFields, salesOrderLimits } from './draft-limits.ts';
import { findSalesOrder, sweepSalesOrders } from './find-sales-order.ts';
import type { Settled } from './options.ts';
import { orderConfirmationBody, withMarker } from './order-confirmation-body.ts';
import { toSalesOrder } from './read-back.ts';
import { totalsOf } from './totals.ts';

/** Sales orders as finalised order confirmations, the vendor's nearest record (sheet 4). */
export function createSalesOrders(client: Client, { timeoutMs, settleMs }: Pick<Settled, 'timeoutMs' | 'settleMs'>): SalesOrderTarget {
  return {
    fields: salesOrderFields,
    limits: salesOrderLimits,
    timeoutMs,
    settleMs,
    totals: totalsOf,
    send: (draft, call) => place(client, draft, call),
    find: (sent, call) => findSalesOrder(client, sent, call),
    sweep: (sent, call) => sweepSalesOrders(client, sent, call),
    read: async (id, call) =>
      mapAnswer(await client.orderConfirmation(id, call), (wire) => (wire === undefined ? undefined : toSalesOrder(wire))),
    link: (id) => `https://app.lexware.de/permalink/order-confirmations/view/${encodeURIComponent(id)}`,
  };
}

/**
 * One POST. The vendor knows no idempotency key, so that a timeout, a 5xx or an unreadable answer leaves the order in doubt
 * (sheet 4.8). A 404 or 406 that names a contact made a moment ago is a refusal like any other: nothing was made.
 */
async function place(client: Client, draft: SalesOrderDraft, call: EffectCall): Promise<Outcome<{ id: string }>> {
  const finished = withMarker(draft, call.marker);
  const breach = breachOf(finished);
  if (breach !== undefined) return notSent({ ...breach });
  return client.placeOrderConfirmation(orderConfirmationBody(finished), call);
}

function notSent(details: Readonly<Record<string, string>>): Answer<never> {
  return rejected(new SyncError('REFUSED', 'lexoffice cannot take this sales order: a field breaks a limit', { details }));
}
