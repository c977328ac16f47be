import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EmbeddedPostgresError } from './errors.ts';
import { ownerArgument } from './lock-file.ts';
import type { Programs } from './programs.ts';
import { spawnAs } from './run.ts';

export type RunningServer = {
  readonly port: number;
  readonly pid: number;
  /** Settles when the server process is gone, asked or not; `expected` is false when nobody had called `stop`. */
  readonly ended: Promise<{ readonly expected: boolean; readonly lastLines: readonly string[] }>;
  /** Ends all connections and the server, waiting until its files are safe. May be called again. */
  stop(): Promise<void>;
};

export type ServerOptions = {
  readonly programs: Programs;
  readonly pgDir: string;
  readonly durable: boolean;
  readonly log: (line: string) => void;
};

/** The lines with which the server gave up, for the caller to understand. */
export class ServerGaveUp extends EmbeddedPostgresError {
  override readonly name = 'ServerGaveUp';
}

const portTaken = /could not bind .*Address already in use/;
const portAttempts = 5;

/** Starts the server on a free port of 127.0.0.1 and waits until it takes connections. Recovery after a crash may take its time. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(await freePort(), options);
    } catch (error) {
      // Between our look and the server's, another program may have taken the port.
      if (!(error instanceof ServerGaveUp) || !portTaken.test(error.message) || attempt === portAttempts) throw error;
    }
  }
}

function startOn(port: number, { programs, pgDir, durable, log }: ServerOptions): Promise<RunningServer> {
  const child = spawnAs(
    programs.identity,
    [join(programs.bin, 'postgres'), '-D', pgDir, '-p', String(port), ...settings(durable)],
    ['ignore', 'ignore', 'pipe'],
  );
  const lastLines: string[] = [];
  let stopping: Promise<void> | undefined;

  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new EmbeddedPostgresError(`PostgreSQL could not be started: ${error.message}`)));
    const { pid, stderr } = child;
    if (pid === undefined || stderr === null) return;
    const endWithUs = programs.identity.endsWithUs ? undefined : watch(pid);
    const ended = new Promise<{ expected: boolean; lastLines: readonly string[] }>((settle) => {
      child.once('close', () => {
        endWithUs?.kill('SIGKILL');
        settle({ expected: stopping !== undefined, lastLines });
      });
    });
    // The pipe is read to the end of the server's life: a full one would halt it.
    createInterface({ input: stderr }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
      log(line);
      if (!line.includes('database system is ready to accept connections')) return;
      resolve({
        port,
        pid,
        ended,
        stop() {
          stopping ??= end(child);
          return stopping;
        },
      });
    });
    ended
      .then(() => reject(new ServerGaveUp(`PostgreSQL ended while it started on ${pgDir}: ${lastLines.slice(-5).join(' | ')}`)))
      .catch(reject);
  });
}

function settings(durable: boolean): readonly string[] {
  const values = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    ownerArgument(),
    'timezone=UTC',
    'log_timezone=UTC',
    // Statements and details carry what merchants and buyers wrote.
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=32MB', 'max_wal_size=256MB']),
  ];
  return values.flatMap((value) => ['-c', value]);
}

/** Fast shutdown; should it hang (a dead disk, say), the harder ways, after which the next start recovers. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timers = [setTimeout(() => child.kill('SIGQUIT'), 60_000), setTimeout(() => child.kill('SIGKILL'), 70_000)];
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
  for (const timer of timers) clearTimeout(timer);
}

/** Where the kernel cannot do it (no `setpriv`): a shell that waits for our end of a pipe to close, then ends the server. */
function watch(pid: number): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', 'while read -r _; do :; done; kill -INT "$1"', 'megzo-watch', String(pid)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.once('error', () => undefined);
  watcher.stdin?.on('error', () => undefined);
  watcher.unref();
  return watcher;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
