import { type FlowStats, type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import { done } from '../kernel/answer.ts';
import { contentHash } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import { isLineError, type SyncError } from '../kernel/sync-error.ts';
import type { ChannelOrder, LineQuantity, OrderHead } from '../model/order.ts';
import type { Priority } from '../ports/call.ts';
import type { EffectIntent } from '../ports/effect-ledger.ts';
import type { OrderRecord, OrderRevision } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import type { Judgement } from './admit-order.ts';
import { bookOrder, holdsUnits } from './book-order.ts';
import { peopleKey } from './order-keys.ts';
import { type OrderSteps, orderSteps } from './order-steps.ts';
import { peopleKeptMs } from './place-sales-order.ts';
import { placedByOthers, recordPlacedByOthers } from './placed-by-others.ts';
import { isGone, storeUnreadable } from './unreadable-order.ts';

export type Taken =
  | { readonly status: 'taken'; readonly stats: Partial<FlowStats> }
  /** The channel shows the order, but not its lines yet. */
  | { readonly status: 'not-yet' }
  | { readonly status: 'failed'; readonly error: SyncError };

/** Set where orders wait for the flow to be switched on. */
export const switchedOffCursor = 'orders-switched-off';

export interface TakeOptions {
  /** Before the first scan ended: what was shipped by then left the shelf earlier. */
  readonly baseline: boolean;
  readonly steps?: OrderSteps;
  readonly priority?: Extract<Priority, 'order' | 'backfill'>;
}

/**
 * Takes one changed order: reads as much as its judgement needs, then stores record, revision, people, stock booking and
 * intent in one transaction. An order that was read already may be handed in.
 */
export async function takeOrder(run: PairRun, head: OrderHead, options: TakeOptions, known?: ChannelOrder | 'unreadable'): Promise<Taken> {
  const [before, holds] = await run.store.transaction(run.merchant, async (tx) => [
    await tx.orders.read(run.pair, head.id),
    await holdsUnits(run, tx, head.id),
  ]);
  const found = await look(run, head, { before, holds, options, known });
  if (found.status === 'failed') {
    if (!isLineError(found.error)) await storeUnreadable(run, head);
    return found;
  }
  if (found.status === 'found') return store(run, found, options);
  if (isGone(run, before)) return store(run, { head, judged: { state: 'excluded', reason: 'ORDER_GONE' }, lines: [] }, options);
  await storeUnreadable(run, head);
  return { status: 'not-yet' };
}

/** What was read of an order, and what it is judged to be. */
interface Found {
  readonly head: OrderHead;
  readonly judged: Judgement;
  readonly lines: readonly LineQuantity[];
  /** Absent where quantities were enough. */
  readonly order?: ChannelOrder;
}

type Looked = ({ readonly status: 'found' } & Found) | { readonly status: 'not-there' } | Extract<Taken, { status: 'failed' }>;

interface Look {
  readonly before: OrderRecord | undefined;
  /** The stock ledger holds units for it. */
  readonly holds: boolean;
  readonly options: TakeOptions;
  readonly known: ChannelOrder | 'unreadable' | undefined;
}

async function look(run: PairRun, head: OrderHead, { before, holds, options, known }: Look): Promise<Looked> {
  const { steps = orderSteps, priority = 'order' } = options;
  const call = run.call('channel', priority);
  const judged = judge(run, steps, head, before);
  if (judged.state === 'admitted' || before?.state === 'placed') {
    const answer =
      typeof known === 'object' ? done(known) : known === undefined ? await run.channel.orders.read(head.id, call) : nothingRead;
    if (answer.status !== 'done') return { status: 'failed', error: answer.error };
    const order = answer.value;
    if (order === undefined) return head.status === 'cancelled' ? { status: 'found', head, judged, lines: [] } : { status: 'not-there' };
    // The order may have changed since it was listed; what it says itself counts, and the next list shows it once more.
    const now = { ...headOf(order), modifiedAt: head.modifiedAt };
    return { status: 'found', head: now, judged: judge(run, steps, now, before), lines: quantitiesOf(order), order };
  }
  if (head.status === 'incomplete' || head.archived) return { status: 'found', head, judged, lines: [] };
  // A cancelled order that booked nothing has nothing to release.
  if (judged.state === 'cancelled' && !holds) return { status: 'found', head, judged, lines: [] };
  const lines = known === 'unreadable' ? nothingRead : await run.channel.orders.quantities(head.id, call);
  if (lines.status !== 'done') return { status: 'failed', error: lines.error };
  return lines.value === undefined ? { status: 'not-there' } : { status: 'found', head, judged, lines: lines.value };
}

const nothingRead = done(undefined);

/** What a person dropped stays dropped, whatever happens to it on the channel. */
function judge(run: PairRun, steps: OrderSteps, head: OrderHead, before: OrderRecord | undefined): Judgement {
  if (before?.reason === 'ORDER_DROPPED') return { state: 'excluded', reason: 'ORDER_DROPPED' };
  const ours = steps.admitOrder(head, { ordersFrom: run.settings.ordersFrom, bookCurrency: 'EUR' });
  return ours.state === 'admitted' && !run.settings.flows.orders ? { state: 'held', reason: 'ORDERS_SWITCHED_OFF' } : ours;
}

function headOf({ id, placedAt, modifiedAt, status, currency, totalGross, archived }: OrderHead): OrderHead {
  return { id, placedAt, modifiedAt, status, currency, totalGross, archived };
}

function store(run: PairRun, { head, judged, lines, order }: Found, { baseline, steps = orderSteps }: TakeOptions): Promise<Taken> {
  return run.store.transaction(run.merchant, async (tx) => {
    const at = run.environment.clock.now();
    const before = await tx.orders.read(run.pair, head.id);
    // Another worker has read a later state meanwhile: what is older says nothing any more.
    if ((before?.readAsOf ?? 0) > (order ?? head).modifiedAt) return { status: 'taken', stats: {} };
    // Shipped before we first read it, at connecting: it left the shelf before the figure that we start from.
    await bookOrder(run, tx, steps, { head, lines, baseline: baseline && before?.readAsOf === undefined });

    const revised = order === undefined ? undefined : await addRevision(run, tx, order, before);
    const record: OrderRecord = {
      pair: run.pair,
      orderId: head.id,
      ...judged,
      head,
      // Should it be there after all, it is read once more.
      ...(judged.reason === 'ORDER_GONE' ? unreadableOf(before) : { readAsOf: head.modifiedAt }),
      ...(revised === undefined ? revisionOf(before) : { revision: revised.revision, revisionHash: revised.hash }),
      firstSeenAt: before?.firstSeenAt ?? at,
    };
    if (before?.unreadableSince !== undefined) await tx.problems.clear(problemKey(run, 'ORDER_NOT_READABLE', head.id));
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
  const { salesOrderId, salesOrderGoneAt } = before;
  const salesOrder = {
    ...(salesOrderId === undefined ? {} : { salesOrderId }),
    ...(salesOrderGoneAt === undefined ? {} : { salesOrderGoneAt }),
  };
  const placedRevision = before.placedRevision ?? before.revision ?? 0;
  await tx.orders.put({ ...rest, state: 'placed', ...salesOrder, placedRevision });
  const link = run.invoicing.salesOrders.link(before.salesOrderId ?? '');
  const data = { order: record.orderId, link };
  for (const [code, holds] of Object.entries(lateChanges(record))) {
    if (holds) await raiseProblem(tx, run, { code, subject: record.orderId, data });
    else await tx.problems.clear(problemKey(run, code, record.orderId));
  }
  const edited = revised !== undefined && revised.hash !== before.revisionHash;
  if (!edited) return { status: 'taken', stats: { processed: 1, unchanged: 1 } };
  const placedFrom = await tx.orders.revision(run.pair, record.orderId, placedRevision);
  const key = problemKey(run, 'ORDER_EDITED_AFTER_PLACING', record.orderId);
  if (placedFrom?.hash === revised.hash) await tx.problems.clear(key);
  else await raiseProblem(tx, run, { code: 'ORDER_EDITED_AFTER_PLACING', subject: record.orderId, data });
  return { status: 'taken', stats: { processed: 1, updated: 1 } };
}

/** What a person must hear of that happened to the order itself after its sales order was made. */
function lateChanges({ state, reason, head }: OrderRecord): Readonly<Record<string, boolean>> {
  const finished = ['shipped', 'completed', 'refunded', 'cancelled', 'declined'].includes(head.status);
  const putAway = !finished && (reason === 'ORDER_GONE' || head.archived);
  return { ORDER_CANCELLED_AFTER_PLACING: state === 'cancelled', ORDER_PUT_AWAY_AFTER_PLACING: putAway };
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
  const placedBefore = record.state === 'admitted' ? undefined : await placedByOthers(tx, key);
  if (placedBefore !== undefined) record = await recordPlacedByOthers(run, tx, record, placedBefore);
  else if (record.state === 'admitted' && revised !== undefined) {
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
    const others = intended === 'new' ? undefined : await placedByOthers(tx, key);
    if (others !== undefined) record = await recordPlacedByOthers(run, tx, record, others);
    else if (intended !== 'new') record = await intendAgain(tx, record, { before, intent, intended, at });
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
  if (record.reason === 'ORDERS_SWITCHED_OFF') await tx.cursors.write(run.pair, switchedOffCursor, true);
  return { status: 'taken', stats: { processed: 1, ...(settled ? { unchanged: 1 } : {}) } };
}

/**
 * An admitted order whose intent stands already. An edit before sending goes into the intent, and a withdrawn one begins
 * anew; after sending the look-up decides first, and the edit shows as a problem then. What is parked and did not change
 * stays parked.
 */
async function intendAgain(tx: Tx, record: OrderRecord, { before, intent, intended, at }: IntentAgain): Promise<OrderRecord> {
  const row = await tx.effects.read(intent.key);
  if (row === undefined) return record;
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

function unreadableOf(before: OrderRecord | undefined): Pick<OrderRecord, 'unreadableSince'> {
  return before?.unreadableSince === undefined ? {} : { unreadableSince: before.unreadableSince };
}

function reasonOf(before: OrderRecord): Pick<OrderRecord, 'reason' | 'reasonData'> {
  return {
    ...(before.reason === undefined ? {} : { reason: before.reason }),
    ...(before.reasonData === undefined ? {} : { reasonData: before.reasonData }),
  };
}
