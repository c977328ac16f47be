import type { PairRun } from '../effects/pair-run.ts';
import type { OrderRecord, OrderRevision } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { allChanges, isEdited, lateChanges, type Origin, originOf, tellChanges } from './late-changes.ts';
import { salesOrderKey } from './order-keys.ts';
import { placedByOthers } from './placed-by-others.ts';
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
  const { salesOrderId, salesOrderGoneAt, settled } = before;
  const salesOrder = {
    ...(salesOrderId === undefined ? {} : { salesOrderId }),
    ...(salesOrderGoneAt === undefined ? {} : { salesOrderGoneAt }),
  };
  let changes = lateChanges(record);
  let { placedRevision } = before;
  const isNew = revised !== undefined && revised.hash !== before.revisionHash;
  if (isNew) {
    const edited = isEdited(record, await originOfPlaced(run, tx, before));
    changes = allChanges(record, edited);
    // Adopted by its mark and never read in full: what is read now has the total that it was made from, as far as anybody knows.
    if (!edited) placedRevision ??= revised.revision;
  }
  const told = await tellChanges(run, tx, { ...record, ...salesOrder, ...(settled === undefined ? {} : { settled }) }, changes);
  await tx.orders.put({
    ...{ ...rest, state: 'placed', ...salesOrder },
    ...(placedRevision === undefined ? {} : { placedRevision }),
    ...told,
  });
  return { status: 'taken', stats: isNew && before.revision !== undefined ? { processed: 1, updated: 1 } : { processed: 1, unchanged: 1 } };
}

async function originOfPlaced(run: PairRun, tx: Tx, { orderId, placedRevision }: OrderRecord): Promise<Origin> {
  if (placedRevision !== undefined) return originOf(tx, run, orderId, placedRevision);
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const gross = placedByOthers(await tx.effects.read(salesOrderKey(account, orderId)))?.gross;
  return gross === undefined ? {} : { gross };
}
