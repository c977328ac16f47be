import { type PairRun, raiseProblem } from '../effects/pair-run.ts';
import { type DecimalText, sameAmount } from '../money/decimal.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { lateChanges } from './store-placed.ts';

/** A sales order that a history made which this database does not know, such as one that was lost or restored. */
export interface PlacedByOthers {
  readonly salesOrderId: string;
  /** What was charged then, as far as its mark says so. */
  readonly gross?: DecimalText;
}

export function placedByOthers(row: EffectRow | undefined): PlacedByOthers | undefined {
  if (row?.state !== 'done' || row.result === undefined) return undefined;
  const { gross } = row.input as { readonly gross?: DecimalText };
  return { salesOrderId: row.result, ...(gross === undefined ? {} : { gross }) };
}

/** The order as placed. What became of it since then cannot be told from an edit that was seen, so a person is told of it. */
export async function recordPlacedByOthers(run: PairRun, tx: Tx, order: OrderRecord, placed: PlacedByOthers): Promise<OrderRecord> {
  const { reason: _reason, reasonData: _data, ...rest } = order;
  const { salesOrderId, gross } = placed;
  const [changed] = Object.entries(lateChanges(order)).flatMap(([code, holds]) => (holds ? [code] : []));
  const edited = gross !== undefined && !sameAmount(gross, order.head.totalGross);
  const dropped = order.reason === 'ORDER_DROPPED' ? 'SALES_ORDER_STANDS_THOUGH_DROPPED' : undefined;
  const late = changed ?? dropped ?? (edited ? 'ORDER_EDITED_AFTER_PLACING' : undefined);
  const data = { order: order.orderId, link: run.invoicing.salesOrders.link(salesOrderId) };
  if (late !== undefined) await raiseProblem(tx, run, { code: late, subject: order.orderId, data });
  // No revision that we know is the one that it was made from.
  const placedRevision = edited ? 0 : order.revision;
  return { ...rest, state: 'placed', salesOrderId, ...(placedRevision === undefined ? {} : { placedRevision }) };
}
