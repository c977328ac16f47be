/** Sections 4 and 10: inventory and the settings of a store. */
import { z } from 'zod';
import {
  collection,
  currency,
  id,
  idList,
  nothing,
  paging,
  rate,
  rfc2822,
  type SheetCall,
  single,
  transaction,
  unixSeconds,
  v2Rows,
  widePaging,
} from './words.ts';

const quantity = z.int().max(2_147_483_647);
/** Identity is exactly one of the three (4.1). */
const identities = ['sku', 'variant_id', 'product_id'] as const;
const adjusted = z
  .strictObject({ location_id: id, sku: z.string().optional(), variant_id: id.optional(), product_id: id.optional(), quantity })
  .refine((item) => identities.filter((name) => item[name] !== undefined).length === 1);
const adjustment = z.strictObject({ reason: z.string().optional(), items: z.array(adjusted).min(1).max(2000) });
/** Only a relative figure may be negative (4.2); one of 0 moves nothing. */
const counted = adjusted.refine((item) => item.quantity >= 0);
const absolute = adjustment.extend({ items: z.array(counted).min(1).max(2000) });
const relative = adjustment.extend({
  items: z
    .array(adjusted.refine((item) => item.quantity !== 0))
    .min(1)
    .max(2000),
});

const settings = z.strictObject({
  safety_stock: z.int().nonnegative(),
  is_in_stock: z.boolean(),
  warning_level: z.int().nonnegative(),
  bin_picking_number: z.string(),
});
const level = { available_to_sell: z.int(), total_inventory_onhand: z.int(), settings };
const identity = z.strictObject({ sku: z.string(), variant_id: z.int().nullable(), product_id: id, sku_id: z.int().nullable() });
const item = z.strictObject({
  identity,
  locations: z.array(
    z.strictObject({ location_id: id, location_code: z.string(), location_name: z.string(), location_enabled: z.boolean(), ...level }),
  ),
});
const location = z.object({
  id,
  code: z.string(),
  label: z.string(),
  managed_by_external_source: z.boolean(),
  type_id: z.enum(['PHYSICAL', 'VIRTUAL']),
  enabled: z.boolean(),
  time_zone: z.string(),
  storefront_visibility: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
const itemFilters = {
  'sku:in': z.string().optional(),
  'variant_id:in': idList.optional(),
  'product_id:in': idList.optional(),
  'location_id:in': idList.optional(),
  'location_code:in': z.string().optional(),
};

const inventorySettings = z.object({
  update_stock_behavior: z.enum(['order_placed', 'order_completed_or_shipped']).nullable(),
  edit_order_stock_adjustment: z.boolean().nullable(),
  refund_order_stock_adjustment: z.boolean().nullable(),
  product_out_of_stock_behavior: z
    .enum(['do_nothing', 'hide_product', 'hide_product_and_accessible', 'hide_product_and_redirect'])
    .nullable(),
});
const channelId = { channel_id: z.string().regex(/^\d+$/).optional() };

const store = z.object({
  /** The store hash; `store_id` is a number in text (10). */
  id: z.string(),
  store_id: z.string().regex(/^\d+$/),
  name: z.string(),
  currency,
  decimal_places: z.int(),
  weight_units: z.string(),
  dimension_units: z.string(),
  timezone: z.object({ name: z.string(), raw_offset: z.int(), dst_offset: z.int() }),
  is_price_entered_with_tax: z.boolean(),
  country_code: z.string().length(2),
  language: z.string(),
  plan_name: z.string(),
  plan_level: z.string(),
  plan_is_trial: z.boolean(),
  status: z.string(),
  default_channel_id: id,
  features: z.object({ multi_storefront_enabled: z.boolean() }),
  logo: z.union([z.object({}), z.array(z.never())]),
});
/** Ids are text here and numbers on products (10). */
const taxClass = z.object({ id: z.string().regex(/^\d+$/), name: z.string() });
const channel = z.object({
  id,
  name: z.string(),
  type: z.enum(['pos', 'marketplace', 'storefront', 'marketing']),
  platform: z.string(),
  status: z.string(),
});

export const storeCalls: readonly SheetCall[] = [
  { method: 'GET', path: '/v2/time', answers: { 200: z.strictObject({ time: unixSeconds }) } },
  { method: 'GET', path: '/v2/store', answers: { 200: store } },
  {
    method: 'GET',
    path: '/v2/currencies',
    answers: v2Rows(
      z.object({
        currency_code: currency,
        is_default: z.boolean(),
        is_transactional: z.boolean(),
        enabled: z.boolean(),
        decimal_places: z.int(),
        currency_exchange_rate: rate,
        last_updated: rfc2822,
      }),
    ),
  },
  // Read in pages as every v2 list (1.3).
  { method: 'GET', path: '/v2/tax_classes', query: z.strictObject(paging), answers: v2Rows(taxClass) },
  { method: 'GET', path: '/v2/tax_classes/{id}', answers: { 200: taxClass } },
  {
    method: 'GET',
    path: '/v3/tax/settings',
    answers: {
      200: single(
        z.object({
          tax_entered_with_prices: z.boolean(),
          should_subtract_store_tax: z.boolean(),
          store_tax_zone_id: id,
          price_display_settings: z.object({}),
          rounding_strategy: z.enum(['NO_ROUNDING', 'RATE_ROUNDING']),
          fallback_strategy: z.string(),
          document_submission_strategy: z.string(),
        }),
      ),
    },
  },
  { method: 'GET', path: '/v3/channels', answers: { 200: collection(channel) } },
  { method: 'GET', path: '/v3/channels/{id}', answers: { 200: single(channel) } },
  { method: 'GET', path: '/v3/settings/inventory', query: z.strictObject(channelId), answers: { 200: single(inventorySettings) } },
  { method: 'PUT', path: '/v3/settings/inventory', body: z.object({}), answers: { 204: nothing } },
  { method: 'GET', path: '/v3/settings/email-statuses', answers: { 200: single(z.object({})) } },
  { method: 'GET', path: '/v3/settings/store/units-of-measurement', answers: { 200: single(z.object({})) } },
  {
    method: 'GET',
    path: '/v3/inventory/items',
    query: z.strictObject({ ...itemFilters, ...widePaging }),
    answers: { 200: collection(item) },
  },
  { method: 'PUT', path: '/v3/inventory/adjustments/absolute', body: absolute, answers: { 200: transaction } },
  { method: 'POST', path: '/v3/inventory/adjustments/relative', body: relative, answers: { 200: transaction } },
  { method: 'GET', path: '/v3/inventory/locations', answers: { 200: collection(location) } },
  { method: 'POST', path: '/v3/inventory/locations', body: z.array(z.object({})), answers: { 200: transaction } },
  { method: 'PUT', path: '/v3/inventory/locations', body: z.array(z.object({})), answers: { 200: transaction } },
  {
    method: 'GET',
    path: '/v3/inventory/locations/{id}/items',
    query: z.strictObject({ ...itemFilters, ...widePaging }),
    answers: { 200: collection(z.strictObject({ identity, ...level })) },
  },
  {
    method: 'PUT',
    path: '/v3/inventory/locations/{id}/items',
    body: z.object({ settings: z.array(z.object({})).min(1).max(2000) }),
    answers: { 200: transaction },
  },
];
