import { readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { belongsToAnother, EmbeddedPostgresHeld, errorCode, type Holder } from './errors.ts';
import { argumentsOf, isAlive } from './process.ts';

/** What `postmaster.pid` says: https://www.postgresql.org/docs/current/storage-file-layout.html */
export type LockFile = Holder & { readonly status: string; readonly sharedMemory: string | undefined };

export async function readLockFile(pgDir: string): Promise<LockFile | undefined> {
  const text = await readFile(join(pgDir, 'postmaster.pid'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw belongsToAnother(pgDir, error);
  });
  const [pid = '', , startedAt = '', port = '', , , sharedMemory = '', status = ''] = text?.split('\n') ?? [];
  if (pid === '') return undefined;
  return {
    pid: Number.parseInt(pid, 10),
    startedAt: new Date(Number.parseInt(startedAt, 10) * 1000),
    port: Number.parseInt(port, 10),
    status: status.trim(),
    sharedMemory: sharedMemory.trim().split(/\s+/)[1],
  };
}

/** The running server of a cluster, or undefined. A lock that its server left behind is none. */
export async function holderOf(pgDir: string): Promise<LockFile | undefined> {
  const lock = await readLockFile(pgDir);
  if (lock === undefined || !(await isAlive(lock.pid))) return undefined;
  const args = await argumentsOf(lock.pid);
  if (args === undefined) return lock;
  if (!(await isServerOf(pgDir, args)) && !(await isAttached(lock.sharedMemory))) return undefined;
  const owner = args.find((each) => each.startsWith(ownerMark));
  return owner === undefined ? lock : { ...lock, ownerPid: Number.parseInt(owner.slice(ownerMark.length), 10) };
}

const ownerMark = 'cluster_name=megzo-';

/** The server argument that tells later processes, and people who list processes, for whom the server runs. */
export function ownerArgument(): string {
  return `${ownerMark}${process.pid}`;
}

/**
 * Returns once the cluster is free. A server whose owner is gone is on its way out (it shuts down in a second or two) and is waited for;
 * any other throws EmbeddedPostgresHeld.
 */
export async function awaitRelease(pgDir: string, deadlineMs = 60_000): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  let asked = false;
  for (;;) {
    const holder = await holderOf(pgDir);
    if (holder === undefined) break;
    const orphaned = holder.ownerPid !== undefined && !(await isAlive(holder.ownerPid));
    if ((!orphaned && holder.status !== 'stopping') || performance.now() > deadline) throw new EmbeddedPostgresHeld(pgDir, holder);
    if (orphaned && holder.status === 'ready' && !asked) {
      asked = true;
      askToStop(holder.pid);
    }
    await delay(20);
  }
  await dropForeignLock(pgDir);
}

/**
 * After a container's restart the number in the lock may be another program's. PostgreSQL sees only that it runs and refuses,
 * so the lock is removed here.
 */
async function dropForeignLock(pgDir: string): Promise<void> {
  const lock = await readLockFile(pgDir);
  if (lock !== undefined && (await isAlive(lock.pid)) && (await holderOf(pgDir)) === undefined) await rm(join(pgDir, 'postmaster.pid'));
}

function askToStop(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It is gone by itself, or it is another user's: then the deadline tells who holds the folder.
  }
}

async function isServerOf(pgDir: string, args: readonly string[]): Promise<boolean> {
  if (basename(args[0] ?? '') !== 'postgres') return false;
  const folder = args[args.indexOf('-D') + 1];
  if (folder === undefined || !args.includes('-D')) return true;
  const [ours, theirs] = await Promise.all([stat(pgDir), stat(folder).catch(() => undefined)]);
  return theirs === undefined || (ours.dev === theirs.dev && ours.ino === theirs.ino);
}

/** Whether any process still uses the cluster's shared memory: children outlive a killed server for a moment. In doubt, yes. */
async function isAttached(sharedMemory: string | undefined): Promise<boolean> {
  const table = await readFile('/proc/sysvipc/shm', 'utf8').catch(() => undefined);
  if (table === undefined) return true;
  const row = table.split('\n').find((line) => line.trim().split(/\s+/)[1] === sharedMemory);
  return row !== undefined && row.trim().split(/\s+/)[6] !== '0';
}
