import {
  type Clock,
  connectionId,
  type Log,
  lastWholeRun,
  merchantId,
  type PairReport,
  pairId,
  type Store,
  type SyncOptions,
  type WholeRun,
} from '@megzo/core';
import type { RunnablePair } from '../container/pairs.ts';
import { nextSlot } from './slots.ts';

export interface BeatWorld {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly beatMs: number;
  /** How a pair is run: one bounded slice, so that others get their turn, where absent. */
  readonly syncOptions?: SyncOptions;
  /** Told of every run. */
  readonly onReport?: (pair: RunnablePair, report: PairReport) => Promise<void>;
}

/** A run whose process dies is taken up again after this time at the latest, ms. */
const takenUpAfterMs = 10 * 60_000;

/**
 * Runs a pair once and writes down when the next one is due: whole at its beat, when something that waited is due, and the first
 * time in this process; in between only what woke it. Never rejects for what the pair does: others must go on.
 */
export async function runDuePair(
  runnable: RunnablePair,
  { rank, signal, isFirst }: { readonly rank: number; readonly signal: AbortSignal; readonly isFirst: boolean },
  world: BeatWorld,
): Promise<void> {
  const { store, clock, log, beatMs } = world;
  const { merchant, pair, handle } = runnable;
  await writeDue(store, runnable, clock.now() + takenUpAfterMs, 'set');
  const last = await store.transaction(merchantId(merchant.id), (tx) => lastWholeRun(tx, pairId(pair.id)));
  const woken = !isFirst && last !== undefined && clock.now() < wholeDueAt(last, rank, beatMs);
  let dueAt = nextSlot(clock.now(), rank, beatMs);
  try {
    const report = await handle.sync({ ...(world.syncOptions ?? { slices: 1 }), ...(woken ? { woken } : {}), signal });
    dueAt = woken && !report.whole ? wholeDueAt(last, rank, beatMs) : nextSlot(clock.now(), rank, beatMs);
    if (report.failures.length === 0) dueAt = report.more ? clock.now() : Math.min(dueAt, report.nextAt ?? dueAt);
    logReport(log, report);
    await world.onReport?.(runnable, report);
  } catch (error) {
    log.error('a pair broke off', { merchant: merchant.id, pair: pair.id, error: error instanceof Error ? error.message : String(error) });
  }
  // `earlier`: a wake-up that came in meanwhile stays.
  await writeDue(store, runnable, dueAt, 'earlier');
}

/** When all of a pair is to be looked at again: at its own place in the beat, or when something that waited is due. */
function wholeDueAt({ at, nextAt = Number.POSITIVE_INFINITY }: WholeRun, rank: number, beatMs: number): number {
  return Math.min(nextSlot(at, rank, beatMs), nextAt);
}

/** At a start pairs follow each other by this, ms: thousands of them do not all begin at once. */
const startStepMs = 250;

/** Makes a pair known to the store and due: the first one now, the others soon after, at their next slot at the latest. */
export async function makeDue(
  { store, clock, beatMs }: Pick<BeatWorld, 'store' | 'clock' | 'beatMs'>,
  { merchant, pair }: RunnablePair,
  rank: number,
): Promise<void> {
  const now = clock.now();
  const dueAt = Math.min(now + rank * startStepMs, nextSlot(now, rank, beatMs));
  await store.transaction(merchantId(merchant.id), async (tx) => {
    const known = await tx.pairs.read(pairId(pair.id));
    if (known === undefined) {
      await tx.pairs.put({ pair: pairId(pair.id), invoicing: connectionId(pair.invoicing), channel: connectionId(pair.channel) });
    }
    await tx.pairs.due(pairId(pair.id), dueAt, 'earlier');
  });
}

function writeDue(store: Store, { merchant, pair }: RunnablePair, at: number, mode: 'set' | 'earlier'): Promise<void> {
  return store.transaction(merchantId(merchant.id), (tx) => tx.pairs.due(pairId(pair.id), at, mode));
}

function logReport(log: Log, { merchant, pair, ok, more, flows, failures }: PairReport): void {
  const counts = Object.fromEntries(
    flows.flatMap(({ name, created, updated, held, parked, failed }) =>
      Object.entries({ created, updated, held, parked, failed }).map(([count, value]) => [`${name}.${count}`, value]),
    ),
  );
  log.info('a pair was brought up to date', { merchant, pair, ok, more, ...counts });
  for (const { flow, connection, error } of failures.filter((failure) => failure.error.code !== 'ABORTED')) {
    log.warn('a flow was stopped', { merchant, pair, flow, connection, code: error.code, problem: error.message });
  }
}
