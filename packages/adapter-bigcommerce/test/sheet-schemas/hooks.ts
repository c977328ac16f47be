/** Section 9: the webhook resource, and what is delivered. */
import { z } from 'zod';
import { collection, id, nothing, paging, type SheetCall, single, unixSeconds } from './words.ts';

/** At most 64 headers, names of 64 bytes, values of 8 kB (9.2). */
const headers = z.record(z.string().min(1).max(64), z.string().max(8_192)).refine((given) => Object.keys(given).length <= 64);
/** HTTPS on port 443 only (9.1). */
const destination = z.url({ protocol: /^https$/ }).refine((address) => new URL(address).port === '');
const scope = z.string().regex(/^store\/[A-Za-z0-9/*]+$/);
const members = {
  id,
  client_id: z.string(),
  store_hash: z.string(),
  scope,
  headers,
  is_active: z.boolean(),
  created_at: unixSeconds,
  updated_at: unixSeconds,
};
const hook = z.strictObject({ ...members, destination });
const audited = z.strictObject({ ...members, destination: z.url(), status: z.enum(['inactive', 'active', 'deactivated']) });
const writable = { scope, destination, is_active: z.boolean().optional(), headers: headers.optional() };

export const hookCalls: readonly SheetCall[] = [
  {
    method: 'GET',
    path: '/v3/hooks',
    query: z.strictObject({
      ...paging,
      is_active: z.enum(['true', 'false']).optional(),
      scope: scope.optional(),
      destination: z.string().optional(),
    }),
    answers: { 200: collection(hook) },
  },
  { method: 'POST', path: '/v3/hooks', body: z.strictObject(writable), answers: { 200: single(hook) } },
  {
    method: 'GET',
    path: '/v3/hooks/admin',
    answers: {
      200: single(
        z.strictObject({
          emails: z.array(z.string()),
          hooks_list: z.array(audited),
          blocked_domains: z.array(
            z.strictObject({
              destination: z.string(),
              time_left: z.int(),
              reasons: z.array(z.strictObject({ failure_description: z.string(), count: z.int(), timestamp: unixSeconds })),
            }),
          ),
        }),
      ),
    },
  },
  { method: 'PUT', path: '/v3/hooks/admin', body: z.strictObject({ emails: z.array(z.string()) }), answers: { 204: nothing } },
  { method: 'GET', path: '/v3/hooks/{id}', answers: { 200: single(hook) } },
  {
    method: 'PUT',
    path: '/v3/hooks/{id}',
    body: z
      .strictObject(writable)
      .partial()
      .refine((body) => Object.keys(body).length > 0),
    answers: { 200: single(hook) },
  },
  { method: 'DELETE', path: '/v3/hooks/{id}', answers: { 200: single(hook) } },
];

const orderData = z.strictObject({ type: z.literal('order'), id });
const inventory = z.object({ product_id: id, method: z.enum(['absolute', 'relative']), value: z.int() });
/** By scope (9.4); the first that fits counts. */
const payloads: readonly (readonly [RegExp, z.ZodType])[] = [
  [/^store\/order\/(created|updated|archived)$/, orderData],
  [
    /^store\/order\/statusUpdated$/,
    orderData.extend({ status: z.strictObject({ previous_status_id: z.int(), new_status_id: z.int() }).optional() }),
  ],
  [/^store\/order\/refund\/created$/, orderData.extend({ refund: z.strictObject({ refund_id: id }) })],
  [/^store\/order\/transaction\//, z.object({ type: z.literal('transaction'), order_id: z.string(), transaction_id: z.unknown() })],
  [/^store\/order\/message\/created$/, orderData.extend({ message: z.strictObject({ order_message_id: id }) })],
  [/^store\/order\/metafield\//, z.strictObject({ metafield_id: id, resource_id: z.string(), namespace: z.string().optional() })],
  [/^store\/shipment\//, z.strictObject({ type: z.literal('shipment'), id, orderId: id })],
  [/^store\/product\/(created|updated|deleted)$/, z.object({ type: z.literal('product'), id })],
  [/^store\/product\/inventory\//, z.object({ type: z.literal('product'), id, inventory })],
  [/^store\/sku\/(created|updated|deleted)$/, z.object({ type: z.literal('sku'), id, sku: z.object({ product_id: id, variant_id: id }) })],
  [/^store\/sku\/inventory\//, z.object({ type: z.literal('sku'), id, inventory: inventory.extend({ variant_id: id }) })],
];

const envelope = z.strictObject({
  scope,
  store_id: z.string().regex(/^\d+$/),
  data: z.object({}),
  hash: z.string().regex(/^[0-9a-f]{40}$/),
  created_at: unixSeconds,
  producer: z.string().regex(/^stores\/\w+$/),
});

/** What is wrong with a delivered webhook (9.3). */
export function deliveryFaults(body: unknown): readonly string[] {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return [parsed.error.message];
  const data = payloads.find(([pattern]) => pattern.test(parsed.data.scope))?.[1] ?? z.object({});
  const given = data.safeParse((body as { readonly data: unknown }).data);
  return given.success ? [] : [`${parsed.data.scope}: ${given.error.message}`];
}
