import { noStats, type PairRun, problemKey, raiseProblem, type Slice } from '../effects/pair-run.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import { isOpen, type OrderHead } from '../model/order.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { forgetLostHistory } from './adopt-marks.ts';
import { isTakenAsListed } from './as-listed.ts';
import { unreadOrders } from './ask-again.ts';
import { ordersCursor, overlapMs, recordsOf } from './ingest-orders.ts';
import { type OrderSteps, orderSteps } from './order-steps.ts';
import { OrderTaker } from './order-taker.ts';

/** What an audit found. */
export interface OrderAudit {
  /** Rows of the channel's lists that were held against our records. */
  readonly checked: number;
  /** Orders on the channel of which we had no record, by id. */
  readonly missing: readonly string[];
  /** Orders that had changed without the scan showing it, by id. */
  readonly stale: readonly string[];
  /** Orders that we hold for open and no list shows any more, by id: put away, deleted, or finished without the scan showing it. */
  readonly unlisted: readonly string[];
}

export interface AuditSlice extends Slice {
  /** Present once it has ended. */
  readonly audit?: OrderAudit;
}

/** An audit under way. */
interface Walk extends OrderAudit {
  readonly from: Instant;
  readonly to: Instant;
  readonly ingestedUntil: Instant;
  readonly list: 'placed' | 'open' | 'none';
  readonly cursor?: string;
  /** How many of the unlisted ones were read. */
  readonly read: number;
}

interface AuditCursor {
  /** When the last one ended. */
  readonly at?: Instant;
  readonly walk?: Walk;
}

const cursorName = 'orders-audit';
const auditEveryMs = 24 * 3_600_000;
/** An order that was missed for longer than this, counted from the last audit, was found by that one or before. */
const auditBackMs = 8 * 24 * 3_600_000;

/**
 * Once a day: holds the orders placed in the last days, and all that are open however old, against our records. A scan by
 * change can be wrong, placement cannot move. What is missing is named in a problem and taken at once. A long audit goes on in
 * the next slice where it stood.
 */
export async function auditOrders(run: PairRun, { steps = orderSteps }: { readonly steps?: OrderSteps } = {}): Promise<AuditSlice> {
  const { begun, watermark } = await ordersCursor(run);
  const stored = ((await run.store.transaction(run.merchant, (tx) => tx.cursors.read(run.pair, cursorName))) ?? {}) as AuditCursor;
  const now = run.environment.clock.now();
  // What was never ingested cannot have been missed, and a first scan is an audit itself.
  if (begun === undefined || watermark === undefined) return nothingDue;
  if (stored.walk === undefined && now - (stored.at ?? begun.at) < auditEveryMs) return nothingDue;
  const audit = new Audit(run, stored.walk ?? (await newWalk(run, { now, watermark, last: stored.at ?? begun.at })), {
    knownSince: begun.since,
    // What was finished before the first figure was read had left the shelf by then.
    taker: new OrderTaker(run, await unreadOrders(run), {
      ...{ steps, priority: 'backfill', again: false },
      baseline: ({ placedAt }) => placedAt < begun.at,
    }),
  });
  return audit.walk();
}

const nothingDue: AuditSlice = { stats: noStats, more: false };

interface Occasion {
  readonly now: Instant;
  readonly watermark: Instant;
  /** When the last one ended. */
  readonly last: Instant;
}

async function newWalk(run: PairRun, { now, watermark, last }: Occasion): Promise<Walk> {
  const unlisted: string[] = [];
  for (let after: string | undefined; ; ) {
    const from = after;
    const page = await run.store.transaction(run.merchant, (tx) => tx.orders.open(run.pair, from, 500));
    unlisted.push(...page.map(({ orderId }) => orderId));
    after = page.at(-1)?.orderId;
    if (after === undefined) break;
  }
  const found = { checked: 0, missing: [], stale: [], unlisted };
  // What changed later may still be on its way in, or not be listed yet. After a pause the days before it are held against too.
  return {
    ...found,
    from: Math.min(now, last + auditEveryMs) - auditBackMs,
    to: now,
    ingestedUntil: Math.min(watermark, now - overlapMs),
    list: 'placed',
    read: 0,
  };
}

interface AuditParts {
  readonly taker: OrderTaker;
  /** All that changed since then shall be known. */
  readonly knownSince: Instant;
}

class Audit {
  readonly #run: PairRun;
  readonly #taker: OrderTaker;
  readonly #knownSince: Instant;
  #walk: Walk;

