import type { FlowStats } from '../effects/pair-run.ts';
import type { Words } from '../kernel/problem-catalogue.ts';
import type { SyncError } from '../kernel/sync-error.ts';
import type { OrderAudit } from '../orders/audit-orders.ts';

export const flowNames = ['listings', 'stock', 'orders'] as const;
export type FlowName = (typeof flowNames)[number];

export type Language = 'de' | 'en';

export interface FlowReport extends FlowStats {
  readonly name: FlowName;
}

export interface ProblemReport {
  readonly key: string;
  readonly code: string;
  readonly text: Words;
  /** What to do about it. */
  readonly remedy: Words;
}

export interface CallCount {
  readonly read: number;
  readonly write: number;
}

/** What stopped a flow before its end. The rest went on. */
export interface FailureReport {
  readonly flow: FlowName;
  /** Connection id. */
  readonly connection: string;
  readonly error: SyncError;
  readonly text: Words;
  readonly remedy: Words;
}

/** Requests of the stock flow, and how few would have done at the channel's own batch sizes. */
export interface StockRequests {
  readonly reads: { readonly made: number; readonly needed: number };
  readonly writes: { readonly made: number; readonly needed: number };
}

/** What one run of a pair did. */
export interface PairReport {
  readonly merchant: string;
  readonly pair: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Nothing failed. Held and parked records are no failures. */
  readonly ok: boolean;
  readonly dryRun: boolean;
  /** All of the pair was looked at, not only what a wake-up named. */
  readonly whole: boolean;
  readonly flows: readonly FlowReport[];
  /** Requests per connection id, counted at their first byte. */
  readonly calls: Readonly<Record<string, CallCount>>;
  /** Open problems of the pair, at most 500. */
  readonly problems: readonly ProblemReport[];
  /** Of a dry run: problems of listings that a run would raise and that are not open yet. */
  readonly foreseen?: readonly ProblemReport[];
  readonly failures: readonly FailureReport[];
  /** More can be done at once: a slice ended before the work did. */
  readonly more: boolean;
  /** When waiting work is due. */
  readonly nextAt?: number;
  /** The audit of orders, where one ended in this run: once a day. */
  readonly audit?: OrderAudit;
  /** Absent where stock was not looked at. */
  readonly stockRequests?: StockRequests;
}
