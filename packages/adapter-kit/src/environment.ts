import { randomBytes } from 'node:crypto';
import type { Clock, IdSource, Log, SafeDetails } from '@megzo/core';

/** The longest that a timer of the machine can be set to, ms. */
const timerMaxMs = 2 ** 31 - 1;

/** The machine's own time. */
export function systemClock(): Clock {
  return { now: () => Date.now(), sleep };
}

/** 128 random bits each. */
export function randomIds(): IdSource {
  return { next: () => randomBytes(16).toString('hex') };
}

export function silentLog(): Log {
  return { debug: nothing, info: nothing, warn: nothing, error: nothing };
}

const levels = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof levels)[number];

/** One JSON object per line on standard error, so that standard output stays a command's own. */
export function consoleLog(options: { clock?: Clock; from?: Level; write?: (line: string) => void } = {}): Log {
  const { clock = systemClock(), from = 'info', write = (line) => console.error(line) } = options;
  function at(level: Level): (text: string, fields?: SafeDetails) => void {
    if (levels.indexOf(level) < levels.indexOf(from)) return nothing;
    return (text, fields) => write(JSON.stringify({ at: new Date(clock.now()).toISOString(), level, text, ...(fields && { fields }) }));
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function nothing(): void {}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  for (let left = ms; ; left -= timerMaxMs) {
    await timer(Math.min(left, timerMaxMs), signal);
    if (left <= timerMaxMs) return;
  }
}

function timer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = (): void => {
      clearTimeout(running);
      reject(signal?.reason);
    };
    const running = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
