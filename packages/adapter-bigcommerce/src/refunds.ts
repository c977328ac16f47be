import { callError, type Http, scanByInstant } from '@megzo/adapter-kit';
import {
  type Answer,
  type Call,
  type ChangeSource,
  done,
  type Instant,
  mapAnswer,
  type RefundFact,
  type RefundItem,
  retryable,
  type Scan,
} from '@megzo/core';
import { isoSecond } from './instants.ts';
import { refundsWire, type WireRefund, type WireRefundItem } from './wire/refund.ts';

const pageSize = 250;
/** Whether the filter takes in the second that it names is not documented, nor whether ids and instants rise together. */
const edgeMs = 1_000;
/**
 * A refund is paid out later than it is made, and a provider's refusal changes it without a new instant (sheet 7.1): for a day
 * it is read again.
 */
const declineMs = 24 * 3_600_000;

/** Every refund that the store has a record of. Status changes by hand and refunds at the provider leave none (sheet 7.2). */
export function createRefunds(http: Http): ChangeSource<RefundFact> {
  return {
    async changed(scan: Scan, call: Call) {
      const overlapping = { ...scan, since: Math.max(0, scan.since - declineMs) };
      const answer = await scanByInstant(overlapping, (from, page) => readPage(http, from, page, call), {
        instantOf: ({ at }) => at,
        pageSize,
        precisionMs: edgeMs,
      });
      return mapAnswer(answer, (page) => ({ ...page, items: page.items.map(({ row }) => rowToFact(row)) }));
    },
  };
}

interface Anchored {
  readonly row: WireRefund;
  /** The latest instant up to here, so that it never falls while ids rise. */
  readonly at: Instant;
}

async function readPage(http: Http, from: Instant, page: number, call: Call): Promise<Answer<readonly Anchored[]>> {
  const query = { 'created:min': isoSecond(from - edgeMs), page, limit: pageSize };
  const answer = await http.read({ path: '/v3/orders/payment_actions/refunds', query }, refundsWire, call);
  if (answer.status !== 'done') return answer;
  const rows: Anchored[] = [];
  let last = { id: 0, at: from };
  for (const row of answer.value) {
    const id = Number(row.id);
    // The list rises by id (sheet 7.1); anchoring in one that does not would skip rows without a sign.
    if (!(id > last.id)) return retryable(callError('ANSWER_UNREADABLE', { reason: 'list-not-in-order' }));
    last = { id, at: Math.max(last.at, row.created) };
    rows.push({ row, at: last.at });
  }
  return done(rows);
}

function rowToFact(row: WireRefund): RefundFact {
  return {
    id: row.id,
    order: row.order_id,
    at: row.created,
    totalGross: row.total_amount,
    tax: row.total_tax,
    ...(row.reason === '' ? {} : { reason: row.reason }),
    items: row.items.map((item) => toItem(item, row.order_id)),
    payments: row.payments.map(({ amount, offline, is_declined }) => ({
      amount,
      offline: offline === true,
      declined: is_declined === true,
    })),
  };
}

const kinds: Readonly<Record<string, RefundItem['of']>> = {
  PRODUCT: 'line',
  GIFT_WRAPPING: 'wrapping',
  SHIPPING: 'shipping',
  HANDLING: 'handling',
  FEE: 'fee',
  ORDER: 'order',
  TAX: 'tax',
};

/** A kind that nobody knows yet is money of the order as a whole: a person splits it. */
function toItem({ item_type, item_id, quantity, requested_amount }: WireRefundItem, order: string): RefundItem {
  const of = kinds[item_type] ?? 'order';
  return {
    of,
    id: item_id ?? order,
    ...(of === 'line' && quantity !== undefined && quantity !== null ? { quantity } : {}),
    amount: requested_amount,
  };
}
