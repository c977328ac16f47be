import type { Call } from './call.ts';

/** How fast an account may be called. */
export interface Pace {
  /** Vendor and account or address, so that all connections of one account share it. */
  readonly account: string;
  readonly perSecond: number;
  /** Calls that may follow each other at once after a pause. */
  readonly burst: number;
}

/** What an answer said of the vendor's own quota. */
export interface LimitSeen {
  /** The vendor refused for pace. */
  readonly refused: boolean;
  /** Nothing shall be sent before this much time has passed, ms. */
  readonly pauseMs?: number;
}

/** Shared by all processes of an account; the only place where an adapter's call waits. */
export interface RateBudget {
  /** Resolves when the call may be sent; rejects when its signal aborts. */
  slot(pace: Pace, call: Call): Promise<void>;
  saw(pace: Pace, limit: LimitSeen): Promise<void>;
}
