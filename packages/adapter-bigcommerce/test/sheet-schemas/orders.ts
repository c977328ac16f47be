/** Sections 5 and 6: orders v2 with their parts, and shipments. */
import { z } from 'zod';
import {
  address,
  currency,
  id,
  idOrNone,
  instantFilter,
  iso,
  link,
  money,
  nothing,
  paging,
  rate,
  rfc2822,
  type SheetCall,
  v2Rows,
} from './words.ts';

/** A group of figures such as `subtotal_ex_tax` (5.3). */
function figures(...names: readonly string[]): Readonly<Record<string, typeof money>> {
  return Object.fromEntries(names.flatMap((name) => ['ex_tax', 'inc_tax', 'tax'].map((end) => [`${name}_${end}`, money])));
}

const paymentStatuses = [
  ...['authorized', 'captured', 'capture pending', 'declined', 'held for review', 'paid', 'partially refunded', 'pending', 'refunded'],
  ...['void', 'void pending', ''],
];
const fee = z.strictObject({
  id,
  type: z.literal('custom_fee'),
  display_name_customer: z.string(),
  display_name_merchant: z.string(),
  source: z.string(),
  base_cost: money,
  cost_ex_tax: money,
  cost_inc_tax: money,
  cost_tax: money,
  tax_class_id: z.int(),
});

const order = z.object({
  id,
  status_id: z.int().min(0).max(14),
  status: z.string(),
  custom_status: z.string(),
  customer_id: idOrNone,
  cart_id: z.string(),
  order_source: z.string(),
  channel_id: id,
  external_source: z.string().nullable(),
  external_id: z.string().nullable(),
  external_merchant_id: z.string().nullable(),
  external_order_id: z.string(),
  ebay_order_id: z.string(),
  date_created: rfc2822,
  date_modified: rfc2822,
  date_shipped: z.union([rfc2822, z.literal('')]),
  ...figures('subtotal', 'shipping_cost', 'handling_cost', 'wrapping_cost', 'total'),
  base_shipping_cost: money,
  base_handling_cost: money,
  base_wrapping_cost: money,
  shipping_cost_tax_class_id: z.int(),
  handling_cost_tax_class_id: z.int(),
  wrapping_cost_tax_class_id: z.int(),
  discount_amount: money,
  coupon_discount: money,
  is_tax_inclusive_pricing: z.boolean(),
  payment_method: z.string(),
  payment_provider_id: z.string().nullable(),
  payment_status: z.enum(paymentStatuses),
  refunded_amount: z.literal('0.0000'),
  store_credit_amount: money,
  gift_certificate_amount: money,
  credit_card_type: z.string().nullable(),
  currency_id: id,
  currency_code: currency,
  default_currency_id: id,
  default_currency_code: currency,
  store_default_currency_code: currency,
  currency_exchange_rate: rate,
  store_default_to_transactional_exchange_rate: rate,
  billing_address: z.object(address),
  ip_address: z.string(),
  ip_address_v6: z.string(),
  geoip_country: z.string(),
  geoip_country_iso2: z.string(),
  is_email_opt_in: z.boolean(),
  customer_locale: z.string(),
  items_total: z.int().nonnegative(),
  items_shipped: z.int().nonnegative(),
  shipping_address_count: z.int().nonnegative(),
  order_is_digital: z.boolean(),
  staff_notes: z.string().max(65_535),
  customer_message: z.string(),
  tax_provider_id: z.string(),
  fees: z.union([link, z.array(fee)]),
  is_deleted: z.boolean(),
  products: link,
  shipping_addresses: link,
  coupons: link,
});

const line = z.object({
  id,
  order_id: id,
  product_id: idOrNone,
  variant_id: idOrNone,
  sku: z.string(),
  name: z.string(),
  upc: z.string(),
  brand: z.string(),
  type: z.enum(['physical', 'digital', 'giftcertificate']),
  order_address_id: idOrNone,
  order_pickup_method_id: z.int(),
  quantity: id,
  quantity_shipped: z.int().nonnegative(),
  quantity_refunded: z.int().nonnegative(),
  is_refunded: z.boolean(),
  return_id: idOrNone,
  refund_amount: z.literal('0.0000'),
  base_price: money,
  base_total: money,
  ...figures('price', 'total', 'wrapping_cost'),
  base_wrapping_cost: money,
  discounted_total_inc_tax: money,
  applied_discounts: z.array(
    z.object({ id: z.string(), amount: money, name: z.string(), code: z.string().nullish(), target: z.enum(['order', 'product']) }),
  ),
  product_options: z.array(z.object({})),
  fixed_shipping_cost: money,
  parent_order_product_id: z.int().nullable(),
  is_bundled_product: z.boolean(),
  configurable_fields: z.array(z.unknown()),
});

const shippingAddress = z.object({
  ...address,
  id,
  order_id: id,
  items_total: z.int(),
  items_shipped: z.int(),
  shipping_method: z.string(),
  base_cost: money,
  cost_ex_tax: money,
  cost_inc_tax: money,
  cost_tax: money,
  handling_cost_inc_tax: money,
});

const taxSummary = z.object({
  rate: money,
  priority_amount: money,
  line_amount: money,
  tax_class_id: z.int(),
  class: z.string(),
  name: z.string(),
});
const tax = taxSummary.extend({
  line_item_type: z.enum(['item', 'shipping', 'handling', 'gift-wrapping']),
  order_product_id: z.int().nullable(),
  sales_tax_id: z.int().nullable(),
});

