import { scanById } from '@megzo/adapter-kit';
import { type Answer, done, type Page } from '@megzo/core';
import { idOrder } from './order-scan.ts';
import type { OrderRow } from './wire/order-row.ts';

/**
 * The list filters by one status at a time, so it is read once per status that can hold unshipped units, in the order in which an
 * order goes through them: one that moves on while we read is met again further down instead of being missed.
 */
const openStatuses = [1, 7, 12, 11, 9, 8, 3, 14, 13] as const;

/** Partially refunded hides whether the rest was shipped; the counts of the list tell (sheet 7.1: a refund sets this status). */
const partiallyRefunded = 14;

/** One page of all orders that are neither shipped nor cancelled. The cursor says which status and where in it. */
export async function scanOpenOrders(
  cursor: string | undefined,
  pageSize: number,
  readPage: (statusId: number, minId: number) => Promise<Answer<readonly OrderRow[]>>,
): Promise<Answer<Page<OrderRow>>> {
  const [, place, within] = /^(\d{1,2})\.(\d*)$/.exec(cursor ?? '') ?? [];
  const index = Number(place ?? 0);
  const statusId = openStatuses[index];
  if (statusId === undefined) return done({ items: [] });
  const scan = within === undefined || within === '' ? {} : { cursor: within };
  const answer = await scanById(scan, (minId) => readPage(statusId, minId), idOrder(pageSize));
  if (answer.status !== 'done') return answer;
  const items = statusId === partiallyRefunded ? answer.value.items.filter(hasUnshipped) : answer.value.items;
  if (answer.value.next !== undefined) return done({ items, next: `${index}.${answer.value.next}` });
  return done(index + 1 < openStatuses.length ? { items, next: `${index + 1}.` } : { items });
}

function hasUnshipped(row: OrderRow): boolean {
  return row.items_shipped < row.items_total;
}
