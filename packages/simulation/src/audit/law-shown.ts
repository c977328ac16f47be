import type { Violation } from '@megzo/core/testing';
import { isSold, type ToldOrder } from '../world/told.ts';
import { type Evidence, madeSalesOrders, type Shown } from './seen.ts';

/** Law 6: every order has a state that can be asked for, what is shown is true, and what needs a person is a problem. */
export function judgeShown(evidence: Evidence): readonly Violation[] {
  const made = new Set(madeSalesOrders(evidence).map(({ order }) => order));
  return [...evidence.told.orders.values()].flatMap((order) => {
    const shown = evidence.shown.get(order.id);
    const about = `order ${order.id}`;
    if (shown === undefined) return [{ law: 6 as const, about, text: 'has no state that anybody could ask for' }];
    return judge(order, shown, { evidence, isMade: made.has(order.id) }).map((text): Violation => ({ law: 6, about, text }));
  });
}

function judge(
  order: ToldOrder,
  shown: Shown,
  { evidence, isMade }: { readonly evidence: Evidence; readonly isMade: boolean },
): readonly string[] {
  const { state, reason, salesOrderId } = shown;
  const open = evidence.problems.filter(({ about }) => about === String(order.id)).map(({ code }) => code);
  const last = order.moments.at(-1);
  const faults: string[] = [];
  if (state === 'admitted') faults.push('is still on its way at the end');
  if ((state === 'held' || state === 'excluded') && reason === undefined) faults.push(`is ${state}, and nobody says why`);
  if (state === 'parked' && (reason === undefined || !open.includes(reason)))
    faults.push(`is parked for ${reason ?? 'no reason'} without a problem`);
  if (state === 'placed' && !isMade) faults.push('is said to be placed, and nothing was made');
  if (state !== 'placed' && isMade && state !== 'parked' && !isForgotten(order, evidence))
    faults.push(`is said to be ${state}, and an order confirmation was made`);
  if (state === 'parked' && isMade && !isOpenQuestion(reason, evidence))
    faults.push(`is put aside for ${reason ?? 'no reason'}, and an order confirmation was made`);
  if (state === 'placed') {
    if (last !== undefined && gone.has(last.statusId) && !open.includes('ORDER_CANCELLED_AFTER_PLACING')) {
      faults.push('was cancelled after it was placed, and nobody is told');
    }
    if (salesOrderId === undefined) faults.push('is said to be placed, as nothing in particular');
    else faults.push(...judgeNamed(order, salesOrderId, evidence));
  }
  if (last !== undefined && !isSold(last) && state === 'held' && gone.has(last.statusId)) faults.push('waits, though it was cancelled');
  return faults;
}

/** What only a person can answer: whether something that stands there is ours. */
function isOpenQuestion(reason: string | undefined, { asks }: Evidence): boolean {
  if (reason === 'SALES_ORDER_IN_DOUBT') return asks;
  return reason === 'SALES_ORDER_ALIKE_FOUND' || reason === 'SALES_ORDER_ATTEMPTS_USED_UP';
}

const gone: ReadonlySet<number> = new Set([5, 6]);

/** What no order of a restored database looks for: it is not sold any more, and its mark was not written before the restore. */
function isForgotten({ id, moments }: ToldOrder, { told, shop }: Evidence): boolean {
  const last = moments.at(-1);
  const marked = shop.metafields().some(({ resourceId }) => resourceId === id);
  return told.restored.length > 0 && last !== undefined && !isSold(last) && !marked;
}

/** The sales order that is named is the oldest that carries the order's marker, and our mark on the shop's order names the same. */
function judgeNamed(order: ToldOrder, salesOrderId: string, { books, shop, told }: Evidence): readonly string[] {
  const marker = new RegExp(`^Bestellung ${order.id} · `);
  const ours = books.orderConfirmations
    .filter(({ lines }) => lines.some(({ name }) => marker.test(name ?? '')))
    .toSorted((a, b) => a.createdAt - b.createdAt);
  const meddled = told.books.some((act) => act.order === order.id);
  const faults: string[] = [];
  const named = ours.find(({ id }) => id === salesOrderId);
  if (named === undefined && !meddled) faults.push('is said to be placed as a sales order that is not its own');
  const made = ours[0];
  const copied = told.books.filter(({ kind, order: of }) => kind === 'duplicated' && of === order.id).map(({ document }) => document);
  const removed = told.books.some(({ kind, order: of }) => of === order.id && (kind === 'deleted' || kind === 'unmarked'));
  if (!removed && made !== undefined && copied.includes(salesOrderId)) faults.push('is said to be placed as a copy that a person made');
  const marks = shop.metafields().filter(({ resourceId, key }) => String(resourceId) === String(order.id) && key === 'sales_order_id');
  const wrong = marks.filter(({ value }) => !String(value).includes(salesOrderId));
  if (wrong.length > 0) faults.push('is marked in the shop with another sales order');
  return faults;
}
