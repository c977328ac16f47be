import { wireId } from '@megzo/adapter-kit';
import { z } from 'zod';
import { v2List, wireCount, wireText } from './common.ts';

export const timeWire = z.object({ time: z.int() });

export const storeWire = z.object({
  /** The store hash. */
  id: wireId,
  name: wireText,
  currency: z.string().regex(/^[A-Z]{3}$/),
  is_price_entered_with_tax: z.boolean(),
});
export type WireStore = z.output<typeof storeWire>;

export const inventorySettingsWire = z.object({
  data: z.object({ update_stock_behavior: z.string() }),
});

/** Ids are text here and numbers on products (sheet 10); 0 is the default class. */
export const taxClassesWire = v2List(z.object({ id: wireCount, name: wireText }));
