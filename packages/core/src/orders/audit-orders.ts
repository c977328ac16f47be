import type { PairRun } from '../effects/pair-run.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';

/** What an audit found in a span of placement. */
export interface OrderAudit {
  readonly checked: number;
  /** Orders on the channel of which we have no record, by id. */
  readonly missing: readonly string[];
  /** What ended it before the span did. */
  readonly failure?: SyncError;
}

/**
 * Holds every order placed in a span against our records: a scan by change can be wrong, placement cannot move. Orders
 * changed after `ingestedUntil` may still be on their way in and are not asked for.
 */
export async function auditOrders(
  run: PairRun,
  span: { readonly from: Instant; readonly to: Instant; readonly ingestedUntil: Instant },
): Promise<OrderAudit> {
  const missing: string[] = [];
  let checked = 0;
  let cursor: string | undefined;
  do {
    const page = await run.channel.orders.placed(
      { from: span.from, to: span.to, ...(cursor === undefined ? {} : { cursor }) },
      run.call('channel', 'backfill'),
    );
    if (page.status !== 'done') return { checked, missing, failure: page.error };
    const ids = page.value.items.filter((head) => head.modifiedAt <= span.ingestedUntil).map((head) => head.id);
    const records = await run.store.transaction(run.merchant, (tx) => tx.orders.readMany(run.pair, ids));
    const known = new Set(records.map((record) => record.orderId));
    checked += ids.length;
    missing.push(...ids.filter((id) => !known.has(id)));
    cursor = page.value.next;
  } while (cursor !== undefined);
  return { checked, missing };
}
