import type { Answer, Outcome, Row } from '../kernel/answer.ts';
import type { Instant } from '../kernel/instant.ts';
import type {
  ChannelSettings,
  Listing,
  ListingChange,
  ListingDraft,
  ListingRef,
  ListPrice,
  PriceList,
  TaxClass,
} from '../model/listing.ts';
import type { ChannelOrder, LineQuantity, OrderHead, OrderMark, OrderMessage, OrderPayment } from '../model/order.ts';
import type { RefundFact } from '../model/refund.ts';
import type { DocumentNotice } from '../model/sales-document.ts';
import type { ShipmentNotice } from '../model/shipment.ts';
import type { ShelfLevel, StockMove } from '../model/stock.ts';
import type { Call, ChangeSource, Connected, Page, RecordSource, Scan } from './call.ts';
import type { EffectPort } from './effect-port.ts';
import type { FieldSpec } from './field-spec.ts';

/** A sales channel. A capability is a facet that is present. */
export interface ChannelPort extends Connected {
  settings(call: Call): Promise<Answer<ChannelSettings>>;
  readonly orders: OrderSource;
  readonly listings?: ListingTarget;
  readonly stock?: StockTarget;
  /** Our mark on their order. */
  readonly marks?: MarkTarget;
  readonly refunds?: ChangeSource<RefundFact>;
  readonly shipments?: EffectPort<ShipmentNotice, { readonly id: string }>;
  readonly documents?: EffectPort<DocumentNotice, { readonly id: string }> & { readonly holds: 'file' | 'link' };
}

export interface MarkTarget extends EffectPort<OrderMark, { readonly id: string }> {
  /** Every mark of ours on the channel, oldest first: it rebuilds a ledger that was lost. */
  placed(scan: Scan, call: Call): Promise<Answer<Page<OrderMark>>>;
}

/** Heads are cheap and enough to admit; the full order costs calls and is read once per change. */
export interface OrderSource extends RecordSource<OrderHead, ChannelOrder> {
  /** Limits that this channel's orders keep, by the paths of the records that rules read, such as `line.name`. */
  readonly fields?: readonly FieldSpec[];
  /** Every order placed in a span: the audit. */
  placed(span: { readonly from: Instant; readonly to: Instant; readonly cursor?: string }, call: Call): Promise<Answer<Page<OrderHead>>>;
  /** All that are neither shipped nor cancelled, however old: read once at connecting. */
  open(scan: Scan, call: Call): Promise<Answer<Page<OrderHead>>>;
  /** Quantities alone, without personal data; `undefined`: not there, or not yet. */
  quantities(id: string, call: Call): Promise<Answer<readonly LineQuantity[] | undefined>>;
  /** Money events of one order, oldest first; none for offline payment. */
  readonly payments?: (id: string, call: Call) => Promise<Answer<readonly OrderPayment[]>>;
  readonly messages?: (id: string, call: Call) => Promise<Answer<readonly OrderMessage[]>>;
}

export interface ListingTarget extends RecordSource<Listing> {
  readonly fields: readonly FieldSpec[];
  /** Most changes in one `update`. */
  readonly batchMax: number;
  /** The marker is the SKU: unique on the channel. */
  readonly create: EffectPort<ListingDraft, ListingRef>;
  /** Writing the same values again changes nothing. Rows are keyed by `listingKey(ref)`. */
  update(changes: readonly ListingChange[], call: Call): Promise<Outcome<readonly Row<ListingRef>[]>>;
  /** The shop's tax classes, to hold a configuration against. */
  readonly taxClasses?: (call: Call) => Promise<Answer<readonly TaxClass[]>>;
  readonly prices?: PriceTarget;
}

/** Prices that go beside the catalog's own. */
export interface PriceTarget {
  /** Most prices in one `set`. */
  readonly batchMax: number;
  lists(call: Call): Promise<Answer<readonly PriceList[]>>;
  /** Writing the same prices again changes nothing. Rows are keyed by `listingKey(ref)`. */
  set(list: string, prices: readonly ListPrice[], call: Call): Promise<Outcome<readonly Row<void>[]>>;
}

export interface StockTarget {
  /** Most refs in one `read`. */
  readonly batchMax: number;
  /** Most changes in one `set`. */
  readonly writeMax: number;
  /** A `set` is given up after this time, ms. */
  readonly timeoutMs: number;
  /** `done` means accepted, not applied; after `unknown` no further write of that listing before this horizon, ms. */
  readonly settleMs: number;
  /** Listings that are gone are left out of the answer. */
  read(refs: readonly ListingRef[], call: Call): Promise<Answer<readonly ShelfLevel[]>>;
  /** Repeatable and absolute: it overwrites sales in flight. Rows are keyed by `listingKey(ref)`. */
  set(changes: readonly { readonly seen: ShelfLevel; readonly sellable: number }[], call: Call): Promise<Outcome<readonly Row<void>[]>>;
  /** Commutes with sales and must not repeat. Where the channel cannot tell whether it happened there is no `find`. */
  readonly move?: EffectPort<readonly StockMove[], { readonly id: string }>;
}

export function listingKey(ref: ListingRef): string {
  return `${ref.product}/${ref.variant}`;
}
