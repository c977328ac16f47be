import { contentHash, type Json } from '../kernel/canonical-json.ts';
import type { MerchantId } from '../kernel/ids.ts';
import type { StockEvent, StockHolding, StockLevel, StockPlace } from '../ports/stock-journal.ts';
import type { Store, Tx } from '../ports/store.ts';
import { bookEvent, unknownLevel } from './fold-stock.ts';

/** A place where what is stored is not what the events add up to. */
export type StockDrift = StockPlace & { readonly rebuilt: StockLevel; readonly stored?: StockLevel } & (
    | { readonly of: 'level' }
    /** An order holds another number of units than its events say. */
    | { readonly of: 'order'; readonly orderKey: string; readonly held: number; readonly booked: number }
  );

export interface RebuildReport {
  readonly items: number;
  readonly events: number;
  readonly drifts: number;
  readonly firstDrifts: readonly StockDrift[];
  readonly repaired: boolean;
}

const placesPerTransaction = 50;
const eventsPerRead = 5_000;
const shownMax = 100;

/** Adds up all events anew and compares; with `apply` what is stored is put right. A bounded number of items per transaction. */
export async function rebuildStock(
  store: Store,
  merchant: MerchantId,
  { apply, onProgress }: { readonly apply: boolean; readonly onProgress?: (items: number) => void },
): Promise<RebuildReport> {
  const first: StockDrift[] = [];
  let [items, events, drifts] = [0, 0, 0];
  let after: StockPlace | undefined;
  for (;;) {
    const places: readonly StockPlace[] = await store.transaction(merchant, async (tx) => {
      const page = await tx.stock.places(after, placesPerTransaction);
      for (const place of page) {
        const found = await rebuildPlace(tx, place, apply);
        events += found.events;
        drifts += found.drifts.length;
        first.push(...found.drifts.slice(0, shownMax - first.length));
      }
      return page;
    });
    items += places.length;
    onProgress?.(items);
    after = places.at(-1);
    if (places.length < placesPerTransaction) break;
  }
  return { items, events, drifts, firstDrifts: first, repaired: apply && drifts > 0 };
}

async function rebuildPlace(
  tx: Tx,
  place: StockPlace,
  apply: boolean,
): Promise<{ readonly events: number; readonly drifts: readonly StockDrift[] }> {
  let level = unknownLevel(place.item);
  const allocated = new Map<string, number>();
  let read = 0;
  for (;;) {
    const page = await tx.stock.history(place, read, eventsPerRead);
    level = page.reduce(bookEvent, level);
    for (const event of page) allocated.set(event.source, (allocated.get(event.source) ?? 0) + promisedBy(event));
    read += page.length;
    if (page.length < eventsPerRead) break;
  }
  const drifts: StockDrift[] = [];
  const stored = await tx.stock.stored(place);
  const known = { ...place, rebuilt: level, ...(stored === undefined ? {} : { stored }) };
  if (stored === undefined || contentHash(stored as unknown as Json) !== contentHash(level as unknown as Json)) {
    drifts.push({ ...known, of: 'level' });
    if (apply) await tx.stock.restate(place, level);
  }
  for await (const holding of holdersOf(tx, place)) {
    const booked = allocated.get(holding.orderKey) ?? 0;
    if (booked === holding.allocated) continue;
    drifts.push({ ...known, of: 'order', orderKey: holding.orderKey, held: holding.allocated, booked });
    if (apply) await tx.stock.hold([{ ...holding, allocated: booked }]);
  }
  return { events: read, drifts };
}

/** A shipment takes its units out of the allocation. */
function promisedBy({ kind, units }: StockEvent): number {
  return kind === 'allocation' ? units : kind === 'release' || kind === 'shipment' ? -units : 0;
}

async function* holdersOf(tx: Tx, place: StockPlace): AsyncGenerator<StockHolding> {
  let after: string | undefined;
  for (;;) {
    const page = await tx.stock.holders(place, after, 500);
    yield* page;
    after = page.at(-1)?.orderKey;
    if (page.length < 500) return;
  }
}
