/** Section 7.1: refunds of orders; amounts are JSON numbers of two decimals here. */
import { z } from 'zod';
import { id, iso, paging, type SheetCall, single } from './words.ts';

const cents = z.number().refine((amount) => /^-?\d+(\.\d{1,2})?$/.test(String(amount)));
const itemType = z.enum(['PRODUCT', 'GIFT_WRAPPING', 'SHIPPING', 'HANDLING', 'ORDER', 'FEE', 'TAX']);
const refund = z.strictObject({
  id,
  order_id: id,
  user_id: z.int(),
  created: iso,
  reason: z.string(),
  total_amount: cents,
  total_tax: cents,
  uses_merchant_override_values: z.boolean(),
  items: z.array(
    z
      .strictObject({
        item_type: itemType,
        item_id: id,
        reason: z.string().max(1000),
        quantity: id.optional(),
        adjustments: z.array(z.unknown()),
        requested_amount: cents,
      })
      // A quantity is of products and their wrapping (7.1).
      .refine((item) => item.quantity === undefined || item.item_type === 'PRODUCT' || item.item_type === 'GIFT_WRAPPING'),
  ),
  payments: z.array(
    z.strictObject({
      id,
      provider_id: z.string(),
      amount: cents,
      offline: z.boolean(),
      is_declined: z.boolean(),
      declined_message: z.string(),
      transaction_id: z.string(),
    }),
  ),
});
const quote = z.strictObject({
  order_id: id,
  total_refund_amount: cents,
  total_refund_tax_amount: cents,
  rounding: cents,
  adjustment: cents,
  order_level_refund_amount: cents,
  tax_inclusive: z.boolean(),
  refund_methods: z.array(z.array(z.object({ provider_id: z.string(), amount: cents, offline: z.boolean() }))),
});
const listed = z.object({
  data: z.array(refund),
  meta: z.object({}),
});

export const refundCalls: readonly SheetCall[] = [
  {
    method: 'GET',
    path: '/v3/orders/payment_actions/refunds',
    query: z.strictObject({
      ...paging,
      'order_id:in': z.string().optional(),
      'id:in': z.string().optional(),
      'created:min': iso.optional(),
      'created:max': iso.optional(),
      transaction_id: z.string().optional(),
    }),
    answers: { 200: listed },
  },
  { method: 'GET', path: '/v3/orders/payment_actions/refunds/{refund}', answers: { 200: single(refund) } },
  { method: 'GET', path: '/v3/orders/{id}/payment_actions/refunds', answers: { 200: listed } },
  // Money is never sent back by us; the bodies matter to the simulator's own tests only.
  { method: 'POST', path: '/v3/orders/{id}/payment_actions/refund_quotes', body: z.object({}), answers: { 201: single(quote) } },
  { method: 'POST', path: '/v3/orders/{id}/payment_actions/refunds', body: z.object({}), answers: { 201: single(refund) } },
];
