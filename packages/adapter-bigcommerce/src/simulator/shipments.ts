import { Decimal } from 'decimal.js';
import { readAmount, toAmount, ZERO } from './amounts.ts';
import { type Call, idOf, pageOf, type Route, slice } from './calls.ts';
import { toRfc2822 } from './dates.ts';
import { emit } from './hook-events.ts';
import { type Fields, isFields } from './json.ts';
import type { OrderRecord, ShipmentRecord } from './order-records.ts';
import { orderOf } from './order-routes.ts';
import { moveToStatus, touchBySideWrite } from './order-state.ts';
import { addressView } from './order-view.ts';
import { noContent, notFound, ok, type Reply, refuse, v2Error, v2List } from './replies.ts';
import { nextId, now, type Shop } from './shop.ts';

const ORDERS = ['store_v2_orders'];
/** Sheet 6; `carrier_<id>` besides. DHL is not in it. */
const PROVIDERS = ['', 'auspost', 'canadapost', 'endicia', 'usps', 'fedex', 'royalmail', 'ups', 'upsready', 'upsonline', 'shipperhq'];

export const shipmentRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/orders/:id/shipments', scopes: ORDERS, run: listShipments },
  { method: 'POST', path: '/v2/orders/:id/shipments', scopes: ORDERS, run: postShipment },
  {
    method: 'GET',
    path: '/v2/orders/:id/shipments/count',
    scopes: ORDERS,
    run: (call) => ok({ count: shipmentsOf(call.shop, orderOf(call)).length }),
  },
  { method: 'GET', path: '/v2/orders/:id/shipments/:shipmentId', scopes: ORDERS, run: getShipment },
  { method: 'PUT', path: '/v2/orders/:id/shipments/:shipmentId', scopes: ORDERS, run: putShipment },
  { method: 'DELETE', path: '/v2/orders/:id/shipments/:shipmentId', scopes: ORDERS, run: deleteShipment },
];

export interface ShipmentAsk {
  readonly addressId: number;
  readonly items: readonly { readonly lineId: number; readonly quantity: number }[];
  readonly trackingNumber?: string;
  readonly trackingLink?: string;
  readonly trackingCarrier?: string;
  readonly shippingProvider?: string;
  readonly shippingMethod?: string;
  readonly comments?: string;
  readonly merchantShippingCost?: string;
}

/** Why a shipment can not be made, or undefined. */
export function shipmentFault(order: OrderRecord, { addressId, items }: ShipmentAsk): string | undefined {
  if (!order.addresses.some(({ id }) => id === addressId)) return `The field 'order_address_id' is invalid.`;
  if (items.length === 0) return `The field 'items' is invalid.`;
  for (const { lineId, quantity } of items) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (line === undefined || line.addressId !== addressId) return `The order product ${lineId} does not belong to the address.`;
    const asked = items.filter((item) => item.lineId === lineId).reduce((total, item) => total + item.quantity, 0);
    // Above what is left: 400 (sheet 6, unknown 12.9).
    if (quantity < 1 || line.quantityShipped + asked > line.pricing.quantity) return `The quantity of order product ${lineId} is invalid.`;
  }
  return undefined;
}

/** Makes a shipment; two equal requests make two shipments and two mails (sheet 6). */
export function addShipment(shop: Shop, order: OrderRecord, ask: ShipmentAsk): ShipmentRecord {
  const shipment: ShipmentRecord = {
    id: nextId(shop, 'shipment'),
    orderId: order.id,
    addressId: ask.addressId,
    createdAt: now(shop),
    items: ask.items.map(({ lineId, quantity }) => ({ lineId, quantity })),
    trackingNumber: ask.trackingNumber ?? '',
    trackingLink: ask.trackingLink ?? '',
    trackingCarrier: ask.trackingCarrier ?? '',
    shippingProvider: ask.shippingProvider ?? '',
    shippingMethod: ask.shippingMethod ?? '',
    comments: ask.comments ?? '',
    merchantShippingCost: toAmount(ask.merchantShippingCost ?? ZERO),
  };
  shop.shipments.set(shipment.id, shipment);
  for (const { lineId, quantity } of shipment.items) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (line !== undefined) line.quantityShipped += quantity;
  }
  emit(shop, { scope: 'store/shipment/created', data: { type: 'shipment', id: shipment.id, orderId: order.id } });
  touchBySideWrite(shop, order.id);
  rollUp(shop, order);
  return shipment;
}

export function shipmentsOf(shop: Shop, { id }: OrderRecord): ShipmentRecord[] {
  return [...shop.shipments.values()].filter(({ orderId }) => orderId === id);
}

/** Partially Shipped, then Shipped (sheet 6, unknown 12.9 for digital lines). */
function rollUp(shop: Shop, order: OrderRecord): void {
  const counted = order.lines.filter(({ type }) => type === 'physical' || shop.settings.digitalLinesBlockShipped);
  const all = counted.every((line) => line.quantityShipped >= line.pricing.quantity);
  moveToStatus(shop, order, all ? 2 : 3);
}

function listShipments(call: Call): Reply {
  const order = orderOf(call);
  const ask = pageOf(call, 'v2', { fallback: 50, max: 250 });
  return v2List(slice(shipmentsOf(call.shop, order), ask).map((shipment) => shipmentView(order, shipment)));
}

