import type { MetafieldRecord } from './catalog-records.ts';
import type { HookRecord } from './hook-records.ts';
import type { OrderRecord, RefundRecord, ShipmentRecord } from './order-records.ts';
import type { Shop } from './shop.ts';
import { availableToSell, sellableOf } from './stock.ts';
import { settleStock } from './stock-jobs.ts';

/** Read-only copies of the state, for tests and auditors. */
export interface Views {
  products(): readonly ProductState[];
  orders(): readonly OrderRecord[];
  order(id: number): OrderRecord;
  /** Applied stock; changes still waiting in the queue are not in it. */
  inventory(): readonly StockState[];
  metafields(): readonly MetafieldRecord[];
  hooks(): readonly HookRecord[];
  shipments(orderId?: number): readonly ShipmentRecord[];
  refunds(orderId?: number): readonly RefundRecord[];
  /** Webhooks that wait for `deliverDue`, and those that are gone for good. */
  deliveries(): { readonly waiting: number; readonly nextDueAt: number | undefined; readonly lost: number };
}

export interface ProductState {
  readonly id: number;
  readonly name: string;
  readonly sku: string;
  readonly price: string | null;
  readonly taxClassId: number;
  readonly tracking: string;
  readonly visible: boolean;
  readonly channelIds: readonly number[];
  readonly variants: readonly { readonly id: number; readonly sku: string; readonly price: string | null; readonly base: boolean }[];
}

export interface StockState {
  readonly sku: string;
  readonly productId: number;
  readonly variantId: number | null;
  readonly locationId: number;
  /** Null where there never was an absolute value. */
  readonly onhand: number | null;
  readonly safety: number;
  readonly available: number;
}

export function createViews(shop: Shop): Views {
  const copies = <T>(rows: Iterable<T>): T[] => [...rows].map((row) => structuredClone(row));

  return {
    products: () =>
      [...shop.products.values()].map(({ id, name, sku, price, taxClassId, tracking, visible, channelIds, variants }) => ({
        ...{ id, name, sku, price, taxClassId, tracking, visible, channelIds: [...channelIds] },
        variants: variants.map((variant) => ({ id: variant.id, sku: variant.sku, price: variant.price, base: variant.base })),
      })),
    orders: () => copies(shop.orders.values()),
    order(id) {
      const order = shop.orders.get(id);
      if (order === undefined) throw new Error(`no such order: ${id}`);
      return structuredClone(order);
    },
    inventory() {
      settleStock(shop);
      return [...shop.stock.values()].flatMap((record) => {
        const sellable = sellableOf(shop, record.item);
        if (sellable === undefined) return [];
        const { product, variant } = sellable;
        const byVariant = record.item.startsWith('v:');
        return [
          {
            sku: byVariant || variant.base ? variant.sku : product.sku,
            productId: product.id,
            variantId: byVariant ? variant.id : null,
            locationId: record.locationId,
            onhand: record.onhand,
            safety: record.safety,
            available: availableToSell(shop, record),
          },
        ];
      });
    },
    metafields: () => copies(shop.metafields.values()),
    hooks: () => copies(shop.delivery.hooks.values()),
    shipments: (orderId) => copies(shop.shipments.values()).filter((row) => orderId === undefined || row.orderId === orderId),
    refunds: (orderId) => copies(shop.refunds.values()).filter((row) => orderId === undefined || row.orderId === orderId),
    deliveries() {
      const times = shop.delivery.queue.map(({ dueAt }) => dueAt);
      return { waiting: times.length, nextDueAt: times.length === 0 ? undefined : Math.min(...times), lost: shop.delivery.lost };
    },
  };
}
