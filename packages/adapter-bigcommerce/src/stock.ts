import type { Http } from '@megzo/adapter-kit';
import { type Answer, type Call, done, type ListingRef, type Outcome, type Row, type ShelfLevel, type StockTarget } from '@megzo/core';
import { moveStock } from './move-stock.ts';
import type { BigcommerceSetup } from './options.ts';
import { addressToItem, defaultLocation, readAddress, type StockAddress, shelfAddress, type WireStockItem } from './stock-address.ts';
import { stockRows } from './stock-rows.ts';
import { inventoryItemsWire, trackingsWire, transactionWire, type WireInventoryItem } from './wire/stock.ts';

/**
 * Ids of a read stand in the address: 250 of ten digits, with encoded commas, make 3.3 kB, below the 4 kB that the smallest
 * gateways take.
 */
const batchMax = 250;
/** Items of one adjustment (sheet 4.2). */
const writeMax = 2_000;

export function createStock(http: Http, setup: BigcommerceSetup): StockTarget {
  return {
    batchMax,
    writeMax,
    timeoutMs: setup.timing.timeoutMs,
    settleMs: setup.timing.settleMs,
    read: (refs, call) => readLevels(http, refs, call),
    set: (changes, call) => setLevels(http, changes, call),
    move: {
      timeoutMs: setup.timing.timeoutMs,
      settleMs: setup.timing.settleMs,
      send: (moves, call) => moveStock(http, moves, call),
      // No `find`: nothing can be asked by transaction or reason, and a level does not tell who moved it (sheet 4.2, 12.5).
    },
  };
}

/** Two calls: the levels, and how each product is counted. */
async function readLevels(http: Http, refs: readonly ListingRef[], call: Call): Promise<Answer<readonly ShelfLevel[]>> {
  if (refs.length === 0) return done([]);
  const variants = [...new Set(refs.map((ref) => ref.variant))].join(',');
  const items = await http.read(
    { path: '/v3/inventory/items', query: { 'variant_id:in': variants, 'location_id:in': defaultLocation, limit: 1_000 } },
    inventoryItemsWire,
    call,
  );
  if (items.status !== 'done') return items;

  const products = [...new Set(refs.map((ref) => ref.product))].join(',');
  const trackings = await http.read(
    { path: '/v3/catalog/products', query: { 'id:in': products, include_fields: 'inventory_tracking,base_variant_id', limit: batchMax } },
    trackingsWire,
    call,
  );
  if (trackings.status !== 'done') return trackings;

  const itemOf = new Map(items.value.map((item) => [item.identity.variant_id, item]));
  const trackingOf = new Map(trackings.value.map((tracking) => [tracking.id, tracking]));
  return done(
    refs.flatMap((ref) => {
      const item = itemOf.get(ref.variant);
      const tracking = trackingOf.get(ref.product);
      return item === undefined || tracking === undefined ? [] : [toLevel(ref, item, shelfAddress(ref, tracking))];
    }),
  );
}

function toLevel(ref: ListingRef, item: WireInventoryItem, address: StockAddress): ShelfLevel {
  const level = item.locations.find((location) => location.location_id === defaultLocation);
  return {
    ref,
    // A location without a figure has never been written to and sells nothing.
    sellable: Math.max(0, level?.available_to_sell ?? 0),
    safetyStock: level?.settings?.safety_stock ?? 0,
    address: JSON.stringify(address),
  };
}

type StockChange = { readonly seen: ShelfLevel; readonly sellable: number };

/** One absolute write. It is accepted as a whole or refused as a whole (sheet 4.2). */
async function setLevels(http: Http, changes: readonly StockChange[], call: Call): Promise<Outcome<readonly Row<void>[]>> {
  const addressed = changes.map((change) => ({ change, item: toItem(change) }));
  const items = addressed.flatMap(({ item }) => (item === undefined ? [] : [item]));
  const outcome: Outcome<unknown> =
    items.length === 0
      ? done(undefined)
      : await http.write(
          { method: 'PUT', path: '/v3/inventory/adjustments/absolute', body: { reason: 'MEGZO', items } },
          transactionWire,
          call,
        );
  return stockRows(
    addressed.map(({ change, item }) => ({ ref: change.seen.ref, item })),
    outcome,
  );
}

/** What stands on the shelf is what shall be sellable and what the store itself holds back (sheet 4.1). */
function toItem({ seen, sellable }: StockChange): WireStockItem | undefined {
  return addressToItem(readAddress(seen.address), sellable + seen.safetyStock);
}
