import { notePatternFault, returnChoices, vatRateFault } from '@megzo/core';
import { z } from 'zod';
import { nearest } from './nearest.ts';

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be a name of letters, digits, dots, hyphens and underscores, 64 at the most');

const timeZone = z.string().check((context) => {
  if (isTimeZone(context.value)) return;
  const proposal = nearest(context.value, Intl.supportedValuesOf('timeZone'));
  const hint = proposal === undefined ? 'use an IANA name such as Europe/Berlin' : `did you mean "${proposal}"?`;
  context.issues.push({ code: 'custom', input: context.value, message: `there is no such time zone; ${hint}` });
});

const connection = z.strictObject({
  id,
  adapter: z.string(),
  // What is in these three is the adapter's business: its own schema checks them.
  options: z.record(z.string(), z.unknown()),
  budget: z.unknown().optional(),
  timing: z.unknown().optional(),
});

const noteCount = z.strictObject({
  from: z.literal('article-note'),
  pattern: z
    .string()
    .refine((text) => text.split('{count}').length === 2, { error: 'must hold {count} once, as in "Bestand: {count}"' })
    .refine((text) => text.split('{count}')[0]?.trim() !== '', { error: 'needs a word before {count}, as in "Bestand: {count}"' })
    .refine((text) => notePatternFault(text) === undefined, { error: ({ input }) => notePatternFault(String(input)) ?? 'cannot be used' }),
});

const count = z.discriminatedUnion('from', [noteCount, z.strictObject({ from: z.literal('source'), connection: z.string() })]);

const units = z.int().nonnegative().max(1_000_000);
const tier = z.strictObject({ onHandFrom: units, units });

const buffer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), units }),
  z.strictObject({ kind: z.literal('percent'), percent: z.number().min(0).max(100), unitsMin: units.optional() }),
  z.strictObject({
    kind: z.literal('tiers'),
    tiers: z
      .array(tier)
      .min(1, 'must name at least one tier')
      .refine((tiers) => tiers.every(({ onHandFrom }, place) => place === 0 || onHandFrom > (tiers[place - 1]?.onHandFrom ?? 0)), {
        error: 'must ascend by onHandFrom, each one once',
      }),
    unitsMin: units.optional(),
  }),
]);

/** Exceptions for single SKUs, each one once. */
const skuBuffers = z.array(z.strictObject({ sku: z.string().trim().min(1, 'must not be empty'), buffer })).check((context) => {
  const seen = new Set<string>();
  for (const [place, { sku }] of context.value.entries()) {
    const key = sku.toLowerCase();
    if (seen.has(key)) {
      const message = `"${sku}" has a buffer above already; case does not count`;
      context.issues.push({ code: 'custom', input: sku, path: [place, 'sku'], message });
    }
    seen.add(key);
  }
});

const returns = z.strictObject({
  cancelledOrder: z.enum(returnChoices.cancelledOrder).optional(),
  declinedOrder: z.enum(returnChoices.declinedOrder).optional(),
  refundedOrder: z.enum(returnChoices.refundedOrder).optional(),
  refundedUnits: z.enum(returnChoices.refundedUnits).optional(),
  returnedUnits: z.enum(returnChoices.returnedUnits).optional(),
});

const taxClass = z.int().nonnegative().optional();

const pair = z.strictObject({
  id,
  invoicing: z.string(),
  channel: z.string(),
  courier: z.string().optional(),
  payments: z.array(z.string()).optional(),
  /** Cutover: orders placed earlier stay the merchant's own business. */
  ordersFrom: z.iso.datetime({ offset: true, error: 'must be an instant with its offset, such as 2026-01-01T00:00:00+01:00' }),
  /** A flow that is not named is off. */
  flows: z.strictObject({ listings: z.boolean().optional(), stock: z.boolean().optional(), orders: z.boolean().optional() }).optional(),
  /** Tax rate in percent → the channel's tax class. */
  taxClasses: z.strictObject({ '19': taxClass, '7': taxClass, '0': taxClass }).optional(),
  adoptExisting: z.enum(['by-sku', 'never']).optional(),
  /** Without a buffer of its own a channel goes by the merchant's. */
  stock: z
    .strictObject({
      /** In the articles' notes, or by a connection of a system that keeps stock. Absent: by hand, by file or from a program alone. */
      count: count.optional(),
      pool: id.optional(),
      buffer: buffer.optional(),
      buffers: skuBuffers.optional(),
      returns: returns.optional(),
    })
    .optional(),
  contacts: z.enum(['where-needed', 'companies', 'all']).optional(),
  markerPlace: z.enum(['text-line', 'remark']).optional(),
  testOrders: z.enum(['exclude', 'place']).optional(),
  afterDoubt: z.enum(['send-again', 'ask']).optional(),
  /** Sends of one record without proof before a person is asked. */
  attemptsMax: z.int().min(1).max(20).optional(),
  /** Orders in another currency than the books': parked, or converted at the merchant's exchange rates. */
  otherCurrencies: z.enum(['park', 'convert']).optional(),
  /** VAT rates beside the built-in ones: country → rates from a day on. */
  vatRates: z
    .record(z.string(), z.array(z.strictObject({ from: z.string(), rates: z.array(z.string()).min(1).max(20) })).max(50))
    .check(usableVatRates)
    .optional(),
});

function usableVatRates(context: z.core.ParsePayload<Record<string, { from: string; rates: string[] }[]>>): void {
  const fault = vatRateFault(context.value);
  if (fault !== undefined) context.issues.push({ code: 'custom', input: context.value, message: fault });
}

const merchant = z.strictObject({
  id,
  name: z.string().min(1).optional(),
  timeZone: timeZone.default('Europe/Berlin'),
  language: z.enum(['de', 'en']).default('de'),
  /** For every pair that does not say otherwise. */
  afterDoubt: z.enum(['send-again', 'ask']).optional(),
  /** What is kept back of the pool that all channels share, where a channel says nothing of its own. */
  stock: z.strictObject({ buffer: buffer.optional(), buffers: skuBuffers.optional() }).optional(),
  connections: z.array(connection),
  pairs: z.array(pair),
});

/** The shape of a configuration file. What adapters are given is checked by their own schemas. */
export const configSchema = z.strictObject({ merchants: z.array(merchant) });

export type ConfigShape = z.output<typeof configSchema>;
export type MerchantShape = ConfigShape['merchants'][number];
export type ConnectionShape = MerchantShape['connections'][number];
export type PairShape = MerchantShape['pairs'][number];

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
