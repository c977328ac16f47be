import { z } from 'zod';

/** What a merchant or an operator says of one BigCommerce store. Unknown members are refused, so that a typing mistake is named. */
const optionsSchema = z.strictObject({
  /** The part after `store-` in the control panel's address. */
  storeHash: z.string().regex(/^[A-Za-z0-9]+$/, 'letters and digits, as in the API path'),
  accessToken: z.string().min(1),
  /** Of the API account; webhook signatures are made with it. */
  clientSecret: z.string().min(1).optional(),
  /** Long and random; sent back in a header of every webhook. Without it there are no webhooks. */
  webhookSecret: z
    .string()
    .regex(/^[\w.~-]{16,1024}$/, '16 to 1024 letters, digits and -._~')
    .optional(),
  /** Whether a webhook without the vendor's signature is taken: it is documented on one page and missing on the others. */
  signatures: z.enum(['required', 'when-present']).default('when-present'),
  baseUrl: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .default('https://api.bigcommerce.com'),
  /** The storefront on which listings are shown; 1 always exists. */
  channelId: z.int().positive().default(1),
  /** Rows of a page of orders; 250 is the most that the store gives. */
  orderPageSize: z.int().min(1).max(250).default(250),
  /** Of the metafields that hold our marks. */
  namespace: z.string().min(1).max(64).default('megzo'),
  /** Calls per second and at once, at the most. What the plan allows is read from each answer's headers, and a part is left to other apps. */
  budget: z.strictObject({ perSecond: z.number().positive(), burst: z.int().positive() }).default({ perSecond: 20, burst: 20 }),
  timing: z
    .strictObject({
      /** A call is given up after this time, ms. */
      timeoutMs: z.int().positive().default(30_000),
      /** Longest gateway time plus list lag, ms. */
      settleMs: z.int().nonnegative().default(60_000),
    })
    .prefault({}),
});

export const bigcommerceOptionsSchema = optionsSchema.refine(
  (options) => options.signatures !== 'required' || options.clientSecret !== undefined,
  {
    path: ['clientSecret'],
    message: 'needed to check the signatures that are required',
  },
);

export type BigcommerceOptions = z.input<typeof bigcommerceOptionsSchema>;
/** Options with every default filled in. */
export type BigcommerceSetup = z.output<typeof bigcommerceOptionsSchema>;
