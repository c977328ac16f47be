import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** A program of the tests as JavaScript: it is part of no build, and Node reads no TypeScript. */
export async function workerProgram(file: string): Promise<string> {
  const jsc = { target: 'es2022', parser: { syntax: 'typescript' } } as const;
  return (await transformFile(file, { configFile: false, swcrc: false, jsc, module: { type: 'es6' } })).code;
}

/** A process that is told what to do, word by word, and answers each. */
export function startWorker(program: string) {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    // Names of packages are looked up from here; they lead to the built ones.
    cwd: packageFolder,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const closed = once(child, 'close');
  const gone = closed.then(([code]): never => {
    throw new Error(`a process of the experiment ended with ${code}:\n${said}`);
  });
  // It ends in the end; only who still waits for a word shall hear of it.
  gone.catch(() => undefined);
  let heard = once(child, 'message');

  async function next(): Promise<unknown> {
    const [message] = await Promise.race([heard, gone]);
    heard = once(child, 'message');
    return message;
  }

  async function hears(word: string): Promise<void> {
    const message = await next();
    if (message !== word) throw new Error(`a process of the experiment said ${JSON.stringify(message)} instead of ${word}`);
  }

  return {
    hears,
    /** Says something that is answered by one word. */
    tell(message: unknown, answer: string): Promise<void> {
      child.send(message as object);
      return hears(answer);
    },
    async ask<T>(message: unknown): Promise<T> {
      child.send(message as object);
      return (await next()) as T;
    },
    async end(): Promise<void> {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
