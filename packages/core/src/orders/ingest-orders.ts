import { addStats, type FlowStats, noStats, type PairRun, problemKey, raiseProblem, type Slice } from '../effects/pair-run.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import type { OrderHead } from '../model/order.ts';
import { auditOrders } from './audit-orders.ts';
import { type OrderSteps, orderSteps } from './order-steps.ts';
import { takeOrder } from './take-order.ts';

/** Where ingest stands. Moves only after what was read is stored. */
interface OrdersCursor {
  /** All orders changed before it were ingested. Absent until the first scan ended. */
  readonly watermark?: Instant;
  /** The scan under way. */
  readonly scan?: { readonly since: Instant; readonly cursor?: string; readonly newest: Instant };
  /** Orders that could not be read yet; asked again at every run. */
  readonly again?: readonly string[];
  /** Orders wait because taking them over was switched off. */
  readonly switchedOff?: true;
  /** All open orders, however old, were read once for their allocation. */
  readonly open?: { readonly done: true } | { readonly done: false; readonly cursor?: string };
}

const cursorName = 'orders';
/** Clocks and list lag of the channel: changes so near to the watermark are looked at again. */
const overlapMs = 10 * 60_000;
const againMax = 1_000;
const failuresInARowMax = 3;

/**
 * Reads what changed on the channel into order records, revisions, stock bookings and intents; one transaction per order.
 * `again`: a later look within one run. What it finds unchanged, such as the echo of our own marks, was counted before.
 */
export async function ingestOrders(
  run: PairRun,
  { again = false, steps = orderSteps }: { readonly again?: boolean; readonly steps?: OrderSteps } = {},
): Promise<Slice> {
  const stored = (await run.store.transaction(run.merchant, (tx) => tx.cursors.read(run.pair, cursorName))) as OrdersCursor | undefined;
  const progress = new Progress(run, stored ?? {}, { again, steps });
  await progress.takeAgain();
  if (!progress.ended) await progress.takeSwitchedOn();
  if (!progress.ended) await progress.takeOpen();
  while (!progress.ended) await progress.takeChanged();
  return progress.slice();
}

/** An order was seen that the ledger does not hold yet: until it does, no shelf may be raised. */
export async function someOrdersUnread(run: PairRun): Promise<boolean> {
  const cursor = (await run.store.transaction(run.merchant, (tx) => tx.cursors.read(run.pair, cursorName))) as OrdersCursor | undefined;
  return (cursor?.again?.length ?? 0) > 0;
}

/** Every order that was open at connecting holds its units, so stock may be told only after that. */
export async function openOrdersTaken(run: PairRun): Promise<boolean> {
  const cursor = (await run.store.transaction(run.merchant, (tx) => tx.cursors.read(run.pair, cursorName))) as OrdersCursor | undefined;
  return cursor?.open?.done === true && cursor.watermark !== undefined;
}

const auditCursor = 'orders-audit';
const auditEveryMs = 24 * 3_600_000;
/** An order that was missed for longer than this was found by an earlier audit. */
const auditBackMs = 8 * 24 * 3_600_000;

/** Once a day: are all orders of the last days known? Those that are not are named and fetched with the next ingest. */
export async function auditDaily(run: PairRun): Promise<Slice> {
  const now = run.environment.clock.now();
  const [cursor, audited] = await run.store.transaction(run.merchant, async (tx) => [
    (await tx.cursors.read(run.pair, cursorName)) as OrdersCursor | undefined,
    (await tx.cursors.read(run.pair, auditCursor)) as { readonly at: Instant } | undefined,
  ]);
  const watermark = cursor?.watermark;
  if (watermark === undefined || (audited !== undefined && now - audited.at < auditEveryMs)) return { stats: noStats, more: false };
  const from = Math.max(run.settings.ordersFrom, now - auditBackMs);
  const audit = await auditOrders(run, { from, to: now, ingestedUntil: watermark - overlapMs });
  if (audit.failure !== undefined) return { stats: noStats, more: false, failure: { side: 'channel', error: audit.failure } };
  await run.store.transaction(run.merchant, async (tx) => {
    await tx.cursors.write(run.pair, auditCursor, { at: now });
    const fresh = ((await tx.cursors.read(run.pair, cursorName)) ?? {}) as OrdersCursor;
    const again = [...new Set([...(fresh.again ?? []), ...audit.missing, ...audit.stale])].slice(0, againMax);
    if (again.length > 0) await tx.cursors.write(run.pair, cursorName, { ...fresh, again } as unknown as Json);
    if (audit.missing.length === 0) return tx.problems.clear(problemKey(run, 'ORDERS_MISSED', 'audit'));
    await raiseProblem(tx, run, { code: 'ORDERS_MISSED', subject: 'audit', data: { orders: audit.missing.join(', ') } });
    return true;
  });
  return { stats: noStats, more: false };
}

