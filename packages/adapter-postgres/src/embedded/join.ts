import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { errorCode, type Holder } from './errors.ts';
import { holderOf } from './lock-file.ts';
import { readLogins, type Urls, urlsOf } from './logins.ts';

export type JoinedPostgres = Urls & Holder;

/**
 * The addresses of the server that another process runs on this data folder, or undefined when none answers.
 * A server that is just starting is waited for, up to `deadlineMs`. Nothing is to be stopped afterwards.
 */
export async function joinEmbeddedPostgres(options: { dataDir: string; deadlineMs?: number }): Promise<JoinedPostgres | undefined> {
  const dataDir = resolve(options.dataDir);
  const pgDir = join(dataDir, 'pg');
  const deadline = performance.now() + (options.deadlineMs ?? 30_000);
  for (;;) {
    const holder = await holderOf(pgDir);
    const logins = holder && (await readLogins(dataDir));
    if (holder === undefined || logins === undefined || holder.status === 'stopping') return undefined;
    const urls = urlsOf(logins, holder.port);
    if (holder.status === 'ready' && (await answers(urls.url))) {
      const { pid, startedAt, port, ownerPid } = holder;
      return { ...urls, pid, startedAt, port, ...(ownerPid === undefined ? {} : { ownerPid }) };
    }
    if (performance.now() > deadline) return undefined;
    await delay(50);
  }
}

/** Logs in: another program may listen on a port that an old lock names. */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(errorCode);
  }
}
