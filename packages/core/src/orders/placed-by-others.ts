import { type PairRun, raiseProblem } from '../effects/pair-run.ts';
import type { EffectKey } from '../kernel/ids.ts';
import { type DecimalText, sameAmount } from '../money/decimal.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';

/** A sales order that a history made which this database does not know, such as one that was lost or restored. */
export interface PlacedByOthers {
  readonly salesOrderId: string;
  /** What was charged then, as far as its mark says so. */
  readonly gross?: DecimalText;
}

export async function placedByOthers(tx: Tx, key: EffectKey): Promise<PlacedByOthers | undefined> {
  const row = await tx.effects.read(key);
  if (row?.state !== 'done' || row.result === undefined) return undefined;
  const { gross } = row.input as { readonly gross?: DecimalText };
  return { salesOrderId: row.result, ...(gross === undefined ? {} : { gross }) };
}

/** The order as placed. What became of it since then cannot be told from an edit that was seen, so a person is told of it. */
export async function recordPlacedByOthers(run: PairRun, tx: Tx, order: OrderRecord, placed: PlacedByOthers): Promise<OrderRecord> {
  const { reason: _reason, reasonData: _data, ...rest } = order;
  const { salesOrderId, gross } = placed;
  const late =
    order.state === 'cancelled'
      ? 'ORDER_CANCELLED_AFTER_PLACING'
      : gross !== undefined && !sameAmount(gross, order.head.totalGross)
        ? 'ORDER_EDITED_AFTER_PLACING'
        : undefined;
  const data = { order: order.orderId, link: run.invoicing.salesOrders.link(salesOrderId) };
  if (late !== undefined) await raiseProblem(tx, run, { code: late, subject: order.orderId, data });
  // No revision that we know is the one that it was made from.
  const placedRevision = late === 'ORDER_EDITED_AFTER_PLACING' ? 0 : order.revision;
  return { ...rest, state: 'placed', salesOrderId, ...(placedRevision === undefined ? {} : { placedRevision }) };
}
