import type { SyncError } from './sync-error.ts';

/** What a read came to. Only an effect can be in doubt. */
export type Answer<T> =
  | { readonly status: 'done'; readonly value: T }
  /** Nothing happened; the same call may be made again. */
  | { readonly status: 'retryable'; readonly error: SyncError; readonly retryAfterMs?: number }
  /** Understood and refused; repeating it unchanged is pointless. */
  | { readonly status: 'rejected'; readonly error: SyncError };

/** What an effect came to. */
export type Outcome<T> =
  | Answer<T>
  /** Sent, and no answer: it may have happened. Look before sending again. */
  | { readonly status: 'unknown'; readonly error: SyncError }
  /** One stands there already: find at once; ours is adopted, else a person decides. */
  | { readonly status: 'taken'; readonly error: SyncError };

/** One element of a batch; a batch answers row by row. */
export interface Row<T> {
  readonly key: string;
  readonly outcome: Outcome<T>;
}

export function done<T>(value: T): { readonly status: 'done'; readonly value: T } {
  return { status: 'done', value };
}

export function retryable(error: SyncError, retryAfterMs?: number): Answer<never> {
  return retryAfterMs === undefined ? { status: 'retryable', error } : { status: 'retryable', error, retryAfterMs };
}

export function rejected(error: SyncError): Answer<never> {
  return { status: 'rejected', error };
}

/** Hands a failure on unchanged and turns a value into another one. */
export function mapAnswer<T, U>(answer: Answer<T>, change: (value: T) => U): Answer<U> {
  return answer.status === 'done' ? done(change(answer.value)) : answer;
}
