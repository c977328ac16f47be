import { type Outcome, rejected, retryable } from '../src/kernel/answer.ts';
import { type ErrorCode, SyncError } from '../src/kernel/sync-error.ts';

/** What a scripted port answers in place of the truth; `throws` is an adapter's own mistake. */
export type Trouble =
  | { readonly kind: 'retryable' | 'rejected'; readonly code: ErrorCode }
  /** The effect happens, or not, and the reply is lost. */
  | { readonly kind: 'unknown'; readonly happened: boolean }
  | { readonly kind: 'taken'; readonly happened: boolean }
  | { readonly kind: 'throws'; readonly happened: boolean };

interface Planned {
  readonly call: string;
  readonly about: string | undefined;
  readonly trouble: Trouble;
  times: number;
}

/** The troubles of a double, and the calls that it saw as `name about`. */
export interface Script {
  readonly calls: string[];
  /** Plans a trouble for a call by name, for one record if named, `times` times. */
  plan(call: string, trouble: Trouble, options?: { readonly about?: string; readonly times?: number }): void;
  /** Notes the call and answers the trouble that waits for it. */
  next(call: string, about?: string): Trouble | undefined;
  /** Calls of a name since the last look. */
  count(call: string): number;
  clear(): void;
}

export function createScript(): Script {
  const calls: string[] = [];
  let planned: Planned[] = [];
  return {
    calls,
    plan: (call, trouble, { about, times = 1 } = {}) => planned.push({ call, about, trouble, times }),
    next: (call, about = '') => {
      calls.push(`${call} ${about}`.trim());
      const waiting = planned.find((one) => one.call === call && (one.about === undefined || one.about === about));
      if (waiting === undefined) return undefined;
      waiting.times -= 1;
      if (waiting.times === 0) planned = planned.filter((one) => one !== waiting);
      return waiting.trouble;
    },
    count: (call) => calls.filter((one) => one === call || one.startsWith(`${call} `)).length,
    clear: () => {
      calls.length = 0;
    },
  };
}

/** The trouble as a read tells it. */
export function failedRead(trouble: Trouble): ReturnType<typeof retryable> {
  if (trouble.kind === 'throws') throw new Error('an adapter’s own mistake');
  if (trouble.kind === 'rejected') return rejected(new SyncError(trouble.code, 'scripted'));
  return retryable(new SyncError(trouble.kind === 'retryable' ? trouble.code : 'NO_ANSWER', 'scripted'));
}

/** The trouble as an effect tells it; `happen` is done first where it happened. */
export function failedEffect(trouble: Trouble, happen: () => void): Outcome<never> {
  if ('happened' in trouble && trouble.happened) happen();
  if (trouble.kind === 'throws') throw new Error('an adapter’s own mistake');
  if (trouble.kind === 'unknown') return { status: 'unknown', error: new SyncError('NO_ANSWER', 'scripted') };
  if (trouble.kind === 'taken') return { status: 'taken', error: new SyncError('CONFLICT', 'scripted') };
  return failedRead(trouble);
}
