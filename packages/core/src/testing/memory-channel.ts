import { done, type Outcome } from '../kernel/answer.ts';
import { type Sku, skuKey } from '../kernel/ids.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { Listing } from '../model/listing.ts';
import type { ChannelOrder, OrderHead } from '../model/order.ts';
import { type ChannelPort, listingKey } from '../ports/channel.ts';
import { memoryMoves, memoryOrderDetails, memoryPrices } from './memory-details.ts';
import { memoryListingFields } from './memory-fields.ts';
import { memoryNotices } from './memory-notices.ts';
import { memoryShop } from './memory-shop.ts';
import { addListing, changeListing, emptyShop, type ShopState } from './memory-shop-state.ts';
import { createMemoryVendor, type MemoryVendor, type MemoryVendorOptions, pageByKey } from './memory-vendor.ts';
import type { ChannelWorld } from './ports/port-world.ts';

/** A shop over plain state, with the desk from which it is run and the faults that may befall it. */
export interface MemoryChannel extends ChannelWorld {
  readonly port: ChannelPort;
}

const openStatuses: readonly string[] = ['pending', 'awaiting-payment', 'under-review', 'open', 'partially-shipped'];

/** A sales channel in memory, for tests of those who embed the engine. It keeps the contract of the channel. */
export function createMemoryChannel(options: MemoryVendorOptions): MemoryChannel {
  const vendor = createMemoryVendor('memory-shop', options);
  const state = emptyShop();
  const connect = (): ChannelPort => ({
    vendor: 'memory-shop',
    check: (call) => vendor.read(call, () => ({ accountId: 'shop', name: 'Laden', findings: [] })),
    settings: (call) =>
      vendor.read(call, () => ({
        accountId: 'shop',
        name: 'Laden',
        currency: 'EUR',
        pricesIncludeTax: true,
        stockLeavesAt: 'order-placed',
      })),
    orders: { ...ordersOf(state, vendor), ...memoryOrderDetails(state, vendor) },
    listings: { ...listingsOf(state, vendor), ...memoryPrices(state, vendor) },
    stock: { ...stockOf(state, vendor), move: memoryMoves(state, vendor) },
    marks: marksOf(state, vendor),
    ...memoryNotices(state, vendor),
  });
  const { requests, inject, heal, pageSize } = vendor;
  return { port: connect(), connect, requests, inject, heal, pageSize, missingId: '999999', shop: memoryShop(state, options.clock) };
}

function ordersOf({ orders }: ShopState, vendor: MemoryVendor): ChannelPort['orders'] {
  const all = (): readonly ChannelOrder[] => [...orders.values()];
  const byId = (order: OrderHead): readonly [number, number] => [0, Number(order.id)];
  const heads = (rows: readonly ChannelOrder[], cursor: string | undefined, keyOf: (order: OrderHead) => readonly [number, number]) =>
    pageByKey(rows.map(headOf), { cursor, size: vendor.pageSize, keyOf });
  return {
    changed: ({ since, cursor }, call) =>
      vendor.read(call, () =>
        heads(
          all().filter((order) => order.modifiedAt >= since),
          cursor,
          (order) => [order.modifiedAt, Number(order.id)],
        ),
      ),
    placed: ({ from, to, cursor }, call) =>
      vendor.read(call, () =>
        heads(
          all().filter((order) => order.placedAt >= from && order.placedAt <= to),
          cursor,
          byId,
        ),
      ),
    open: ({ cursor }, call) =>
      vendor.read(call, () =>
        heads(
          all().filter((order) => openStatuses.includes(order.status)),
          cursor,
          byId,
        ),
      ),
    read: (id, call) => vendor.read(call, () => structuredClone(orders.get(id))),
    quantities: (id, call) =>
      vendor.read(call, () =>
        orders.get(id)?.lines.map((line) => ({
          line: line.id,
          ...(line.sku === undefined ? {} : { sku: line.sku }),
          ordered: line.quantity,
          shipped: line.quantityShipped,
          refunded: line.quantityRefunded,
        })),
      ),
  };
}

