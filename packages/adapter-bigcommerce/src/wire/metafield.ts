import { wireId } from '@megzo/adapter-kit';
import { z } from 'zod';
import { cursorWire, v3List, wireText } from './common.ts';

const metafieldWire = z.object({ id: wireId, namespace: wireText, key: wireText, value: wireText });
export type WireMetafield = z.output<typeof metafieldWire>;
export const metafieldsWire = v3List(metafieldWire);
export const metafieldMadeWire = z.object({ data: z.object({ id: wireId }) });

/** One metafield with the order on which it stands, and a page of them with where to go on (sheet 1.4). */
const markedOrderWire = metafieldWire.extend({ resource_id: wireId });
export type WireMarkedOrder = z.output<typeof markedOrderWire>;
export const markedOrdersWire = z
  .object({ data: z.array(markedOrderWire), meta: z.object({ cursor_pagination: cursorWire.nullish() }).nullish() })
  .optional()
  .transform((body) => ({ rows: body?.data ?? [], cursor: body?.meta?.cursor_pagination ?? undefined }));
export type WireMarkedOrders = z.output<typeof markedOrdersWire>;
