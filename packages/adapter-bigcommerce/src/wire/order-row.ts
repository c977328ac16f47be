import { wireDecimal, wireId, wireRfc2822 } from '@megzo/adapter-kit';
import type { OrderHead, OrderStatus } from '@megzo/core';
import { z } from 'zod';
import { v2List, wireCount, wireText } from './common.ts';

/** Merchants rename the labels, so the id decides (sheet 5.2). */
const statuses: Readonly<Record<number, OrderStatus>> = {
  0: 'incomplete',
  1: 'pending',
  2: 'shipped',
  3: 'partially-shipped',
  4: 'refunded',
  5: 'cancelled',
  6: 'declined',
  7: 'awaiting-payment',
  8: 'open',
  9: 'open',
  10: 'completed',
  11: 'open',
  12: 'under-review',
  13: 'under-review',
  14: 'partially-refunded',
};

/** A status that nobody knows yet waits for a person: it holds stock and is not placed. */
export function orderStatus(statusId: number): OrderStatus {
  return statuses[statusId] ?? 'under-review';
}

/** What the list and the single order have in common. */
export const headMembers = {
  id: wireId,
  status_id: wireCount,
  date_created: wireRfc2822,
  date_modified: wireRfc2822,
  total_inc_tax: wireDecimal,
  /** What was paid; `currency_code` is only what the shopper saw (sheet 5.3). */
  default_currency_code: wireText,
  is_deleted: z.boolean().nullish(),
};

const orderRowWire = z.object({
  ...headMembers,
  items_total: wireCount.default(0),
  items_shipped: wireCount.default(0),
});
export type OrderRow = z.output<typeof orderRowWire>;
export const orderRowsWire = v2List(orderRowWire);

export function rowToHead(row: z.output<z.ZodObject<typeof headMembers>>): OrderHead {
  return {
    id: row.id,
    placedAt: row.date_created,
    modifiedAt: row.date_modified,
    status: orderStatus(row.status_id),
    currency: row.default_currency_code,
    totalGross: row.total_inc_tax,
    archived: row.is_deleted === true,
  };
}
