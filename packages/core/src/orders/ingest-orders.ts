import { type PairRun, poolOf, type Slice } from '../effects/pair-run.ts';
import { canonicalJson, type Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { OrderHead } from '../model/order.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Tx } from '../ports/store.ts';
import { isTakenAsListed } from './as-listed.ts';
import { type UnreadOrder, unreadOrders } from './ask-again.ts';
import { type OrderSteps, orderSteps } from './order-steps.ts';
import { OrderTaker } from './order-taker.ts';
import { switchedOffCursor } from './store-unplaced.ts';

/** Where ingest stands. Moves only after what was read is stored. */
export interface OrdersCursor {
  /** When the first scan began, and since when it looked for changes: what changed after the latter shall be known. */
  readonly begun?: { readonly at: Instant; readonly since: Instant };
  /** All orders changed before it were ingested. Absent until the first scan ended. */
  readonly watermark?: Instant;
  /** The scan under way. */
  readonly scan?: { readonly since: Instant; readonly cursor?: string; readonly newest: Instant };
  /** All open orders, however old, are read once for their allocation in the pool that the pair then sells from. */
  readonly open?: OpenOrders;
}

interface OpenOrders {
  readonly pool: string;
  readonly done: boolean;
  readonly cursor?: string;
}

const cursorName = 'orders';
/** Clocks and list lag of the channel: changes so near to the watermark are looked at again. */
export const overlapMs = 10 * 60_000;
/** Orders that could not be read take no more than this of a slice: what can be read goes on. */
const unreadPerSlice = 20;

/** Where ingest of a pair stands. */
export async function ordersCursor(run: Pick<PairRun, 'store' | 'merchant' | 'pair'>): Promise<OrdersCursor> {
  return ((await run.store.transaction(run.merchant, (tx) => tx.cursors.read(run.pair, cursorName))) ?? {}) as OrdersCursor;
}

/**
 * Reads what changed on the channel into order records, revisions, stock bookings and intents; one transaction per order.
 * `again`: a later look within one run. What it finds unchanged, such as the echo of our own marks, was counted before.
 */
export async function ingestOrders(
  run: PairRun,
  { again = false, steps = orderSteps }: { readonly again?: boolean; readonly steps?: OrderSteps } = {},
): Promise<Slice> {
  const cursor = await ordersCursor(run);
  const progress = new Progress(run, cursor, await unreadOrders(run), { again, steps });
  await progress.takeUnread();
  if (!progress.ended) await progress.takeSwitchedOn();
  if (!progress.ended) await progress.takeOpen();
  while (!progress.ended) await progress.takeChanged();
  return progress.slice();
}

/** An order was seen that the ledger does not hold yet: until it does, no shelf may be raised. */
export async function someOrdersUnread(run: PairRun): Promise<boolean> {
  return (await unreadOrders(run)).length > 0;
}

/** Every order that was open at connecting holds its units, so stock may be told only after that. */
export async function openOrdersTaken(run: PairRun): Promise<boolean> {
  const cursor = await ordersCursor(run);
  return openOf(run, cursor).done && cursor.watermark !== undefined;
}

/** Where the reading of open orders stands; it begins anew where the pair has moved to another pool, so that they move along. */
function openOf({ settings }: Pick<PairRun, 'settings'>, { open }: OrdersCursor): OpenOrders {
  const pool = poolOf(settings);
  return open?.pool === pool ? open : { pool, done: false };
}

/** One slice's walk through the lists. */
class Progress {
  readonly #run: PairRun;
  readonly #taker: OrderTaker;
  readonly #unread: readonly UnreadOrder[];
  #cursor: OrdersCursor;
  /** Open orders are known, and are booked where they are not yet. */
  readonly #moved: boolean;
  #scanned = false;

  constructor(
    run: PairRun,
    cursor: OrdersCursor,
    unread: readonly UnreadOrder[],
    { again, steps }: { readonly again: boolean; readonly steps: OrderSteps },
  ) {
    this.#run = run;
    this.#cursor = cursor;
    this.#moved = cursor.open !== undefined && cursor.watermark !== undefined;
    this.#unread = unread;
    this.#taker = new OrderTaker(run, unread, {
      ...{ again, steps, priority: 'order' },
      // All that was open then was read then: what was placed earlier and is not known was over by that time.
      baseline: ({ placedAt }) => this.#cursor.watermark === undefined || placedAt < (this.#cursor.begun?.at ?? Number.NEGATIVE_INFINITY),
    });
  }

  get ended(): boolean {
    return this.#scanned || this.#taker.ended;
  }

  slice(): Slice {
    return this.#taker.slice();
  }

  async takeUnread(): Promise<void> {
    for (const { id } of this.#unread.slice(0, unreadPerSlice)) {
      if (this.ended || this.#taker.timeIsUp()) return;
      await this.#taker.takeById(id);
    }
  }

  /** Orders that waited for the flow to be switched on are taken as if they had changed. */
  async takeSwitchedOn(): Promise<void> {
    const { store, merchant, pair, settings } = this.#run;
    if (!settings.flows.orders) return;
    if ((await store.transaction(merchant, (tx) => tx.cursors.read(pair, switchedOffCursor))) !== true) return;
    let after: string | undefined;
    for (;;) {
      const from = after;
      const page = await store.transaction(merchant, (tx) => tx.orders.page(pair, 'held', from, 100));
      for (const { head, reason } of page) {
        if (this.#taker.timeIsUp()) return;
        if (reason === 'ORDERS_SWITCHED_OFF') await this.#taker.take(head);
        if (this.ended) return;
      }
      after = page.at(-1)?.orderId;
      if (after === undefined) break;
    }
    await store.transaction(merchant, (tx) => tx.cursors.write(pair, switchedOffCursor, false));
  }

  async takeOpen(): Promise<void> {
    for (let open = openOf(this.#run, this.#cursor); !this.ended && !open.done; open = openOf(this.#run, this.#cursor)) {
      if (this.#taker.timeIsUp()) return;
      const { pool, cursor } = open;
      const page = await this.#run.channel.orders.open(
        { since: 0, ...(cursor === undefined ? {} : { cursor }) },
        this.#run.call('channel', 'order'),
      );
      if (page.status !== 'done') return this.#taker.stop(page.error);
      const { items, next } = page.value;
      const behind = next === undefined ? { pool, done: true } : { pool, done: false, cursor: next };
      await this.#takeAll(items, { ...this.#cursor, open: behind }, this.#moved);
    }
  }

  async takeChanged(): Promise<void> {
    if (this.#taker.timeIsUp()) return;
    const scan = this.#cursor.scan ?? this.#newScan();
    const begun = this.#cursor.begun ?? { at: this.#run.environment.clock.now(), since: scan.since };
    const page = await this.#run.channel.orders.changed(
      { since: scan.since, ...(scan.cursor === undefined ? {} : { cursor: scan.cursor }) },
      this.#run.call('channel', 'order'),
    );
    if (page.status !== 'done') return this.#taker.stop(page.error);
    const { items, next } = page.value;
    const newest = items.reduce((latest, head) => Math.max(latest, head.modifiedAt), scan.newest);
    const { scan: _over, ...rest } = { ...this.#cursor, begun };
    // A channel's clock may run ahead; a watermark in the future would hide what is yet to come.
    const watermark = Math.min(newest, this.#run.environment.clock.now());
    const isTaken = await this.#takeAll(
      items,
      next === undefined ? { ...rest, watermark } : { ...rest, scan: { since: scan.since, cursor: next, newest } },
    );
    this.#scanned = isTaken && next === undefined;
  }

  #newScan(): NonNullable<OrdersCursor['scan']> {
    const { watermark } = this.#cursor;
    // What was placed after the cutover was changed after it too.
    const now = this.#run.environment.clock.now();
    const since = watermark === undefined ? Math.min(this.#run.settings.ordersFrom, now) : Math.max(0, watermark - overlapMs);
    return { since, newest: watermark ?? since };
  }

  /**
   * Takes what has changed of a page, or all of it, and moves the cursor `behind` it, with the last of them in one commit. `false`: the
   * page was not finished, and the cursor stays before it.
   */
  async #takeAll(heads: readonly OrderHead[], behind: OrdersCursor, all = false): Promise<boolean> {
    const known = await recordsOf(this.#run, heads);
    const isDone = (head: OrderHead): boolean => !all && this.#isKnown(head, known.get(head.id));
    const last = heads.findLast((head) => !isDone(head));
    for (const head of heads) {
      const record = known.get(head.id);
      if (record !== undefined && isDone(head)) {
        this.#taker.unchanged({ id: head.id, waits: waits(record) });
        continue;
      }
      if (this.#taker.timeIsUp()) return false;
      await this.#taker.take(head, undefined, head === last ? (tx) => this.#move(tx, behind) : undefined);
      if (this.ended) return false;
    }
    // Written already, unless nothing had changed or the last could not be read.
    if (canonicalJson({ ...behind }) !== canonicalJson({ ...this.#cursor }))
      await this.#run.store.transaction(this.#run.merchant, (tx) => this.#move(tx, behind));
    return true;
  }

  /** Read as it stands in the list. One that could not be read is asked for in its turn, unless it has changed. */
  #isKnown(head: OrderHead, record: OrderRecord | undefined): boolean {
    if (record === undefined) return false;
    return isTakenAsListed(head, record) || (this.#taker.isUnread(head.id) && record.head.modifiedAt === head.modifiedAt);
  }

  async #move(tx: Tx, cursor: OrdersCursor): Promise<void> {
    await tx.cursors.write(this.#run.pair, cursorName, cursor as unknown as Json);
    this.#cursor = cursor;
  }
}

/** What is known of the orders of a page, by id. */
export async function recordsOf(run: PairRun, heads: readonly OrderHead[]): Promise<ReadonlyMap<string, OrderRecord>> {
  const ids = heads.map(({ id }) => id);
  const records = await run.store.transaction(run.merchant, (tx) => tx.orders.readMany(run.pair, ids));
  return new Map(records.map((record) => [record.orderId, record]));
}

/** Counted where it stands. */
function waits({ state }: Pick<OrderRecord, 'state'>): boolean {
  return state === 'held' || state === 'parked' || state === 'admitted';
}
