import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { merchantId, pairId } from '@megzo/core';
import { Logger, makeWorkerUtils, run, type WorkerEvents } from 'graphile-worker';
import type { RunnablePair } from '../container/pairs.ts';
import { createLifeline } from './lifeline.ts';
import { repeat } from './repeat.ts';
import { type BeatWorld, makeDue, runDuePair } from './run-pair.ts';
import { stopRunner } from './stop-runner.ts';

export interface HeartbeatOptions extends BeatWorld {
  /** A login that row-level security does not bind in the queue's own schema: a bound one sees no jobs and says nothing. */
  readonly jobsUrl: string;
  readonly pairs: readonly RunnablePair[];
  /** No other instance can live on this database, so that what an earlier one held is free at once. */
  readonly alone: boolean;
  /** How long a run may take to end when the service stops, ms; a little more than a slice where absent. */
  readonly patienceMs?: number;
}

export interface Heartbeat {
  /** Why no job is worked on; undefined while all is well. */
  trouble(): string | undefined;
  /** Settles with the reason when the worker is gone for good without having been stopped. */
  readonly broken: Promise<string>;
  /** Finishes the slices under way, then ends. */
  stop(): Promise<void>;
}

const tickMs = 1_000;
const liveMs = 10_000;
const deadAfterMs = 60_000;
/** An enqueued pair is not looked at again before this time: its job will write when it is due. */
const enqueuedMs = 60_000;
const dueMax = 100;
const patienceMs = 20_000;
const concurrency = 4;
const task = 'sync-pair';

/**
 * Runs due pairs. What is due stands in our rows; the queue distributes, coalesces (one job per pair) and serialises (one
 * named queue per pair). Dropping its schema costs one beat.
 */
export async function startHeartbeat(options: HeartbeatOptions): Promise<Heartbeat> {
  const { store, clock, log, pairs, jobsUrl } = options;
  const byName = new Map(pairs.map((pair, rank) => [nameOf(pair.merchant.id, pair.pair.id), { pair, rank }]));
  for (const [rank, pair] of pairs.entries()) await makeDue(options, pair, rank);

  const stopping = new AbortController();
  const holders = new Set<string>();
  /** Pairs that this process has run: what happened while no process was there is looked for at once. */
  const begun = new Set<RunnablePair>();
  let trouble: string | undefined = 'the worker is starting';
  const logger = new Logger(() => (level, message) => {
    if (level === 'error') log.error('job queue', { message });
    else if (level === 'warning') log.warn('job queue', { message });
  });
  const application = `megzo jobs ${randomUUID().slice(0, 8)}`;
  const connectionString = named(jobsUrl, application);
  // Listened to from the beginning: a pool is made, and may take jobs, before `run` answers.
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => holders.add(workerPool.id));
  const utils = await makeWorkerUtils({ connectionString, logger, maxPoolSize: 1 });
  await utils.migrate();
  const runner = await run(
    {
      connectionString,
      logger,
      concurrency,
      noHandleSignals: true,
      pollInterval: tickMs,
      maxPoolSize: concurrency + 2,
      events,
      // Without a batch (of the jobs of one turn) 0.17.3 forgets to wait for the last "done" when it stops, and that job stays locked.
      preset: { worker: { gracefulShutdownAbortTimeout: 30_000, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    },
    {
      [task]: async (payload) => {
        const found = byName.get(String(payload));
        // A pair of an earlier configuration.
        if (found === undefined) return;
        const isFirst = !begun.has(found.pair);
        begun.add(found.pair);
        await runDuePair(found.pair, { rank: found.rank, signal: stopping.signal, isFirst }, options);
      },
    },
  );
  trouble = undefined;
  const broken = new Promise<string>((resolve) => {
    function gone(reason: string): void {
      // What stops in order says so itself beforehand.
      if (trouble !== undefined) return;
      trouble = reason;
      resolve(reason);
    }
    runner.promise.then(
      () => gone('the worker has ended'),
      (error: unknown) => gone(`the worker broke off: ${error instanceof Error ? error.message : String(error)}`),
    );
  });

  async function enqueueDue(): Promise<void> {
    const now = clock.now();
    for (const due of await store.directory.due(now, dueMax)) {
      const name = nameOf(due.merchant, due.pair);
      const known = byName.has(name);
      await store.transaction(merchantId(due.merchant), (tx) =>
        known ? tx.pairs.due(pairId(due.pair), now + enqueuedMs, 'set') : tx.pairs.notDue(pairId(due.pair)),
      );
      if (known) await runner.addJob(task, name, { queueName: name, jobKey: name, jobKeyMode: 'replace', maxAttempts: 3 });
    }
  }

  const lifeline = createLifeline({ store, clock, log, holders, utils });
  await lifeline(options.alone ? 1 : deadAfterMs);
  const ticker = repeat(tickMs, enqueueDue, options);
  const living = repeat(liveMs, () => lifeline(deadAfterMs), options);

  return {
    trouble: () => trouble,
    broken,
    async stop() {
      trouble = 'the worker is stopping';
      await ticker.stop();
      await living.stop();
      await stopRunner({ runner, utils, stopping, application, patienceMs: options.patienceMs ?? patienceMs, log });
    },
  };
}

function named(url: string, application: string): string {
  const address = new URL(url);
  address.searchParams.set('application_name', application);
  return address.href;
}

function nameOf(merchant: string, pair: string): string {
  return `${merchant}/${pair}`;
}