  constructor(run: PairRun, walk: Walk, { taker, knownSince }: AuditParts) {
    this.#run = run;
    this.#walk = walk;
    this.#taker = taker;
    this.#knownSince = knownSince;
  }

  async walk(): Promise<AuditSlice> {
    while (!this.#taker.ended && this.#walk.list !== 'none') await this.#page();
    await this.#readUnlisted();
    if (this.#taker.ended) return this.#taker.slice();
    const { checked, missing, stale, unlisted } = this.#walk;
    await this.#store({ at: this.#run.environment.clock.now() }, async (tx) => {
      await forgetLostHistory(this.#run, tx);
      if (missing.length === 0) await tx.problems.clear(problemKey(this.#run, 'ORDERS_MISSED', 'audit'));
    });
    return { ...this.#taker.slice(), audit: { checked, missing, stale, unlisted } };
  }

  async #page(): Promise<void> {
    if (this.#taker.timeIsUp()) return;
    const { list, from, to, cursor } = this.#walk;
    const at = cursor === undefined ? {} : { cursor };
    const call = this.#run.call('channel', 'backfill');
    const { orders } = this.#run.channel;
    const page = list === 'placed' ? await orders.placed({ from, to, ...at }, call) : await orders.open({ since: 0, ...at }, call);
    if (page.status !== 'done') return this.#taker.stop(page.error);
    const heads = page.value.items;
    const known = await recordsOf(this.#run, heads);
    const missing = heads.filter((head) => !known.has(head.id) && this.#shallBeKnown(head));
    const stale = heads.filter((head) => this.#isStale(head, known.get(head.id)));
    const seen = new Set(heads.map(({ id }) => id));
    // Named before they are taken: one that is taken is not missing any more.
    this.#walk = {
      ...this.#walk,
      missing: union(this.#walk.missing, missing),
      stale: union(this.#walk.stale, stale),
      unlisted: this.#walk.unlisted.filter((id) => !seen.has(id)),
    };
    if (missing.length > 0) await this.#store({ walk: this.#walk }, (tx) => this.#tell(tx));
    for (const head of [...missing, ...stale]) {
      if (this.#taker.timeIsUp()) return;
      await this.#taker.take(head);
      if (this.#taker.ended) return;
    }
    const { cursor: _done, ...rest } = this.#walk;
    const { next } = page.value;
    const checked = rest.checked + heads.length;
    this.#walk = next === undefined ? { ...rest, checked, list: list === 'placed' ? 'open' : 'none' } : { ...rest, checked, cursor: next };
    await this.#store({ walk: this.#walk });
  }

  /** One by one: they are few, since a list that shows an order takes it out. */
  async #readUnlisted(): Promise<void> {
    const begun = this.#walk.read;
    for (const id of this.#walk.unlisted.slice(begun)) {
      if (this.#taker.ended || this.#taker.timeIsUp()) break;
      await this.#taker.takeById(id);
      if (!this.#taker.ended) this.#walk = { ...this.#walk, read: this.#walk.read + 1 };
    }
    if (this.#walk.read > begun) await this.#store({ walk: this.#walk });
  }

  /** Orders from before the cutover are read where they are open or change: those that were finished by then are nobody's loss. */
  #shallBeKnown(head: OrderHead): boolean {
    return head.modifiedAt <= this.#walk.ingestedUntil && (head.modifiedAt >= this.#knownSince || isOpen(head));
  }

  #isStale(head: OrderHead, record: OrderRecord | undefined): boolean {
    if (record === undefined || head.modifiedAt > this.#walk.ingestedUntil) return false;
    // Such orders are asked for at every run.
    if (record.unreadableSince !== undefined && record.reason !== 'ORDER_GONE') return false;
    if (record.readAsOf === head.modifiedAt) return !isTakenAsListed(head, record);
    return record.readAsOf === undefined || record.readAsOf < head.modifiedAt;
  }

  async #tell(tx: Tx): Promise<void> {
    const { missing } = this.#walk;
    const data = { orders: missing.join(', '), count: String(missing.length) };
    await raiseProblem(tx, this.#run, { code: 'ORDERS_MISSED', subject: 'audit', data });
  }

  async #store(cursor: AuditCursor, also?: (tx: Tx) => Promise<unknown>): Promise<void> {
    const { store, merchant, pair } = this.#run;
    await store.transaction(merchant, async (tx) => {
      await tx.cursors.write(pair, cursorName, cursor as unknown as Json);
      await also?.(tx);
    });
  }
}

function union(ids: readonly string[], heads: readonly OrderHead[]): readonly string[] {
  return [...new Set([...ids, ...heads.map(({ id }) => id)])];
}
