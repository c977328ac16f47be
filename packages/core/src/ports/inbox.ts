import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * What a reason is about. The first five come from vendors' webhooks, the last two from the stock ledger: units of a SKU were
 * counted or came in, or another channel of the pool sold or gave back some.
 */
export const reasonKinds = ['order', 'article', 'listing', 'sales-document', 'settings', 'count', 'elsewhere'] as const;
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
