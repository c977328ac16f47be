import type { Instant } from '../kernel/instant.ts';

export const stockEventKinds = ['count', 'receipt', 'adjustment', 'allocation', 'release', 'shipment', 'restock'] as const;
export type StockEventKind = (typeof stockEventKinds)[number];

/** One append-only fact about units of one SKU in one pool. */
export interface StockEvent {
  /** Idempotency key: the same key is booked once. */
  readonly key: string;
  readonly pool: string;
  readonly skuKey: string;
  readonly kind: StockEventKind;
  /** A count: the units on hand. Everything else: units moved, never negative. An adjustment may be negative. */
  readonly units: number;
  /** Who says so, such as `article-note` or the key of an order. */
  readonly source: string;
  /** When it happened, at the latest. */
  readonly at: Instant;
  /** Of a count: when it was made, at the earliest. Absent: exactly `at`. */
  readonly notBefore?: Instant;
}

/** An event to be booked. */
export interface StockBooking extends StockEvent {
  /** The item, where it is known: its SKU may name another one by now. */
  readonly item?: string;
}

export interface StockLevel {
  readonly skuKey: string;
  /**
   * Absent until something was counted: a shop is never told a figure that nobody gave. Negative where more left than was
   * ever counted, so that what comes back later is not taken for new units.
   */
  readonly onHand?: number;
  readonly allocated: number;
  /** The last figure that the article gave. */
  readonly counted?: { readonly figure: number; readonly at: Instant };
  /** When the count that stands was made. What happened before it is in its figure. */
  readonly lastCount?: { readonly notBefore: Instant; readonly notAfter: Instant };
  /** How often the shelf was changed by anything but a shipment: a count, a receipt, an adjustment, a restock. */
  readonly changes: number;
  readonly lastShipmentAt?: Instant;
}

/** An event that moved units on hand, under the SKU key that was asked for. */
export type StockMovement = Pick<StockEvent, 'skuKey' | 'kind' | 'units' | 'source' | 'at'>;

/** One item of one pool. An item keeps its key when its SKU changes. */
export interface StockPlace {
  readonly pool: string;
  readonly item: string;
}

/** What the ledger has booked for one order and one item, whichever pair looked at the order. */
export interface StockHolding extends StockPlace {
  readonly orderKey: string;
  readonly allocated: number;
  readonly shipped: number;
  /** Part of `shipped` that the ledger holds on the shelf: it left before the first count, or came back. */
  readonly unbooked: number;
  /** Since when units of it are booked as shipped. Absent: none are. */
  readonly shippedAt?: Instant;
  /** How often it was booked; part of the events' keys. */
  readonly bookings: number;
  /** The state of the order that it was booked from: an older one is not booked any more. */
  readonly asOf: Instant;
}

/** The stock ledger of one merchant. Levels are derived from events in the order of booking. */
export interface StockJournal {
  /** Books events that are new, in order; answers how many were. */
  book(events: readonly StockBooking[]): Promise<number>;
  /** The events that are booked under these keys. */
  find(keys: readonly string[]): Promise<readonly StockEvent[]>;
  levels(pool: string, skuKeys: readonly string[]): Promise<readonly StockLevel[]>;
  /** Events of the item that a SKU names, in booking order: the `limit` that follow the first `from`. Absent: all. */
  events(pool: string, skuKey: string, part?: { readonly from: number; readonly limit: number }): Promise<readonly StockEvent[]>;
  /** What moved units on hand at or after an instant, in booking order. */
  moves(pool: string, skuKeys: readonly string[], since: Instant): Promise<readonly StockMovement[]>;

  /** The item that each SKU names; a SKU that was never renamed names the item of its own key. */
  items(pool: string, skuKeys: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** All SKU keys that name each item, in order. */
  names(pool: string, items: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>>;
  /** From now on the SKU names this item, beside those that name it already. */
  name(pool: string, skuKey: string, item: string): Promise<void>;

  holdings(orderKey: string): Promise<readonly StockHolding[]>;
  /** Inserts or replaces. */
  hold(holdings: readonly StockHolding[]): Promise<void>;
  /** Of all orders that hold or held units of an item, by order key after `after`. */
  holders(place: StockPlace, after: string | undefined, limit: number): Promise<readonly StockHolding[]>;

  /** All items of which something was booked, by pool and item after `after`. */
  places(after: StockPlace | undefined, limit: number): Promise<readonly StockPlace[]>;
  /** The level as it is stored, with the item in place of the SKU key. */
  stored(place: StockPlace): Promise<StockLevel | undefined>;
  /** Events of an item, whatever names it, in booking order: the `limit` that follow the first `from`. */
  history(place: StockPlace, from: number, limit: number): Promise<readonly StockEvent[]>;
  /** Replaces a stored level by what its events add up to: a repair. */
  restate(place: StockPlace, level: StockLevel): Promise<void>;
}