/** One slice's walk through the lists. */
class Progress {
  ended = false;
  readonly #run: PairRun;
  readonly #again: boolean;
  readonly #steps: OrderSteps;
  #cursor: OrdersCursor;
  #stats: FlowStats = noStats;
  #more = false;
  #failure: SyncError | undefined;
  #failuresInARow = 0;
  /** Lists may name one order twice; it is counted once. */
  readonly #counted = new Set<string>();

  constructor(run: PairRun, cursor: OrdersCursor, { again, steps }: { readonly again: boolean; readonly steps: OrderSteps }) {
    this.#run = run;
    this.#cursor = cursor;
    this.#again = again;
    this.#steps = steps;
  }

  slice(): Slice {
    const waiting = (this.#cursor.again?.length ?? 0) > 0;
    return {
      stats: this.#stats,
      more: this.#more,
      ...(waiting ? { nextAt: this.#run.environment.clock.now() + 5_000 } : {}),
      ...(this.#failure === undefined ? {} : { failure: { side: 'channel' as const, error: this.#failure } }),
    };
  }

  async takeAgain(): Promise<void> {
    for (const id of this.#cursor.again ?? []) {
      if (this.#timeIsUp()) return;
      const head = await this.#run.channel.orders.read(id, this.#run.call('channel', 'order'));
      if (head.status === 'done' && head.value === undefined) {
        await this.#takeUnreadable(id);
        continue;
      }
      if (head.status !== 'done') {
        this.#note(head.error);
        if (this.ended) return;
        continue;
      }
      const { lines: _lines, charges: _charges, people: _people, ...rest } = head.value as NonNullable<typeof head.value>;
      await this.#take(rest, head.value);
    }
  }

  /** Still not readable: told when it lasts, and given up when it is surely gone. */
  async #takeUnreadable(id: string): Promise<void> {
    const record = await this.#run.store.transaction(this.#run.merchant, (tx) => tx.orders.read(this.#run.pair, id));
    if (record !== undefined) await this.#take(record.head);
  }

  /** Orders that waited for the flow to be switched on are taken as if they had changed. */
  async takeSwitchedOn(): Promise<void> {
    const { store, merchant, pair, settings } = this.#run;
    if (this.#cursor.switchedOff !== true || !settings.flows.orders) return;
    let after: string | undefined;
    for (;;) {
      const page = await store.transaction(merchant, (tx) => tx.orders.page(pair, 'held', after, 100));
      for (const { head, reason } of page) {
        if (this.#timeIsUp()) return;
        if (reason === 'ORDERS_SWITCHED_OFF') await this.#take(head);
        if (this.ended) return;
      }
      after = page.at(-1)?.orderId;
      if (after === undefined) break;
    }
    const { switchedOff: _on, ...rest } = this.#cursor;
    await this.#move(rest);
  }

  async takeOpen(): Promise<void> {
    while (!this.ended && this.#cursor.open?.done !== true) {
      if (this.#timeIsUp()) return;
      const cursor = this.#cursor.open?.cursor;
      const page = await this.#run.channel.orders.open(
        { since: 0, ...(cursor === undefined ? {} : { cursor }) },
        this.#run.call('channel', 'order'),
      );
      if (page.status !== 'done') return this.#stop(page.error);
      if (!(await this.#takeAll(page.value.items))) return;
      const { next } = page.value;
      await this.#move({ ...this.#cursor, open: next === undefined ? { done: true } : { done: false, cursor: next } });
    }
  }

  async takeChanged(): Promise<void> {
    if (this.#timeIsUp()) return;
    const scan = this.#cursor.scan ?? this.#newScan();
    const page = await this.#run.channel.orders.changed(
      { since: scan.since, ...(scan.cursor === undefined ? {} : { cursor: scan.cursor }) },
      this.#run.call('channel', 'order'),
    );
    if (page.status !== 'done') return this.#stop(page.error);
    if (!(await this.#takeAll(page.value.items))) return;
    const newest = page.value.items.reduce((latest, head) => Math.max(latest, head.modifiedAt), scan.newest);
    const { scan: _over, ...rest } = this.#cursor;
    if (page.value.next === undefined) {
      // A channel's clock may run ahead; a watermark in the future would hide what is yet to come.
      await this.#move({ ...rest, watermark: Math.min(newest, this.#run.environment.clock.now()) });
      this.ended = true;
    } else {
      await this.#move({ ...rest, scan: { since: scan.since, cursor: page.value.next, newest } });
    }
  }

  #newScan(): NonNullable<OrdersCursor['scan']> {
    const { watermark } = this.#cursor;
    // What was placed after the cutover was changed after it too.
    const now = this.#run.environment.clock.now();
    const since = watermark === undefined ? Math.min(this.#run.settings.ordersFrom, now) : Math.max(0, watermark - overlapMs);
    return { since, newest: watermark ?? since };
  }

  /** `false`: the page was not finished, and the cursor stays before it. */
  async #takeAll(heads: readonly OrderHead[]): Promise<boolean> {
    const records = await this.#run.store.transaction(this.#run.merchant, (tx) =>
      tx.orders.readMany(
        this.#run.pair,
        heads.map((head) => head.id),
      ),
    );
    const known = new Map(records.map((record) => [record.orderId, record]));
    for (const head of heads) {
      const record = known.get(head.id);
      if (record?.readAsOf === head.modifiedAt) {
        if (!this.#again && !this.#counted.has(head.id) && !waits(record)) this.#stats = addStats(this.#stats, { unchanged: 1 });
        this.#counted.add(head.id);
        continue;
      }
      if (this.#timeIsUp()) return false;
      await this.#take(head);
      if (this.ended) return false;
    }
    return true;
  }

  async #take(head: OrderHead, order?: Parameters<typeof takeOrder>[3]): Promise<void> {
    const baseline = this.#cursor.watermark === undefined;
    const taken = await takeOrder(this.#run, head, { baseline, steps: this.#steps }, order);
    if (taken.status === 'failed') {
      await this.#askAgain(head.id);
      return this.#note(taken.error);
    }
    this.#failuresInARow = 0;
    if (taken.status === 'not-yet') return this.#askAgain(head.id);
    const again = this.#cursor.again?.filter((id) => id !== head.id);
    if (again !== undefined && again.length !== this.#cursor.again?.length) await this.#move({ ...this.#cursor, again });
    if (taken.switchedOff === true && this.#cursor.switchedOff !== true) await this.#move({ ...this.#cursor, switchedOff: true });
    if (!this.#again || taken.stats.unchanged === undefined) this.#stats = addStats(this.#stats, taken.stats);
    this.#counted.add(head.id);
  }

  async #askAgain(id: string): Promise<void> {
    const again = [...new Set([...(this.#cursor.again ?? []), id])];
    // Far more unreadable orders than one bad record: the scan itself must wait.
    if (again.length > againMax) this.#more = this.ended = true;
    else await this.#move({ ...this.#cursor, again });
  }

  /** One bad record stops itself; a line that fails again and again, or an account that is refused, stops the slice. */
  #note(error: SyncError): void {
    this.#stats = addStats(this.#stats, { failed: 1 });
    this.#failuresInARow += 1;
    const lineIsDown = error.code === 'UNREACHABLE' || error.code === 'RATE_LIMITED' || error.code === 'ABORTED';
    const refused = error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN' || error.code === 'ACCOUNT_BLOCKED';
    if (lineIsDown || refused || this.#failuresInARow >= failuresInARowMax) this.#stop(error);
  }

  #stop(error: SyncError): void {
    this.#failure = error;
    this.ended = true;
  }

  #timeIsUp(): boolean {
    if (this.#run.environment.clock.now() < this.#run.stopAt) return false;
    this.#more = true;
    this.ended = true;
    return true;
  }

  async #move(cursor: OrdersCursor): Promise<void> {
    this.#cursor = cursor;
    await this.#run.store.transaction(this.#run.merchant, (tx) => tx.cursors.write(this.#run.pair, cursorName, cursor as unknown as Json));
  }
}

/** Counted where it stands. */
function waits({ state }: { readonly state: string }): boolean {
  return state === 'held' || state === 'parked' || state === 'admitted';
}
