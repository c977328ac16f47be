import type { Sku } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ListingRef } from './listing.ts';

/** What the channel shows for one listing. */
export interface ShelfLevel {
  readonly ref: ListingRef;
  /** Units that the channel would sell now. */
  readonly sellable: number;
  /** The channel's own safety stock, left as it is. */
  readonly safetyStock: number;
  /** How the channel wants this item to be named in a write; opaque. */
  readonly address: string;
}

/** Units physically there, sold but unshipped ones included, as somebody counted them. */
export interface StockCount {
  readonly sku: Sku;
  readonly onHand: number;
  /** The count was made between these two instants. */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** Units that arrive or leave, relative to what the channel holds. */
export interface StockMove {
  readonly seen: ShelfLevel;
  /** Positive or negative, never 0. */
  readonly units: number;
}

/** Why a count could not be read. */
export interface RowError {
  /** The place, such as `note` or a source's own name of a row. */
  readonly at: string;
  /** A code that `stockFaultWords` knows, or words. */
  readonly reason: string;
}

/** How many units are kept back, by what is on hand. */
export type BufferPolicy =
  | { readonly kind: 'fixed'; readonly units: number }
  /** Percent of what is on hand, rounded up. */
  | { readonly kind: 'percent'; readonly percent: number; readonly unitsMin?: number }
  /** The units of the highest tier that on hand reaches; below the first one, `unitsMin` or none. Ascending. */
  | { readonly kind: 'tiers'; readonly tiers: readonly BufferTier[]; readonly unitsMin?: number };

export interface BufferTier {
  readonly onHandFrom: number;
  readonly units: number;
}

/** A policy and where it holds; what is left out holds everywhere. */
export interface PlacedBuffer {
  /** Compared by `skuKey`. */
  readonly sku?: string;
  /** The pair that feeds the channel. */
  readonly channel?: string;
  readonly pool?: string;
  readonly buffer: BufferPolicy;
}

/** What becomes of units that are not going out, or come back, by reason. `returnChoices` holds all choices, the usual one first. */
export interface ReturnsPolicy {
  /** The order was cancelled: are units that were not shipped free again? */
  readonly cancelledOrder: 'release' | 'keep';
  /** Its payment was declined: likewise. */
  readonly declinedOrder: 'release' | 'keep';
  /** The whole order was refunded: likewise. */
  readonly refundedOrder: 'release' | 'keep';
  /** Single units were refunded that were not shipped: `keep`, since they may still go out. */
  readonly refundedUnits: 'keep' | 'release';
  /** Units were refunded that had been shipped: `restock` takes the refund for the word that they stand on the shelf again. */
  readonly returnedUnits: 'keep' | 'restock';
}

/** Between which instants something was done; the same twice where it is known exactly. */
export interface Span {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}
