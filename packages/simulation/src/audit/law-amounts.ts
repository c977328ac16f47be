import type { Violation } from '@megzo/core/testing';
import { orderOf } from '../world/people.ts';
import type { ToldOrder } from '../world/told.ts';
import { type Evidence, madeSalesOrders } from './seen.ts';

interface Document {
  readonly id: string;
  readonly order: number;
  readonly total: string;
  readonly day: number;
  readonly createdAt: number;
}

/** Law 3: what stands in the books is what was charged, on the day on which it was charged; if not, a person is told. */
export function judgeAmounts(evidence: Evidence): readonly Violation[] {
  const made = new Map(madeSalesOrders(evidence).map((one) => [one.order, one.at]));
  return oldestOf(evidence).flatMap((document) => {
    const order = evidence.told.orders.get(document.order);
    const madeAt = made.get(document.order);
    return order === undefined || madeAt === undefined ? [] : judge(document, order, { madeAt, evidence });
  });
}

function judge(
  document: Document,
  order: ToldOrder,
  { madeAt, evidence }: { readonly madeAt: number; readonly evidence: Evidence },
): readonly Violation[] {
  const faults: Violation[] = [];
  const about = `order ${order.id}`;
  const before = order.moments.filter(({ at }) => at <= madeAt);
  const total = cents(document.total);
  if (order.contradicts)
    faults.push({ law: 3, about, text: 'shows figures that contradict each other, and an order confirmation was made' });
  const last = order.moments.at(-1);
  const told = evidence.problems.some(({ code, about: whom }) => whom === String(order.id) && tellsOfAmount.has(code));
  // What the books made of the right request is their own mistake: then a person must be told of it.
  const excused = told && evidence.told.mispriced.has(order.id);
  if (!before.some((moment) => cents(moment.total) === total) && !excused) {
    faults.push({ law: 3, about, text: `its order confirmation says ${document.total}, which was never charged` });
  } else if (last !== undefined && cents(last.total) !== total && !told) {
    faults.push({ law: 3, about, text: `charged is ${last.total}, its order confirmation says ${document.total}, and nobody is told` });
  }
  const [charged, written] = [berlinDay(order.placedAt), berlinDay(document.day)];
  if (charged !== written) faults.push({ law: 3, about, text: `was placed on ${charged}, its order confirmation is dated ${written}` });
  return faults;
}

/** Problems that send a person to compare the two. */
const tellsOfAmount: ReadonlySet<string> = new Set([
  'ORDER_EDITED_AFTER_PLACING',
  'ORDER_CANCELLED_AFTER_PLACING',
  'SALES_ORDER_TOTAL_DIFFERS',
  'SALES_ORDER_NOT_COMPARED',
]);

/** The oldest document of each order: what people duplicated is younger. */
function oldestOf({ books }: Evidence): readonly Document[] {
  const oldest = new Map<number, Document>();
  for (const document of books.orderConfirmations) {
    const order = orderOf(document);
    if (order === undefined) continue;
    const known = oldest.get(order);
    if (known !== undefined && known.createdAt <= document.createdAt) continue;
    const { id, createdAt, voucherDateAt: day } = document;
    oldest.set(order, { id, order, total: String(document.totals?.gross), day, createdAt });
  }
  return [...oldest.values()];
}

/** Cents of a decimal text of at most two places that matter, without arithmetic on floats. */
function cents(text: string): string {
  const [whole = '0', part = ''] = text.split('.');
  return `${whole}${part.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '');
}

const berlin = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit' });

function berlinDay(at: number): string {
  return berlin.format(at);
}
