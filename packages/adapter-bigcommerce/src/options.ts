import { z } from 'zod';

/** What a merchant or an operator says of one BigCommerce store. Unknown members are refused, so that a typing mistake is named. */
export const bigcommerceOptionsSchema = z.strictObject({
  /** The part after `store-` in the control panel's address. */
  storeHash: z.string().regex(/^[A-Za-z0-9]+$/, 'letters and digits, as in the API path'),
  accessToken: z.string().min(1),
  /** Of the API account; webhook signatures are said to use it. */
  clientSecret: z.string().min(1).optional(),
  baseUrl: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.bigcommerce.com'),
  /** The storefront on which listings are shown; 1 always exists. */
  channelId: z.int().positive().default(1),
  /** Of the metafields that hold our marks. */
  namespace: z.string().min(1).max(64).default('megzo'),
  /** Calls per second and at once. The smallest plan refills 5 per second for all apps of the store together. */
  budget: z.strictObject({ perSecond: z.number().positive(), burst: z.int().positive() }).default({ perSecond: 4, burst: 8 }),
  timing: z
    .strictObject({
      /** A call is given up after this time, ms. */
      timeoutMs: z.int().positive().default(30_000),
      /** Longest gateway time plus list lag, ms. */
      settleMs: z.int().nonnegative().default(60_000),
    })
    .prefault({}),
});

export type BigcommerceOptions = z.input<typeof bigcommerceOptionsSchema>;
/** Options with every default filled in. */
export type BigcommerceSetup = z.output<typeof bigcommerceOptionsSchema>;
