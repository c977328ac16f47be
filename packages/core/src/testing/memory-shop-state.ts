import { done, type Outcome } from '../kernel/answer.ts';
import { sku } from '../kernel/ids.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { Listing, ListingDraft, ListingRef } from '../model/listing.ts';
import type { ChannelOrder, OrderMark, OrderMessage, OrderPayment } from '../model/order.ts';
import type { RefundFact } from '../model/refund.ts';
import type { DocumentNotice } from '../model/sales-document.ts';
import type { ShipmentNotice } from '../model/shipment.ts';
import type { DecimalText } from '../money/decimal.ts';
import { listingKey } from '../ports/channel.ts';

export interface ShopState {
  readonly orders: Map<string, ChannelOrder>;
  readonly listings: Map<string, MemoryListing>;
  readonly marks: (OrderMark & { readonly id: string; readonly at: number })[];
  readonly refunds: RefundFact[];
  readonly shipments: (ShipmentNotice & { readonly id: string })[];
  readonly documents: (DocumentNotice & { readonly id: string; readonly marker: string })[];
  /** By order. */
  readonly payments: Map<string, readonly OrderPayment[]>;
  readonly messages: Map<string, readonly OrderMessage[]>;
  /** By id; prices by listing and currency. */
  readonly priceLists: Map<string, { readonly name: string; readonly prices: Map<string, DecimalText> }>;
  lastId: number;
}

export function emptyShop(): ShopState {
  return {
    orders: new Map(),
    listings: new Map(),
    marks: [],
    refunds: [],
    shipments: [],
    documents: [],
    payments: new Map(),
    messages: new Map(),
    priceLists: new Map(),
    lastId: 100,
  };
}

export interface MemoryListing {
  readonly listing: Listing;
  readonly price: DecimalText;
  readonly sellable: number;
}

export function addListing(
  state: ShopState,
  { now }: { now(): number },
  { sku: code, name, price }: Pick<ListingDraft, 'sku' | 'name' | 'price'>,
): ListingRef {
  const id = ++state.lastId;
  const ref = { product: String(id), variant: String(id) };
  state.listings.set(listingKey(ref), { listing: { ref, sku: sku(code), name, grouped: false, modifiedAt: now() }, price, sellable: 0 });
  return ref;
}

interface ListingEdit {
  readonly name?: string;
  readonly price?: DecimalText;
  readonly sellable?: number;
}

export function changeListing(
  state: ShopState,
  { now }: { now(): number },
  ref: ListingRef,
  { name, ...figures }: ListingEdit,
): Outcome<ListingRef> {
  const held = state.listings.get(listingKey(ref));
  if (held === undefined) return { status: 'rejected', error: new SyncError('NOT_FOUND', 'This listing is gone.') };
  const listing = name === undefined || name === held.listing.name ? held.listing : { ...held.listing, name, modifiedAt: now() };
  state.listings.set(listingKey(ref), { ...held, ...figures, listing });
  return done(ref);
}
