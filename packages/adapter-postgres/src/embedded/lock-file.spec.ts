import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedPostgresHeld } from './errors.ts';
import { awaitRelease, holderOf } from './lock-file.ts';

const startedAt = new Date('2026-11-20T08:00:00Z');

let folder: string;
let pgDir: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'megzo-lock-'));
  pgDir = join(folder, 'pg');
  await mkdir(pgDir);
  children = [];
});

afterEach(async () => {
  for (const child of children) await end(child);
  await rm(folder, { recursive: true, force: true });
});

describe('the holder of a cluster', () => {
  it('is nobody without a lock', async () => {
    expect(await holderOf(pgDir)).toBeUndefined();
    expect(await holderOf(join(folder, 'missing'))).toBeUndefined();
  });

  it('is the server that the lock names, with its port, time and owner', async () => {
    const server = await pretendServer([pgDir, `cluster_name=megzo-${process.pid}`]);
    await lock(server.pid);

    expect(await holderOf(pgDir)).toMatchObject({ pid: server.pid, port: 54_321, startedAt, ownerPid: process.pid, status: 'ready' });
  });

  it('is nobody when the server is gone', async () => {
    const server = await pretendServer([pgDir]);
    await lock(server.pid);
    await end(server);

    expect(await holderOf(pgDir)).toBeUndefined();
  });

  it('is nobody when the number belongs to another program now', async () => {
    await lock(process.pid);

    expect(await holderOf(pgDir)).toBeUndefined();
  });

  it("is nobody when the number belongs to another cluster's server now", async () => {
    await mkdir(join(folder, 'other'));
    const server = await pretendServer([join(folder, 'other')]);
    await lock(server.pid);

    expect(await holderOf(pgDir)).toBeUndefined();
  });

  it('is the server also when its folder was named by a link', async () => {
    await symlink(pgDir, join(folder, 'link'));
    const server = await pretendServer([join(folder, 'link')]);
    await lock(server.pid);

    expect(await holderOf(pgDir)).toMatchObject({ pid: server.pid });
  });
});

describe('waiting for a cluster', () => {
  it('removes a lock whose number belongs to another program now, since PostgreSQL would refuse', async () => {
    await lock(process.pid);

    await awaitRelease(pgDir);

    expect(existsSync(join(pgDir, 'postmaster.pid'))).toBe(false);
  });

  it('refuses at once while the owner lives', async () => {
    const server = await pretendServer([pgDir, `cluster_name=megzo-${process.pid}`]);
    await lock(server.pid);

    await expect(awaitRelease(pgDir)).rejects.toThrow(EmbeddedPostgresHeld);
    await expect(awaitRelease(pgDir)).rejects.toThrow(
      `PostgreSQL process ${server.pid}, started 2026-11-20T08:00:00.000Z by process ${process.pid}. Stop process ${process.pid} first`,
    );
    expect(server.exitCode ?? server.signalCode).toBeNull();
  });

  it('asks a server to stop whose owner is gone', async () => {
    const owner = await pretendServer([pgDir]);
    await end(owner);
    const server = await pretendServer([pgDir, `cluster_name=megzo-${owner.pid}`]);
    await lock(server.pid);

    await awaitRelease(pgDir);

    expect(server.signalCode).toBe('SIGINT');
  });

  it('waits for a server that is stopping, up to a deadline', async () => {
    const server = await pretendServer([pgDir, `cluster_name=megzo-${process.pid}`]);
    await lock(server.pid, 'stopping');

    await expect(awaitRelease(pgDir, 40)).rejects.toThrow(EmbeddedPostgresHeld);
    const released = awaitRelease(pgDir);
    await end(server);

    await expect(released).resolves.toBeUndefined();
  });
});

/** A process that looks like a server of the folder `args[0]` in a list of processes. */
async function pretendServer(args: readonly string[]): Promise<ChildProcess> {
  const script = 'process.stdin.resume().on("end", () => process.exit()); process.stdout.write("up")';
  const child = spawn(process.execPath, ['-e', script, '--', '-D', ...args], { argv0: 'postgres', stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function lock(pid: number | undefined, status = 'ready   '): Promise<void> {
  const lines = [pid, pgDir, startedAt.getTime() / 1000, 54_321, '', '127.0.0.1', '  1234567    987654321', status];
  await writeFile(join(pgDir, 'postmaster.pid'), `${lines.join('\n')}\n`);
}
