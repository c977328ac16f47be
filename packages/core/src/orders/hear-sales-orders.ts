import { effectSteps } from '../effects/effect-steps.ts';
import { noStats, type PairRun, raiseProblem, type Slice } from '../effects/pair-run.ts';
import { rulesOf } from '../effects/run-effects.ts';
import { type Hearing, hear } from '../effects/settle.ts';
import type { Answer } from '../kernel/answer.ts';
import { isAccountError } from '../kernel/sync-error.ts';
import type { SalesOrder, SalesOrderDraft } from '../model/sales-order.ts';
import { sameAmount } from '../money/decimal.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { NotedReason, ReasonKind } from '../ports/inbox.ts';
import type { Tx } from '../ports/store.ts';
import { type Confirmed, tellOfReadBack } from './book-placing.ts';
import { effectNamedBy } from './order-keys.ts';
import { type OrderSteps, orderSteps } from './order-steps.ts';
import { salesOrderDriver } from './place-sales-order.ts';
import { deletedThere } from './placed-by-others.ts';
import type { SalesOrderInput } from './sales-order-intent.ts';
import { totalsWanted } from './wanted-totals.ts';

const kinds: readonly ReasonKind[] = ['sales-order', 'sales-order-gone', 'unread-sales-order'];
/** More than a slice can read at the pace of any vendor. */
const pageMax = 200;
/** What could not be read for so long is no news any more, ms. */
const keptMs = 7 * 24 * 3_600_000;

export interface HearSteps {
  readonly orders: OrderSteps;
  readonly effects: typeof effectSteps;
}

/**
 * Reads the sales orders that there is reason to look at. A document that carries the marker of an effect in doubt settles it
 * without waiting for the horizon; one of ours that a person deleted becomes a problem and is not made again; one that could not be
 * read back is compared. A hint that is lost costs time: the look at the horizon finds the same.
 */
export async function hearSalesOrders(run: PairRun, steps: HearSteps = { orders: orderSteps, effects: effectSteps }): Promise<Slice> {
  const reasons = await run.store.transaction(run.merchant, (tx) => tx.inbox.page(run.pair, kinds, pageMax));
  let created = 0;
  for (const reason of reasons) {
    if (run.environment.clock.now() >= run.stopAt) return { stats: { ...noStats, created }, more: true };
    const heard = await hearOne(run, steps, reason);
    if (heard === 'placed') created += 1;
    else if (typeof heard === 'object')
      return { stats: { ...noStats, created }, more: false, failure: { side: 'invoicing', error: heard } };
  }
  return { stats: { ...noStats, created }, more: false };
}

async function hearOne(run: PairRun, steps: HearSteps, reason: NotedReason): Promise<'placed' | 'looked' | Failure> {
  const { store, merchant } = run;
  const about = await store.transaction(merchant, async (tx) => {
    const found = await aboutWhat(run, tx, reason);
    if (found === 'nothing') await tx.inbox.settle(run.pair, [reason]);
    return found;
  });
  if (about === 'nothing') return 'looked';
  // Comparing belongs to placing, as the read-back that failed did; only what clears a doubt takes from the reserve.
  const priority = reason.what === 'unread-sales-order' ? 'order' : 'recovery';
  const answer = await run.invoicing.salesOrders.read(reason.id, run.call('invoicing', priority));
  if (answer.status !== 'done' && endsSlice(answer)) return answer.error;
  return store.transaction(merchant, async (tx) => {
    const at = run.environment.clock.now();
    const seen = answer.status === 'done' ? (answer.value ?? 'missing') : 'unread';
    // A list or a cluster that lags shows it later.
    const tooEarly = seen === 'missing' && reason.what !== 'sales-order-gone' && at - reason.since < run.invoicing.salesOrders.settleMs;
    if (tooEarly || (seen === 'unread' && at - reason.since < keptMs)) return 'looked';
    await tx.inbox.settle(run.pair, [reason]);
    if (seen === 'unread') return 'looked';
    if (about === 'in doubt') return seen === 'missing' ? 'looked' : hearDocument(run, steps, tx, seen);
    await (seen === 'missing' ? tellOfDeleted(run, tx, about) : compareAgain(run, steps.orders, tx, { row: about, seen }));
    return 'looked';
  });
}

type Failure = Exclude<Answer<unknown>, { status: 'done' }>['error'];

function endsSlice({ error }: Exclude<Answer<unknown>, { status: 'done' }>): boolean {
  return isAccountError(error) || ['UNREACHABLE', 'RATE_LIMITED', 'ABORTED'].includes(error.code);
}

