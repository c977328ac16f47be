import { wireId } from '@megzo/adapter-kit';
import { z } from 'zod';
import { v3List, wireMaybeId, wireText } from './common.ts';

const hookWire = z.object({
  /** A number: it becomes part of a path beside which others stand. */
  id: z.int().positive(),
  scope: wireText,
  destination: wireText,
  is_active: z.boolean(),
  headers: z.record(z.string(), z.unknown()).nullish(),
});
export type WireHook = z.output<typeof hookWire>;
export const hooksWire = v3List(hookWire);

/** In an envelope by the reference, bare by the guide (sheet 9.1). */
export const hookMadeWire = z.union([z.object({ data: z.object({ id: wireId }) }), z.object({ id: wireId })]);

/** The light payload (sheet 9.3). `store_id` is not the store hash. */
export const deliveryWire = z.object({ scope: z.string(), producer: z.string(), data: z.unknown() });

const variantWire = z.object({ product_id: wireMaybeId, variant_id: wireMaybeId }).nullish().catch(undefined);

/** Every id that some scope names; ids come as numbers and as text (sheet 9.4). */
export const subjectWire = z.object({
  id: wireMaybeId.catch(undefined),
  order_id: wireMaybeId.catch(undefined),
  orderId: wireMaybeId.catch(undefined),
  sku: variantWire,
  inventory: variantWire,
});
export type WireSubject = z.output<typeof subjectWire>;
