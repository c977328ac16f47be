import { wireDecimal, wireInstant } from '@megzo/adapter-kit';
import { z } from 'zod';

const text = z.string().nullish();

/** An order confirmation as `GET /v1/order-confirmations/{id}` gives it (sheet 4.2): what a read-back and a look-up need. */
export const orderConfirmationWire = z.object({
  id: z.string().min(1),
  createdDate: wireInstant,
  voucherDate: wireInstant,
  voucherNumber: text,
  voucherStatus: text,
  address: z.object({ contactId: text, name: text }).nullish(),
  title: text,
  introduction: text,
  remark: text,
  deliveryTerms: text,
  lineItems: z.array(z.object({ type: text, name: text, description: text })).nullish(),
  totalPrice: z.object({ totalNetAmount: wireDecimal, totalGrossAmount: wireDecimal, totalTaxAmount: wireDecimal }),
  taxAmounts: z.array(z.object({ taxRatePercentage: wireDecimal, taxAmount: wireDecimal, netAmount: wireDecimal })).nullish(),
});
export type OrderConfirmation = z.infer<typeof orderConfirmationWire>;
