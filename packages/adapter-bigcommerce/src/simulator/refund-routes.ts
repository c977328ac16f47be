import { Decimal } from 'decimal.js';
import { readAmount } from './amounts.ts';
import { type Call, idOf, list, numbers, paged, pageOf, type Route } from './calls.ts';
import { readInstant, toIsoZulu } from './dates.ts';
import { type Fields, isFields } from './json.ts';
import type { OrderRecord, RefundItemType, RefundRecord } from './order-records.ts';
import { makeRefund, quoteRefund, type RefundItemAsk } from './refund-make.ts';
import { DOCS_TYPE, type Reply, refuse, single, v3Error } from './replies.ts';

const SCOPES = ['store_v2_transactions', 'store_v2_orders'];
const PAGE = { fallback: 50, max: 250 };

/** Refund records (sheet 7.1). */
export const refundRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/orders/payment_actions/refunds', scopes: SCOPES, run: listRefunds },
  { method: 'GET', path: '/v3/orders/payment_actions/refunds/:refundId', scopes: SCOPES, run: getRefund },
  { method: 'GET', path: '/v3/orders/:id/payment_actions/refunds', scopes: SCOPES, run: listOfOrder },
  { method: 'POST', path: '/v3/orders/:id/payment_actions/refund_quotes', scopes: SCOPES, run: postQuote },
  { method: 'POST', path: '/v3/orders/:id/payment_actions/refunds', scopes: SCOPES, run: postRefund },
];

function listRefunds(call: Call): Reply {
  const { shop, query } = call;
  const ids = numbers(query.get('id:in'));
  const orderIds = numbers(query.get('order_id:in'));
  const transactionIds = list(query.get('transaction_id'));
  const min = instantIn(query, 'created:min') ?? Number.NEGATIVE_INFINITY;
  const max = instantIn(query, 'created:max') ?? Number.POSITIVE_INFINITY;
  const rows = [...shop.refunds.values()]
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .filter(({ orderId }) => orderIds === undefined || orderIds.includes(orderId))
    .filter(({ payments }) => transactionIds === undefined || payments.some(({ transactionId }) => transactionIds.includes(transactionId)))
    .filter(({ createdAt }) => createdAt >= min && createdAt <= max)
    .sort((a, b) => a.id - b.id);
  return paged(call, rows.map(refundView), pageOf(call, 'v3', PAGE));
}

function instantIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  return text === null ? undefined : (readInstant(text) ?? refuse(v3Error(422, 'The date filter is invalid.', { [name]: text })));
}

function getRefund(call: Call): Reply {
  const refund = call.shop.refunds.get(idOf(call, 'refundId'));
  return refund === undefined ? v3Error(404, 'The refund was not found.') : single(refundView(refund));
}

function listOfOrder(call: Call): Reply {
  const order = orderIn(call);
  const rows = [...call.shop.refunds.values()].filter(({ orderId }) => orderId === order.id).sort((a, b) => a.id - b.id);
  return single(rows.map(refundView));
}

function postQuote(call: Call): Reply {
  const order = orderIn(call);
  const { total, tax, items } = quoted(call, order);
  const offline = !order.transactions.some(({ event }) => event === 'purchase' || event === 'capture');
  const gateway = order.transactions[0]?.gateway ?? 'custom';
  const onOrder = items.filter(({ type }) => type === 'ORDER').reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
  return single(
    {
      order_id: order.id,
      total_refund_amount: total,
      total_refund_tax_amount: tax,
      rounding: 0,
      adjustment: 0,
      order_level_refund_amount: onOrder,
      tax_inclusive: order.pricesIncludeTax,
      refund_methods: [
        [{ provider_id: gateway, provider_description: gateway, amount: total, offline, offline_provider: offline, offline_reason: '' }],
      ],
    },
    201,
  );
}

function postRefund(call: Call): Reply {
  const order = orderIn(call);
  const { total } = quoted(call, order);
  const [payment] = isFields(call.body) && Array.isArray(call.body.payments) ? call.body.payments.filter(isFields) : [];
  const amount = readAmount(payment?.amount);
  if (payment === undefined || amount === undefined || !amount.equals(total))
    return unprocessable('The payments do not add up to the refund.');
  const refund = makeRefund(call.shop, order, {
    items: itemsIn(call),
    ...(payment.offline === true ? { offline: true } : {}),
    providerId: String(payment.provider_id ?? ''),
  });
  return single(refundView(refund), 201);
}

function quoted(call: Call, order: OrderRecord): ReturnType<typeof quoteRefund> {
  try {
    return quoteRefund(call.shop, order, itemsIn(call));
  } catch (error) {
    return refuse(unprocessable(error instanceof Error ? error.message : 'invalid'));
  }
}

const ITEM_TYPES: readonly RefundItemType[] = ['PRODUCT', 'SHIPPING', 'HANDLING', 'GIFT_WRAPPING', 'ORDER', 'FEE', 'TAX'];

function itemsIn({ body }: Call): RefundItemAsk[] {
  if (!isFields(body) || !Array.isArray(body.items)) return refuse(unprocessable('The items are missing.'));
  return body.items.filter(isFields).map(({ item_type, item_id, quantity, amount, reason }) => {
    const type = ITEM_TYPES.find((candidate) => candidate === item_type) ?? refuse(unprocessable('The item type is unknown.'));
    const value = readAmount(amount)?.toFixed();
    return {
      type,
      itemId: Number(item_id),
      ...(typeof quantity === 'number' ? { quantity } : {}),
      ...(value === undefined ? {} : { amount: value }),
      ...(typeof reason === 'string' ? { reason } : {}),
    };
  });
}

/** Refund errors come as `{"data":[...]}` (sheet 1.5). */
function unprocessable(title: string): Reply {
  return { status: 422, body: { data: [{ status: 422, title, type: DOCS_TYPE }] } };
}

function refundView(refund: RefundRecord): Fields {
  return {
    id: refund.id,
    order_id: refund.orderId,
    user_id: 1,
    created: toIsoZulu(refund.createdAt),
    reason: refund.reason,
    total_amount: new Decimal(refund.total).toDecimalPlaces(2),
    total_tax: new Decimal(refund.tax).toDecimalPlaces(2),
    uses_merchant_override_values: refund.overridden,
    items: refund.items.map(({ type, itemId, quantity, amount, reason }) => ({
      item_type: type,
      item_id: itemId,
      reason,
      ...(quantity === undefined ? {} : { quantity }),
      requested_amount: new Decimal(amount).toDecimalPlaces(2),
      adjustments: [],
    })),
    payments: refund.payments.map(({ id, providerId, amount, offline, declined, transactionId }) => ({
      id,
      provider_id: providerId,
      amount: new Decimal(amount).toDecimalPlaces(2),
      offline,
      is_declined: declined,
      declined_message: declined ? 'The refund was declined.' : '',
      transaction_id: transactionId,
    })),
  };
}

function orderIn(call: Call): OrderRecord {
  return call.shop.orders.get(idOf(call)) ?? refuse(v3Error(404, 'The order was not found.'));
}
