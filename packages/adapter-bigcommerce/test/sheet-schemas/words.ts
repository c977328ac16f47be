/** Words of the fact sheet that several resources share. Written from the sheet alone: nothing of the client is used here. */
import { z } from 'zod';

/** A call as the sheet documents it. */
export interface SheetCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the store; `{x}` is a number. */
  readonly path: string;
  /** Filters and paging that the sheet names; none where absent. */
  readonly query?: z.ZodType;
  /** What may be written; no body where absent. */
  readonly body?: z.ZodType;
  /** By success status; `nothing` is an answer without a body. */
  readonly answers: Readonly<Record<number, z.ZodType>>;
}

export const nothing = z.undefined();
const digits = z.string().regex(/^\d+$/);
/** Ids, comma separated (1.4). */
export const idList = z.string().regex(/^\d+(,\d+)*$/);
export const id = z.int().positive();
/** 0 says none (5.3, 5.4). */
export const idOrNone = z.int().nonnegative();
/** v2 money: text with four decimals (0.1 row 5, 5.3). */
export const money = z.string().regex(/^-?\d+\.\d{4}$/);
/** Exchange rates have ten (5.3). */
export const rate = z.string().regex(/^\d+\.\d{10}$/);
/** `Tue, 05 Mar 2019 21:40:11 +0000` (5.1). */
export const rfc2822 = z.string().regex(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/);
/** `2018-08-15T14:48:46+00:00` (3.2); refunds and transactions write `Z` or the offset. */
export const iso = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\+\d{2}:\d{2}|Z)$/);
/** Filters take ISO with an offset, or RFC 2822 (5.1, 7.1). */
export const instantFilter = z.union([iso, rfc2822]);
export const unixSeconds = z.int().positive();
export const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const currency = z.string().regex(/^[A-Z]{3}$/);

/** The documented maximum is 250 nearly everywhere (1.4). */
const limit = digits.refine((text) => Number(text) >= 1 && Number(text) <= 250);
export const paging = { page: digits.optional(), limit: limit.optional() };
/** Inventory items and locations (1.4). */
export const widePaging = { page: digits.optional(), limit: digits.refine((text) => Number(text) <= 1000).optional() };
/** Metafields and price list records; `page` may not be combined with a cursor (1.4). */
export const cursoring = { ...paging, after: z.string().min(1).optional(), before: z.string().min(1).optional() };

/** A reference in place of a list (1.3). */
export const link = z.object({ url: z.url(), resource: z.string().startsWith('/orders/') });

/** A bare array; an empty one is 204 without a body (1.3). */
export function v2Rows(row: z.ZodType): Readonly<Record<number, z.ZodType>> {
  return { 200: z.array(row).min(1), 204: nothing };
}

export function single(data: z.ZodType): z.ZodType {
  return z.strictObject({ data, meta: z.object({}) });
}

const queryText = z.string().startsWith('?');
const pagination = z.strictObject({
  total: z.int().nonnegative(),
  count: z.int().nonnegative(),
  per_page: z.int().positive(),
  current_page: z.int().positive(),
  total_pages: z.int().nonnegative(),
  links: z.strictObject({ previous: queryText.optional(), current: queryText, next: queryText.optional() }),
});
const cursorPagination = z.strictObject({
  count: z.int().nonnegative(),
  per_page: z.int().positive(),
  start_cursor: z.string().nullable(),
  end_cursor: z.string().nullable(),
  links: z.strictObject({ previous: queryText.optional(), current: queryText, next: queryText.optional() }),
});

/** The collection of 1.2; links are query strings, not addresses. */
export function collection(row: z.ZodType): z.ZodType {
  return z.strictObject({ data: z.array(row), meta: z.strictObject({ pagination }) });
}

export function cursorCollection(row: z.ZodType): z.ZodType {
  const meta = z
    .strictObject({ pagination: pagination.optional(), cursor_pagination: cursorPagination.optional() })
    .refine((given) => given.pagination !== undefined || given.cursor_pagination !== undefined);
  return z.strictObject({ data: z.array(row), meta });
}

/** Inventory and location writes: no envelope (1.2). */
export const transaction = z.strictObject({ transaction_id: uuid });

/** Of orders, places of delivery and shipments (5.3). */
export const address = {
  first_name: z.string(),
  last_name: z.string(),
  company: z.string(),
  street_1: z.string(),
  street_2: z.string(),
  city: z.string(),
  state: z.string(),
  zip: z.string(),
  country: z.string(),
  country_iso2: z.string(),
  phone: z.string(),
  email: z.string(),
  form_fields: z.array(z.object({ name: z.string(), value: z.string() })),
};