function getShipment(call: Call): Reply {
  return ok(shipmentView(orderOf(call), shipmentOf(call)));
}

function postShipment(call: Call): Reply {
  const { shop, body } = call;
  const order = orderOf(call);
  if (!isFields(body)) return v2Error(400, 'The request body is invalid.');
  if (typeof body.order_address_id !== 'number') return v2Error(400, `The required field 'order_address_id' was not supplied.`);
  if (!Array.isArray(body.items)) return v2Error(400, `The required field 'items' was not supplied.`);
  for (const name of ['id', 'date_created', 'order_id']) {
    if (body[name] !== undefined)
      return v2Error(400, `The field '${name}' cannot be written to. Please remove it from your request before trying again.`);
  }
  const ask: ShipmentAsk = {
    addressId: body.order_address_id,
    items: body.items.filter(isFields).map((item) => ({ lineId: Number(item.order_product_id), quantity: Number(item.quantity) })),
    ...trackingIn(shop, body),
  };
  const fault = shipmentFault(order, ask);
  if (fault !== undefined) return v2Error(400, fault);
  return ok(shipmentView(order, addShipment(shop, order, ask)), 201);
}

/** Changes tracking members, not items (sheet 6). */
function putShipment(call: Call): Reply {
  const { shop, body } = call;
  const shipment = shipmentOf(call);
  if (!isFields(body)) return v2Error(400, 'The request body is invalid.');
  if (body.items !== undefined)
    return v2Error(400, `The field 'items' cannot be written to. Please remove it from your request before trying again.`);
  Object.assign(shipment, trackingIn(shop, body));
  emit(shop, { scope: 'store/shipment/updated', data: { type: 'shipment', id: shipment.id, orderId: shipment.orderId } });
  touchBySideWrite(shop, shipment.orderId);
  return ok(shipmentView(orderOf(call), shipment));
}

/** The order stays in Shipped (sheet 6). */
function deleteShipment(call: Call): Reply {
  const { shop } = call;
  const order = orderOf(call);
  const shipment = shipmentOf(call);
  shop.shipments.delete(shipment.id);
  for (const { lineId, quantity } of shipment.items) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (line !== undefined) line.quantityShipped -= quantity;
  }
  emit(shop, { scope: 'store/shipment/deleted', data: { type: 'shipment', id: shipment.id, orderId: order.id } });
  touchBySideWrite(shop, order.id);
  return noContent();
}

function trackingIn(shop: Shop, body: Fields): Omit<ShipmentAsk, 'addressId' | 'items'> {
  const text = (name: string, max: number): string | undefined => {
    const value = body[name];
    if (value === undefined) return undefined;
    return typeof value === 'string' && value.length <= max ? value : refuse(v2Error(400, `The field '${name}' is invalid.`));
  };
  const provider = text('shipping_provider', 100);
  if (provider !== undefined && !PROVIDERS.includes(provider) && !/^carrier_\d+$/.test(provider)) {
    refuse(v2Error(400, `The field 'shipping_provider' is invalid.`));
  }
  const carrier = text('tracking_carrier', 100);
  const { trackingCarriers } = shop.settings;
  if (carrier !== undefined && trackingCarriers !== 'any' && !trackingCarriers.includes(carrier)) {
    refuse(v2Error(400, `The field 'tracking_carrier' is invalid.`));
  }
  const members = {
    trackingNumber: text('tracking_number', 50),
    trackingLink: text('tracking_link', 500),
    trackingCarrier: carrier,
    shippingProvider: provider,
    shippingMethod: text('shipping_method', 100),
    comments: text('comments', 65_535),
    merchantShippingCost: readAmount(body.merchant_shipping_cost)?.toFixed(4),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function shipmentView(order: OrderRecord, shipment: ShipmentRecord): Fields {
  const shipTo = order.addresses.find(({ id }) => id === shipment.addressId);
  const carrier = shipment.trackingCarrier;
  // A link of one's own leaves the generated one empty (sheet 6).
  const generated = shipment.trackingLink === '' && carrier !== '' && shipment.trackingNumber !== '';
  return {
    id: shipment.id,
    order_id: shipment.orderId,
    customer_id: order.customerId,
    order_address_id: shipment.addressId,
    date_created: toRfc2822(shipment.createdAt),
    tracking_number: shipment.trackingNumber,
    tracking_link: shipment.trackingLink,
    generated_tracking_link: generated ? `https://tracking.example/${carrier}/${encodeURIComponent(shipment.trackingNumber)}` : '',
    tracking_carrier: carrier,
    shipping_provider: shipment.shippingProvider,
    shipping_provider_display_name: shipment.shippingProvider,
    shipping_method: shipment.shippingMethod,
    merchant_shipping_cost: new Decimal(shipment.merchantShippingCost).toFixed(4),
    comments: shipment.comments,
    billing_address: addressView(order.billing),
    shipping_address: shipTo === undefined ? {} : addressView(shipTo.address),
    // product_id is 0 in the vendor's sample (sheet 6).
    items: shipment.items.map(({ lineId, quantity }) => ({ order_product_id: lineId, product_id: 0, quantity })),
  };
}

function shipmentOf(call: Call): ShipmentRecord {
  const order = orderOf(call);
  const shipment = call.shop.shipments.get(idOf(call, 'shipmentId'));
  return shipment === undefined || shipment.orderId !== order.id ? refuse(notFound('v2')) : shipment;
}
