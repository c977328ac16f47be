import type { SimulatorWorld } from '@megzo/adapter-kit/simulator';
import type {
  LocationRecord,
  MetafieldRecord,
  PriceListRecord,
  ProductRecord,
  Sellable,
  StockJob,
  StockRecord,
} from './catalog-records.ts';
import type { DeliveryState } from './hook-records.ts';
import type { OrderRecord, RefundRecord, ShipmentRecord } from './order-records.ts';
import type { BigcommerceSettings } from './settings.ts';

/** The whole shop: what the vendor's database would hold. */
export interface Shop {
  readonly world: SimulatorWorld;
  readonly storeHash: string;
  readonly clientSecret: string;
  readonly settings: BigcommerceSettings;
  readonly products: Map<number, ProductRecord>;
  /** Where SKUs and variant ids were last found. */
  readonly variantIndex: Map<string, Sellable>;
  readonly brands: Map<number, string>;
  readonly categories: Map<number, { readonly id: number; name: string; parentId: number }>;
  readonly priceLists: Map<number, PriceListRecord>;
  priceListAssignments: { id: number; priceListId: number; channelId: number | null; customerGroupId: number | null }[];
  readonly locations: Map<number, LocationRecord>;
  readonly stock: Map<string, StockRecord>;
  /** Stock changes that are accepted but not applied yet, in the order of their application. */
  readonly stockQueue: StockJob[];
  readonly orders: Map<number, OrderRecord>;
  /** What lists and counts may show of an order by when (unknown 12.4). */
  readonly orderIndex: Map<number, { readonly visibleAt: number; readonly order: OrderRecord }[]>;
  readonly shipments: Map<number, ShipmentRecord>;
  readonly refunds: Map<number, RefundRecord>;
  readonly metafields: Map<number, MetafieldRecord>;
  readonly delivery: DeliveryState;
  /** Requests in flight per lane. */
  readonly inFlight: Map<string, number>;
  readonly counters: Map<string, number>;
}

export function now(shop: Shop): number {
  return shop.world.clock.now();
}

const FIRST_IDS: Readonly<Record<string, number>> = { order: 100, product: 77, variant: 200 };

/** Ids ascend per kind of record and are never given twice. */
export function nextId(shop: Shop, kind: string): number {
  const id = (shop.counters.get(kind) ?? FIRST_IDS[kind] ?? 0) + 1;
  shop.counters.set(kind, id);
  return id;
}

export function uuid(shop: Shop): string {
  return `${hex(shop, 8)}-${hex(shop, 4)}-4${hex(shop, 3)}-a${hex(shop, 3)}-${hex(shop, 12)}`;
}

export function hex(shop: Shop, length: number): string {
  let text = '';
  while (text.length < length) text += Math.floor(shop.world.random() * 16).toString(16);
  return text;
}
