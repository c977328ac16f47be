import type { z } from 'zod';

export type AdapterRole = 'invoicing' | 'channel' | 'courier' | 'payment' | 'stock-source';

/** Adapter name → what a configuration must know of it. */
export type KnownAdapters = ReadonlyMap<string, { readonly role: AdapterRole; readonly options: z.ZodType }>;
