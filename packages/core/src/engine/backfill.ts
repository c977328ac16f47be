import type { EffectDriver } from '../effects/effect-driver.ts';
import type { CalledSide, PairRun } from '../effects/pair-run.ts';
import { runEffects } from '../effects/run-effects.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import { adoptMarks } from '../orders/adopt-marks.ts';
import { type BackfillCount, backfillOrders, previewBackfill } from '../orders/backfill-orders.ts';
import { contactDriver } from '../orders/ensure-contact.ts';
import { markDriver } from '../orders/mark-order.ts';
import { salesOrderDriver } from '../orders/place-sales-order.ts';
import { effectRunOf } from './effect-run.ts';
import { openRun, type PairParts } from './open-run.ts';

export interface BackfillOptions {
  /** ISO 8601 with offset: orders placed from then on, though before the cutover. */
  readonly since: string;
  /** Default: only tells what would be done. */
  readonly apply?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly orders: number }) => void;
}

export interface BackfillReport {
  readonly since: Instant;
  readonly applied: boolean;
  /** `false`: it was cut off; the same call goes on where it stands. */
  readonly ended: boolean;
  readonly counts: readonly BackfillCount[];
  readonly failures: readonly { readonly side: CalledSide; readonly error: SyncError }[];
}

const sliceMs = 15_000;

/** Opens a run of the pair and lets the older orders through it, slice by slice. */
export async function backfill(parts: PairParts, options: BackfillOptions): Promise<BackfillReport> {
  const since = Date.parse(options.since);
  if (Number.isNaN(since) || !/([zZ]|[+-]\d{2}:\d{2})$/.test(options.since)) {
    throw new Error(
      `since must be an ISO 8601 instant with an offset, such as 2027-01-01T00:00:00+01:00; it is ${JSON.stringify(options.since)}`,
    );
  }
  const applied = options.apply ?? false;
  const signal = options.signal ?? new AbortController().signal;
  const opened = await openRun(parts, (_side, priority) => ({ signal, priority }), !applied);
  const nothing = { since, applied, ended: false, counts: [] };
  if (opened.status === 'closed') return { ...nothing, failures: opened.failures };
  const silent = Object.entries(opened.silent).map(([side, error]) => ({ side: side as CalledSide, error }));
  if (silent.length > 0) return { ...nothing, failures: silent };
  const { run } = opened;
  if (!applied) {
    const marked = await markedOrders(run);
    if (!(marked instanceof Set)) return { ...nothing, failures: [{ side: 'channel', error: marked.error }] };
    const { counts, ended, failure } = await previewBackfill(run, { since, marked, steps: parts.steps.orders });
    return { since, applied, ended, counts, failures: failure === undefined ? [] : [{ side: 'channel', error: failure }] };
  }
  const looked = await adoptMarks(run, { again: true });
  if (looked.failure !== undefined) return { ...nothing, failures: [looked.failure] };
  for (;;) {
    const slice: PairRun = { ...run, stopAt: run.environment.clock.now() + sliceMs };
    let failed: CalledSide = 'channel';
    const place = async () => {
      const failure = await placeDue(slice, parts.steps);
      if (failure !== undefined) failed = failure.side;
      return failure?.error;
    };
    const { counts, ended, failure } = await backfillOrders(slice, { since, place, steps: parts.steps.orders });
    options.onProgress?.({ orders: counts.reduce((sum, { orders }) => sum + orders, 0) });
    if (failure !== undefined) return { since, applied, ended, counts, failures: [{ side: failed, error: failure }] };
    if (ended || signal.aborted) return { since, applied, ended, counts, failures: [] };
  }
}

/** Orders that carry our mark, though nobody has adopted them yet. */
async function markedOrders({ channel, call }: PairRun): Promise<Set<string> | { readonly error: SyncError }> {
  const marked = new Set<string>();
  for (let cursor: string | undefined; channel.marks !== undefined; ) {
    const page = await channel.marks.placed({ since: 0, ...(cursor === undefined ? {} : { cursor }) }, call('channel', 'backfill'));
    if (page.status === 'retryable') return { error: page.error };
    if (page.status !== 'done') return marked;
    for (const { order } of page.value.items) marked.add(order);
    cursor = page.value.next;
    if (cursor === undefined) return marked;
  }
  return marked;
}

/** Contacts, sales orders and marks that are due, until nothing is done any more. */
async function placeDue(
  run: PairRun,
  steps: PairParts['steps'],
): Promise<{ readonly side: CalledSide; readonly error: SyncError } | undefined> {
  const { contacts } = run.invoicing;
  const { marks } = run.channel;
  for (;;) {
    let done = 0;
    const work = async <Draft, Made>(side: CalledSide, driver: EffectDriver<Draft, Made>) => {
      const stats = await runEffects(driver, effectRunOf(run, { side, priority: 'backfill', steps: steps.effects }));
      done += stats.done;
      return stats.failure === undefined ? undefined : { side, error: stats.failure };
    };
    const failure =
      (contacts === undefined ? undefined : await work('invoicing', contactDriver(run, contacts))) ??
      (run.unreadable.has('orders') ? undefined : await work('invoicing', salesOrderDriver(run, steps.orders))) ??
      (marks === undefined ? undefined : await work('channel', markDriver(run, marks)));
    if (failure !== undefined || done === 0) return failure;
  }
}
