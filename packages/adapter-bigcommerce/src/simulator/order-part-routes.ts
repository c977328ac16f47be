import { Decimal } from 'decimal.js';
import { type Call, idOf, pageOf, type Route, slice } from './calls.ts';
import { toIso, toRfc2822 } from './dates.ts';
import { type Fields, isFields } from './json.ts';
import type { OrderRecord, TransactionRecord } from './order-records.ts';
import { feesView, orderOf } from './order-routes.ts';
import { touchOrder } from './order-state.ts';
import { lineView, shippingAddressView, taxRows } from './order-view.ts';
import { addressIn } from './order-write.ts';
import { noContent, notFound, ok, type Reply, refuse, v2Error, v2List, v3Error } from './replies.ts';
import type { Shop } from './shop.ts';

const ORDERS = ['store_v2_orders'];
const PAGE = { fallback: 50, max: 250 };

/** Sub-resources of an order (sheet 5.4, 5.5). */
export const orderPartRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/orders/:id/products',
    scopes: ORDERS,
    run: (call) => part(call, (order) => order.lines.map((line) => lineView(order, line))),
  },
  { method: 'GET', path: '/v2/orders/:id/products/:lineId', scopes: ORDERS, run: oneLine },
  {
    method: 'GET',
    path: '/v2/orders/:id/shipping_addresses',
    scopes: ORDERS,
    run: (call) => part(call, (order) => addresses(call.shop, order)),
  },
  {
    method: 'GET',
    path: '/v2/orders/:id/shippingaddresses',
    scopes: ORDERS,
    run: (call) => part(call, (order) => addresses(call.shop, order)),
  },
  { method: 'GET', path: '/v2/orders/:id/shipping_addresses/:addressId', scopes: ORDERS, run: oneAddress },
  { method: 'PUT', path: '/v2/orders/:id/shipping_addresses/:addressId', scopes: ORDERS, run: putAddress },
  { method: 'GET', path: '/v2/orders/:id/shipping_addresses/:addressId/shipping_quotes', scopes: ORDERS, run: () => noContent() },
  { method: 'GET', path: '/v2/orders/:id/coupons', scopes: ORDERS, run: (call) => part(call, coupons) },
  { method: 'GET', path: '/v2/orders/:id/taxes', scopes: ORDERS, run: (call) => part(call, (order) => taxes(call, order)) },
  { method: 'GET', path: '/v2/orders/:id/fees', scopes: ORDERS, run: (call) => part(call, (order) => feesView(call.shop, order)) },
  { method: 'GET', path: '/v2/orders/:id/messages', scopes: ORDERS, run: (call) => part(call, messages) },
  { method: 'GET', path: '/v3/orders/:id/transactions', scopes: ['store_v2_transactions'], run: transactions },
];

/** A fresh order may be readable before its lines, taxes and transactions are (sheet 5.7). */
function isReadable(shop: Shop, order: OrderRecord, now: number): boolean {
  return order.createdAt + shop.settings.linesReadableAfterMs <= now;
}

function part(call: Call, rowsOf: (order: OrderRecord) => readonly unknown[]): Reply {
  const order = orderOf(call);
  const ask = pageOf(call, 'v2', PAGE);
  return v2List(isReadable(call.shop, order, call.now) ? slice(rowsOf(order), ask) : []);
}

function oneLine(call: Call): Reply {
  const order = orderOf(call);
  const line = order.lines.find(({ id }) => id === idOf(call, 'lineId'));
  return line === undefined ? notFound('v2') : ok(lineView(order, line));
}

function addresses(shop: Shop, order: OrderRecord): Fields[] {
  return order.addresses.map((shipTo) => shippingAddressView(shop, order, shipTo));
}

function oneAddress(call: Call): Reply {
  const found = addresses(call.shop, orderOf(call)).find(({ id }) => id === idOf(call, 'addressId'));
  return found === undefined ? notFound('v2') : ok(found);
}

/** Changes the address without recalculation (sheet 5.5). */
function putAddress(call: Call): Reply {
  const order = orderOf(call);
  const shipTo = order.addresses.find(({ id }) => id === idOf(call, 'addressId')) ?? refuse(notFound('v2'));
  if (!isFields(call.body)) return v2Error(400, 'The request body is invalid.');
  shipTo.address = { ...shipTo.address, ...addressIn(call.body) };
  touchOrder(call.shop, order);
  return ok(shippingAddressView(call.shop, order, shipTo));
}

function coupons(order: OrderRecord): Fields[] {
  return order.coupons.map(({ id, couponId, code, type, amount, discount }) => ({
    id,
    coupon_id: couponId,
    order_id: order.id,
    code,
    amount,
    type,
    discount,
  }));
}

function taxes(call: Call, order: OrderRecord): Fields[] {
  const rows = taxRows(call.shop, order);
  if (call.query.get('details') === 'true') return rows;
  return rows.map(({ line_item_type: _type, order_product_id: _line, sales_tax_id: _id, ...summary }) => summary);
}

function messages(order: OrderRecord): Fields[] {
  return order.messages.map(({ id, subject, message, createdAt }) => ({
    id,
    order_id: order.id,
    staff_id: 0,
    customer_id: order.customerId,
    type: 'customer',
    subject,
    message,
    status: 'unread',
    is_flagged: false,
    date_created: toRfc2822(createdAt),
  }));
}

/** 204 when there is none (sheet 5.5). */
function transactions(call: Call): Reply {
  const order = call.shop.orders.get(idOf(call));
  if (order === undefined) return v3Error(404, 'The order was not found.');
  const rows = isReadable(call.shop, order, call.now) ? order.transactions : [];
  if (rows.length === 0) return noContent();
  const data = rows.map((row) => transactionView(call.shop, order, row));
  return { status: 200, body: { data, meta: {} } };
}

function transactionView(shop: Shop, order: OrderRecord, row: TransactionRecord): Fields {
  const none = shop.settings.emptyTransactionObjects === 'null' ? null : {};
  return {
    id: row.id,
    // A string here (sheet 5.5).
    order_id: String(order.id),
    event: row.event,
    method: row.method,
    amount: new Decimal(row.amount),
    currency: row.currency,
    gateway: row.gateway,
    gateway_transaction_id: row.gatewayTransactionId,
    status: row.status,
    test: row.test,
    fraud_review: false,
    reference_transaction_id: row.referenceTransactionId,
    date_created: toIso(row.createdAt),
    payment_method_id: `${row.gateway}.credit_card`,
    avs_result: none,
    cvv_result: none,
    credit_card:
      row.method === 'credit_card'
        ? { card_type: 'visa', card_iin: '424242', card_last4: '4242', card_expiry_month: 12, card_expiry_year: 2030 }
        : none,
    gift_certificate: none,
    store_credit: none,
    offline: none,
    custom: none,
    custom_provider_field_result: none,
    payment_instrument_token: null,
    ...row.extra,
  };
}
