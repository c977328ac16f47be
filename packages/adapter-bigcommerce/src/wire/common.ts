import { z } from 'zod';

/** Ids that say "none" as 0, as an empty text, as null or by being absent. */
export const wireMaybeId = z
  .union([z.int(), z.string()])
  .nullish()
  .transform((id) => (id === undefined || id === null || id === '' || String(id) === '0' ? undefined : String(id)));

/** A tax class. 0 is a class too: the default one. */
export const wireTaxClass = z
  .union([z.int(), z.string()])
  .nullish()
  .transform((id) => (id === undefined || id === null || id === '' ? undefined : String(id)));

/** A whole number, also when written as text. */
export const wireCount = z.union([z.int(), z.string().regex(/^-?\d{1,10}(\.0+)?$/)]).transform((count) => Number(count));

/** Empty where a person left it out. */
export const wireText = z
  .union([z.string(), z.int()])
  .nullish()
  .transform((text) => (text === undefined || text === null ? '' : String(text)));

/** A v2 list: a bare array, and 204 without a body when it is empty (sheet 1.3). */
export function v2List<T extends z.ZodType>(row: T) {
  return z
    .array(row)
    .optional()
    .transform((rows) => rows ?? []);
}

/** A v3 list. Some answer 204 when empty, too (sheet 1.2). */
export function v3List<T extends z.ZodType>(row: T) {
  return z
    .object({ data: z.array(row) })
    .optional()
    .transform((body) => body?.data ?? []);
}

/** A member list that may be left out. */
export function memberList<T extends z.ZodType>(row: T) {
  return z
    .array(row)
    .nullish()
    .transform((rows) => rows ?? []);
}

/** Where a list with a cursor goes on (sheet 1.4). */
export const cursorWire = z.object({
  end_cursor: z.string().nullish(),
  per_page: z.int().positive().nullish(),
  links: z.object({ next: z.string().nullish() }).nullish(),
});
