import { problemKey } from '../effects/pair-run.ts';
import type { EffectKey, MerchantId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { EffectProgress, EffectRow } from '../ports/effect-ledger.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Store, Tx } from '../ports/store.ts';
import { forgetDocument, forgetTold, isEdited, originOf, type Telling, tellAtPlacing } from './late-changes.ts';
import { isMarkedOtherwise, markAnew } from './mark-order.ts';
import { type OrderAccount, salesOrderKey, salesOrderMarker } from './order-keys.ts';

/** What a person says of an order whose sales order is parked. */
export type OrderChoice =
  /** It stands there: this sales order is the one. */
  | { readonly choice: 'adopt'; readonly salesOrderId: string }
  /** It does not stand there: make it, without looking. */
  | { readonly choice: 'create' }
  /** It shall never be made. */
  | { readonly choice: 'drop' };

export interface Decision extends Telling {
  readonly merchant: MerchantId;
  readonly store: Store;
  readonly account: OrderAccount;
  readonly orderId: string;
  readonly choice: OrderChoice;
  /** Of an adoption: the revision of the order that the document was found to say. The one that is known last where absent. */
  readonly revision?: number;
  readonly by: string;
  readonly why: string;
  /** The channel takes marks: what is adopted is marked, and any request to do so has arrived, or never will, after so many ms. */
  readonly marks?: { readonly arrivedAfterMs: number };
}

/**
 * Carries out a person's decision, audited. Else nothing was written: `not-parked`: there is nothing to decide; `taken`: the sales order is
 * another order's.
 */
export async function decideOrder(decision: Decision): Promise<'decided' | 'not-parked' | 'taken'> {
  const { store, merchant, pair, environment, account, orderId, choice, by, why } = decision;
  return store.transaction(merchant, async (tx) => {
    const at = environment.clock.now();
    const key = salesOrderKey(account, orderId);
    const [row, record] = [await tx.effects.read(key), await tx.orders.read(pair, orderId)];
    if (choice.choice === 'adopt' && (await isTaken(tx, key, choice.salesOrderId))) return 'taken';
    if (record === undefined || !(await decideEffect(tx, decision, { key, row, record, at }))) return 'not-parked';
    const asked = [record.reason, 'SALES_ORDER_DELETED', 'ORDER_MARKED_OTHERWISE'];
    const answered = choice.choice === 'create' ? asked : [...asked, 'ORDER_NOT_MARKED'];
    for (const code of answered) if (code !== undefined) await tx.problems.clear(problemKey(decision, code, orderId));
    const { reason: _reason, reasonData: _data, salesOrderGoneAt: _gone, ...rest } = record;
    if (choice.choice === 'adopt') {
      const placed = await adopted(decision, tx, rest, choice.salesOrderId);
      await tx.orders.put(placed);
      const { placedRevision: revision } = placed;
      const marked = { account, pair, orderId, salesOrderId: choice.salesOrderId, ...(revision === undefined ? {} : { revision }), at };
      if (decision.marks !== undefined) await markAnew(tx, marked, decision.marks);
    } else {
      const { settled: _settled, ...unsettled } = rest;
      await forgetTold(tx, decision, orderId);
      if (choice.choice === 'create') await tx.orders.put({ ...unsettled, state: 'admitted' });
      else await tx.orders.put({ ...unsettled, state: 'excluded', reason: 'ORDER_DROPPED' });
    }
    await tx.audit.add({ at, by, what: `order decided: ${choice.choice} (${why})`, subject: key });
    return 'decided';
  });
}

/** The order as placed by the document that a person named. What happened to the order since that was made, the person is told. */
async function adopted(decision: Decision, tx: Tx, record: OrderRecord, salesOrderId: string): Promise<OrderRecord> {
  // All that was told and settled of it holds.
  if (countsAlready(record, salesOrderId)) return record;
  const { settled: _settled, placedRevision: _earlier, ...rest } = record;
  const revision = revisionSaid(record, salesOrderId, decision.revision);
  await forgetDocument(tx, decision, record.orderId);
  const edited = revision !== undefined && isEdited(record, await originOf(tx, decision, record.orderId, revision));
  const placed = { ...rest, state: 'placed' as const, salesOrderId };
  await tellAtPlacing(decision, tx, placed, edited);
  return revision === undefined ? placed : { ...placed, placedRevision: revision };
}

function countsAlready(record: OrderRecord, salesOrderId: string): boolean {
  return record.state === 'placed' && record.salesOrderId === salesOrderId;
}

/** The revision of the order that a named sales order says. */
function revisionSaid(record: OrderRecord, salesOrderId: string, found: number | undefined): number | undefined {
  return countsAlready(record, salesOrderId) ? record.placedRevision : (found ?? record.revision);
}

async function isTaken(tx: Tx, key: EffectKey, salesOrderId: string): Promise<boolean> {
  const owners = await tx.effects.byResult('place-sales-order', [salesOrderId]);
  return owners.some((owner) => owner.key !== key);
}

interface Standing {
  readonly key: EffectKey;
  readonly row: EffectRow | undefined;
  readonly record: OrderRecord;
  readonly at: Instant;
}

/** `false`: this choice is not open. What was made once and deleted by a person is never made again from here. */
async function decideEffect(
  tx: Tx,
  { account, pair, orderId, choice, by, revision }: Decision,
  { key, row, record, at }: Standing,
): Promise<boolean> {
  const says = choice.choice === 'adopt' ? revisionSaid(record, choice.salesOrderId, revision) : undefined;
  const evidence = { at, what: `decided: ${choice.choice}`, details: { by, ...(says === undefined ? {} : { revision: String(says) }) } };
  if (row?.state === 'done' && record.state === 'placed') {
    const isOpen =
      record.salesOrderGoneAt === undefined
        ? choice.choice === 'adopt' && (await isMarkedOtherwise(tx, pair, orderId))
        : choice.choice !== 'create';
    return isOpen && tx.effects.note(key, evidence, progressOf(choice, row, at));
  }
  if (row !== undefined && row.state !== 'withdrawn') return tx.effects.decide(key, progressOf(choice, row, at), evidence);
  // An order that was parked while nothing was intended can be dropped, or adopted as what a person made by hand.
  if (record.state !== 'parked' || choice.choice === 'create') return false;
  const kind = 'place-sales-order' as const;
  const marker = salesOrderMarker(account, orderId);
  const input = { revision: record.revision ?? 1 };
  // A drop stands in the ledger too: the record may be lost, and the order is not made all the same.
  const fingerprint = choice.choice === 'drop' ? 'dropped' : 'adopted';
  await tx.effects.intend({ key, pair, kind, subject: orderId, fingerprint, marker, input, notBefore: at }, at);
  return tx.effects.note(key, evidence, progressOf(choice, row ?? { state: 'intended', attempt: 0, refusals: 0, notBefore: at }, at));
}

function progressOf(choice: OrderChoice, row: EffectProgress, at: Instant): EffectProgress {
  const basis = {
    attempt: row.attempt,
    refusals: 0,
    notBefore: at,
    ...(row.firstSentAt === undefined ? {} : { firstSentAt: row.firstSentAt }),
  };
  switch (choice.choice) {
    case 'adopt':
      return { ...basis, state: 'done', result: choice.salesOrderId };
    case 'create':
      // A look-back would park it again for what the person has just looked at.
      return { ...basis, state: 'intended', attempt: 0, firstSentAt: row.firstSentAt ?? at };
    case 'drop':
      // What was made and is gone keeps its name, so that its mark on the channel is known for what it is.
      return { ...basis, state: 'withdrawn', reason: 'ORDER_DROPPED', ...(row.result === undefined ? {} : { result: row.result }) };
  }
}
