import type { PairRun } from '../effects/pair-run.ts';
import type { Instant } from '../kernel/instant.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { isEdited, originOf, tellAtPlacing } from './late-changes.ts';

/** A sales order that a history made which this database does not know, such as one that was lost or restored. */
export interface PlacedByOthers {
  readonly salesOrderId: string;
  /** What was charged then, as far as its mark says so. */
  readonly gross?: DecimalText;
  /** The revision that it was made from, where it was made from here and only the order's record was lost. */
  readonly revision?: number;
  /** When it was found to be deleted there. */
  readonly goneAt?: Instant;
}

export function placedByOthers(row: EffectRow | undefined): PlacedByOthers | undefined {
  if (row?.state !== 'done' || row.result === undefined) return undefined;
  const { gross, revision } = row.input as { readonly gross?: DecimalText; readonly revision?: number };
  const gone = row.evidence.findLast(({ what, details }) => what === deletedThere && details?.result === row.result);
  return {
    salesOrderId: row.result,
    ...(gross === undefined ? {} : { gross }),
    ...(revision === undefined || row.fingerprint === 'adopted' ? {} : { revision }),
    ...(gone === undefined ? {} : { goneAt: gone.at }),
  };
}

/** Evidence on the row of a sales order that a person deleted in the invoicing system. */
export const deletedThere = 'deleted there';

/** A person said that it shall never be made. */
export function isDropped({ state, reason }: Pick<EffectRow, 'state' | 'reason'>): boolean {
  return state === 'withdrawn' && reason === 'ORDER_DROPPED';
}

/** The order as placed. What became of it since then a person is told. */
export async function recordPlacedByOthers(run: PairRun, tx: Tx, order: OrderRecord, placed: PlacedByOthers): Promise<OrderRecord> {
  const { reason: _reason, reasonData: _data, ...rest } = order;
  const { salesOrderId, gross, goneAt, revision } = placed;
  const madeFrom = revision === undefined ? {} : await originOf(tx, run, order.orderId, revision);
  const edited = isEdited(order, madeFrom.hash === undefined && gross !== undefined ? { gross } : madeFrom);
  await tellAtPlacing(run, tx, { ...order, salesOrderId }, edited);
  // Made elsewhere and edited, it was made from none that we know.
  const placedRevision = madeFrom.hash !== undefined ? revision : edited ? undefined : order.revision;
  return {
    ...{ ...rest, state: 'placed', salesOrderId },
    ...(placedRevision === undefined ? {} : { placedRevision }),
    ...(goneAt === undefined ? {} : { salesOrderGoneAt: goneAt }),
  };
}
