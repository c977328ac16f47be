import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { OrderRecord, OrderRevision } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import type { Taken } from './taken.ts';

/** A placed order stays placed: the sales order cannot be changed from here, so a person is told. */
export async function storePlaced(
  run: PairRun,
  tx: Tx,
  before: OrderRecord,
  record: OrderRecord,
  revised: OrderRevision | undefined,
): Promise<Taken> {
  const { reason: _reason, reasonData: _data, ...rest } = record;
  const { salesOrderId, salesOrderGoneAt } = before;
  const salesOrder = {
    ...(salesOrderId === undefined ? {} : { salesOrderId }),
    ...(salesOrderGoneAt === undefined ? {} : { salesOrderGoneAt }),
  };
  const placedRevision = before.placedRevision ?? before.revision ?? revised?.revision ?? 0;
  await tx.orders.put({ ...rest, state: 'placed', ...salesOrder, placedRevision });
  const link = run.invoicing.salesOrders.link(before.salesOrderId ?? '');
  const data = { order: record.orderId, link };
  for (const [code, holds] of Object.entries(lateChanges(record))) {
    if (holds) await raiseProblem(tx, run, { code, subject: record.orderId, data });
    else await tx.problems.clear(problemKey(run, code, record.orderId));
  }
  // One that was adopted by its mark was never read in full: what it was made from is not known.
  const edited = revised !== undefined && before.revision !== undefined && revised.hash !== before.revisionHash;
  if (!edited) return { status: 'taken', stats: { processed: 1, unchanged: 1 } };
  const placedFrom = await tx.orders.revision(run.pair, record.orderId, placedRevision);
  const key = problemKey(run, 'ORDER_EDITED_AFTER_PLACING', record.orderId);
  if (placedFrom?.hash === revised.hash) await tx.problems.clear(key);
  else await raiseProblem(tx, run, { code: 'ORDER_EDITED_AFTER_PLACING', subject: record.orderId, data });
  return { status: 'taken', stats: { processed: 1, updated: 1 } };
}

/** What a person must hear of that happened to the order itself after its sales order was made. */
export function lateChanges({ state, reason, head }: Pick<OrderRecord, 'state' | 'reason' | 'head'>): Readonly<Record<string, boolean>> {
  const finished = ['shipped', 'completed', 'refunded', 'cancelled', 'declined'].includes(head.status);
  const putAway = !finished && (reason === 'ORDER_GONE' || head.archived || head.status === 'incomplete');
  return { ORDER_CANCELLED_AFTER_PLACING: state === 'cancelled', ORDER_PUT_AWAY_AFTER_PLACING: putAway };
}
