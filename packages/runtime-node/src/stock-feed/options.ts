import { z } from 'zod';

/** Options as a configuration file gives them. */
export const stockFeedOptionsSchema = z.strictObject({
  /** Where the feed stands; `/account` and `/counts` are read below it. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  /** Sent as a bearer token. Header text: no blanks, ASCII only. */
  token: z.string().regex(/^[\x21-\x7e]+$/, 'must be one word without blanks'),
  /** Calls per second over all of the account, and how many may follow each other at once. */
  budget: z.strictObject({ perSecond: z.number().positive(), burst: z.int().positive() }).optional(),
  timing: z
    .strictObject({
      /** A call is given up after this time, ms. */
      timeoutMs: z.int().positive().optional(),
    })
    .optional(),
});

export type StockFeedOptions = z.input<typeof stockFeedOptionsSchema>;

/** Options with every default filled in. */
export interface Settled {
  readonly baseUrl: string;
  readonly token: string;
  readonly budget: { readonly perSecond: number; readonly burst: number };
  readonly timeoutMs: number;
}

/** Checks the options; wrong ones are the embedder's mistake and throw. */
export function settle(options: StockFeedOptions): Settled {
  const { baseUrl, token, budget, timing } = stockFeedOptionsSchema.parse(options);
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    token,
    budget: budget ?? { perSecond: 5, burst: 10 },
    timeoutMs: timing?.timeoutMs ?? 30_000,
  };
}
