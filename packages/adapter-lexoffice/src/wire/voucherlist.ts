import { wireDecimal, wireInstant } from '@megzo/adapter-kit';
import { z } from 'zod';

/** A row of `GET /v1/voucherlist` (sheet 4.9): neither texts nor lines stand in it. */
export const voucherRowWire = z.object({
  id: z.string().min(1),
  createdDate: wireInstant,
  totalAmount: wireDecimal,
  /** Null for the collective contact. */
  contactId: z.string().nullish(),
  contactName: z.string().nullish(),
});
export type VoucherRow = z.infer<typeof voucherRowWire>;

export const voucherPageWire = z.object({ content: z.array(voucherRowWire), totalPages: z.number(), totalElements: z.number() });
export type VoucherPage = z.infer<typeof voucherPageWire>;
