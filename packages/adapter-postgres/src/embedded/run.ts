import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Identity } from './identity.ts';

export type Finished = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** The path of a system tool such as `setpriv`, or undefined where it is not installed. */
export async function findTool(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter((each) => each !== '')) {
    const file = join(folder, name);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}

/** Starts `command` under `identity`, away from our folder, environment and terminal. */
export function spawnAs(identity: Identity, command: readonly string[], stdio: StdioOptions): ChildProcess {
  const [file = '', ...args] = [...identity.prefix, ...command];
  return spawn(file, args, {
    // The user we change to may be unable to enter our own working folder.
    cwd: '/',
    // PGDATA, PGPORT and their like must not reach the server; LC_ALL keeps its messages in the language we read.
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    // A group of its own: Ctrl-C ends the service, which then ends the server after its last write.
    detached: true,
    stdio,
    ...identity.spawnAs,
  });
}

/** Runs `command` to its end. A program that cannot be started answers code 127 and the reason as `stderr`. */
export function runAs(identity: Identity, command: readonly string[], input = ''): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawnAs(identity, command, ['pipe', 'pipe', 'pipe']);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 128, stdout, stderr }));
    // A program that ends before it has read everything closes the pipe; its exit code says why.
    child.stdin?.on('error', () => undefined).end(input);
  });
}
