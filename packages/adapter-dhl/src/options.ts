import { z } from 'zod';

/** Digits 11 and 12 of a billing number name the procedure, and each procedure belongs to products (fact sheet, section 1). */
const procedures = new Map([
  ['01', 'DHL Paket'],
  ['07', 'DHL Retoure'],
  ['53', 'DHL Paket International'],
  ['54', 'DHL Europaket'],
  ['62', 'DHL Kleinpaket'],
  ['66', 'Warenpost International'],
]);

const known = [...procedures].map(([code, product]) => `${code} (${product})`).join(', ');

/** EKP (10) + procedure (2 digits) + participation (2). */
const shape = /^[0-9A-Za-z]{10}(\d{2})[0-9A-Za-z]{2}$/;

const billingNumber = z
  .string()
  .regex(shape, 'a billing number has 14 characters: EKP (10), procedure (2 digits), participation (2)')
  .refine((text) => procedures.has(shape.exec(text)?.[1] ?? '01'), {
    error: `characters 11 and 12 of a billing number name a procedure: ${known}`,
  });

/** Options as a configuration file gives them. */
export const dhlOptionsSchema = z.strictObject({
  /** Of the developer app; also the OAuth client id. */
  apiKey: z.string().min(1),
  apiSecret: z.string().min(1),
  /** A system user of the merchant in the business customer portal; its password ends after 365 days. */
  user: z.string().min(1),
  password: z.string().min(1),
  /** Under which contract positions parcels are sent, one for each product. */
  billingNumbers: z.array(billingNumber).min(1, 'at least one billing number is needed'),
  /** The production host, or DHL's sandbox, where absent. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** DHL's sandbox instead of production. Labels from there are worth nothing. */
  sandbox: z.boolean().optional(),
  budget: z.strictObject({ perSecond: z.number().positive(), burst: z.int().positive() }).optional(),
  timing: z
    .strictObject({
      /** A call is given up after this time, ms. */
      timeoutMs: z.int().positive().optional(),
      /** Longest gateway time plus list lag, ms. */
      settleMs: z.int().nonnegative().optional(),
    })
    .optional(),
});

export type DhlOptions = z.infer<typeof dhlOptionsSchema>;
