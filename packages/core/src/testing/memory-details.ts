import { done, type Outcome } from '../kernel/answer.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { ListPrice } from '../model/listing.ts';
import { type ListingTarget, listingKey, type OrderSource, type StockTarget } from '../ports/channel.ts';
import { changeListing, type ShopState } from './memory-shop-state.ts';
import type { MemoryVendor } from './memory-vendor.ts';

/** Money and messages of the orders of a shop in memory. */
export function memoryOrderDetails(state: ShopState, vendor: MemoryVendor): Required<Pick<OrderSource, 'payments' | 'messages'>> {
  return {
    payments: (id, call) => vendor.read(call, () => structuredClone(state.payments.get(id) ?? [])),
    messages: (id, call) => vendor.read(call, () => structuredClone(state.messages.get(id) ?? [])),
  };
}

/** Its tax classes, and its prices beside the catalog's own. */
export function memoryPrices(state: ShopState, vendor: MemoryVendor): Required<Pick<ListingTarget, 'taxClasses' | 'prices'>> {
  function priced(list: string, { ref, currency, price }: ListPrice): Outcome<void> {
    const held = state.priceLists.get(list);
    if (held === undefined || !state.listings.has(listingKey(ref))) {
      return { status: 'rejected', error: new SyncError('NOT_FOUND', 'This list or this listing is gone.') };
    }
    held.prices.set(`${listingKey(ref)} ${currency}`, price);
    return done(undefined);
  }

  return {
    taxClasses: (call) =>
      vendor.read(call, () => [
        { id: 1, name: 'Regelsteuersatz' },
        { id: 2, name: 'Ermäßigt' },
        { id: 3, name: 'Steuerfrei' },
      ]),
    prices: {
      batchMax: 30,
      lists: (call) => vendor.read(call, () => [...state.priceLists].map(([id, { name }]) => ({ id, name, active: true }))),
      set: (list, prices, call) =>
        vendor.write(call, () => done(prices.map((price) => ({ key: listingKey(price.ref), outcome: priced(list, price) })))),
    },
  };
}

/** Moves that cannot be looked up. */
export function memoryMoves(state: ShopState, vendor: MemoryVendor): NonNullable<StockTarget['move']> {
  return {
    timeoutMs: vendor.timeoutMs,
    settleMs: vendor.settleMs,
    send: (moves, call) =>
      vendor.send(call, () => {
        const after = moves.map(({ seen, units }) => ({
          ref: seen.ref,
          sellable: (state.listings.get(listingKey(seen.ref))?.sellable ?? Number.NaN) + units,
        }));
        if (after.some(({ sellable }) => !(sellable >= 0))) {
          return { status: 'rejected', error: new SyncError('REFUSED', 'There is not so much, or it is gone.') };
        }
        for (const { ref, sellable } of after) changeListing(state, vendor, ref, { sellable });
        return done({ id: String(++state.lastId) });
      }),
  };
}
