import { type BigcommerceOptions, bigcommerceOptionsSchema, createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { dhlOptionsSchema } from '@megzo/adapter-dhl';
import type { AdapterKit } from '@megzo/adapter-kit';
import { createLexofficeInvoicing, lexofficeOptionsSchema } from '@megzo/adapter-lexoffice';
import type { ChannelPort, InvoicingPort, StockSourcePort } from '@megzo/core';
import type { z } from 'zod';
import { type StockFeedOptions, stockFeedOptionsSchema } from '../stock-feed/options.ts';
import { createStockFeed } from '../stock-feed/stock-feed.ts';

/** An adapter as the service knows it: its role, the schema of its options, and how a port is made of them. */
export type RegisteredAdapter =
  | { readonly role: 'invoicing'; readonly options: z.ZodType; create(options: unknown, kit: AdapterKit): InvoicingPort }
  | { readonly role: 'channel'; readonly options: z.ZodType; create(options: unknown, kit: AdapterKit): ChannelPort }
  | { readonly role: 'stock-source'; readonly options: z.ZodType; create(options: unknown, kit: AdapterKit): StockSourcePort }
  /** Options are checked, then it is idle. */
  | { readonly role: 'courier'; readonly options: z.ZodType };

/** Adapter name in a configuration → adapter. */
export const adapterRegistry: ReadonlyMap<string, RegisteredAdapter> = new Map<string, RegisteredAdapter>([
  [
    'lexoffice',
    {
      role: 'invoicing',
      options: lexofficeOptionsSchema,
      create: (options, kit) => createLexofficeInvoicing(lexofficeOptionsSchema.parse(options), kit),
    },
  ],
  [
    'bigcommerce',
    {
      role: 'channel',
      options: bigcommerceOptionsSchema,
      create: (options, kit) => createBigcommerceChannel(bigcommerceOptionsSchema.parse(options) satisfies BigcommerceOptions, kit),
    },
  ],
  [
    'stock-feed',
    {
      role: 'stock-source',
      options: stockFeedOptionsSchema,
      create: (options, kit) => createStockFeed(stockFeedOptionsSchema.parse(options) as StockFeedOptions, kit),
    },
  ],
  ['dhl', { role: 'courier', options: dhlOptionsSchema }],
]);
