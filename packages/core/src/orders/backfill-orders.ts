import type { PairRun } from '../effects/pair-run.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import type { OrderHead } from '../model/order.ts';
import { type DecimalText, decimal, sumOf } from '../money/decimal.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { isTakenAsListed } from './as-listed.ts';
import { unreadOrders } from './ask-again.ts';
import { ordersCursor, recordsOf } from './ingest-orders.ts';
import { type OrderSteps, orderSteps } from './order-steps.ts';
import { OrderTaker } from './order-taker.ts';
import { judgeHead } from './take-order.ts';

/** Orders of one state and reason, with what was charged, per currency. */
export interface BackfillCount {
  /** `placed-before`: it stood as placed when it was looked at. */
  readonly state: OrderRecord['state'] | 'placed-before';
  readonly reason?: string;
  readonly orders: number;
  readonly gross: Readonly<Record<string, DecimalText>>;
}

export interface BackfillSlice {
  readonly counts: readonly BackfillCount[];
  readonly ended: boolean;
  readonly failure?: SyncError;
}

/** Where a backfill stands; a cursor of its own, so that the live one never moves back. */
interface BackfillCursor {
  readonly walk?: Walk;
  /** The earliest instant from which orders were said to be ours, though placed before the cutover. */
  readonly from?: Instant;
}

interface Walk {
  readonly since: Instant;
  readonly until: Instant;
  readonly cursor?: string;
  readonly counts: readonly BackfillCount[];
}

export interface BackfillOptions {
  readonly since: Instant;
  /** Places what is due now; called after every few orders, so that no live order waits for more than those. */
  readonly place: () => Promise<SyncError | undefined>;
  readonly steps?: OrderSteps;
}

const cursorName = 'backfill';
/** A live order waits for no more than so many older ones that were taken before it. */
const takenAtOnce = 10;

/** From when on orders are ours though they were placed before the cutover; `undefined`: nobody said so. */
export async function backfilledFrom(tx: Tx, run: Pick<PairRun, 'pair'>): Promise<Instant | undefined> {
  return ((await tx.cursors.read(run.pair, cursorName)) as BackfillCursor | undefined)?.from;
}

/** What a backfill would find: judged by the cheap heads alone, nothing is stored and nothing is written outside. */
export async function previewBackfill(run: PairRun, { since, marked, steps = orderSteps }: PreviewOptions): Promise<BackfillSlice> {
  const judging = { ...run, backfilledFrom: Math.min(since, run.backfilledFrom ?? since) };
  let counts: readonly BackfillCount[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listed(run, { since, until: run.environment.clock.now(), ...(cursor === undefined ? {} : { cursor }) });
    if (page.status !== 'done') return { counts, ended: false, failure: page.error };
    const known = await recordsOf(run, page.value.items);
    for (const head of page.value.items) {
      const record = known.get(head.id);
      const placed = record?.state === 'placed' || marked.has(head.id);
      const kept = record !== undefined && record.reason !== 'ORDER_BEFORE_CUTOVER' && isTakenAsListed(head, record);
      const found = kept ? record : judgeHead(judging, steps, head, record);
      counts = counted(counts, head, placed ? { state: 'placed-before' } : found);
    }
    cursor = page.value.next;
    if (cursor === undefined) return { counts, ended: true };
  }
}

export interface PreviewOptions {
  readonly since: Instant;
  /** Orders that carry our mark. */
  readonly marked: ReadonlySet<string>;
  readonly steps?: OrderSteps;
}

/**
 * Takes and places the orders placed since an instant, however old, with the lowest priority. It goes on where an earlier call with
 * the same instant was cut off. What is placed already, by whatever history, is adopted: orders from before the cutover are looked
 * for before their first send.
 */
