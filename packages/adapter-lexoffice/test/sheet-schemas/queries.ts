import { z } from 'zod';
import { day, text, uuid, voucherStatuses, voucherTypes } from './primitives.ts';

/** Unknown parameters are ignored without a word (1.2), so that a mistyped filter returns everything: none may be sent. */
const page = z
  .string()
  .regex(/^\d{1,4}$/)
  .optional();

function size(from: number): z.ZodOptional<z.ZodType<string>> {
  return z
    .string()
    .refine((value) => /^\d+$/.test(value) && Number(value) >= from && Number(value) <= 250, `not from ${from} to 250`)
    .optional();
}

/** 4.9: a comma list or `any`. */
function listOf(values: readonly string[]): z.ZodType<string> {
  return z.string().refine((value) => value === 'any' || value.split(',').every((one) => values.includes(one)), 'not in the list');
}

/** 1.2: HTML-encoded before the URL-encoding. 3.2: 3 to 128 characters. */
const search = z
  .string()
  .min(3)
  .max(128)
  .refine((value) => !/[<>]|&(?!(?:amp|lt|gt);)/.test(value), 'not HTML-encoded')
  .optional();

export const noQuery = z.strictObject({});

/** 1.3, 2.2: sizes below 25 are refused. */
export const articlesQuery = z.strictObject({
  page,
  size: size(25),
  sort: z.enum(['title,ASC', 'title,DESC']).optional(),
  articleNumber: text(255).optional(),
  gtin: text(14).optional(),
  type: z.enum(['PRODUCT', 'SERVICE']).optional(),
});

export const contactsQuery = z.strictObject({
  page,
  size: size(1),
  email: search,
  name: search,
  number: z.string().regex(/^\d+$/).optional(),
  customer: z.enum(['true', 'false']).optional(),
  vendor: z.enum(['true', 'false']).optional(),
});

export const createQuery = z.strictObject({ finalize: z.enum(['true', 'false']).optional(), precedingSalesVoucherId: uuid.optional() });

export const voucherlistQuery = z
  .strictObject({
    voucherType: listOf(voucherTypes),
    voucherStatus: listOf(voucherStatuses),
    archived: z.enum(['true', 'false']).optional(),
    contactId: uuid.optional(),
    voucherNumber: text(100).optional(),
    voucherDateFrom: day.optional(),
    voucherDateTo: day.optional(),
    createdDateFrom: day.optional(),
    createdDateTo: day.optional(),
    updatedDateFrom: day.optional(),
    updatedDateTo: day.optional(),
    page,
    size: size(1),
    sort: z
      .string()
      .regex(/^(?:voucherDate|voucherNumber|createdDate|updatedDate),(?:ASC|DESC)$/)
      .optional(),
  })
  .refine(({ voucherStatus }) => !/overdue,|,overdue/.test(voucherStatus), 'overdue may not be combined')
  // 1.3: nothing behind the 10 000th row.
  .refine(({ page: number = '0', size: rows = '25' }) => (Number(number) + 1) * Number(rows) <= 10_000, 'beyond the window');
