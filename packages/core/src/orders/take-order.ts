import { type PairRun, problemKey } from '../effects/pair-run.ts';
import { done } from '../kernel/answer.ts';
import { isLineError } from '../kernel/sync-error.ts';
import type { ChannelOrder, LineQuantity, OrderHead } from '../model/order.ts';
import type { Priority } from '../ports/call.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import type { Judgement } from './admit-order.ts';
import { listedAs } from './as-listed.ts';
import { bookOrder, holdsUnits } from './book-order.ts';
import { bookCurrency } from './order-currency.ts';
import { addRevision, revisionOf } from './order-revision.ts';
import { type OrderSteps, orderSteps } from './order-steps.ts';
import { storePlaced } from './store-placed.ts';
import { storeUnplaced } from './store-unplaced.ts';
import type { Taken } from './taken.ts';
import { isTestOrder } from './test-order.ts';
import { isGone, storeUnreadable } from './unreadable-order.ts';

export interface TakeOptions {
  /** It was placed before the first look, or this is the first look: what was shipped by then left the shelf earlier. */
  readonly baseline: boolean;
  readonly steps?: OrderSteps;
  readonly priority?: Extract<Priority, 'order' | 'backfill'>;
  /** Written with the order or not at all, such as the place in the list behind it. Not called where the order could not be read. */
  readonly alongside?: (tx: Tx) => Promise<void>;
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
  const listed = listedAs(head);
  if (found.status === 'found') return store(run, { ...found, listed }, options);
  if (isGone(run, before)) {
    const reason = before?.reason === 'ORDER_DROPPED' ? 'ORDER_DROPPED' : 'ORDER_GONE';
    return store(run, { head, judged: { state: 'excluded', reason }, lines: [], listed }, options);
  }
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
  const judged = judgeHead(run, steps, head, before);
  if (judged.state === 'admitted' || before?.state === 'placed') {
    const answer =
      typeof known === 'object' ? done(known) : known === undefined ? await run.channel.orders.read(head.id, call) : nothingRead;
    if (answer.status !== 'done') return { status: 'failed', error: answer.error };
    const order = answer.value;
    if (order === undefined) return head.status === 'cancelled' ? { status: 'found', head, judged, lines: [] } : { status: 'not-there' };
    // The order may have changed since it was listed; what it says itself counts, and the next list shows it once more.
    const now = { ...headOf(order), modifiedAt: head.modifiedAt };
    const judgedNow = judgeHead(run, steps, now, before);
    const found = { status: 'found', head: now, judged: judgedNow, lines: quantitiesOf(order), order } as const;
    if (judgedNow.state !== 'admitted' || before?.state === 'placed') return found;
    const test = await isTestOrder(run, order, call);
    if (test.status !== 'done') return { status: 'failed', error: test.error };
    return test.value ? { ...found, judged: { state: 'excluded', reason: 'ORDER_TEST' } } : found;
  }
  if (head.status === 'incomplete') return { status: 'found', head, judged, lines: [] };
  // Put away or cancelled, it holds nothing any more; what left of it since the first look leaves the shelf all the same.
  const isOver = head.archived || judged.state === 'cancelled';
  if (isOver && !holds && options.baseline) return { status: 'found', head, judged, lines: [] };
  const lines = known === 'unreadable' ? nothingRead : await run.channel.orders.quantities(head.id, call);
  if (lines.status !== 'done') return { status: 'failed', error: lines.error };
  return lines.value === undefined ? { status: 'not-there' } : { status: 'found', head, judged, lines: lines.value };
}

const nothingRead = done(undefined);

/** What a person dropped stays dropped, whatever happens to it on the channel. */
export function judgeHead(run: PairRun, steps: OrderSteps, head: OrderHead, before: OrderRecord | undefined): Judgement {
  if (before?.reason === 'ORDER_DROPPED') return { state: 'excluded', reason: 'ORDER_DROPPED' };
  const ordersFrom = Math.min(run.settings.ordersFrom, run.backfilledFrom ?? Number.POSITIVE_INFINITY);
  const ours = steps.admitOrder(head, { ordersFrom, bookCurrency, otherCurrencies: run.settings.otherCurrencies });
  return ours.state === 'admitted' && !run.settings.flows.orders ? { state: 'held', reason: 'ORDERS_SWITCHED_OFF' } : ours;
}

function headOf({ id, placedAt, modifiedAt, status, currency, totalGross, archived }: OrderHead): OrderHead {
  return { id, placedAt, modifiedAt, status, currency, totalGross, archived };
}

function store(
  run: PairRun,
  { head, judged, lines, order, listed }: Found & Pick<Required<OrderRecord>, 'listed'>,
  { baseline, steps = orderSteps, alongside }: TakeOptions,
): Promise<Taken> {
  return run.store.transaction(run.merchant, async (tx) => {
    await alongside?.(tx);
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
      listed,
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

function unreadableOf(before: OrderRecord | undefined): Pick<OrderRecord, 'unreadableSince'> {
  return before?.unreadableSince === undefined ? {} : { unreadableSince: before.unreadableSince };
}
