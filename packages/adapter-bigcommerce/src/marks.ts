import { callError, type Http } from '@megzo/adapter-kit';
import {
  type Answer,
  type Call,
  decimalText,
  done,
  Exact,
  type MarkTarget,
  mapAnswer,
  type OrderMark,
  type Page,
  retryable,
  type Scan,
} from '@megzo/core';
import { isoSecond } from './instants.ts';
import type { BigcommerceSetup } from './options.ts';
import { changeMetafield, readMetafields, recordIn, sendMetafield } from './order-metafields.ts';
import { markedOrdersWire, type WireMarkedOrder, type WireMarkedOrders } from './wire/metafield.ts';

const key = 'sales_order_id';
const pageSize = 250;
/** Whether the filter takes in the second that it names is not documented. */
const edgeMs = 1_000;

/** Our mark on their order: which sales order it became. */
export function createMarks(http: Http, { namespace, timing }: BigcommerceSetup): MarkTarget {
  return {
    timeoutMs: timing.timeoutMs,
    settleMs: timing.settleMs,
    async send({ order, salesOrderId, gross }, call) {
      const place = { order, namespace, key };
      const record = { salesOrderId, marker: call.marker, ...(gross === undefined ? {} : { gross }) };
      const made = await sendMetafield(http, place, record, call);
      if (made.status !== 'taken') return made;
      // One of ours that names another sales order is written anew in its place; anything else that stands there stays.
      const standing = await readMetafields(http, place, call);
      if (standing.status === 'retryable') return standing;
      const ours = standing.status === 'done' ? standing.value.find(({ value }) => recordIn(value).marker === call.marker) : undefined;
      if (ours === undefined || recordIn(ours.value).salesOrderId === salesOrderId) return made;
      const changed = await changeMetafield(http, { order, id: ours.id }, record, call);
      // One that an earlier API account wrote is not ours to change (sheet 3.5); that says nothing of the account.
      if (changed.status === 'rejected' && changed.error.code === 'FORBIDDEN') return made;
      // Removed a moment ago: the next attempt makes it.
      const isGone = changed.status === 'rejected' && changed.error.code === 'NOT_FOUND';
      return isGone ? retryable(changed.error) : changed;
    },
    async find({ marker, draft }, call) {
      const answer = await readMetafields(http, { order: draft.order, namespace, key }, call);
      return mapAnswer(answer, (metafields) => ({
        marked: metafields.filter(({ value }) => isMarkOf(recordIn(value), marker, draft.salesOrderId)).map(({ id }) => ({ id })),
        alike: [],
      }));
    },
    placed: (scan, call) => readPlaced(http, namespace, scan, call),
  };
}

function isMarkOf(record: Readonly<Record<string, string>>, marker: string, salesOrderId: string): boolean {
  return record.marker === marker && record.salesOrderId === salesOrderId;
}

/** The vendor's own cursor (sheet 1.4): page numbers would skip marks while orders are marked or marks removed. */
async function readPlaced(http: Http, namespace: string, { since, cursor }: Scan, call: Call): Promise<Answer<Page<OrderMark>>> {
  const query = {
    namespace,
    key,
    'date_modified:min': since > 0 ? isoSecond(since - edgeMs) : undefined,
    limit: pageSize,
    after: cursor,
  };
  const answer = await http.read({ path: '/v3/orders/metafields', query }, markedOrdersWire, call);
  if (answer.status !== 'done') return answer;
  const items = answer.value.rows
    .filter((row) => row.namespace === namespace && row.key === key)
    .sort((a, b) => Number(a.id) - Number(b.id))
    .flatMap(toMark);
  const next = nextOf(answer.value);
  if (next === undefined) return done({ items });
  // Without a way on, ending here would hide what follows.
  return next === '' || next === cursor ? retryable(callError('ANSWER_UNREADABLE', { reason: 'no-next-cursor' })) : done({ items, next });
}

/** Empty: more must follow, and the answer does not say where. */
function nextOf({ rows, cursor }: WireMarkedOrders): string | undefined {
  const full = rows.length > 0 && rows.length >= Math.min(pageSize, cursor?.per_page ?? pageSize);
  return full || typeof cursor?.links?.next === 'string' ? (cursor?.end_cursor ?? '') : undefined;
}

/** Marks of an earlier API account count: our namespace and a readable value are what makes a mark. */
function toMark({ resource_id: order, value }: WireMarkedOrder): readonly OrderMark[] {
  const { salesOrderId, marker, gross } = recordIn(value);
  if (salesOrderId === undefined || marker === undefined) return [];
  // Anybody may have written it: what is no amount is none.
  const amount = gross !== undefined && /^\d{1,15}(\.\d{1,4})?$/.test(gross) ? { gross: decimalText(new Exact(gross)) } : {};
  return [{ order, salesOrderId, marker, ...amount }];
}