const coupon = z.object({ code: z.string(), amount: money, type: z.int().min(0).max(5), discount: money });
const message = z.object({ id, order_id: id, subject: z.string(), message: z.string(), date_created: rfc2822 });
const status = z.object({
  id: z.int().min(0).max(14),
  name: z.string(),
  system_label: z.string(),
  custom_label: z.string(),
  system_description: z.string(),
});

const paid = z.object({
  id,
  /** Text here, a number everywhere else (5.5). */
  order_id: z.string().regex(/^\d+$/),
  event: z.enum(['purchase', 'authorization', 'capture', 'refund', 'void', 'pending', 'settled']),
  method: z.string(),
  amount: z.number(),
  currency,
  gateway: z.string(),
  gateway_transaction_id: z.string(),
  status: z.enum(['ok', 'error']),
  test: z.boolean(),
  fraud_review: z.boolean(),
  reference_transaction_id: z.int().nullable(),
  date_created: iso,
  payment_method_id: z.string(),
  offline: z.object({}).nullable(),
  custom: z.object({}).nullable(),
  gift_certificate: z.object({}).nullable(),
  store_credit: z.object({}).nullable(),
  credit_card: z.object({}).nullable(),
});

const number = z.string().regex(/^\d+$/);
const filters = {
  min_id: number.optional(),
  max_id: number.optional(),
  min_total: z.string().optional(),
  max_total: z.string().optional(),
  customer_id: number.optional(),
  email: z.string().optional(),
  status_id: number.optional(),
  cart_id: z.string().optional(),
  payment_method: z.string().optional(),
  min_date_created: instantFilter.optional(),
  max_date_created: instantFilter.optional(),
  min_date_modified: instantFilter.optional(),
  max_date_modified: instantFilter.optional(),
  channel_id: number.optional(),
  external_order_id: z.string().optional(),
};
const sort = z.string().regex(/^(id|customer_id|date_created|date_modified|status_id|channel_id|external_id):(asc|desc)$/);
const include = { include: z.string().optional(), consignment_structure: z.literal('object').optional() };
const pages = z.strictObject(paging);

export const orderCalls: readonly SheetCall[] = [
  {
    method: 'GET',
    path: '/v2/orders',
    query: z.strictObject({ ...filters, ...paging, ...include, sort: sort.optional() }),
    answers: v2Rows(order),
  },
  { method: 'POST', path: '/v2/orders', body: z.object({}), answers: { 200: order } },
  { method: 'DELETE', path: '/v2/orders', answers: { 204: nothing } },
  {
    method: 'GET',
    path: '/v2/orders/count',
    query: z.strictObject(filters),
    answers: { 200: z.object({ statuses: z.array(status.extend({ count: z.int(), sort_order: z.int() })), count: z.int() }) },
  },
  { method: 'GET', path: '/v2/orders/{id}', query: z.strictObject(include), answers: { 200: order } },
  {
    method: 'PUT',
    path: '/v2/orders/{id}',
    // An integration writes these and nothing else (5.6).
    body: z.strictObject({ status_id: z.int().optional(), staff_notes: z.string().optional(), external_order_id: z.string().optional() }),
    answers: { 200: order },
  },
  { method: 'DELETE', path: '/v2/orders/{id}', answers: { 204: nothing } },
  { method: 'GET', path: '/v2/orders/{id}/products', query: pages, answers: v2Rows(line) },
  { method: 'GET', path: '/v2/orders/{id}/products/{line}', answers: { 200: line } },
  { method: 'GET', path: '/v2/orders/{id}/shipping_addresses', query: pages, answers: v2Rows(shippingAddress) },
  { method: 'GET', path: '/v2/orders/{id}/shippingaddresses', query: pages, answers: v2Rows(shippingAddress) },
  { method: 'GET', path: '/v2/orders/{id}/shipping_addresses/{address}', answers: { 200: shippingAddress } },
  { method: 'PUT', path: '/v2/orders/{id}/shipping_addresses/{address}', body: z.object({}), answers: { 200: shippingAddress } },
  { method: 'GET', path: '/v2/orders/{id}/shipping_addresses/{address}/shipping_quotes', answers: v2Rows(z.object({})) },
  { method: 'GET', path: '/v2/orders/{id}/coupons', query: pages, answers: v2Rows(coupon) },
  {
    method: 'GET',
    path: '/v2/orders/{id}/taxes',
    query: z.strictObject({ ...paging, details: z.literal('true').optional() }),
    answers: v2Rows(z.union([tax, taxSummary])),
  },
  { method: 'GET', path: '/v2/orders/{id}/fees', query: pages, answers: v2Rows(fee) },
  { method: 'GET', path: '/v2/orders/{id}/messages', query: pages, answers: v2Rows(message) },
  {
    method: 'GET',
    path: '/v3/orders/{id}/transactions',
    query: pages,
    answers: { 200: z.strictObject({ data: z.array(paid).min(1), meta: z.object({}) }), 204: nothing },
  },
  { method: 'GET', path: '/v2/order_statuses', answers: v2Rows(status) },
  { method: 'GET', path: '/v2/order_statuses/{id}', answers: { 200: status } },
];
