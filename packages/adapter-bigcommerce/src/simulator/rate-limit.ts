import { now, type Shop } from './shop.ts';

export interface Quota {
  readonly headers: Readonly<Record<string, string>>;
  readonly exceeded: boolean;
  /** Milliseconds until the window refills. */
  readonly resetMs: number;
}

export interface RateLimiter {
  /** Takes units and says what the headers of this answer are. */
  take(units?: number): Quota;
}

const UNLIMITED = 1_000_000;

/** One window per store, shared by all apps; all four headers on every answer (sheet 2). */
export function createRateLimiter(shop: Shop): RateLimiter {
  let windowEndsAt = 0;
  let used = 0;

  return {
    take(units = 1) {
      const { quota } = shop.settings;
      const { perWindow, windowMs } = quota === 'off' ? { perWindow: UNLIMITED, windowMs: 30_000 } : quota;
      const at = now(shop);
      if (at >= windowEndsAt) {
        windowEndsAt = at + windowMs;
        used = 0;
      }
      const exceeded = quota !== 'off' && used + units > perWindow;
      if (!exceeded) used += units;
      const resetMs = windowEndsAt - at;
      return {
        exceeded,
        resetMs,
        headers: {
          'X-Rate-Limit-Time-Window-Ms': String(windowMs),
          'X-Rate-Limit-Time-Reset-Ms': String(resetMs),
          'X-Rate-Limit-Requests-Quota': String(perWindow),
          'X-Rate-Limit-Requests-Left': String(Math.max(0, perWindow - used)),
        },
      };
    },
  };
}
