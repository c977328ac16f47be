import type { PostgresStore } from '@megzo/adapter-postgres';
import type { Heartbeat } from '../worker/heartbeat.ts';
import type { Readiness } from './server.ts';

const patienceMs = 5_000;

/** Database reachable and current, and the worker running. */
export function createReadiness(store: Pick<PostgresStore, 'ready'>, heartbeat: () => Pick<Heartbeat, 'trouble'> | undefined): Readiness {
  return async () => {
    const beat = heartbeat();
    const trouble = beat === undefined ? 'the worker is starting' : beat.trouble();
    const database = await troubleOf(store);
    return [database, trouble].filter((reason) => reason !== undefined);
  };
}

async function troubleOf(store: Pick<PostgresStore, 'ready'>): Promise<string | undefined> {
  const { promise: tooLate, resolve } = deferred();
  const timer = setTimeout(() => resolve(`the database gave no answer within ${patienceMs / 1000} s`), patienceMs);
  try {
    return await Promise.race([store.ready().then(() => undefined), tooLate]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

function deferred(): { readonly promise: Promise<string>; readonly resolve: (reason: string) => void } {
  let settle: (reason: string) => void = () => undefined;
  const promise = new Promise<string>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: settle };
}
