import { z } from 'zod';

/** Options as a configuration file gives them; `budget` and `timing` have defaults that suit the vendor's published limits. */
export const lexofficeOptionsSchema = z.strictObject({
  /** A key of the public API. Header text: no blanks, ASCII only. */
  apiKey: z.string().regex(/^[\x21-\x7e]+$/, 'must be one word without blanks'),
  /** `https://api.lexware.io` where absent. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Calls per second over all of the account, and how many may follow each other at once. The vendor allows 2 per second. */
  budget: z.strictObject({ perSecond: z.number().positive(), burst: z.number().int().positive() }).optional(),
  timing: z
    .strictObject({
      /** More than 30 s, so that the vendor's gateway gives up before we do. */
      timeoutMs: z.number().int().positive().optional(),
      /** Gateway time plus lag of the voucher list. */
      settleMs: z.number().int().nonnegative().optional(),
    })
    .optional(),
});

export type LexofficeOptions = z.infer<typeof lexofficeOptionsSchema>;

/** Options with every default filled in. */
export interface Settled {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly budget: { readonly perSecond: number; readonly burst: number };
  readonly timeoutMs: number;
  readonly settleMs: number;
}

/** Checks the options; wrong ones are the embedder's mistake and throw. */
export function settle(options: LexofficeOptions): Settled {
  const { apiKey, baseUrl, budget, timing } = lexofficeOptionsSchema.parse(options);
  return {
    apiKey,
    baseUrl: (baseUrl ?? 'https://api.lexware.io').replace(/\/+$/, ''),
    budget: budget ?? { perSecond: 1.6, burst: 2 },
    timeoutMs: timing?.timeoutMs ?? 40_000,
    settleMs: timing?.settleMs ?? 90_000,
  };
}
