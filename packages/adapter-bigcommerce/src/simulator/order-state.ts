import { emit } from './hook-events.ts';
import type { OrderRecord } from './order-records.ts';
import { now, type Shop } from './shop.ts';
import { DEFAULT_LOCATION, findVariant, itemKeyOf } from './stock.ts';
import { enqueueStock } from './stock-jobs.ts';

export interface StatusName {
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

/** Sheet 5.2. Merchants rename labels; the id decides. */
export const ORDER_STATUSES: readonly StatusName[] = [
  {
    id: 0,
    name: 'Incomplete',
    description: 'An incomplete order happens when a shopper reached the payment page, but did not complete the transaction.',
  },
  { id: 1, name: 'Pending', description: 'Customer started the checkout process, but did not complete it.' },
  { id: 2, name: 'Shipped', description: 'Order has been shipped, but receipt has not been confirmed.' },
  { id: 3, name: 'Partially Shipped', description: 'Only some items in the order have been shipped.' },
  { id: 4, name: 'Refunded', description: 'Seller has used the Refund action.' },
  { id: 5, name: 'Cancelled', description: 'Seller has cancelled an order.' },
  { id: 6, name: 'Declined', description: 'Seller has marked the order as declined.' },
  { id: 7, name: 'Awaiting Payment', description: 'Customer has completed checkout process, but payment has yet to be confirmed.' },
  { id: 8, name: 'Awaiting Pickup', description: 'Order has been pulled, and is awaiting customer pickup.' },
  { id: 9, name: 'Awaiting Shipment', description: 'Order has been pulled and packaged, and is awaiting collection.' },
  { id: 10, name: 'Completed', description: 'Client has paid for their digital product and their file(s) are available.' },
  { id: 11, name: 'Awaiting Fulfillment', description: 'Customer has completed the checkout process and payment has been confirmed.' },
  { id: 12, name: 'Manual Verification Required', description: 'Order on hold while some aspect needs to be manually confirmed.' },
  { id: 13, name: 'Disputed', description: 'Customer has initiated a dispute resolution process.' },
  { id: 14, name: 'Partially Refunded', description: 'Seller has partially refunded the order.' },
];

export function statusName(id: number): string {
  return ORDER_STATUSES.find((status) => status.id === id)?.name ?? '';
}

/** A change that moves `date_modified` and fires `store/order/updated`. */
export function touchOrder(shop: Shop, order: OrderRecord): void {
  order.modifiedAt = now(shop);
  indexOrder(shop, order);
  emitOrder(shop, order, 'updated');
}

/** A write beside the order: shipment, metafield, refund, transaction (unknown 12.3). */
export function touchBySideWrite(shop: Shop, orderId: number): void {
  const order = shop.orders.get(orderId);
  if (order === undefined) return;
  if (shop.settings.sideWritesBumpOrders) touchOrder(shop, order);
  else indexOrder(shop, order);
}

export function emitOrder(shop: Shop, order: OrderRecord, what: string, more: Readonly<Record<string, unknown>> = {}): void {
  emit(shop, { scope: `store/order/${what}`, data: { type: 'order', id: order.id, ...more } });
  // The channel variants name the order differently (sheet 9.4).
  emit(shop, { scope: `store/channel/${order.channelId}/order/${what}`, data: { type: 'order', order_id: order.id, ...more } });
}

/** Lists and counts show what was written some time ago (unknown 12.4); reads by id show the present. */
export function indexOrder(shop: Shop, order: OrderRecord): void {
  const at = now(shop);
  const lag = shop.settings.orderListLagMs;
  const versions = shop.orderIndex.get(order.id) ?? [];
  const shown = versions.findLast(({ visibleAt }) => visibleAt <= at);
  const waiting = versions.filter(({ visibleAt }) => visibleAt > at);
  shop.orderIndex.set(order.id, [
    ...(shown === undefined ? [] : [shown]),
    ...waiting,
    { visibleAt: at + lag, order: structuredClone(order) },
  ]);
}

export function indexedOrders(shop: Shop): OrderRecord[] {
  const at = now(shop);
  return [...shop.orderIndex.values()].flatMap((versions) => {
    const shown = versions.findLast(({ visibleAt }) => visibleAt <= at);
    return shown === undefined ? [] : [shown.order];
  });
}

/** Moves an order to a status; stock follows by the settings of sheet 4.5. Money never moves (sheet 5.6). */
export function moveToStatus(shop: Shop, order: OrderRecord, statusId: number): void {
  const previous = order.statusId;
  if (previous === statusId) return;
  order.statusId = statusId;
  followStock(shop, order, previous);
  if (statusId === 2 && order.shippedAt === undefined) order.shippedAt = now(shop);
  touchOrder(shop, order);
  emitOrder(shop, order, 'statusUpdated', { status: { previous_status_id: previous, new_status_id: statusId } });
}

/** DELETE archives (sheet 5.6). */
export function archiveOrder(shop: Shop, order: OrderRecord): void {
  if (order.archived) return;
  order.archived = true;
  if (shop.settings.restockOnArchive) restock(shop, order);
  touchOrder(shop, order);
  emitOrder(shop, order, 'archived');
}

const INACTIVE = [0, 5, 6];

/** Takes stock when an order comes to life, or only when it is shipped or completed. */
export function takeStockIfDue(shop: Shop, order: OrderRecord): void {
  const due =
    shop.settings.updateStockBehavior === 'order_placed'
      ? !INACTIVE.includes(order.statusId)
      : order.statusId === 2 || order.statusId === 10;
  if (!due || order.stockTaken) return;
  order.stockTaken = true;
  for (const line of order.lines) moveUnits(shop, line.variantId, -line.pricing.quantity);
}

export function restock(shop: Shop, order: OrderRecord): void {
  if (!order.stockTaken) return;
  order.stockTaken = false;
  for (const line of order.lines) moveUnits(shop, line.variantId, line.pricing.quantity);
}

/** Order changes go through the same queue as adjustments (sheet 4.2); custom items and deleted variants have no stock. */
export function moveUnits(shop: Shop, variantId: number, quantity: number): void {
  const found = findVariant(shop, variantId);
  if (found === undefined || quantity === 0) return;
  found.product.totalSold -= quantity;
  if (found.product.tracking === 'none') return;
  enqueueStock(shop, { kind: 'order', item: itemKeyOf(found), locationId: DEFAULT_LOCATION, quantity });
}

function followStock(shop: Shop, order: OrderRecord, previous: number): void {
  const { refundStockAdjustment, restockOnDeclined } = shop.settings;
  const returned = refundStockAdjustment && (order.statusId === 4 || order.statusId === 5);
  // Declined is reported not to restock (sheet 4.5, unknown 12.11).
  if (returned || (order.statusId === 6 && restockOnDeclined)) restock(shop, order);
  // An order that was cancelled stays without stock; only one that never had any takes it.
  else if (![4, 5, 6].includes(previous)) takeStockIfDue(shop, order);
}
