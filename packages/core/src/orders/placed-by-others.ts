import type { PairRun } from '../effects/pair-run.ts';
import type { Instant } from '../kernel/instant.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { listedAnew } from './as-listed.ts';
import { allChanges, isEdited, originOf, tellAtPlacing, tellChanges } from './late-changes.ts';

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
  const { gross } = row.input as { readonly gross?: DecimalText };
  const revision = madeFrom(row);
  const gone = row.evidence.findLast(({ what, details }) => what === deletedThere && details?.result === row.result);
  return {
    salesOrderId: row.result,
    ...(gross === undefined ? {} : { gross }),
    ...(revision === undefined ? {} : { revision }),
    ...(gone === undefined ? {} : { goneAt: gone.at }),
  };
}

/** The revision that a person's word named, or that was sent; none where it was made elsewhere. */
function madeFrom({ fingerprint, input, evidence }: EffectRow): number | undefined {
  const word = evidence.findLast(({ what }) => what === adoptedByWord);
  if (word !== undefined) return word.details?.revision === undefined ? undefined : Number(word.details.revision);
  return fingerprint === 'adopted' ? undefined : (input as { readonly revision?: number }).revision;
}

/** Evidence on the row of a sales order that a person named; its details name the revision that it says. */
export const adoptedByWord = 'decided: adopt';

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
  if (order.reason === 'ORDER_DROPPED') await tellAtPlacing(run, tx, { ...order, salesOrderId }, edited);
  // What was told of it before its record was lost may hold no more.
  else await tellChanges(run, tx, { ...order, salesOrderId }, allChanges(order, edited));
  // Made elsewhere and edited, it was made from none that we know.
  const placedRevision = madeFrom.hash !== undefined ? revision : edited ? undefined : order.revision;
  return {
    ...{ ...rest, state: 'placed', salesOrderId },
    // Placed, it is read in full whatever became of it: what its head does not tell is told then.
    ...(order.revision === undefined ? { listed: listedAnew } : {}),
    ...(placedRevision === undefined ? {} : { placedRevision }),
    ...(goneAt === undefined ? {} : { salesOrderGoneAt: goneAt }),
  };
}
