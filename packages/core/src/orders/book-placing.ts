import { parkReasons } from '../effects/advance.ts';
import type { Settled } from '../effects/effect-driver.ts';
import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { SalesOrderDraft } from '../model/sales-order.ts';
import type { Call } from '../ports/call.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import type { ReadBack } from './compare-read-back.ts';
import { isEdited, lateChanges, originOf, tellAtPlacing } from './late-changes.ts';
import { intendMark } from './mark-order.ts';
import type { OrderSteps } from './order-steps.ts';
import { rememberParked } from './retry-mapped.ts';
import type { SalesOrderInput } from './sales-order-intent.ts';

/** What became of reading back. */
export type Confirmed = ReadBack | { readonly read: 'missing' } | { readonly read: 'unread'; readonly code: string };

/** Puts an order aside for a person. */
export async function parkOrder(
  run: PairRun,
  tx: Tx,
  orderId: string,
  reason: string,
  data: Readonly<Record<string, string>>,
): Promise<void> {
  const record = await tx.orders.read(run.pair, orderId);
  if (record === undefined) return;
  await tx.orders.put({ ...record, state: 'parked', reason, reasonData: data });
  await raiseProblem(tx, run, { code: reason, subject: orderId, data: { order: orderId, ...data } });
  await rememberParked(run, tx, reason);
}

/** The code of a parked sales order's problem: a reason of the ledger as one of sales orders, a reason of the order as it is. */
export function parkedFor(reason = 'IN_DOUBT'): string {
  return parkReasons.some((one) => one === reason) ? `SALES_ORDER_${reason}` : reason;
}

/** Reads back what was made and compares it with what was meant. */
export async function confirm(
  run: PairRun,
  steps: OrderSteps,
  { made, draft, call }: { readonly made: string; readonly draft: SalesOrderDraft; readonly call: Call },
): Promise<Json> {
  const answer = await run.invoicing.salesOrders.read(made, call);
  const seen: Confirmed =
    answer.status !== 'done'
      ? { read: 'unread', code: answer.error.code }
      : answer.value === undefined
        ? { read: 'missing' }
        : steps.compareReadBack(run.invoicing.salesOrders.totals(draft), answer.value.totals);
  return seen;
}

/** Books what became of a sales order: the order's state, its problems, and the mark on the channel. */
export async function bookPlacing(run: PairRun, tx: Tx, { row, progress, at, confirmed }: Settled): Promise<void> {
  const record = await tx.orders.read(run.pair, row.subject);
  if (record === undefined) return;
  if (progress.state === 'parked') {
    // A refusal of what nobody wants any more is nobody's business; a doubt is.
    if (record.state === 'parked' || (record.state !== 'admitted' && progress.reason === 'REFUSED')) return;
    return parkOrder(run, tx, row.subject, parkedFor(progress.reason), {});
  }
  if (progress.state !== 'done' || progress.result === undefined) return;
  const { revision } = row.input as unknown as SalesOrderInput;
  const { reason, reasonData, ...kept } = record;
  const placed: OrderRecord = { ...kept, state: 'placed', salesOrderId: progress.result, placedRevision: revision };
  await tx.orders.put(placed);
  if (reason !== undefined) await tx.problems.clear(problemKey(run, reason, row.subject));
  await judgeReadBack(run, tx, placed, confirmed as Confirmed | undefined);
  // What happened to the order while it was under way could not stop it any more.
  const mayDiffer = record.revision !== revision || Object.values(lateChanges(record)).includes(true);
  const edited = mayDiffer && isEdited(record, await originOf(tx, run, row.subject, revision));
  await tellAtPlacing(run, tx, { ...record, salesOrderId: progress.result }, edited);
  if (run.channel.marks !== undefined) {
    const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
    await intendMark(tx, { account, pair: run.pair, orderId: row.subject, salesOrderId: progress.result, revision, at });
  }
}

/** What was not compared is read again with the next run, until it was. */
async function judgeReadBack(run: PairRun, tx: Tx, placed: OrderRecord, confirmed: Confirmed | undefined): Promise<void> {
  const { orderId, salesOrderId = '' } = placed;
  if (confirmed === undefined || confirmed.read === 'missing' || confirmed.read === 'unread') {
    await tx.inbox.note(run.pair, [{ what: 'unread-sales-order', id: salesOrderId, since: run.environment.clock.now() }]);
  }
  if (confirmed === undefined) return;
  await tellOfReadBack(run, tx, { orderId, salesOrderId, confirmed });
}

/** Brings the problems of one sales order in line with what was read of it. */
export async function tellOfReadBack(
  run: PairRun,
  tx: Tx,
  { orderId, salesOrderId, confirmed }: { readonly orderId: string; readonly salesOrderId: string; readonly confirmed: Confirmed },
): Promise<void> {
  const { read } = confirmed;
  const code =
    read === 'equal' ? undefined : read === 'differs' ? ('SALES_ORDER_TOTAL_DIFFERS' as const) : ('SALES_ORDER_NOT_COMPARED' as const);
  for (const possible of ['SALES_ORDER_TOTAL_DIFFERS', 'SALES_ORDER_NOT_COMPARED']) {
    if (possible !== code) await tx.problems.clear(problemKey(run, possible, orderId));
  }
  if (code === undefined) return;
  const data = { order: orderId, link: run.invoicing.salesOrders.link(salesOrderId), ...(read === 'differs' ? confirmed.data : {}) };
  await raiseProblem(tx, run, { code, subject: orderId, data });
}

/** The oldest that is known counts; the others are a person's to remove. */
export async function tellOfSurplus(run: PairRun, tx: Tx, { subject, result }: EffectRow, others: readonly string[]): Promise<void> {
  const { link } = run.invoicing.salesOrders;
  const told = (await tx.problems.read(problemKey(run, 'SALES_ORDER_DUPLICATE', subject)))?.data.others?.split(', ') ?? [];
  const all = [...new Set([...told, ...others.map(link)])];
  const data = { order: subject, link: link(result ?? ''), others: all.join(', ') };
  await raiseProblem(tx, run, { code: 'SALES_ORDER_DUPLICATE', subject, data });
}
