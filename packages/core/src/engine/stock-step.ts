import { type PairRun, poolOf } from '../effects/pair-run.ts';
import { ingestOrders, someOrdersUnread } from '../orders/ingest-orders.ts';
import { orderSteps } from '../orders/order-steps.ts';
import type { StockBooking } from '../ports/stock-journal.ts';
import type { OrdersRefreshed, StockPublishing, StockTally } from '../stock/stock-publishing.ts';
import type { StockSteps } from '../stock/stock-steps.ts';
import type { StockRequests } from './report.ts';

/** What a run hands to the stock flow; `undefined` where the merchant or the channel has no stock. */
export function stockPublishing(
  run: PairRun,
  how: { readonly tally: StockTally; readonly notedOnly: boolean; readonly steps: StockSteps },
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
    refreshOrders: () => refreshOrders(slice),
  });
}

async function refreshOrders(run: PairRun): Promise<OrdersRefreshed> {
  // By key: a transaction that is run again books the same events.
  const booked = new Map<string, StockBooking>();
  const { failure } = await ingestOrders(
    { ...run, stopAt: Number.POSITIVE_INFINITY },
    {
      steps: {
        ...orderSteps,
        bookOrderUnits(...order) {
          const bookings = orderSteps.bookOrderUnits(...order);
          for (const event of bookings.events) booked.set(event.key, event);
          return bookings;
        },
      },
    },
  );
  return { ...(failure === undefined ? {} : { failure: failure.error }), booked: [...booked.values()] };
}

/** `undefined`: no shelf was looked at. */
export function stockRequests({ channel }: PairRun, { reads, writes, looked, told }: StockTally): StockRequests | undefined {
  if (channel.stock === undefined || reads + writes === 0) return undefined;
  const { batchMax, writeMax } = channel.stock;
  return { reads: { made: reads, needed: Math.ceil(looked / batchMax) }, writes: { made: writes, needed: Math.ceil(told / writeMax) } };
}
