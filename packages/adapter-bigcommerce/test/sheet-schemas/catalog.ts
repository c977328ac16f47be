/** Section 3: products, variants, assignments and price lists. */
import { z } from 'zod';
import { collection, cursorCollection, cursoring, id, idList, idOrNone, iso, nothing, paging, type SheetCall, single } from './words.ts';

const amount = z.number().nonnegative();
const ids = idList.optional();
const text = z.string().min(1).optional();

const optionValue = z.object({ id, label: z.string(), option_id: id, option_display_name: z.string() });
const variant = z.object({
  id,
  product_id: id,
  sku: z.string().max(255),
  sku_id: z.int().nullable(),
  /** Null inherits from the product (3.1). */
  price: amount.nullable(),
  sale_price: amount.nullable(),
  retail_price: amount.nullable(),
  cost_price: amount.nullable(),
  calculated_price: amount,
  inventory_level: z.int(),
  option_values: z.array(optionValue),
});
const product = z.object({
  id,
  name: z.string().min(1).max(250),
  type: z.enum(['physical', 'digital']),
  sku: z.string().max(255),
  weight: amount,
  price: amount,
  sale_price: amount,
  retail_price: amount,
  cost_price: amount,
  calculated_price: amount,
  tax_class_id: z.int().min(0).max(255),
  inventory_tracking: z.enum(['none', 'product', 'variant']),
  inventory_level: z.int(),
  is_visible: z.boolean(),
  availability: z.enum(['available', 'disabled', 'preorder']),
  categories: z.array(z.int()).max(1000),
  custom_url: z.object({ url: z.string().max(255), is_customized: z.boolean() }),
  date_created: iso,
  date_modified: iso,
  base_variant_id: z.int().nullable(),
  variants: z.array(variant).optional(),
});
/** `include_fields` leaves members out; the id always comes (1.4). */
const listed = z.union([product, product.partial().extend({ id })]);

const content = {
  name: z.string().min(1).max(250),
  type: z.enum(['physical', 'digital']),
  sku: z.string().min(1).max(255).optional(),
  weight: z.number().min(0).max(9_999_999_999),
  price: amount,
  sale_price: amount.optional(),
  retail_price: amount.optional(),
  tax_class_id: z.int().min(0).max(255).optional(),
  // No inventory figure: "do not send inventory fields in catalog writes at all" (3.4). Tracking is a setting.
  inventory_tracking: z.enum(['none', 'product', 'variant']).optional(),
  is_visible: z.boolean().optional(),
  availability: z.enum(['available', 'disabled', 'preorder']).optional(),
  categories: z.array(id).max(1000).optional(),
  upc: z.string().max(14).optional(),
  gtin: z.string().max(14).optional(),
  mpn: z.string().optional(),
  description: z.string().optional(),
  search_keywords: z.string().max(65_535).optional(),
};
const created = z.strictObject(content);
const changed = created.partial().extend({ id });
const changedVariant = z.strictObject({ id, price: amount.nullable().optional(), sku: z.string().max(255).optional() });

const filters = {
  id: ids,
  'id:in': ids,
  'id:greater': ids,
  'id:min': ids,
  name: text,
  sku: text,
  'sku:in': text,
  // Without a time of day the vendor appends its own (3.3).
  'date_modified:min': iso.optional(),
  'date_modified:max': iso.optional(),
  sort: z
    .enum([
      'id',
      'name',
      'sku',
      'price',
      'date_modified',
      'date_last_imported',
      'inventory_level',
      'is_visible',
      'total_sold',
      'calculated_price',
    ])
    .optional(),
  direction: z.enum(['asc', 'desc']).optional(),
  include: z
    .string()
    .regex(
      /^(bulk_pricing_rules|channels|custom_fields|images|modifiers|options|parent_relations|primary_image|reviews|variants|videos)(,\w+)*$/,
    )
    .optional(),
  include_fields: text,
  exclude_fields: text,
};
const assignment = z.strictObject({ product_id: id, channel_id: id });
const batch = z.object({ data: z.array(product), meta: z.object({}) });

const priceRecord = z.object({
  price_list_id: id,
  variant_id: id,
  sku: z.string(),
  product_id: id,
  currency: z.string().regex(/^[A-Za-z]{3}$/),
  price: amount,
  sale_price: amount.nullable(),
  date_created: iso,
  date_modified: iso,
});
const priceList = z.object({ id, name: z.string(), active: z.boolean(), date_created: iso, date_modified: iso });
/** By variant or by SKU, never both (3.6); up to four decimals, as all prices of the catalog (3.2). */
const pricedRecord = z
  .strictObject({
    variant_id: id.optional(),
    sku: z.string().min(1).optional(),
    currency: z.string().regex(/^[A-Za-z]{3}$/),
    price: amount,
    sale_price: amount.optional(),
    retail_price: amount.optional(),
    map_price: amount.optional(),
    bulk_pricing_tiers: z.array(z.object({})).optional(),
  })
  .refine((record) => (record.variant_id === undefined) !== (record.sku === undefined));
const pricePages = z.strictObject(cursoring).refine((query) => query.page === undefined || query.after === undefined);
const empty = z.strictObject({ data: z.strictObject({}), meta: z.object({}) });
const listQuery = z.strictObject({ ...filters, ...paging });

