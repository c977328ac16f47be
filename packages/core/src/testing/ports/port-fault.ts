/** What can go wrong between a port and its vendor. `before` and `after` say whether the vendor acted. */
export const portFaults = [
  /** The connection is refused: nothing left. */
  'no-connection',
  'reply-lost-before',
  'reply-lost-after',
  /** The reply is lost at once, and the vendor acts later. */
  'late-effect',
  /** 429. */
  'paced',
  /** 429 with the wish to wait for `askedPauseMs`. */
  'paced-with-pause',
  /** 500. */
  'failed-before',
  'failed-after',
  /** 504 after half a minute. */
  'gateway-timeout-before',
  'gateway-timeout-after',
  /** The right answer, cut in the middle. */
  'truncated',
  /** 502 and a page for people. */
  'html-before',
  'html-after',
  /** Answers only after the port has given up, and then acts. */
  'slow',
  /** 422 that repeats in its texts what it was sent. */
  'refused',
] as const;
export type PortFault = (typeof portFaults)[number];

export interface FaultFacts {
  /** What an effect comes to. A read of an `unknown` one is `retryable`. */
  readonly outcome: 'retryable' | 'unknown' | 'rejected';
  /** Whether the vendor acts, and when. */
  readonly acts: 'never' | 'at-once' | 'later';
}

export const faultFacts: Readonly<Record<PortFault, FaultFacts>> = {
  'no-connection': { outcome: 'retryable', acts: 'never' },
  'reply-lost-before': { outcome: 'unknown', acts: 'never' },
  'reply-lost-after': { outcome: 'unknown', acts: 'at-once' },
  'late-effect': { outcome: 'unknown', acts: 'later' },
  paced: { outcome: 'retryable', acts: 'never' },
  'paced-with-pause': { outcome: 'retryable', acts: 'never' },
  'failed-before': { outcome: 'unknown', acts: 'never' },
  'failed-after': { outcome: 'unknown', acts: 'at-once' },
  'gateway-timeout-before': { outcome: 'unknown', acts: 'never' },
  'gateway-timeout-after': { outcome: 'unknown', acts: 'at-once' },
  truncated: { outcome: 'unknown', acts: 'at-once' },
  'html-before': { outcome: 'unknown', acts: 'never' },
  'html-after': { outcome: 'unknown', acts: 'at-once' },
  slow: { outcome: 'unknown', acts: 'later' },
  refused: { outcome: 'rejected', acts: 'never' },
};

/** The pause of `paced-with-pause`, ms. */
export const askedPauseMs = 7_000;
/** When the vendor acts on a `late-effect`, ms: within the longest gateway time. */
export const lateMs = 25_000;
/** How long a `gateway-timeout` takes, ms. */
export const gatewayMs = 30_000;
/** How long a `slow` vendor takes, ms: longer than any port waits, shorter than the horizon of any. */
export const slowMs = 60_000;
