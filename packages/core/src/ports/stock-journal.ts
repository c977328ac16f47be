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
  /** Who says so, such as `article-note` or `order/4711`. */
  readonly source: string;
  readonly at: Instant;
}

export interface StockLevel {
  readonly skuKey: string;
  /** Absent until something was counted: a shop is never told a figure that nobody gave. */
  readonly onHand?: number;
  readonly allocated: number;
  /** The last figure that the article gave, and when it was last read unchanged. */
  readonly counted?: { readonly figure: number; readonly at: Instant };
  readonly lastShipmentAt?: Instant;
}

/** The stock ledger of one merchant. Levels are derived from events in the order of booking. */
export interface StockJournal {
  /** Books events that are new, in order; answers how many were. */
  book(events: readonly StockEvent[]): Promise<number>;
  levels(pool: string, skuKeys: readonly string[]): Promise<readonly StockLevel[]>;
  /** Events of one SKU in booking order, for people and for rebuilding. */
  events(pool: string, skuKey: string): Promise<readonly StockEvent[]>;
}
