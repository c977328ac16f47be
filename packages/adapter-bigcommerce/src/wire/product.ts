import { wireId, wireInstant } from '@megzo/adapter-kit';
import { z } from 'zod';
import { memberList, v3List, wireMaybeId, wireText } from './common.ts';

const variantWire = z.object({ id: wireId, sku: wireText });

const productWire = z.object({
  id: wireId,
  name: wireText,
  sku: wireText,
  date_modified: wireInstant,
  /** Of a product without options; none where there are several variants to choose from (sheet 3.1). */
  base_variant_id: wireMaybeId,
  variants: memberList(variantWire),
});
export type WireProduct = z.output<typeof productWire>;
export const productsWire = v3List(productWire);
export const oneProductWire = z.object({ data: productWire });

/** What a create or an update tells of a product; less is enough than what a read must have. */
const productMadeWire = z.object({
  id: wireId,
  base_variant_id: wireMaybeId,
  variants: memberList(z.object({ id: wireId })),
});
export type WireProductMade = z.output<typeof productMadeWire>;
export const oneProductMadeWire = z.object({ data: productMadeWire });

/** Rows of a batch that were written. A partial failure (207) has fewer of them, or errors beside them. */
export const batchWrittenWire = z
  .object({ data: memberList(z.object({ id: wireId })), errors: z.unknown().optional(), batch_errors: z.unknown().optional() })
  .optional();
export type WireBatchWritten = z.output<typeof batchWrittenWire>;

export const variantRowsWire = v3List(z.object({ id: wireId, product_id: wireId, sku: wireText }));
