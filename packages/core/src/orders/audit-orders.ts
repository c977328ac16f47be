import type { PairRun } from '../effects/pair-run.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SyncError } from '../kernel/sync-error.ts';

/** What an audit found in a span of placement. */
export interface OrderAudit {
  readonly checked: number;
  /** Orders on the channel of which we have no record, by id. */
  readonly missing: readonly string[];
  /** Orders that changed without the scan showing it, by id. */
  readonly stale: readonly string[];
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
  const stale: string[] = [];
  let checked = 0;
  let cursor: string | undefined;
  do {
    const page = await run.channel.orders.placed(
      { from: span.from, to: span.to, ...(cursor === undefined ? {} : { cursor }) },
      run.call('channel', 'backfill'),
    );
    if (page.status !== 'done') return { checked, missing, stale, failure: page.error };
    const heads = page.value.items.filter((head) => head.modifiedAt <= span.ingestedUntil);
    const ids = heads.map((head) => head.id);
    const records = await run.store.transaction(run.merchant, (tx) => tx.orders.readMany(run.pair, ids));
    const known = new Map(records.map((record) => [record.orderId, record]));
    checked += ids.length;
    missing.push(...ids.filter((id) => !known.has(id)));
    stale.push(...heads.filter(({ id, modifiedAt }) => known.has(id) && known.get(id)?.readAsOf !== modifiedAt).map(({ id }) => id));
    cursor = page.value.next;
  } while (cursor !== undefined);
  return { checked, missing, stale };
}
