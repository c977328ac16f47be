import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import { type DecimalText, sameAmount } from '../money/decimal.ts';
import type { InvoicingPort } from '../ports/invoicing.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';

/** What is needed to tell of an order: its pair, the clock, and the books that link to their documents. */
export type Telling = Pick<PairRun, 'pair' | 'environment'> & { readonly invoicing: Pick<InvoicingPort, 'salesOrders'> };

/** What a sales order was made from, as far as anybody knows. */
export interface Origin {
  readonly hash?: string;
  readonly gross?: DecimalText;
}

const edited = 'ORDER_EDITED_AFTER_PLACING';

/**
 * What happened to the order itself after its sales order was made, by problem code. An order that is gone is as it was when it was last
 * seen. A refund does not make an order hold again: of what it leaves open nothing is said.
 */
export function lateChanges({ reason, head }: Pick<OrderRecord, 'reason' | 'head'>): Readonly<Record<string, boolean>> {
  const isCancelled = head.status === 'cancelled' || head.status === 'declined';
  const isRefunded = head.status === 'refunded' || head.status === 'partially-refunded';
  const isFinished = isCancelled || ['shipped', 'completed', 'refunded'].includes(head.status);
  const isPutAway = !isFinished && (reason === 'ORDER_GONE' || head.archived || head.status === 'incomplete');
  return {
    ...(isRefunded ? {} : { ORDER_CANCELLED_AFTER_PLACING: isCancelled }),
    ...(isRefunded && !isPutAway ? {} : { ORDER_PUT_AWAY_AFTER_PLACING: isPutAway }),
  };
}

/** Late changes together with whether it was edited. */
export function allChanges(record: Pick<OrderRecord, 'reason' | 'head'>, wasEdited: boolean): Readonly<Record<string, boolean>> {
  return { ...lateChanges(record), [edited]: wasEdited };
}

export async function originOf(tx: Tx, { pair }: Pick<Telling, 'pair'>, orderId: string, revision: number): Promise<Origin> {
  const madeFrom = await tx.orders.revision(pair, orderId, revision);
  return madeFrom === undefined ? {} : { hash: madeFrom.hash, gross: madeFrom.content.totalGross };
}

/** Whether an order is another one than its sales order was made from. What was not read in full since then shows in its total alone. */
export function isEdited({ revisionHash, head }: Pick<OrderRecord, 'revisionHash' | 'head'>, { hash, gross }: Origin): boolean {
  if (hash !== undefined && revisionHash !== undefined && revisionHash !== hash) return true;
  return gross !== undefined && !sameAmount(gross, head.totalGross);
}

/** Tells what became of an order until it was found to be placed. */
export async function tellAtPlacing(
  telling: Telling,
  tx: Tx,
  record: Pick<OrderRecord, 'orderId' | 'salesOrderId' | 'reason' | 'head'>,
  wasEdited: boolean,
): Promise<void> {
  const codes =
    record.reason === 'ORDER_DROPPED'
      ? ['SALES_ORDER_STANDS_THOUGH_DROPPED']
      : Object.entries(allChanges(record, wasEdited)).flatMap(([code, holds]) => (holds ? [code] : []));
  for (const code of codes) await raise(telling, tx, record, code);
}

/**
 * Raises what holds and clears what does not. What a person's word has settled is not raised again while it stays as it was. Where it is
 * taken back in the shop, that person's work in the books may have to be too, and nothing else would say so. Answers what stays settled.
 */
export async function tellChanges(
  telling: Telling,
  tx: Tx,
  record: Pick<OrderRecord, 'orderId' | 'salesOrderId' | 'settled' | 'revisionHash' | 'head'>,
  changes: Readonly<Record<string, boolean>>,
): Promise<Pick<OrderRecord, 'settled'>> {
  const settled = new Map(Object.entries(record.settled ?? {}));
  for (const [code, holds] of Object.entries(changes)) {
    const said = settled.get(code);
    if (holds) {
      // Said of its total alone, it is the same edit now that all of it was read.
      if (said !== undefined && statesOf(code, record).includes(said)) settled.set(code, stateOf(code, record));
      else await raise(telling, tx, record, code);
      continue;
    }
    await tx.problems.clear(problemKey(telling, code, record.orderId));
    if (settled.delete(code)) await raise(telling, tx, record, 'ORDER_AS_BEFORE_AGAIN');
  }
  return settled.size === 0 ? {} : { settled: Object.fromEntries(settled) };
}

/** A person has dealt with what happened to an order after its sales order was made. */
export async function settleChange(
  tx: Tx,
  telling: Pick<Telling, 'pair'>,
  { orderId, code }: { readonly orderId: string; readonly code: string },
): Promise<void> {
  const record = await tx.orders.read(telling.pair, orderId);
  if (record?.state !== 'placed' || !lateCodes.includes(code)) return;
  const { placedRevision } = record;
  const { hash } = code === edited && placedRevision !== undefined ? await originOf(tx, telling, orderId, placedRevision) : {};
  // While the content that was read last is what it was made from, the total alone tells that it was edited.
  const state = hash !== undefined && hash === record.revisionHash ? totalOf(record) : stateOf(code, record);
  await tx.orders.put({ ...record, settled: { ...record.settled, [code]: state } });
}

/** What was told of a sales order, and of how the order differs from it, says nothing any more where another one counts. */
export async function forgetDocument(tx: Tx, telling: Pick<Telling, 'pair'>, orderId: string): Promise<void> {
  for (const code of [edited, 'ORDER_AS_BEFORE_AGAIN', 'SALES_ORDER_NOT_COMPARED', 'SALES_ORDER_TOTAL_DIFFERS'])
    await tx.problems.clear(problemKey(telling, code, orderId));
}

/** Nothing that happens to an order is a matter of a sales order where none counts any more. */
export async function forgetTold(tx: Tx, telling: Pick<Telling, 'pair'>, orderId: string): Promise<void> {
  await forgetDocument(tx, telling, orderId);
  for (const code of lateCodes) await tx.problems.clear(problemKey(telling, code, orderId));
}

const lateCodes: readonly string[] = ['ORDER_CANCELLED_AFTER_PLACING', 'ORDER_PUT_AWAY_AFTER_PLACING', edited];

function raise(telling: Telling, tx: Tx, { orderId, salesOrderId = '' }: Pick<OrderRecord, 'orderId' | 'salesOrderId'>, code: string) {
  const data = { order: orderId, link: telling.invoicing.salesOrders.link(salesOrderId) };
  return raiseProblem(tx, telling, { code, subject: orderId, data });
}

/** An edit is of one content; what else happened either holds or does not. */
function stateOf(code: string, record: Pick<OrderRecord, 'revisionHash' | 'head'>): string {
  return code === edited ? (record.revisionHash ?? totalOf(record)) : 'it holds';
}

function statesOf(code: string, record: Pick<OrderRecord, 'revisionHash' | 'head'>): readonly string[] {
  return code === edited ? [stateOf(code, record), totalOf(record)] : [stateOf(code, record)];
}

function totalOf({ head }: Pick<OrderRecord, 'head'>): string {
  return `total ${head.totalGross}`;
}
