import type { BigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { countedSku } from './counted-goods.ts';

/** How an order stood in the shop from an instant on. */
export interface OrderMoment {
  readonly at: number;
  readonly statusId: number;
  readonly archived: boolean;
  /** What the shopper is charged, as decimal text. */
  readonly total: string;
  readonly currency: string;
  /** Placed before the cutover: none of our business. */
  readonly early: boolean;
  /** Units of the counted goods that are promised to the shopper, whoever places the order. */
  readonly held: number;
}

/** Everything that people in the shop did to one order. */
export interface ToldOrder {
  readonly id: number;
  readonly placedAt: number;
  readonly email: string;
  readonly moments: OrderMoment[];
  /** The shop tells figures of it that contradict each other. */
  contradicts: boolean;
}

/** What people did in the books, by hand. */
export type BookAct =
  | { readonly kind: 'deleted' | 'unmarked' | 'retotalled'; readonly at: number; readonly document: string; readonly order: number }
  | { readonly kind: 'duplicated' | 'alike'; readonly at: number; readonly document: string; readonly order: number };

/** What happened in a world beside the line between its machines. */
export interface Told {
  /** The cutover; orders placed earlier stay the merchant's own. */
  readonly ordersFrom: number;
  readonly orders: Map<number, ToldOrder>;
  readonly books: BookAct[];
  /** Total and day of documents that people deleted, by id: the books show them no more. */
  readonly deleted: Map<string, { readonly total: string; readonly day: number }>;
  /** Instants at which an older copy of the database was restored. */
  readonly restored: number[];
  /** Orders whose document the books made with another price than was sent. */
  readonly mispriced: Set<number>;
  /** Units of the counted goods that were found to be there, from an instant on. */
  readonly counts: { readonly at: number; readonly units: number }[];
  /** Titles that rules gave to documents, from an instant on. */
  readonly titles: { readonly at: number; readonly title: string }[];
}

export function createTold(ordersFrom: number): Told {
  return { ordersFrom, orders: new Map(), books: [], deleted: new Map(), restored: [], mispriced: new Set(), counts: [], titles: [] };
}

/** Writes down how an order stands now. */
export function tellOrder(told: Told, shop: BigcommerceSimulator, id: number, at: number): ToldOrder {
  const { statusId, archived, figures, currency, createdAt, billing, lines } = shop.order(id);
  const order = told.orders.get(id) ?? { id, placedAt: createdAt, email: billing.email, moments: [], contradicts: false };
  order.moments.push({
    at,
    statusId,
    archived,
    total: String(figures.total.inc),
    currency: currency.transactional,
    early: createdAt < told.ordersFrom,
    held: archived || given.has(statusId) ? 0 : unitsIn(lines),
  });
  told.orders.set(id, order);
  return order;
}

/** Statuses in which nothing is promised: incomplete, refunded, cancelled, declined. */
const given: ReadonlySet<number> = new Set([0, 4, 5, 6]);

/** Units of the counted goods in an order. */
export function unitsIn(lines: ReturnType<BigcommerceSimulator['order']>['lines']): number {
  return lines.reduce((sum, { sku, pricing }) => sum + (sku === countedSku ? pricing.quantity : 0), 0);
}

/** Statuses of which the shop says that the order is sold: awaiting payment, fulfilment, shipment or pickup, shipped, completed. */
const sold: ReadonlySet<number> = new Set([2, 3, 7, 8, 9, 10, 11]);

/** Whether an order that stands so is to be placed. */
export function isSold({ statusId, archived, currency, early }: OrderMoment): boolean {
  return sold.has(statusId) && !archived && currency === 'EUR' && !early;
}
