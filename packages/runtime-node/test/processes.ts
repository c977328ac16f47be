import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** A folder for one test's data and configuration. */
export interface Place {
  readonly dataDir: string;
  config(content: unknown): Promise<string>;
  remove(): Promise<void>;
}

export async function makePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'megzo-runtime-'));
  // A database that root starts runs as another user, who must be able to pass.
  await chmod(folder, 0o711);
  let files = 0;
  return {
    dataDir: join(folder, 'data'),
    async config(content) {
      files += 1;
      const file = join(folder, `megzo-${files}.json`);
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built command line as a process of its own, in an environment that holds nothing else of ours. */
export function start(
  args: readonly string[],
  { dataDir, variables = {} }: { readonly dataDir: string; readonly variables?: Record<string, string> },
) {
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      ...(process.env.PG_BIN === undefined ? {} : { PG_BIN: process.env.PG_BIN }),
      MEGZO_DATA_DIR: dataDir,
      PORT: '0',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return { child, said, finished };
}

export function run(args: readonly string[], options: Parameters<typeof start>[1]): Promise<Finished> {
  return start(args, options).finished;
}

export type Running = ReturnType<typeof start>;

/** Where a started service listens, once it says so. */
export async function listening(running: Running): Promise<string> {
  await until(() => /listens at \S+/.test(running.said.out) || hasEnded(running.child));
  const url = /listens at (\S+)/.exec(running.said.out)?.[1];
  if (url === undefined) throw new Error(`the service did not start:\n${running.said.out}\n${running.said.err}`);
  return url;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Waits for something that another process does. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('it did not come to pass in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
