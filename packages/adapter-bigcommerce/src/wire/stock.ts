import { z } from 'zod';
import { memberList, v3List, wireCount, wireMaybeId } from './common.ts';

const levelWire = z.object({
  location_id: wireCount,
  available_to_sell: wireCount.nullish(),
  settings: z.object({ safety_stock: wireCount.nullish() }).nullish(),
});

const inventoryItemWire = z.object({
  identity: z.object({ variant_id: wireMaybeId, product_id: wireMaybeId }),
  locations: memberList(levelWire),
});
export type WireInventoryItem = z.output<typeof inventoryItemWire>;
export const inventoryItemsWire = v3List(inventoryItemWire);

/** How a product is counted: decides under which id its stock is written (sheet 4.2). */
const trackingWire = z.object({
  id: z.int().transform(String),
  inventory_tracking: z.string(),
  base_variant_id: wireMaybeId,
});
export type WireTracking = z.output<typeof trackingWire>;
export const trackingsWire = v3List(trackingWire);

/** Accepted, not applied: there is no way to ask what became of it (sheet 4.2). */
export const transactionWire = z.object({ transaction_id: z.string() });
