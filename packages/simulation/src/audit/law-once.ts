import type { Violation } from '@megzo/core/testing';
import { isSold, type ToldOrder } from '../world/told.ts';
import { type Evidence, type Made, madeSalesOrders, orderAsked } from './seen.ts';

/** Law 1: one sales order per order at the most, and each order ends placed, or visibly not. */
export function judgeOnce(evidence: Evidence): readonly Violation[] {
  const made = madeSalesOrders(evidence);
  const strangers = made.filter(({ order }) => !evidence.told.orders.has(order));
  return [
    ...strangers.map(({ order }) => violated('books', `an order confirmation for order ${order}, which nobody placed`)),
    ...[...evidence.told.orders.values()].flatMap((order) =>
      judgeOrder(
        order,
        made.filter((one) => one.order === order.id),
        evidence,
      ),
    ),
    ...tooOften(evidence),
    ...contactsTwice(evidence),
    ...marksTwice(evidence),
  ];
}

function judgeOrder(order: ToldOrder, made: readonly Made[], evidence: Evidence): readonly Violation[] {
  const faults: Violation[] = [];
  const about = `order ${order.id}`;
  if (made.length > 1) faults.push(violated(about, `${made.length} order confirmations were made`));
  const shown = evidence.shown.get(order.id);
  const last = order.moments.at(-1);
  const everSold = order.moments.some(isSold);
  if (!everSold && made.length > 0) faults.push(violated(about, 'was never sold, yet an order confirmation was made'));
  const unsoldAt = endOfSale(order);
  const late = made.find(({ at }) => unsoldAt !== undefined && at > Math.max(unsoldAt, evidence.quietAt) + settledMs);
  if (late !== undefined) faults.push(violated(about, 'was placed long after it was no longer sold'));
  if (last !== undefined && isSold(last) && made.length === 0 && !mayStayUnplaced(order, evidence, shown?.reason)) {
    faults.push(violated(about, `was lost: it is ${shown === undefined ? 'not known' : `${shown.state} ${shown.reason ?? ''}`.trim()}`));
  }
  return faults;
}

/** By then the calm of the end has reached every process. */
const settledMs = 2 * 60_000;

/** When it stopped being sold for good; `undefined`: it is sold to the end. */
function endOfSale({ moments }: ToldOrder): number | undefined {
  const place = moments.findLastIndex(isSold);
  return moments[place + 1]?.at;
}

/** Parked where only a person can know. */
function mayStayUnplaced(order: ToldOrder, { told, asks, asked, attemptsMax }: Evidence, reason: string | undefined): boolean {
  switch (reason) {
    case 'SALES_ORDER_IN_DOUBT':
      return asks;
    case 'SALES_ORDER_ATTEMPTS_USED_UP':
      return asked.filter(({ body }) => orderAsked(body) === order.id).length >= attemptsMax;
    case 'SALES_ORDER_ALIKE_FOUND':
      return told.books.some(({ kind }) => kind === 'unmarked' || kind === 'alike');
    case 'CONTACT_NOT_MADE':
      return asks;
    default:
      return order.contradicts && reason !== undefined;
  }
}

/** These say for certain that nothing happened. */
const certain: ReadonlySet<string> = new Set(['refused', '429-headers', '429-bare']);

export function isCertain(fault: string): boolean {
  return certain.has(fault);
}

/** Nobody sends more often than was allowed; an order that is withdrawn and sold again begins anew, so twice as often is the most. */
function tooOften({ told, asked, asks, attemptsMax }: Evidence): readonly Violation[] {
  return [...told.orders.keys()].flatMap((id) => {
    const times = asked.filter(({ body, fault }) => orderAsked(body) === id && !isCertain(fault ?? '')).length;
    return times > (asks ? 1 : 2 * attemptsMax) ? [violated(`order ${id}`, `was sent ${times} times`)] : [];
  });
}

/** A customer is known by e-mail address: the same one is not made twice. */
function contactsTwice({ books }: Evidence): readonly Violation[] {
  const seen = new Map<string, number>();
  for (const { emailAddresses } of books.contacts) {
    for (const email of Object.values(emailAddresses).flat()) seen.set(email, (seen.get(email) ?? 0) + 1);
  }
  return [...seen].filter(([, count]) => count > 1).map(([email, count]) => violated(`contact ${email}`, `was made ${count} times`));
}

/** Our mark on the shop's order is an effect like the others. */
function marksTwice({ shop }: Evidence): readonly Violation[] {
  const marks = shop.journal.filter(
    ({ method, path, answered }) => method === 'POST' && path.endsWith('/metafields') && typeof answered === 'number' && answered < 300,
  );
  const paths = marks.map(({ path }) => path);
  return [...new Set(paths.filter((path, place) => paths.indexOf(path) !== place))].map((path) => violated(path, 'was marked twice'));
}

function violated(about: string, text: string): Violation {
  return { law: 1, about, text };
}
