import { Decimal } from 'decimal.js';
import type { Call } from './calls.ts';
import { readInstant } from './dates.ts';
import type { OrderRecord } from './order-records.ts';
import { indexedOrders } from './order-state.ts';
import { refuse, v2Error } from './replies.ts';

type Test = (order: OrderRecord) => boolean;
type Reader = (text: string, call: Call) => Test;

/** The filters of sheet 5.1; unknown parameters are ignored. */
const FILTERS: Readonly<Record<string, Reader>> = {
  min_id: (text) => (order) => order.id >= whole(text),
  max_id: (text) => (order) => order.id <= whole(text),
  min_total: (text) => (order) => amount(text).lessThanOrEqualTo(order.figures.total.inc),
  max_total: (text) => (order) => amount(text).greaterThanOrEqualTo(order.figures.total.inc),
  customer_id: (text) => (order) => order.customerId === whole(text),
  email: (text) => (order) => order.billing.email.toLowerCase() === text.toLowerCase(),
  // One value: a list is no number (sheet 5.1).
  status_id: (text) => (order) => order.statusId === whole(text),
  cart_id: (text) => (order) => order.cartId === text,
  payment_method: (text) => (order) => order.paymentMethod === text,
  min_date_created: (text, call) => after(text, call, ({ createdAt }) => createdAt),
  max_date_created: (text) => before(text, ({ createdAt }) => createdAt),
  min_date_modified: (text, call) => after(text, call, ({ modifiedAt }) => modifiedAt),
  max_date_modified: (text) => before(text, ({ modifiedAt }) => modifiedAt),
  channel_id: (text) => (order) => order.channelId === whole(text),
  external_order_id: (text) => (order) => order.externalOrderId === text,
  is_deleted:
    (text, { shop }) =>
    (order) =>
      !shop.settings.isDeletedFilter || order.archived === (text === 'true' || text === '1'),
};

export function filterOrders(call: Call): OrderRecord[] {
  const { shop, query } = call;
  const tests = [...query].flatMap(([name, text]) => FILTERS[name]?.(text, call) ?? []);
  // Whether lists hold incomplete and archived orders is unknown 12.2.
  const asksArchived = shop.settings.isDeletedFilter && query.has('is_deleted');
  return indexedOrders(shop)
    .filter(({ statusId }) => shop.settings.listShowsIncomplete || statusId !== 0)
    .filter(({ archived }) => shop.settings.listShowsArchived || asksArchived || !archived)
    .filter((order) => tests.every((test) => test(order)));
}

const SORTS: Readonly<Record<string, (order: OrderRecord) => number | string>> = {
  id: ({ id }) => id,
  customer_id: ({ customerId }) => customerId,
  date_created: ({ createdAt }) => toSecond(createdAt),
  date_modified: ({ modifiedAt }) => toSecond(modifiedAt),
  status_id: ({ statusId }) => statusId,
  channel_id: ({ channelId }) => channelId,
  external_id: ({ externalOrderId }) => externalOrderId,
};

/** `<name>:asc` or `<name>:desc`, id ascending by default. Ties of one second fall by id. */
export function sortOrders(orders: readonly OrderRecord[], sort: string | null): OrderRecord[] {
  const [name = 'id', direction = 'asc'] = (sort ?? 'id:asc').split(':');
  const key = SORTS[name];
  if (key === undefined || (direction !== 'asc' && direction !== 'desc')) return refuse(v2Error(400, `The field 'sort' is invalid.`));
  return [...orders].sort((a, b) => {
    const left = key(a);
    const right = key(b);
    const order = left < right ? -1 : left > right ? 1 : 0;
    return (direction === 'desc' ? -order : order) || a.id - b.id;
  });
}

function after(text: string, { shop }: Call, of: (order: OrderRecord) => number): Test {
  const bound = instant(text);
  const inclusive = shop.settings.dateFiltersInclusive;
  return (order) => (inclusive ? toSecond(of(order)) >= bound : toSecond(of(order)) > bound);
}

function before(text: string, of: (order: OrderRecord) => number): Test {
  const bound = instant(text);
  return (order) => toSecond(of(order)) <= bound;
}

function toSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function instant(text: string): number {
  const ms = readInstant(text);
  return ms === undefined ? refuse(v2Error(400, `The date '${text}' is invalid.`)) : toSecond(ms);
}

function whole(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : refuse(v2Error(400, `The value '${text}' is not a number.`));
}

function amount(text: string): Decimal {
  return /^\d+(\.\d+)?$/.test(text) ? new Decimal(text) : refuse(v2Error(400, `The value '${text}' is not a number.`));
}
