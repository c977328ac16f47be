/** Sections 3.5 and 5.5: metafields of orders, products and variants. */
import { z } from 'zod';
import { cursorCollection, cursoring, id, iso, nothing, type SheetCall, single } from './words.ts';

const permission = z.enum(['app_only', 'read', 'write', 'read_and_sf_access', 'write_and_sf_access']);
const writable = {
  permission_set: permission,
  namespace: z.string().min(1).max(64),
  key: z.string().min(1).max(64),
  value: z.string().min(1).max(65_535),
  description: z.string().max(255).optional(),
};
const metafield = z.strictObject({
  ...writable,
  description: z.string().max(255),
  id,
  resource_type: z.enum(['order', 'product', 'variant']),
  resource_id: id,
  owner_client_id: z.string(),
  date_created: iso,
  date_modified: iso,
});
const text = z.string().min(1).optional();
const filters = { namespace: text, 'namespace:in': text, key: text, 'key:in': text };
const dates = {
  'date_created:min': iso.optional(),
  'date_created:max': iso.optional(),
  'date_modified:min': iso.optional(),
  'date_modified:max': iso.optional(),
};
const list = z
  .strictObject({ ...filters, ...dates, ...cursoring, include_fields: text })
  .refine((query) => query.page === undefined || query.after === undefined);
const written = z.strictObject({
  data: z.array(z.union([metafield, z.int()])),
  errors: z.array(z.never()),
  meta: z.strictObject({ total: z.int(), success: z.int(), failed: z.literal(0) }),
});
const change = z.strictObject(writable).partial();

function callsOf(one: string, all: string): readonly SheetCall[] {
  return [
    { method: 'GET', path: all, query: list, answers: { 200: cursorCollection(metafield) } },
    { method: 'POST', path: all, body: z.array(z.strictObject({ ...writable, resource_id: id })), answers: { 200: written } },
    { method: 'PUT', path: all, body: z.array(change.extend({ id })), answers: { 200: written } },
    { method: 'DELETE', path: all, body: z.array(id), answers: { 200: written, 204: nothing } },
    { method: 'GET', path: one, query: list, answers: { 200: cursorCollection(metafield) } },
    { method: 'POST', path: one, body: z.strictObject(writable), answers: { 200: single(metafield) } },
    { method: 'GET', path: `${one}/{field}`, answers: { 200: single(metafield) } },
    { method: 'PUT', path: `${one}/{field}`, body: change, answers: { 200: single(metafield) } },
    { method: 'DELETE', path: `${one}/{field}`, answers: { 204: nothing } },
  ];
}

export const metafieldCalls: readonly SheetCall[] = [
  ...callsOf('/v3/orders/{id}/metafields', '/v3/orders/metafields'),
  ...callsOf('/v3/catalog/products/{id}/metafields', '/v3/catalog/products/metafields'),
  ...callsOf('/v3/catalog/products/{id}/variants/{variant}/metafields', '/v3/catalog/variants/metafields'),
];
