import { wireDecimal, wireId } from '@megzo/adapter-kit';
import { z } from 'zod';
import { v2List, wireCount, wireMaybeId, wireTaxClass, wireText } from './common.ts';
import { headMembers } from './order-row.ts';

/** Whatever a form field may hold, as one text. */
const wireFieldValue = z
  .unknown()
  .optional()
  .transform((value) => [value].flat().filter(isScalar).join(', '));

const addressMembers = {
  first_name: wireText,
  last_name: wireText,
  company: wireText,
  street_1: wireText,
  street_2: wireText,
  city: wireText,
  zip: wireText,
  country_iso2: wireText,
  phone: wireText,
  email: wireText,
  form_fields: z.array(z.object({ name: wireText, value: wireFieldValue })).catch([]),
};
const addressWire = z.object(addressMembers);
export type WireAddress = z.output<typeof addressWire>;

const shippingAddressWire = z.object({ ...addressMembers, shipping_method: wireText });
export type WireShippingAddress = z.output<typeof shippingAddressWire>;
export const shippingAddressesWire = v2List(shippingAddressWire);

const feeWire = z.object({
  display_name_customer: wireText,
  cost_inc_tax: wireDecimal,
  cost_tax: wireDecimal,
  tax_class_id: wireTaxClass,
});
export type WireFee = z.output<typeof feeWire>;
export const feesWire = v2List(feeWire);

export const orderWire = z.object({
  ...headMembers,
  items_total: wireCount,
  shipping_address_count: wireCount.optional(),
  is_tax_inclusive_pricing: z.boolean(),
  total_tax: wireDecimal,
  subtotal_inc_tax: wireDecimal,
  shipping_cost_inc_tax: wireDecimal,
  shipping_cost_tax: wireDecimal,
  handling_cost_inc_tax: wireDecimal,
  handling_cost_tax: wireDecimal,
  wrapping_cost_inc_tax: wireDecimal,
  wrapping_cost_tax: wireDecimal,
  discount_amount: wireDecimal,
  coupon_discount: wireDecimal,
  store_credit_amount: wireDecimal,
  gift_certificate_amount: wireDecimal,
  payment_method: wireText,
  payment_provider_id: wireText,
  payment_status: wireText,
  customer_message: wireText,
  billing_address: addressWire,
  /** The fees themselves, or a link to them, or nothing (sheet 5.3). */
  fees: z.union([z.array(feeWire), z.unknown().transform(() => undefined)]).optional(),
});
export type WireOrder = z.output<typeof orderWire>;

const orderProductWire = z.object({
  id: wireId,
  product_id: wireMaybeId,
  variant_id: wireMaybeId,
  sku: wireText,
  name: wireText,
  type: wireText,
  quantity: wireCount,
  quantity_shipped: wireCount,
  quantity_refunded: wireCount,
  total_inc_tax: wireDecimal,
  total_tax: wireDecimal,
  discounted_total_inc_tax: wireDecimal,
  product_options: z.array(z.object({ display_name: wireText, display_value: wireText })).catch([]),
});
export type WireOrderProduct = z.output<typeof orderProductWire>;
export const orderProductsWire = v2List(orderProductWire);

/** The only place with explicit rates (sheet 5.5). */
const orderTaxWire = z.object({
  rate: wireDecimal,
  line_amount: wireDecimal,
  line_item_type: wireText,
  order_product_id: wireMaybeId,
  tax_class_id: wireTaxClass,
});
export type WireOrderTax = z.output<typeof orderTaxWire>;
export const orderTaxesWire = v2List(orderTaxWire);

const couponWire = z.object({ type: wireCount, discount: wireDecimal });
export type WireCoupon = z.output<typeof couponWire>;
export const couponsWire = v2List(couponWire);

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