/** Whether reading would tell something, so that a shop's many documents cost no call. */
async function aboutWhat(run: PairRun, tx: Tx, { what, id }: NotedReason): Promise<EffectRow | 'in doubt' | 'nothing'> {
  const [ours] = await tx.effects.byResult('place-sales-order', [id]);
  if (ours !== undefined) {
    if (ours.pair !== run.pair) return 'nothing';
    const gone = (await tx.orders.read(run.pair, ours.subject))?.salesOrderGoneAt !== undefined;
    return what !== 'sales-order' || gone ? ours : 'nothing';
  }
  if (what !== 'sales-order') return 'nothing';
  const { sending = 0, unknown = 0, taken = 0, parked = 0 } = await tx.effects.count(run.pair, 'place-sales-order');
  return sending + unknown + taken + parked > 0 ? 'in doubt' : 'nothing';
}

async function hearDocument(run: PairRun, steps: HearSteps, tx: Tx, document: SalesOrder): Promise<'placed' | 'looked'> {
  const key = effectNamedBy(document.texts, { vendor: run.channel.vendor, accountId: run.channelSettings.accountId });
  const row = key === undefined ? undefined : await tx.effects.read(key);
  if (row === undefined || row.pair !== run.pair) return 'looked';
  const driver = salesOrderDriver(run, steps.orders);
  const hearing: Hearing<SalesOrderDraft, { readonly id: string }> = {
    driver,
    rules: rulesOf(driver, run.settings),
    steps: steps.effects,
  };
  const confirmed = await compared(run, steps.orders, tx, { row, seen: document });
  const proof = { key: row.key, made: document.id, from: 'event', at: run.environment.clock.now() } as const;
  const heard = await hear(tx, hearing, { ...proof, ...(confirmed === undefined ? {} : { confirmed: { ...confirmed } }) });
  return heard === 'settled' ? 'placed' : 'looked';
}

interface Seen {
  readonly row: EffectRow;
  readonly seen: SalesOrder;
}

/** `undefined`: nobody knows what its total should be. */
async function compared(run: PairRun, steps: OrderSteps, tx: Tx, { row, seen }: Seen): Promise<Confirmed | undefined> {
  const record = await tx.orders.read(run.pair, row.subject);
  const { revision: meant } = row.input as unknown as SalesOrderInput;
  // A person may have named one that says the order as it came to be.
  const revision = (record?.salesOrderId === seen.id ? record.placedRevision : undefined) ?? meant;
  const wanted = await totalsWanted(tx, { pair: run.pair, orderId: row.subject, revision }, row);
  const gross = wanted.find((one) => sameAmount(one, seen.totals.gross)) ?? wanted[0];
  return gross === undefined ? undefined : steps.compareReadBack({ gross }, seen.totals);
}

async function compareAgain(run: PairRun, steps: OrderSteps, tx: Tx, { row, seen }: Seen): Promise<void> {
  const record = await tx.orders.read(run.pair, row.subject);
  if (record?.salesOrderGoneAt !== undefined) {
    const { salesOrderGoneAt: _back, ...rest } = record;
    await tx.orders.put(rest);
    await tx.problems.clear(`${run.pair}/SALES_ORDER_DELETED/${row.subject}`);
  }
  const confirmed = await compared(run, steps, tx, { row, seen });
  if (confirmed !== undefined) await tellOfReadBack(run, tx, { orderId: row.subject, salesOrderId: seen.id, confirmed });
}

/** A person deleted it, and a person says what shall be. The row stays done, so that nothing ever makes it again. */
async function tellOfDeleted(run: PairRun, tx: Tx, row: EffectRow): Promise<void> {
  const record = await tx.orders.read(run.pair, row.subject);
  if (record?.state !== 'placed' || record.salesOrderId !== row.result || record.salesOrderGoneAt !== undefined) return;
  const at = run.environment.clock.now();
  await tx.orders.put({ ...record, salesOrderGoneAt: at });
  await tx.effects.note(row.key, { at, what: deletedThere, details: { result: row.result ?? '' } });
  for (const code of ['SALES_ORDER_NOT_COMPARED', 'SALES_ORDER_TOTAL_DIFFERS'])
    await tx.problems.clear(`${run.pair}/${code}/${row.subject}`);
  await raiseProblem(tx, run, { code: 'SALES_ORDER_DELETED', subject: row.subject, data: { order: row.subject } });
}
