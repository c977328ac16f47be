import { type Http, scanById, scanByInstant } from '@megzo/adapter-kit';
import { type Answer, type Call, type Clock, type Instant, mapAnswer, type OrderHead, type OrderSource, type Page } from '@megzo/core';
import { rfc2822 } from './instants.ts';
import { scanOpenOrders } from './open-orders.ts';
import { readMessages, readPayments } from './order-events.ts';
import { orderFields } from './order-fields.ts';
import { idOrder, orderPages } from './order-scan.ts';
import { readOrder, readQuantities } from './read-order.ts';
import { type OrderRow, orderRowsWire, rowToHead } from './wire/order-row.ts';

export function createOrders(http: Http, clock: Clock, pageSize: number): OrderSource {
  const readRows = (query: Query, call: Call): Promise<Answer<readonly OrderRow[]>> =>
    http.read({ path: '/v2/orders', query: { ...query, limit: pageSize } }, orderRowsWire, call);
  return {
    fields: orderFields,
    // The list has no cursor, and page numbers lose rows while orders change: every page starts at the last instant seen.
    changed: async (scan, call) =>
      toHeads(
        await scanByInstant(scan, (from, page) => readChanged(readRows, { from, page, call }), { ...changeOrder, ...orderPages(pageSize) }),
        rowOf,
      ),
    // More than asked is allowed, less is not: the span is widened at both ends.
    placed: async ({ from, to, cursor }, call) => {
      const span = { min_date_created: rfc2822(from - edgeMs), max_date_created: rfc2822(to + 2 * edgeMs) };
      const scan = cursor === undefined ? {} : { cursor };
      return toHeads(await scanById(scan, (minId) => readRows({ ...span, ...byId(minId) }, call), idOrder(pageSize)), asIs);
    },
    open: async ({ cursor }, call) =>
      toHeads(await scanOpenOrders(cursor, pageSize, (statusId, minId) => readRows({ status_id: statusId, ...byId(minId) }, call)), asIs),
    read: (id, call) => readOrder(http, id, () => clock.now(), call),
    quantities: (id, call) => readQuantities(http, id, call),
    payments: (id, call) => readPayments(http, id, call),
    messages: (id, call) => readMessages(http, id, call),
  };
}

/** Instants are whole seconds there, and whether a filter takes in the second that it names is not documented (sheet 12.4). */
const edgeMs = 1_000;

interface ChangedRow {
  readonly row: OrderRow;
  readonly at: Instant;
}

const changeOrder = { instantOf: ({ at }: ChangedRow): Instant => at, precisionMs: edgeMs };

/** The second before is asked for, too; its rows count as the first ones of the page. */
async function readChanged(
  readRows: (query: Query, call: Call) => Promise<Answer<readonly OrderRow[]>>,
  { from, page, call }: { readonly from: Instant; readonly page: number; readonly call: Call },
): Promise<Answer<readonly ChangedRow[]>> {
  const query = { min_date_modified: rfc2822(from - edgeMs), sort: 'date_modified:asc', page };
  const answer = await readRows(query, call);
  return mapAnswer(answer, (rows) => rows.map((row) => ({ row, at: Math.max(row.date_modified, from) })));
}

type Query = Readonly<Record<string, string | number | undefined>>;

function byId(minId: number): Query {
  return { sort: 'id:asc', min_id: minId === 0 ? undefined : minId };
}

function toHeads<Row>(answer: Answer<Page<Row>>, rowOf: (item: Row) => OrderRow): Answer<Page<OrderHead>> {
  return mapAnswer(answer, (page) => ({ ...page, items: page.items.map((item) => rowToHead(rowOf(item))) }));
}

function rowOf({ row }: ChangedRow): OrderRow {
  return row;
}

function asIs(row: OrderRow): OrderRow {
  return row;
}