export const catalogCalls: readonly SheetCall[] = [
  { method: 'GET', path: '/v3/catalog/products', query: listQuery, answers: { 200: collection(listed) } },
  { method: 'POST', path: '/v3/catalog/products', body: created, answers: { 200: single(product), 207: z.object({ data: product }) } },
  { method: 'PUT', path: '/v3/catalog/products', body: z.array(changed).min(1).max(10), answers: { 200: batch, 207: batch } },
  { method: 'DELETE', path: '/v3/catalog/products', answers: { 204: nothing } },
  {
    method: 'GET',
    path: '/v3/catalog/products/{id}',
    query: z.strictObject({ include: filters.include, include_fields: text }),
    answers: { 200: single(listed) },
  },
  {
    method: 'PUT',
    path: '/v3/catalog/products/{id}',
    body: created.partial(),
    answers: { 200: single(product), 207: z.object({ data: product }) },
  },
  { method: 'DELETE', path: '/v3/catalog/products/{id}', answers: { 204: nothing } },
  { method: 'GET', path: '/v3/catalog/summary', answers: { 200: single(z.object({})) } },
  {
    method: 'GET',
    path: '/v3/catalog/variants',
    query: z.strictObject({ ...paging, sku: text, id: ids, upc: text, 'product_id:in': ids, product_id: ids }),
    answers: { 200: collection(z.union([variant, z.object({ id })])) },
  },
  {
    method: 'PUT',
    path: '/v3/catalog/variants',
    body: z.array(changedVariant).min(1).max(50),
    answers: { 200: z.object({ data: z.array(variant), meta: z.object({}) }) },
  },
  {
    method: 'GET',
    path: '/v3/catalog/products/{id}/variants',
    query: z.strictObject(paging),
    answers: { 200: collection(z.union([variant, z.object({ id })])) },
  },
  { method: 'POST', path: '/v3/catalog/products/{id}/variants', body: z.object({}), answers: { 200: single(variant) } },
  { method: 'GET', path: '/v3/catalog/products/{id}/variants/{variant}', answers: { 200: single(z.union([variant, z.object({ id })])) } },
  {
    method: 'PUT',
    path: '/v3/catalog/products/{id}/variants/{variant}',
    body: changedVariant.omit({ id: true }),
    answers: { 200: single(variant) },
  },
  { method: 'DELETE', path: '/v3/catalog/products/{id}/variants/{variant}', answers: { 204: nothing } },
  {
    method: 'POST',
    path: '/v3/catalog/products/{id}/images',
    body: z.object({ image_url: z.url().max(255) }),
    answers: { 200: single(z.object({ id })) },
  },
  {
    method: 'GET',
    path: '/v3/catalog/products/{id}/images',
    answers: { 200: z.object({ data: z.array(z.object({ id })).min(1) }), 204: nothing },
  },
  {
    method: 'GET',
    path: '/v3/catalog/products/channel-assignments',
    query: z.strictObject({ ...paging, 'product_id:in': ids, 'channel_id:in': ids }),
    answers: { 200: collection(assignment) },
  },
  { method: 'PUT', path: '/v3/catalog/products/channel-assignments', body: z.array(assignment).min(1), answers: { 204: nothing } },
  { method: 'DELETE', path: '/v3/catalog/products/channel-assignments', answers: { 204: nothing } },
  {
    method: 'GET',
    path: '/v3/catalog/products/category-assignments',
    answers: { 200: collection(z.strictObject({ product_id: id, category_id: id })) },
  },
  {
    method: 'PUT',
    path: '/v3/catalog/products/category-assignments',
    body: z.array(z.strictObject({ product_id: id, category_id: id })),
    answers: { 204: nothing },
  },
  {
    method: 'GET',
    path: '/v3/catalog/trees/categories',
    answers: {
      200: collection(
        z.object({ category_id: id, tree_id: id, parent_id: idOrNone, name: z.string().max(50), url: z.object({ path: z.string() }) }),
      ),
    },
  },
  {
    method: 'POST',
    path: '/v3/catalog/trees/categories',
    body: z.array(z.object({})),
    answers: { 201: z.object({ data: z.array(z.object({ category_id: id })) }) },
  },
  { method: 'GET', path: '/v3/pricelists', query: pricePages, answers: { 200: cursorCollection(priceList) } },
  { method: 'POST', path: '/v3/pricelists', body: z.object({ name: z.string() }), answers: { 200: single(priceList) } },
  { method: 'GET', path: '/v3/pricelists/{id}', answers: { 200: single(priceList) } },
  {
    method: 'GET',
    path: '/v3/pricelists/assignments',
    answers: {
      200: collection(z.object({ id, price_list_id: id, channel_id: z.int().nullable(), customer_group_id: z.int().nullable() })),
    },
  },
  { method: 'POST', path: '/v3/pricelists/assignments', body: z.array(z.object({})).max(25), answers: { 200: empty } },
  { method: 'GET', path: '/v3/pricelists/{id}/records', query: z.object(cursoring), answers: { 200: cursorCollection(priceRecord) } },
  // Success has nothing to compare against (3.6).
  { method: 'PUT', path: '/v3/pricelists/{id}/records', body: z.array(pricedRecord).min(1).max(1000), answers: { 200: empty } },
];
