import type { PairRun } from '../effects/pair-run.ts';
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

/** What a run of a pair books. */
export function bookedByRun({ pair, environment, channelSettings }: PairRun): StockBookedBy {
  return { now: environment.clock.now(), pair, stockLeavesAt: channelSettings.stockLeavesAt };
}

/**
 * Books events, and in the same transaction notes for every channel of the pool that lists such a SKU and did not move it
 * itself that its shelf has a cause to change, and makes it due. A channel that subtracts when it ships does not know its
 * own open orders, so that for it they are causes too. Answers how many events were new.
 */
export async function bookStock(tx: Tx, events: readonly StockBooking[], by: StockBookedBy): Promise<number> {
  const booked = await tx.stock.book(events);
  if (booked === 0) return 0;
  const moved = await namedMoves(tx, events);
  const listed = await tx.bindings.listing([...new Set(moved.flatMap(({ names }) => names))]);
  for (const { pair, pool: sellsFrom } of await tx.pairs.list()) {
    const ours = new Set(listed.filter((one) => one.pair === pair).map(({ skuKey }) => skuKey));
    const reasons = moved.flatMap(({ kind, names, pool }): readonly Reason[] => {
      // One that never ran may sell from any.
      const what = (sellsFrom ?? pool) === pool ? reasonFor(kind, pair, by) : undefined;
      if (what === undefined) return [];
      const since = what === 'elsewhere' ? Math.min(by.since ?? by.now, by.now) : by.now;
      return names.filter((id) => ours.has(id)).map((id) => ({ what, id, since }));
    });
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

interface Moved {
  readonly pool: string;
  readonly kind: StockEventKind;
  readonly names: readonly string[];
}

/** What was moved, with every SKU that names it. */
async function namedMoves(tx: Tx, events: readonly StockBooking[]): Promise<readonly Moved[]> {
  const moves: Moved[] = [];
  for (const pool of new Set(events.map((event) => event.pool))) {
    const here = events.filter((event) => event.pool === pool);
    const items = await tx.stock.items(
      pool,
      here.filter(({ item }) => item === undefined).map(({ skuKey }) => skuKey),
    );
    const itemOf = ({ item, skuKey }: StockBooking): string => item ?? items[skuKey] ?? skuKey;
    const names = await tx.stock.names(pool, [...new Set(here.map(itemOf))]);
    for (const event of here) moves.push({ pool, kind: event.kind, names: names[itemOf(event)] ?? [] });
  }
  return moves;
}
