import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ChannelOrder, OrderHead } from '../model/order.ts';

export const orderStates = ['held', 'excluded', 'admitted', 'placed', 'parked', 'cancelled'] as const;
export type OrderState = (typeof orderStates)[number];

/** What became of one channel order. Every order seen has a row. */
export interface OrderRecord {
  readonly pair: PairId;
  readonly orderId: string;
  readonly state: OrderState;
  /** Problem-catalogue code that says why; absent while admitted and once placed. */
  readonly reason?: string;
  /** Fills the words of the reason. No personal data. */
  readonly reasonData?: Readonly<Record<string, string>>;
  readonly head: OrderHead;
  /** `modifiedAt` of the head when quantities or the full order were last read: the row is unchanged while it stays equal. */
  readonly readAsOf?: Instant;
  /** What the list said of it then, beside its instants (`orders/as-listed.ts`). Absent in older records. */
  readonly listed?: string;
  /** Number of the last stored revision; absent before the first full read. */
  readonly revision?: number;
  readonly revisionHash?: string;
  readonly salesOrderId?: string;
  /** When the sales order was found to be deleted there. It is not made again. */
  readonly salesOrderGoneAt?: Instant;
  /** The revision that the sales order was made from; absent where nobody knows it, as after an adoption by its mark. */
  readonly placedRevision?: number;
  /** What a person's word settled of it, by problem code: the state that the word was said of. It is not told of again until that changes. */
  readonly settled?: Readonly<Record<string, string>>;
  readonly firstSeenAt: Instant;
  /** Since when it is listed but cannot be read. Absent: it was read when it was last looked at. */
  readonly unreadableSince?: Instant;
}

/** One immutable state of an order as read from the channel. People are in the vault under `peopleKey`. */
export interface OrderRevision {
  readonly pair: PairId;
  readonly orderId: string;
  readonly revision: number;
  readonly hash: string;
  readonly content: Omit<ChannelOrder, 'people'>;
  readonly peopleKey: string;
  readonly at: Instant;
}

export interface OrderRecords {
  read(pair: PairId, orderId: string): Promise<OrderRecord | undefined>;
  readMany(pair: PairId, orderIds: readonly string[]): Promise<readonly OrderRecord[]>;
  /** Inserts or replaces the record. */
  put(record: OrderRecord): Promise<void>;
  /** Append-only; the same hash as the last revision adds nothing. */
  addRevision(revision: OrderRevision): Promise<void>;
  revision(pair: PairId, orderId: string, revision: number): Promise<OrderRevision | undefined>;
  /** Records in a state, by order id after `after`, for worklists and reports. */
  page(pair: PairId, state: OrderState, after: string | undefined, limit: number): Promise<readonly OrderRecord[]>;
  /** Records of orders that were open when last seen (`isOpen`), by order id after `after`. */
  open(pair: PairId, after: string | undefined, limit: number): Promise<readonly OrderRecord[]>;
  count(pair: PairId): Promise<Readonly<Partial<Record<OrderState, number>>>>;
}
