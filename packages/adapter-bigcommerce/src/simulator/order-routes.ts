import { type Call, idOf, pageOf, type Route, slice } from './calls.ts';
import { filterOrders, sortOrders } from './order-filters.ts';
import type { OrderRecord } from './order-records.ts';
import { archiveOrder, ORDER_STATUSES } from './order-state.ts';
import { lineView, orderView, taxModeOf } from './order-view.ts';
import { postOrder, putOrder } from './order-write.ts';
import { costOf } from './pricing.ts';
import { noContent, notFound, ok, type Reply, refuse, v2List } from './replies.ts';
import type { Shop } from './shop.ts';

const ORDERS = ['store_v2_orders'];
const PAGE = { fallback: 50, max: 250 };

export const orderRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/orders', scopes: ORDERS, run: listOrders },
  { method: 'POST', path: '/v2/orders', scopes: ORDERS, run: postOrder },
  { method: 'DELETE', path: '/v2/orders', scopes: ORDERS, run: archiveAll },
  { method: 'GET', path: '/v2/orders/count', scopes: ORDERS, run: countOrders },
  { method: 'GET', path: '/v2/orders/:id', scopes: ORDERS, run: getOrder },
  { method: 'PUT', path: '/v2/orders/:id', scopes: ORDERS, run: (call) => putOrder(call, orderOf(call)) },
  { method: 'DELETE', path: '/v2/orders/:id', scopes: ORDERS, run: archiveOne },
  { method: 'GET', path: '/v2/order_statuses', scopes: ORDERS, run: () => v2List(statuses()) },
  { method: 'GET', path: '/v2/order_statuses/:id', scopes: ORDERS, run: statusById },
];

export function orderOf(call: Call): OrderRecord {
  return call.shop.orders.get(idOf(call)) ?? refuse(notFound('v2'));
}

function listOrders(call: Call): Reply {
  const ask = pageOf(call, 'v2', PAGE);
  const include = call.query.get('include')?.split(',') ?? [];
  const rows = slice(sortOrders(filterOrders(call), call.query.get('sort')), ask);
  return v2List(rows.map((order) => included(call.shop, order, include)));
}

function getOrder(call: Call): Reply {
  return ok(included(call.shop, orderOf(call), call.query.get('include')?.split(',') ?? []));
}

const CONSIGNMENT_LINES_MAX = 50;

function included(shop: Shop, order: OrderRecord, include: readonly string[]): object {
  const view = orderView(shop, order);
  const withLines = include.includes('consignments.line_items');
  return {
    ...view,
    ...(include.includes('fees') ? { fees: feesView(shop, order) } : {}),
    ...(include.includes('consignments') || withLines
      ? {
          consignments: {
            shipping: order.addresses.map(({ id }) => {
              const lines = order.lines.filter(({ addressId }) => addressId === id);
              // Silently capped, with a warning member (sheet 5.1).
              const cut = withLines && lines.length > CONSIGNMENT_LINES_MAX;
              return {
                id,
                ...(withLines ? { line_items: lines.slice(0, CONSIGNMENT_LINES_MAX).map((line) => lineView(order, line)) } : {}),
                ...(cut ? { __warning__: 'Only the first 50 line items are included.' } : {}),
              };
            }),
            downloads: [],
          },
        }
      : {}),
  };
}

export function feesView(shop: Shop, order: OrderRecord): object[] {
  return order.fees.map(({ id, name, source, cost }) => {
    const { ex, inc, tax } = costOf(cost, taxModeOf(shop, order));
    const amounts = { base_cost: cost.base, cost_ex_tax: ex, cost_inc_tax: inc, cost_tax: tax, tax_class_id: cost.taxClassId };
    return { id, type: 'custom_fee', display_name_customer: name, display_name_merchant: name, source, ...amounts };
  });
}

/** The same filters; good for a cheap completeness check (sheet 5.1). */
function countOrders(call: Call): Reply {
  const found = filterOrders(call);
  const rows = statuses().map((status) => ({
    ...status,
    sort_order: status.order,
    count: found.filter(({ statusId }) => statusId === status.id).length,
  }));
  return ok({ statuses: rows, count: found.length });
}

function statuses(): { id: number; order: number; name: string }[] {
  return ORDER_STATUSES.map(({ id, name, description }) => ({
    id,
    name,
    system_label: name,
    custom_label: name,
    system_description: description,
    order: id,
  }));
}

function statusById(call: Call): Reply {
  const found = statuses().find(({ id }) => id === idOf(call));
  return found === undefined ? notFound('v2') : ok(found);
}

/** DELETE archives (sheet 5.6). */
function archiveOne(call: Call): Reply {
  archiveOrder(call.shop, orderOf(call));
  return noContent();
}

function archiveAll(call: Call): Reply {
  for (const order of call.shop.orders.values()) archiveOrder(call.shop, order);
  return noContent();
}
