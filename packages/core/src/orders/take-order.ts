import { type FlowStats, type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import { contentHash } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import type { ChannelOrder, LineQuantity, OrderHead } from '../model/order.ts';
import type { EffectIntent } from '../ports/effect-ledger.ts';
import type { OrderRecord, OrderRevision } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import type { Judgement } from './admit-order.ts';
import { bookOrder, holdsUnits } from './book-order.ts';
import { peopleKey } from './order-keys.ts';
import { type OrderSteps, orderSteps } from './order-steps.ts';
import { peopleKeptMs } from './place-sales-order.ts';

export type Taken =
  | {
      readonly status: 'taken';
      readonly stats: Partial<FlowStats>;
      /** It waits for the flow to be switched on. */
      readonly switchedOff?: true;
    }
  /** The channel shows the order, but not its lines yet. */
  | { readonly status: 'not-yet' }
  | { readonly status: 'failed'; readonly error: SyncError };

export interface TakeOptions {
  /** Before the first scan ended: what was shipped by then left the shelf earlier. */
  readonly baseline: boolean;
  readonly steps?: OrderSteps;
}

/**
 * Takes one changed order: reads as much as its judgement needs, then stores record, revision, people, stock booking and
 * intent in one transaction. An order that was read already may be handed in.
 */
export async function takeOrder(run: PairRun, head: OrderHead, options: TakeOptions, known?: ChannelOrder | undefined): Promise<Taken> {
  const [before, holds] = await run.store.transaction(run.merchant, async (tx) => [
    await tx.orders.read(run.pair, head.id),
    await holdsUnits(run, tx, head.id),
  ]);
  const { steps = orderSteps } = options;
  const judged = judge(run, steps, head, before);
  const placing = judged.state === 'admitted';
  if (placing || before?.state === 'placed') {
    const answer =
      known === undefined
        ? await run.channel.orders.read(head.id, run.call('channel', 'order'))
        : { status: 'done' as const, value: known };
    if (answer.status !== 'done') return { status: 'failed', error: answer.error };
    const order = answer.value;
    if (order === undefined)
      return head.status === 'cancelled' ? store(run, head, judged, [], undefined, options) : notYet(run, head, before);
    // The order may have changed since it was listed; what it says itself counts, and the next list shows it once more.
    const { lines: _lines, charges: _charges, people: _people, ...own } = order;
    const now = { ...headOf(own), modifiedAt: head.modifiedAt };
    return store(run, now, judge(run, steps, now, before), quantitiesOf(order), order, options);
  }
  if (head.status === 'incomplete' || head.archived) return store(run, head, judged, [], undefined, options);
  // A cancelled order that booked nothing has nothing to release.
  if (judged.state === 'cancelled' && !holds) return store(run, head, judged, [], undefined, options);
  const lines = await run.channel.orders.quantities(head.id, run.call('channel', 'order'));
  if (lines.status !== 'done') return { status: 'failed', error: lines.error };
  return lines.value === undefined ? notYet(run, head, before) : store(run, head, judged, lines.value, undefined, options);
}

/** What a person dropped stays dropped, whatever happens to it on the channel. */
function judge(run: PairRun, steps: OrderSteps, head: OrderHead, before: OrderRecord | undefined): Judgement {
  if (before?.reason === 'ORDER_DROPPED') return { state: 'excluded', reason: 'ORDER_DROPPED' };
  const ours = steps.admitOrder(head, { ordersFrom: run.settings.ordersFrom, bookCurrency: 'EUR' });
  return ours.state === 'admitted' && !run.settings.flows.orders ? { state: 'held', reason: 'ORDERS_SWITCHED_OFF' } : ours;
}

function headOf({ id, placedAt, modifiedAt, status, currency, totalGross, archived }: OrderHead): OrderHead {
  return { id, placedAt, modifiedAt, status, currency, totalGross, archived };
}

/** For so long lines may be on their way before a person is told, ms. */
const linesLateMs = 30 * 60_000;
/** What was listed and cannot be read for so long is gone, ms. */
const goneAfterMs = 24 * 3_600_000;

/** An order that was seen has a record, also while it cannot be read. */
function notYet(run: PairRun, head: OrderHead, before: OrderRecord | undefined): Promise<Taken> {
  if (before?.state === 'placed') return Promise.resolve({ status: 'not-yet' });
  return run.store.transaction(run.merchant, async (tx) => {
    const at = run.environment.clock.now();
    const {
      readAsOf: _read,
      reasonData: _data,
      ...known
    } = before ?? {
      pair: run.pair,
      orderId: head.id,
      firstSeenAt: at,
    };
    const sinceMs = at - known.firstSeenAt;
    const gone = sinceMs > goneAfterMs;
    await tx.orders.put({
      ...known,
      head,
      ...(gone ? { state: 'excluded', reason: 'ORDER_GONE' } : { state: 'held', reason: 'ORDER_NOT_READABLE' }),
    });
    const problem = { code: 'ORDER_NOT_READABLE', subject: head.id, data: { order: head.id } };
    if (gone) {
      // Nothing of it goes out any more.
      await bookOrder(run, tx, orderSteps, { head, lines: [], baseline: false });
      await tx.problems.clear(problemKey(run, problem.code, problem.subject));
    } else if (sinceMs > linesLateMs) await raiseProblem(tx, run, problem);
    return gone ? { status: 'taken', stats: { processed: 1, unchanged: 1 } } : { status: 'not-yet' };
  });
}

function store(
  run: PairRun,
  head: OrderHead,
  judged: Judgement,
  lines: readonly LineQuantity[],
  order: ChannelOrder | undefined,
  { baseline, steps = orderSteps }: TakeOptions,
): Promise<Taken> {
  return run.store.transaction(run.merchant, async (tx) => {
    const at = run.environment.clock.now();
    const before = await tx.orders.read(run.pair, head.id);
    // Shipped before we first read it, at connecting: it left the shelf before the figure that we start from.
    await bookOrder(run, tx, steps, { head, lines, baseline: baseline && before?.readAsOf === undefined });

    const revised = order === undefined ? undefined : await addRevision(run, tx, order, before);
    const record: OrderRecord = {
      pair: run.pair,
      orderId: head.id,
      ...judged,
      head,
      readAsOf: head.modifiedAt,
      ...(revised === undefined ? revisionOf(before) : { revision: revised.revision, revisionHash: revised.hash }),
      firstSeenAt: before?.firstSeenAt ?? at,
    };
    if (before?.state === 'placed') return storePlaced(run, tx, before, record, revised);
    return storeUnplaced(run, tx, steps, before, record, revised);
  });
}

/** A placed order stays placed: the sales order cannot be changed from here, so a person is told. */
async function storePlaced(
  run: PairRun,
  tx: Tx,
  before: OrderRecord,
  record: OrderRecord,
  revised: OrderRevision | undefined,
): Promise<Taken> {
  const { reason: _reason, reasonData: _data, ...rest } = record;
  const salesOrder = before.salesOrderId === undefined ? {} : { salesOrderId: before.salesOrderId };
  const placedRevision = before.placedRevision ?? before.revision ?? 0;
  await tx.orders.put({ ...rest, state: 'placed', ...salesOrder, placedRevision });
  const data = { order: record.orderId, link: run.invoicing.salesOrders.link(before.salesOrderId ?? '') };
  if (record.state === 'cancelled') {
    await raiseProblem(tx, run, { code: 'ORDER_CANCELLED_AFTER_PLACING', subject: record.orderId, data });
  } else await tx.problems.clear(problemKey(run, 'ORDER_CANCELLED_AFTER_PLACING', record.orderId));
  const edited = revised !== undefined && revised.hash !== before.revisionHash;
  if (!edited) return { status: 'taken', stats: { processed: 1, unchanged: 1 } };
  const placedFrom = await tx.orders.revision(run.pair, record.orderId, placedRevision);
  const key = problemKey(run, 'ORDER_EDITED_AFTER_PLACING', record.orderId);
  if (placedFrom?.hash === revised.hash) await tx.problems.clear(key);
  else await raiseProblem(tx, run, { code: 'ORDER_EDITED_AFTER_PLACING', subject: record.orderId, data });
  return { status: 'taken', stats: { processed: 1, updated: 1 } };
}

async function storeUnplaced(
  run: PairRun,
  tx: Tx,
  steps: OrderSteps,
  before: OrderRecord | undefined,
  judged: OrderRecord,
  revised: OrderRevision | undefined,
): Promise<Taken> {
  const at = run.environment.clock.now();
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const key = steps.salesOrderKey(account, judged.orderId);
  let record = judged;
  if (record.state === 'admitted' && revised !== undefined) {
    const intent = {
      key,
      pair: run.pair,
      kind: 'place-sales-order' as const,
      subject: record.orderId,
      fingerprint: contentHash({ revision: revised.hash }),
      marker: steps.salesOrderMarker(account, record.orderId),
      input: { revision: revised.revision },
      ...steps.afterEpoch(run, record.head.placedAt, at),
    };
    const intended = await tx.effects.intend(intent, at);
    if (intended !== 'new') record = await intendAgain(tx, record, { before, intent, intended, at });
  } else if (before !== undefined && record.state !== 'admitted') {
    const withdrawn = await tx.effects.withdraw(key, record.reason ?? record.state, at);
    // What was sent and may stand there is still a person's question, whatever became of the order.
    const asked = !withdrawn && before.state === 'parked' && (await tx.effects.read(key))?.state === 'parked';
    if (asked) record = { ...record, state: 'parked', ...reasonOf(before) };
  }
  if (before?.reason !== undefined && before.reason !== record.reason)
    await tx.problems.clear(problemKey(run, before.reason, record.orderId));
  if (record.state === 'parked' && record.reason !== undefined) {
    await raiseProblem(tx, run, { code: record.reason, subject: record.orderId, data: { order: record.orderId, ...record.reasonData } });
  }
  await tx.orders.put(record);
  // What waits or is parked is counted where it stands, what is admitted where it is placed.
  const settled = record.state === 'excluded' || record.state === 'cancelled';
  const switchedOff = record.reason === 'ORDERS_SWITCHED_OFF' ? ({ switchedOff: true } as const) : {};
  return { status: 'taken', stats: { processed: 1, ...(settled ? { unchanged: 1 } : {}) }, ...switchedOff };
}

/**
 * An admitted order whose intent stands already. An edit before sending goes into the intent, and a withdrawn one begins
 * anew; after sending the look-up decides first, and the edit shows as a problem then. What is parked and did not change
 * stays parked.
 */
async function intendAgain(tx: Tx, record: OrderRecord, { before, intent, intended, at }: IntentAgain): Promise<OrderRecord> {
  const row = await tx.effects.read(intent.key);
  if (row === undefined) return record;
  // Placed by a history that this database does not know.
  if (row.state === 'done' && row.result !== undefined) {
    return {
      ...record,
      state: 'placed',
      salesOrderId: row.result,
      ...(record.revision === undefined ? {} : { placedRevision: record.revision }),
    };
  }
  const unchanged = intended === 'same';
  if (unchanged && before?.state === 'parked') return { ...record, state: 'parked', ...reasonOf(before) };
  if (row.state === 'withdrawn' || row.state === 'parked' || !unchanged) {
    // A row that was sent once is looked for first, however sure we are.
    const lookBackTo = row.firstSentAt === undefined ? {} : { lookBackTo: row.createdAt };
    if (await tx.effects.replace({ ...intent, ...lookBackTo }, at)) return record;
  }
  return row.state === 'parked' ? { ...record, state: 'parked', reason: `SALES_ORDER_${row.reason ?? 'IN_DOUBT'}` } : record;
}

interface IntentAgain {
  readonly before: OrderRecord | undefined;
  readonly intent: EffectIntent;
  readonly intended: 'same' | 'conflict';
  readonly at: Instant;
}

/** Stores a revision if its content differs from the last one. Status and shipped quantities are no edit of the order. */
async function addRevision(run: PairRun, tx: Tx, order: ChannelOrder, before: OrderRecord | undefined): Promise<OrderRevision> {
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const at = run.environment.clock.now();
  const { people, ...content } = order;
  const { status: _status, modifiedAt: _modifiedAt, archived: _archived, lines, ...stable } = content;
  const hash = contentHash({
    ...stable,
    people,
    lines: lines.map(({ quantityShipped: _shipped, quantityRefunded: _refunded, ...line }) => line),
  });
  const number = before?.revisionHash === hash ? (before.revision ?? 1) : (before?.revision ?? 0) + 1;
  const key = peopleKey(account, order.id, number);
  const revision: OrderRevision = { pair: run.pair, orderId: order.id, revision: number, hash, content, peopleKey: key, at };
  if (before?.revisionHash !== hash) {
    await tx.orders.addRevision(revision);
    await tx.people.put(key, { kind: 'order', people }, at + peopleKeptMs);
  }
  return revision;
}

function quantitiesOf(order: ChannelOrder): readonly LineQuantity[] {
  return order.lines.map((line) => ({
    line: line.id,
    ...(line.ref === undefined ? {} : { ref: line.ref }),
    ...(line.sku === undefined ? {} : { sku: line.sku }),
    ordered: line.quantity,
    shipped: line.quantityShipped,
    refunded: line.quantityRefunded,
  }));
}

function revisionOf(before: OrderRecord | undefined): Pick<OrderRecord, 'revision' | 'revisionHash'> {
  return before?.revision === undefined || before.revisionHash === undefined
    ? {}
    : { revision: before.revision, revisionHash: before.revisionHash };
}

function reasonOf(before: OrderRecord): Pick<OrderRecord, 'reason' | 'reasonData'> {
  return {
    ...(before.reason === undefined ? {} : { reason: before.reason }),
    ...(before.reasonData === undefined ? {} : { reasonData: before.reasonData }),
  };
}
