import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ChannelSettings } from '../model/listing.ts';
import type { Reason, ReasonKind } from '../ports/inbox.ts';
import type { StockBooking, StockEventKind } from '../ports/stock-journal.ts';
import type { Tx } from '../ports/store.ts';

/** Where events come from, and when. */
export interface StockBookedBy {
  readonly now: Instant;
  /** When it happened, as its source says; how late other channels learn of a sale counts from here. Absent: now. */
  readonly since?: Instant;
  /** The running pair, which looks at its own shelf anyway. Absent: somebody outside of a run. */
  readonly pair?: PairId;
  /** When that pair's channel subtracts what it sells. */
  readonly stockLeavesAt?: ChannelSettings['stockLeavesAt'];
}

/** Somebody counted or put in units: no channel knows of it. */
const counts: readonly StockEventKind[] = ['count', 'receipt', 'adjustment', 'restock'];
/** Units that an order takes or gives back. A shipment of allocated units leaves as many to sell as before. */
const promises: readonly StockEventKind[] = ['allocation', 'release'];

/**
 * Books events, and in the same transaction notes for every channel of the pool that lists such a SKU and did not move it
 * itself that its shelf has a cause to change, and makes it due. A channel that subtracts when it ships does not know its
 * own open orders, so that for it they are causes too. Answers how many events were new.
 */
export async function bookStock(tx: Tx, events: readonly StockBooking[], by: StockBookedBy): Promise<number> {
  const booked = await tx.stock.book(events);
  if (booked === 0) return 0;
  for (const { pair } of await tx.pairs.list()) {
    const moved = events.flatMap((event) => {
      const what = reasonFor(event.kind, pair, by);
      return what === undefined ? [] : [{ event, what }];
    });
    if (moved.length === 0) continue;
    const reasons = await listedAs(tx, pair, moved, by);
    if (reasons.length === 0) continue;
    await tx.inbox.note(pair, reasons);
    if (pair !== by.pair) await tx.pairs.due(pair, by.now, 'earlier');
  }
  return booked;
}

function reasonFor(kind: StockEventKind, pair: PairId, by: StockBookedBy): ReasonKind | undefined {
  if (counts.includes(kind)) return 'count';
  if (pair === by.pair) return by.stockLeavesAt === 'order-shipped' ? 'count' : undefined;
  return promises.includes(kind) ? 'elsewhere' : undefined;
}

/** Under every SKU that names the item and that the pair lists. */
async function listedAs(
  tx: Tx,
  pair: PairId,
  moved: readonly { readonly event: StockBooking; readonly what: ReasonKind }[],
  by: StockBookedBy,
): Promise<readonly Reason[]> {
  const reasons: Reason[] = [];
  for (const { event, what } of moved) {
    const since = what === 'elsewhere' ? Math.min(by.since ?? by.now, by.now) : by.now;
    const item = event.item ?? (await tx.stock.items(event.pool, [event.skuKey]))[event.skuKey] ?? event.skuKey;
    for (const id of await tx.stock.names({ pool: event.pool, item })) reasons.push({ what, id, since });
  }
  const listed = await tx.bindings.listing([...new Set(reasons.map(({ id }) => id))]);
  const ours = new Set(listed.filter((one) => one.pair === pair).map(({ skuKey }) => skuKey));
  return reasons.filter(({ id }) => ours.has(id));
}
