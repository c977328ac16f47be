import { type PairRun, poolOf } from '../effects/pair-run.ts';
import { ingestOrders, someOrdersUnread } from '../orders/ingest-orders.ts';
import type { StockPublishing, StockTally } from '../stock/stock-publishing.ts';

/** What a run hands to the stock flow; `undefined` where the merchant or the channel has no stock. */
export function stockPublishing(
  run: PairRun,
  how: { readonly tally: StockTally; readonly notedOnly: boolean },
): ((slice: PairRun) => StockPublishing) | undefined {
  const { stock } = run.settings;
  const target = run.channel.stock;
  if (stock === undefined || target === undefined) return undefined;
  const looked = new Set<string>();
  return (slice) => ({
    ...how,
    target,
    looked,
    buffers: stock.buffers,
    pool: poolOf(slice.settings),
    cautious: () => someOrdersUnread(slice),
    refreshOrders: async () => (await ingestOrders({ ...slice, stopAt: Number.POSITIVE_INFINITY })).failure?.error,
  });
}
