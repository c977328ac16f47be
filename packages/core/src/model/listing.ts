import type { Sku } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { DecimalText } from '../money/decimal.ts';
import type { CurrencyCode } from '../money/money.ts';

/** Where a sellable variant stands on a channel. Both ids are opaque; a simple product has a variant too. */
export interface ListingRef {
  readonly product: string;
  readonly variant: string;
}

/** A sellable variant as the channel holds it. */
export interface Listing {
  readonly ref: ListingRef;
  /** Absent where a person left it empty. */
  readonly sku?: Sku;
  /** The name of the product that groups the variants. */
  readonly name: string;
  /** One variant among several of its product: name and description belong to the product, not to us. */
  readonly grouped: boolean;
  readonly modifiedAt: Instant;
}

/** What a listing shall be. Made by mapping rules from an article; every field is owned by us. */
export interface ListingDraft {
  readonly sku: Sku;
  readonly name: string;
  readonly description: string;
  /** In the store's price mode: gross where the store's prices include tax, else net. */
  readonly price: DecimalText;
  /** The channel's tax class id for the article's rate. */
  readonly taxClass: number;
  readonly kind: 'physical' | 'digital';
  readonly weight: DecimalText;
  readonly gtin?: string;
  readonly visible: boolean;
}

/** Fields that are written by one call and compared as one: content in a batch, channel assignment by another endpoint. */
export type FieldGroup = 'content' | 'assignment';

export interface ListingChange {
  readonly ref: ListingRef;
  readonly grouped: boolean;
  readonly draft: ListingDraft;
  readonly groups: readonly FieldGroup[];
}

/** Settings of the shop on which published values depend; a change of the price mode stops price writes. */
export interface ChannelSettings {
  /** The vendor's own id of the shop: an account belongs to one merchant. */
  readonly accountId: string;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly pricesIncludeTax: boolean;
  readonly stockLeavesAt: 'order-placed' | 'order-shipped';
}

/** A tax class of the shop. */
export interface TaxClass {
  readonly id: number;
  readonly name: string;
}

/** A list of prices beside the catalog's own, such as one per customer group. */
export interface PriceList {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
}

export interface ListPrice {
  readonly ref: ListingRef;
  readonly currency: CurrencyCode;
  readonly price: DecimalText;
}
