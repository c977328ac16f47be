import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { PairId } from '../kernel/ids.ts';
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
  // One that was adopted by its mark was never read in full: what it was made from is not known.
  const edited = revised !== undefined && before.revision !== undefined && revised.hash !== before.revisionHash;
  const changes: Record<string, boolean> = { ...lateChanges(record) };
  if (edited) {
    const placedFrom = await tx.orders.revision(run.pair, record.orderId, placedRevision);
    changes.ORDER_EDITED_AFTER_PLACING = placedFrom?.hash !== revised.hash;
  }
  const settled = await tellChanges(run, tx, { ...record, ...salesOrder, ...settledOf(before) }, changes);
  await tx.orders.put({ ...rest, state: 'placed', ...salesOrder, placedRevision, ...settledOf({ settled }) });
  return { status: 'taken', stats: edited ? { processed: 1, updated: 1 } : { processed: 1, unchanged: 1 } };
}

/** What a person must hear of that happened to the order itself after its sales order was made. */
export function lateChanges({ state, reason, head }: Pick<OrderRecord, 'state' | 'reason' | 'head'>): Readonly<Record<string, boolean>> {
  const finished = ['shipped', 'completed', 'refunded', 'cancelled', 'declined'].includes(head.status);
  const putAway = !finished && (reason === 'ORDER_GONE' || head.archived || head.status === 'incomplete');
  return { ORDER_CANCELLED_AFTER_PLACING: state === 'cancelled', ORDER_PUT_AWAY_AFTER_PLACING: putAway };
}

/**
 * Raises what holds and clears what does not. What a person's word has settled is not raised again while it stays as it was; where it is
 * taken back in the shop, that person's work in the books may have to be too, and nothing else would say so. Answers what stays settled.
 */
async function tellChanges(
  run: PairRun,
  tx: Tx,
  record: Pick<OrderRecord, 'orderId' | 'salesOrderId' | 'settled' | 'revisionHash'>,
  changes: Readonly<Record<string, boolean>>,
): Promise<NonNullable<OrderRecord['settled']>> {
  const { orderId, salesOrderId = '' } = record;
  const link = run.invoicing.salesOrders.link(salesOrderId);
  const settled = new Map(Object.entries(record.settled ?? {}));
  for (const [code, holds] of Object.entries(changes)) {
    const said = settled.get(code);
    if (holds && said === stateOf(code, record)) continue;
    settled.delete(code);
    if (holds) await raiseProblem(tx, run, { code, subject: orderId, data: { order: orderId, link } });
    else await tx.problems.clear(problemKey(run, code, orderId));
    if (holds || said === undefined) continue;
    await raiseProblem(tx, run, { code: 'ORDER_AS_BEFORE_AGAIN', subject: orderId, data: { order: orderId, link } });
  }
  return Object.fromEntries(settled);
}

/** A person has dealt with what happened to an order after its sales order was made. */
export async function settleChange(
  tx: Tx,
  pair: PairId,
  { orderId, code }: { readonly orderId: string; readonly code: string },
): Promise<void> {
  const record = await tx.orders.read(pair, orderId);
  if (record?.state !== 'placed' || !lateCodes.includes(code)) return;
  await tx.orders.put({ ...record, settled: { ...record.settled, [code]: stateOf(code, record) } });
}

const lateCodes: readonly string[] = ['ORDER_CANCELLED_AFTER_PLACING', 'ORDER_PUT_AWAY_AFTER_PLACING', 'ORDER_EDITED_AFTER_PLACING'];

/** An edit is of one content; what else happened either holds or does not. */
function stateOf(code: string, { revisionHash = '' }: Pick<OrderRecord, 'revisionHash'>): string {
  return code === 'ORDER_EDITED_AFTER_PLACING' ? revisionHash : 'it holds';
}

function settledOf({ settled = {} }: Pick<OrderRecord, 'settled'>): Pick<OrderRecord, 'settled'> {
  return Object.keys(settled).length === 0 ? {} : { settled };
}
