import type { ListingRef } from '@megzo/core';
import { z } from 'zod';
import type { WireTracking } from './wire/stock.ts';

/** How an item is named in a write: by exactly one id, at one location. `shared`: one figure for all variants of a product. */
const addressSchema = z.union([
  z.object({ location: z.int(), product: z.string() }),
  z.object({ location: z.int(), variant: z.string() }),
  z.object({ shared: z.literal(true) }),
]);
export type StockAddress = z.output<typeof addressSchema>;

/** An element of an inventory write. */
export interface WireStockItem {
  readonly location_id: number;
  readonly product_id?: number;
  readonly variant_id?: number;
  readonly quantity: number;
}

/** The default location: the storefront sells from it alone unless the store set up several (sheet 4.1). */
export const defaultLocation = 1;

/** An id at the wrong level is refused (`tracked by product`), so the product's tracking decides (sheet 4.2). */
export function shelfAddress(ref: ListingRef, tracking: WireTracking): StockAddress {
  const simple = tracking.base_variant_id === ref.variant;
  if (tracking.inventory_tracking === 'variant') return { location: defaultLocation, variant: ref.variant };
  if (simple) return { location: defaultLocation, product: ref.product };
  // Counted by product although it has variants: writing one variant's figure would overwrite that of its siblings.
  return tracking.inventory_tracking === 'product' ? { shared: true } : { location: defaultLocation, variant: ref.variant };
}

/** Our own text coming back; anything else is a mistake of ours and throws. */
export function readAddress(text: string): StockAddress {
  return addressSchema.parse(JSON.parse(text));
}

/** `undefined`: no item of its own, so there is nothing to write. */
export function addressToItem(address: StockAddress, quantity: number): WireStockItem | undefined {
  if ('shared' in address) return undefined;
  const id = 'product' in address ? { product_id: Number(address.product) } : { variant_id: Number(address.variant) };
  return { location_id: address.location, ...id, quantity };
}
