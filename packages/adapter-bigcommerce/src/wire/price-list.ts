import { wireId } from '@megzo/adapter-kit';
import { z } from 'zod';
import { cursorWire, wireText } from './common.ts';

const priceListWire = z.object({ id: wireId, name: wireText, active: z.boolean() });
const pagesWire = z.object({ current_page: z.int().positive(), total_pages: z.int().nonnegative() });

/** One page, with both ways on: the list has page numbers and a cursor (sheet 1.4). */
export const priceListsWire = z
  .object({
    data: z.array(priceListWire),
    meta: z.object({ cursor_pagination: cursorWire.nullish(), pagination: pagesWire.nullish() }).nullish(),
  })
  .optional()
  .transform((body) => ({
    rows: body?.data ?? [],
    cursor: body?.meta?.cursor_pagination ?? undefined,
    pages: body?.meta?.pagination ?? undefined,
  }));
export type WirePriceLists = z.output<typeof priceListsWire>;

/** Success says nothing to compare with (sheet 3.6); errors beside it are those of a partial failure. */
export const pricesWrittenWire = z.object({ batch_errors: z.array(z.unknown()).nullish() }).optional();
