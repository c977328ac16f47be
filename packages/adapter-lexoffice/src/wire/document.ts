import { wireDecimal, wireInstant } from '@megzo/adapter-kit';
import {
  type DecimalText,
  decimal,
  type Instant,
  type SalesDocumentHead,
  type SalesDocumentKind,
  type SalesDocumentState,
} from '@megzo/core';
import { z } from 'zod';
import { documentId, kindOfVoucherType } from '../document-kinds.ts';

const text = z.string().nullish();

/**
 * What the statuses say of settlement (sheet 4.9, 5, 6). `transferred` and `sepadebit` are ordered, not yet settled: `open`, so that
 * nothing counts as paid before it is.
 */
const states: Readonly<Record<string, SalesDocumentState>> = {
  draft: 'draft',
  open: 'open',
  transferred: 'open',
  sepadebit: 'open',
  overdue: 'overdue',
  paid: 'paid',
  paidoff: 'paid',
  voided: 'voided',
};

/** A status that nobody knows makes the record unreadable: guessing could announce a draft or settle a debt. */
const stateWire = z.string().transform((status, context): SalesDocumentState => {
  const [, state] = Object.entries(states).find(([name]) => name === status) ?? [];
  if (state !== undefined) return state;
  context.addIssue({ code: 'custom', message: 'unknown status' });
  return z.NEVER;
});

/** A row of `GET /v1/voucherlist` (sheet 4.9) as the head of a document. */
export const documentRowWire = z
  .object({
    id: z.string().min(1),
    voucherType: z.string(),
    voucherStatus: stateWire,
    voucherNumber: text,
    createdDate: wireInstant,
    updatedDate: wireInstant,
    totalAmount: wireDecimal.nullish(),
    currency: text,
    contactId: text,
  })
  .transform((row, context): SalesDocumentHead => {
    const kind = kindOfVoucherType(row.voucherType);
    const totalGross = kind === undefined ? undefined : totalOf(kind, row.totalAmount);
    if (kind === undefined || totalGross === undefined) {
      context.addIssue({ code: 'custom', message: 'not known here', path: [kind === undefined ? 'voucherType' : 'totalAmount'] });
      return z.NEVER;
    }
    return {
      id: documentId({ kind, uuid: row.id }),
      kind,
      ...filled('number', row.voucherNumber),
      state: row.voucherStatus,
      createdAt: row.createdDate,
      updatedAt: row.updatedDate,
      totalGross,
      currency: row.currency ?? 'EUR',
      ...filled('contactId', row.contactId),
    };
  });

/** A delivery note has no total (sheet 7.1); on any other document a missing one is no zero. */
export function totalOf(kind: SalesDocumentKind, total: DecimalText | null | undefined): DecimalText | undefined {
  return total ?? (kind === 'delivery-note' ? decimal('0') : undefined);
}

/** Rows stay unread here, so that one strange row does not cost the page. */
export const documentPageWire = z.object({ content: z.array(z.unknown()), totalPages: z.number(), totalElements: z.number() });
export type DocumentPage = z.infer<typeof documentPageWire>;

/** What the four kinds have in common where they are read by id (sheet 4.2, 5, 6, 7.1). */
export const documentWire = z.object({
  id: z.string().min(1),
  createdDate: wireInstant,
  updatedDate: wireInstant,
  voucherStatus: stateWire,
  voucherNumber: text,
  address: z.object({ contactId: text }).nullish(),
  title: text,
  introduction: text,
  remark: text,
  deliveryTerms: text,
  lineItems: z.array(z.object({ name: text, description: text })).nullish(),
  totalPrice: z.object({ currency: text, totalGrossAmount: wireDecimal.nullish() }).nullish(),
  relatedVouchers: z.array(z.object({ id: z.string().min(1), voucherType: z.string(), voucherNumber: text })).nullish(),
});
export type WireDocument = z.infer<typeof documentWire>;

/** `GET /v1/payments/{id}` (sheet 5.1). */
export const paymentsWire = z.object({
  openAmount: wireDecimal,
  currency: text,
  paidDate: wireInstant.nullish(),
  paymentItems: z.array(z.object({ paymentItemType: z.string(), postingDate: wireInstant, amount: wireDecimal })).nullish(),
});
export type WirePayments = z.infer<typeof paymentsWire>;

/** The vendor writes an absent text as null, as an empty text, or not at all. */
export function filled<K extends string>(key: K, value: string | null | undefined): { readonly [P in K]?: string } {
  return (value == null || value === '' ? {} : { [key]: value }) as { readonly [P in K]?: string };
}

/** Of a row that cannot be read as a whole. */
export function updatedAtOf(row: unknown): Instant | undefined {
  const parsed = z.object({ updatedDate: wireInstant }).safeParse(row);
  return parsed.success ? parsed.data.updatedDate : undefined;
}
