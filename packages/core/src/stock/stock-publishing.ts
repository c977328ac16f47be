import type { SyncError } from '../kernel/sync-error.ts';
import type { StockTarget } from '../ports/channel.ts';
import type { StockBooking } from '../ports/stock-journal.ts';
import type { StockBasis } from './want-stock.ts';

/** What publishing stock works with. */
export interface StockPublishing extends StockBasis {
  readonly target: StockTarget;
  /** Reads the channel's orders into the ledger. */
  refreshOrders(): Promise<OrdersRefreshed>;
  /** An order was seen that the ledger does not hold yet: shelves may be lowered, none is raised. Asked before each write. Absent: never. */
  cautious?(): Promise<boolean>;
  /** Articles that were looked at, over all slices of a run: none is looked at twice. */
  readonly looked: Set<string>;
  readonly tally: StockTally;
  /** Only what the inbox names, without the walk through all listings. */
  readonly notedOnly?: boolean;
}

export interface OrdersRefreshed {
  /** What stopped it. */
  readonly failure?: SyncError;
  /** What was booked for this channel's own orders. */
  readonly booked: readonly StockBooking[];
}

/** Requests of the port over all slices of a run. */
export interface StockTally {
  reads: number;
  writes: number;
  /** Listings that were read, and those whose figure was accepted. */
  looked: number;
  told: number;
}
