import { wireDecimal, wireId, wireInstant } from '@megzo/adapter-kit';
import { z } from 'zod';
import { memberList, v3List, wireCount, wireMaybeId, wireText } from './common.ts';

const refundItemWire = z.object({
  item_type: wireText,
  item_id: wireMaybeId,
  /** Of products only (sheet 7.1). */
  quantity: wireCount.nullish(),
  requested_amount: wireDecimal,
});
export type WireRefundItem = z.output<typeof refundItemWire>;

const refundWire = z.object({
  id: wireId,
  order_id: wireId,
  created: wireInstant,
  reason: wireText,
  total_amount: wireDecimal,
  total_tax: wireDecimal,
  items: memberList(refundItemWire),
  payments: memberList(z.object({ amount: wireDecimal, offline: z.boolean().nullish(), is_declined: z.boolean().nullish() })),
});
export type WireRefund = z.output<typeof refundWire>;
export const refundsWire = v3List(refundWire);
