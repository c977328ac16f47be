import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * What a reason is about. The first seven come from vendors' webhooks, `sales-order-gone` being one that a person deleted. The next
 * two come from the stock ledger: units of a SKU were counted or came in, or another channel of the pool sold or gave back some.
 * The last is a sales order of ours that could not be read back when it was made.
 */
export const reasonKinds = [
  'order',
  'article',
  'listing',
  'sales-document',
  'sales-order',
  'sales-order-gone',
  'settings',
  'count',
  'elsewhere',
  'unread-sales-order',
] as const;
export type ReasonKind = (typeof reasonKinds)[number];

/** Why a pair has something to look at before its beat. A hint, never the truth: what it names is read. */
export interface Reason {
  readonly what: ReasonKind;
  /** The vendor's id of the record, or a SKU key. */
  readonly id: string;
  /** When its cause happened, such as the sale: what follows is late by so much. */
  readonly since: Instant;
}

export interface NotedReason extends Reason {
  /** How often it was noted; another number means that it came again. */
  readonly times: number;
}

/** Reasons per pair. They commit with what gave rise to them and stand until they were looked at. */
export interface Inbox {
  /** One that stands keeps its earliest instant. */
  note(pair: PairId, reasons: readonly Reason[]): Promise<void>;
  /** The oldest first. */
  page(pair: PairId, kinds: readonly ReasonKind[], limit: number): Promise<readonly NotedReason[]>;
  /** Forgets what was looked at; what came again since it was read stays. */
  settle(pair: PairId, reasons: readonly NotedReason[]): Promise<void>;
}
