import { z } from 'zod';
import { amount, berlinStamp, euro, uuid, voucherStatuses, voucherTypes, wholeSecond } from './primitives.ts';

/** 1.3: the envelope of every paged list. */
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z
    .strictObject({
      content: z.array(row),
      first: z.boolean(),
      last: z.boolean(),
      totalPages: z.int().nonnegative(),
      totalElements: z.int().nonnegative().max(10_000),
      numberOfElements: z.int().nonnegative(),
      size: z.int().positive(),
      number: z.int().nonnegative(),
      sort: z.array(
        z.strictObject({
          property: z.string(),
          direction: z.enum(['ASC', 'DESC']),
          ascending: z.boolean(),
          ignoreCase: z.boolean(),
          nullHandling: z.string(),
        }),
      ),
    })
    .refine(({ content, numberOfElements, size }) => content.length === numberOfElements && numberOfElements <= size, 'miscounted')
    .refine(({ totalPages, totalElements, size }) => totalPages === Math.ceil(totalElements / size), 'miscounted pages');
}

/** 4.9: this and nothing else. */
export const voucherRow = z.strictObject({
  id: uuid,
  voucherType: z.enum(voucherTypes),
  voucherStatus: z.enum(voucherStatuses),
  voucherNumber: z.string(),
  voucherDate: berlinStamp.regex(/T00:00:00\.000/, 'the list shows the day alone'),
  createdDate: wholeSecond,
  updatedDate: wholeSecond,
  dueDate: berlinStamp.nullable(),
  contactId: uuid.nullable(),
  contactName: z.string(),
  totalAmount: amount(2),
  openAmount: amount(2).nullable(),
  currency: euro,
  archived: z.boolean(),
});