export async function backfillOrders(run: PairRun, { since, place, steps = orderSteps }: BackfillOptions): Promise<BackfillSlice> {
  const { begun } = await ordersCursor(run);
  const stored = await readCursor(run);
  const from = Math.min(since, stored.from ?? since);
  const started: Walk = { since, until: run.environment.clock.now(), counts: [] };
  let walk = stored.walk?.since === since ? stored.walk : started;
  await writeCursor(run, { from, walk });
  const judging = { ...run, backfilledFrom: from };
  const taker = new OrderTaker(judging, await unreadOrders(run), {
    ...{ steps, priority: 'backfill', again: false },
    // What was finished before the first figure was read had left the shelf by then.
    baseline: ({ placedAt }) => begun === undefined || placedAt < begun.at,
  });
  while (!taker.timeIsUp()) {
    const page = await listed(run, walk);
    if (page.status !== 'done') return { counts: walk.counts, ended: false, failure: page.error };
    const heads = page.value.items;
    const before = await recordsOf(run, heads);
    let taken = 0;
    for (const head of heads) {
      const record = before.get(head.id);
      if (record !== undefined && isTakenAsListed(head, record) && record.reason !== 'ORDER_BEFORE_CUTOVER') continue;
      if (taker.timeIsUp()) break;
      await taker.take(head);
      taken += 1;
      if (taken % takenAtOnce !== 0) continue;
      const failure = await place();
      if (failure !== undefined) return { counts: walk.counts, ended: false, failure };
    }
    const failure = await place();
    const stopped = failure ?? taker.slice().failure?.error;
    if (stopped !== undefined) return { counts: walk.counts, ended: false, failure: stopped };
    if (taker.ended) break;
    const ends = await standings(run, steps, heads, walk.until);
    const counts = heads.reduce((all, head) => counted(all, head, ends.get(head.id) ?? unread), walk.counts);
    const { next } = page.value;
    walk = { since: walk.since, until: walk.until, counts, ...(next === undefined ? {} : { cursor: next }) };
    await writeCursor(run, next === undefined ? { from } : { from, walk });
    if (next === undefined) return { counts, ended: true };
  }
  return { counts: walk.counts, ended: false };
}

function listed(run: PairRun, { since, until, cursor }: Pick<Walk, 'since' | 'until' | 'cursor'>) {
  const span = { from: since, to: until, ...(cursor === undefined ? {} : { cursor }) };
  return run.channel.orders.placed(span, run.call('channel', 'backfill'));
}

type Standing = Pick<BackfillCount, 'state' | 'reason'>;

const unread: Standing = { state: 'held', reason: 'ORDER_NOT_READABLE' };

/** How orders stand in the end. What was placed since the backfill began was placed by it, whichever slice or process that was. */
async function standings(
  run: PairRun,
  steps: OrderSteps,
  heads: readonly OrderHead[],
  begunAt: Instant,
): Promise<ReadonlyMap<string, Standing>> {
  const account = { vendor: run.channel.vendor, accountId: run.channelSettings.accountId };
  const records = await recordsOf(run, heads);
  return run.store.transaction(run.merchant, async (tx) => {
    const ends = new Map<string, Standing>();
    for (const [id, record] of records) {
      const row = record.state === 'placed' ? await tx.effects.read(steps.salesOrderKey(account, id)) : undefined;
      const placedAt = row?.evidence.at(-1)?.at ?? 0;
      ends.set(id, record.state === 'placed' && placedAt < begunAt ? { state: 'placed-before' } : record);
    }
    return ends;
  });
}

function counted(
  counts: readonly BackfillCount[],
  { currency, totalGross }: OrderHead,
  { state, reason }: Standing,
): readonly BackfillCount[] {
  const isSame = (count: BackfillCount) => count.state === state && count.reason === reason;
  const { orders, gross } = counts.find(isSame) ?? { orders: 0, gross: {} as Readonly<Record<string, DecimalText>> };
  const sum = sumOf([gross[currency] ?? decimal(0), totalGross]);
  const more: BackfillCount = {
    state,
    ...(reason === undefined ? {} : { reason }),
    orders: orders + 1,
    gross: { ...gross, [currency]: sum },
  };
  return [...counts.filter((count) => !isSame(count)), more];
}

async function readCursor(run: PairRun): Promise<BackfillCursor> {
  return ((await run.store.transaction(run.merchant, (tx) => tx.cursors.read(run.pair, cursorName))) ?? {}) as BackfillCursor;
}

function writeCursor(run: PairRun, cursor: BackfillCursor): Promise<void> {
  return run.store.transaction(run.merchant, (tx) => tx.cursors.write(run.pair, cursorName, cursor as unknown as Json));
}
