import type { FlowStats } from '../effects/pair-run.ts';
import type { SyncError } from '../kernel/sync-error.ts';

/** What became of looking at one order. */
export type Taken =
  | { readonly status: 'taken'; readonly stats: Partial<FlowStats> }
  /** The channel shows the order, but not its lines yet. */
  | { readonly status: 'not-yet' }
  | { readonly status: 'failed'; readonly error: SyncError };