function listingsOf(state: ShopState, vendor: MemoryVendor): NonNullable<ChannelPort['listings']> {
  const all = (): readonly Listing[] => [...state.listings.values()].map(({ listing }) => listing);
  const carriers = (code: Sku): readonly Listing[] =>
    all().filter((listing) => listing.sku !== undefined && skuKey(listing.sku) === skuKey(code));
  return {
    fields: memoryListingFields,
    batchMax: 20,
    changed: ({ since, cursor }, call) =>
      vendor.read(call, () =>
        pageByKey(
          all().filter((listing) => listing.modifiedAt >= since),
          { cursor, size: vendor.pageSize, keyOf: ({ ref }) => [0, Number(ref.product)] },
        ),
      ),
    read: (id, call) => vendor.read(call, () => structuredClone(state.listings.get(id)?.listing)),
    create: {
      timeoutMs: vendor.timeoutMs,
      settleMs: vendor.settleMs,
      send: (draft, call) =>
        vendor.send(call, () =>
          carriers(draft.sku).length > 0 ? taken('A listing has this SKU.') : done(addListing(state, vendor, draft)),
        ),
      find: ({ draft }, call) =>
        vendor.read(call, () => {
          const marked = carriers(draft.sku).map(({ ref }) => ref);
          const named = all().filter((listing) => listing.name === draft.name);
          return { marked, alike: marked.length > 0 ? [] : named.map(({ ref }) => ref) };
        }),
    },
    update: (changes, call) =>
      vendor.write(call, () =>
        done(
          changes.map(({ ref, draft }) => ({
            key: listingKey(ref),
            outcome: changeListing(state, vendor, ref, { name: draft.name, price: draft.price }),
          })),
        ),
      ),
  };
}

function stockOf(state: ShopState, vendor: MemoryVendor): NonNullable<ChannelPort['stock']> {
  return {
    batchMax: 100,
    writeMax: 1_000,
    timeoutMs: vendor.timeoutMs,
    settleMs: vendor.settleMs,
    read: async (refs, call) =>
      refs.length === 0
        ? done([])
        : vendor.read(call, () =>
            refs.flatMap((ref) => {
              const held = state.listings.get(listingKey(ref));
              return held === undefined ? [] : [{ ref, sellable: held.sellable, safetyStock: 0, address: listingKey(ref) }];
            }),
          ),
    set: (changes, call) =>
      vendor.write(call, () =>
        done(
          changes.map(({ seen, sellable }) => {
            const outcome = changeListing(state, vendor, seen.ref, { sellable });
            return { key: listingKey(seen.ref), outcome: outcome.status === 'done' ? done(undefined) : outcome };
          }),
        ),
      ),
  };
}

function marksOf(state: ShopState, vendor: MemoryVendor): NonNullable<ChannelPort['marks']> {
  return {
    timeoutMs: vendor.timeoutMs,
    settleMs: vendor.settleMs,
    send: (mark, call) =>
      vendor.send(call, () => {
        const standing = state.marks.find(({ order, marker }) => order === mark.order && marker === call.marker);
        if (standing !== undefined && standing.salesOrderId === mark.salesOrderId) return taken('an order bears one mark');
        const id = standing?.id ?? String(++state.lastId);
        const others = state.marks.filter((other) => other !== standing);
        state.marks.splice(0, state.marks.length, ...others, { ...mark, marker: call.marker, id, at: vendor.now() });
        return done({ id });
      }),
    find: ({ marker, draft }, call) =>
      vendor.read(call, () => ({
        marked: state.marks
          .filter((mark) => mark.order === draft.order && mark.marker === marker && mark.salesOrderId === draft.salesOrderId)
          .map(({ id }) => ({ id })),
        alike: [],
      })),
    placed: ({ since, cursor }, call) =>
      vendor.read(call, () => {
        const page = pageByKey(
          state.marks.filter(({ at }) => at >= since),
          { cursor, size: vendor.pageSize, keyOf: ({ id }) => [0, Number(id)] },
        );
        return { ...page, items: page.items.map(({ order, salesOrderId, marker }) => ({ order, salesOrderId, marker })) };
      }),
  };
}

function taken(message: string): Outcome<never> {
  return { status: 'taken', error: new SyncError('CONFLICT', message) };
}

function headOf({ id, placedAt, modifiedAt, status, currency, totalGross, archived }: ChannelOrder): OrderHead {
  return { id, placedAt, modifiedAt, status, currency, totalGross, archived };
}
