import type { Instant } from '../kernel/instant.ts';
import type { SafeDetails } from '../kernel/sync-error.ts';

/** Time. Under simulation it is virtual, so nothing in the library may ask the machine. */
export interface Clock {
  now(): Instant;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Fresh ids, unpredictable in production and seeded under simulation. */
export interface IdSource {
  /** 128 bits as 32 hex digits. */
  next(): string;
}

/** Text is constant; what varies goes into fields that are safe to log. */
export interface Log {
  debug(text: string, fields?: SafeDetails): void;
  info(text: string, fields?: SafeDetails): void;
  warn(text: string, fields?: SafeDetails): void;
  error(text: string, fields?: SafeDetails): void;
}

/** What the engine needs of its surroundings. */
export interface Environment {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}
