import type { Log } from '@megzo/core';
import type { Runner, WorkerUtils } from 'graphile-worker';

export interface StopOptions {
  readonly runner: Runner;
  readonly utils: WorkerUtils;
  /** Given to running slices as their signal. */
  readonly stopping: AbortController;
  /** The name under which the queue's connections stand in the server. */
  readonly application: string;
  /** The longest that a slice may take to end, ms: then its calls are given up. */
  readonly patienceMs: number;
  readonly log: Log;
}

const looksMax = 100;
const lookMs = 50;

/** Finishes the jobs under way and ends the queue's connections. */
export async function stopRunner({ runner, utils, stopping, application, patienceMs, log }: StopOptions): Promise<void> {
  const timer = setTimeout(() => stopping.abort(new Error('the service stops')), patienceMs);
  await runner.stop().catch((error: unknown) => log.warn('the job queue did not stop in order', { error: String(error) }));
  clearTimeout(timer);
  // The queue lets go of its connections without waiting, and an error on one of them would end the process: an embedded server
  // is stopped next, so they must be gone.
  for (let look = 0; look < looksMax && (await connectionsLeft(utils, application)) > 0; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  await utils.withPgClient(endConnection);
  await utils.release();
}

/** Ends the only connection of these utilities while its errors are still listened to. */
async function endConnection(client: object): Promise<void> {
  if ('end' in client && typeof client.end === 'function') await client.end();
}

async function connectionsLeft(utils: WorkerUtils, application: string): Promise<number> {
  const { rows } = await utils.withPgClient((client) =>
    client.query<{ count: string }>('SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()', [
      application,
    ]),
  );
  return Number(rows[0]?.count ?? 0);
}
