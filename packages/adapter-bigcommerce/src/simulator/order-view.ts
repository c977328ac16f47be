import { Decimal } from 'decimal.js';
import { sum, toAmount, ZERO } from './amounts.ts';
import { toRfc2822 } from './dates.ts';
import type { Fields } from './json.ts';
import type { Address, LineRecord, OrderRecord, ShippingAddressRecord } from './order-records.ts';
import { statusName } from './order-state.ts';
import { costOf, type Taxed, type TaxMode } from './pricing.ts';
import type { Shop } from './shop.ts';

export function taxModeOf(shop: Shop, order: Pick<OrderRecord, 'pricesIncludeTax' | 'currency'>): TaxMode {
  const foreign = shop.settings.currencies.find(({ code }) => code === order.currency.transactional);
  return {
    pricesIncludeTax: order.pricesIncludeTax,
    rounding: shop.settings.roundingStrategy,
    decimalPlaces: foreign?.decimalPlaces ?? shop.settings.decimalPlaces,
  };
}

/** The v2 order object (sheet 5.3). Money are strings with four decimals, exchange rates with ten. */
export function orderView(shop: Shop, order: OrderRecord): Fields {
  const { figures } = order;
  const physical = order.lines.filter(({ type }) => type === 'physical');
  const own = shop.settings.currency;
  return {
    id: order.id,
    customer_id: order.customerId,
    date_created: toRfc2822(order.createdAt),
    date_modified: toRfc2822(order.modifiedAt),
    date_shipped: order.shippedAt === undefined ? '' : toRfc2822(order.shippedAt),
    status_id: order.statusId,
    status: statusName(order.statusId),
    custom_status: statusName(order.statusId),
    cart_id: order.cartId,
    order_source: order.source,
    channel_id: order.channelId,
    external_source: order.externalSource === '' ? null : order.externalSource,
    external_id: null,
    external_merchant_id: order.externalMerchantId === '' ? null : order.externalMerchantId,
    external_order_id: order.externalOrderId,
    ebay_order_id: '0',
    ...sums('subtotal', figures.subtotal),
    base_shipping_cost: figures.baseShipping,
    ...sums('shipping_cost', figures.shipping),
    shipping_cost_tax_class_id: order.addresses[0]?.shipping.taxClassId ?? 0,
    base_handling_cost: entered(order, figures.handling),
    ...sums('handling_cost', figures.handling),
    handling_cost_tax_class_id: order.addresses[0]?.handling.taxClassId ?? 0,
    base_wrapping_cost: entered(order, figures.wrapping),
    ...sums('wrapping_cost', figures.wrapping),
    wrapping_cost_tax_class_id: order.lines.find(({ pricing }) => pricing.wrapping !== undefined)?.pricing.wrapping?.taxClassId ?? 0,
    ...sums('total', figures.total),
    discount_amount: figures.discountAmount,
    coupon_discount: figures.couponDiscount,
    is_tax_inclusive_pricing: order.pricesIncludeTax,
    items_total: order.lines.reduce((count, line) => count + line.pricing.quantity, 0),
    items_shipped: order.lines.reduce((count, line) => count + line.quantityShipped, 0),
    payment_method: order.paymentMethod,
    payment_provider_id: order.paymentProviderId === '' ? null : order.paymentProviderId,
    payment_status: order.paymentStatus,
    // Always 0, useless (sheet 5.3).
    refunded_amount: ZERO,
    order_is_digital: order.lines.length > 0 && physical.length === 0,
    store_credit_amount: order.storeCredit,
    gift_certificate_amount: order.giftCertificates,
    credit_card_type: null,
    ip_address: '203.0.113.7',
    ip_address_v6: '',
    geoip_country: order.billing.country,
    geoip_country_iso2: order.billing.countryIso2,
    currency_id: currencyId(shop, order.currency.shown),
    currency_code: order.currency.shown,
    currency_exchange_rate: order.currency.exchangeRate,
    default_currency_id: currencyId(shop, order.currency.transactional),
    default_currency_code: order.currency.transactional,
    store_default_currency_code: own,
    store_default_to_transactional_exchange_rate: storeRate(shop, order.currency.transactional),
    staff_notes: order.staffNotes,
    customer_message: order.customerMessage,
    shipping_address_count: order.addresses.length,
    is_deleted: order.archived,
    is_email_opt_in: false,
    customer_locale: order.customerLocale,
    tax_provider_id: 'BasicTaxProvider',
    billing_address: addressView(order.billing),
    fees: { url: link(shop, order, 'fees'), resource: `/orders/${order.id}/fees` },
    products: { url: link(shop, order, 'products'), resource: `/orders/${order.id}/products` },
    // The link spells it without an underscore, the documented path with one (sheet 1.3).
    shipping_addresses: { url: link(shop, order, 'shippingaddresses'), resource: `/orders/${order.id}/shippingaddresses` },
    coupons: { url: link(shop, order, 'coupons'), resource: `/orders/${order.id}/coupons` },
    consignments: { url: link(shop, order, 'consignments'), resource: `/orders/${order.id}/consignments` },
    ...order.corruption.order,
  };
}

/** A line of `/products` (sheet 5.4). `price_*` and `total_*` are before coupon and order discounts. */
export function lineView(order: OrderRecord, line: LineRecord): Fields {
  const { pricing, figures } = line;
  return {
    id: line.id,
    order_id: order.id,
    product_id: line.productId,
    variant_id: line.variantId,
    order_address_id: line.addressId,
    order_pickup_method_id: 0,
    name: line.name,
    name_customer: line.name,
    name_merchant: line.name,
    sku: line.sku,
    upc: line.upc,
    type: line.type,
    brand: line.brand,
    base_price: pricing.unitPrice,
    ...sums('price', figures.price),
    base_total: toAmount(new Decimal(pricing.unitPrice).times(pricing.quantity)),
    ...sums('total', figures.total),
    discounted_total_inc_tax: figures.discountedTotalInc,
    quantity: pricing.quantity,
    quantity_shipped: line.quantityShipped,
    quantity_refunded: line.quantityRefunded,
    is_refunded: line.quantityRefunded >= pricing.quantity && line.quantityRefunded > 0,
    return_id: line.refundId,
    refund_amount: ZERO,
    base_wrapping_cost: pricing.wrapping?.base ?? ZERO,
    ...sums('wrapping_cost', figures.wrapping),
    wrapping_name: pricing.wrapping?.name ?? '',
    wrapping_message: '',
    cost_price_inc_tax: ZERO,
    cost_price_ex_tax: ZERO,
    cost_price_tax: ZERO,
    weight: '0.0000',
    width: '0.0000',
    height: '0.0000',
    depth: '0.0000',
    fixed_shipping_cost: ZERO,
    parent_order_product_id: null,
    is_bundled_product: false,
    bin_picking_number: '',
    external_id: null,
    fulfillment_source: '',
    gift_certificate_id: null,
    event_name: null,
    event_date: '',
    applied_discounts: pricing.discounts,
    product_options: line.options,
    configurable_fields: [],
    ...order.corruption.lines[line.id],
  };
}

export function shippingAddressView(shop: Shop, order: OrderRecord, shipTo: ShippingAddressRecord): Fields {
  const mode = taxModeOf(shop, order);
  const shipping = costOf(shipTo.shipping, mode);
  const handling = costOf(shipTo.handling, mode);
  const lines = order.lines.filter(({ addressId }) => addressId === shipTo.id);
  return {
    id: shipTo.id,
    order_id: order.id,
    ...addressView(shipTo.address),
    items_total: lines.reduce((count, line) => count + line.pricing.quantity, 0),
    items_shipped: lines.reduce((count, line) => count + line.quantityShipped, 0),
    shipping_method: shipTo.method,
    base_cost: shipTo.shipping.base,
    cost_ex_tax: shipping.ex,
    cost_inc_tax: shipping.inc,
    cost_tax: shipping.tax,
    cost_tax_class_id: shipTo.shipping.taxClassId,
    base_handling_cost: shipTo.handling.base,
    handling_cost_ex_tax: handling.ex,
    handling_cost_inc_tax: handling.inc,
    handling_cost_tax: handling.tax,
    handling_cost_tax_class_id: shipTo.handling.taxClassId,
    shipping_zone_id: 1,
    shipping_zone_name: shipTo.address.country,
  };
}

export function addressView(address: Address): Fields {
  return {
    first_name: address.firstName,
    last_name: address.lastName,
    company: address.company,
    street_1: address.street1,
    street_2: address.street2,
    city: address.city,
    state: address.state,
    zip: address.zip,
    country: address.country,
    country_iso2: address.countryIso2,
    phone: address.phone,
    email: address.email,
    form_fields: address.formFields,
  };
}

/** Rows of `/taxes?details=true`: the only place with explicit rates (sheet 5.5). */
export function taxRows(shop: Shop, order: OrderRecord): Fields[] {
  if (order.corruption.taxes !== undefined) return [...order.corruption.taxes];
  const mode = taxModeOf(shop, order);
  const outside = !shop.settings.taxedCountries.includes(taxCountry(order));
  if (outside && !shop.settings.zeroTaxRows) return [];
  const parts: { type: string; lineId: number; addressId: number; taxClassId: number; rate: string; tax: string }[] = [];
  for (const { id, addressId, pricing, figures } of order.lines) {
    parts.push({ type: 'item', lineId: id, addressId, taxClassId: pricing.taxClassId, rate: pricing.rate, tax: figures.tax });
    if (pricing.wrapping === undefined) continue;
    const { taxClassId, rate } = pricing.wrapping;
    parts.push({ type: 'gift-wrapping', lineId: id, addressId, taxClassId, rate, tax: figures.wrapping.tax });
  }
  for (const { id: addressId, shipping, handling } of order.addresses) {
    for (const [type, cost] of [
      ['shipping', shipping],
      ['handling', handling],
    ] as const) {
      if (new Decimal(cost.cost).isZero()) continue;
      parts.push({ type, lineId: 0, addressId, taxClassId: cost.taxClassId, rate: cost.rate, tax: costOf(cost, mode).tax });
    }
  }
  return parts.map(({ type, lineId, addressId, taxClassId, rate, tax }, index) => ({
    id: order.id * 1000 + index + 1,
    order_id: order.id,
    order_address_id: addressId,
    tax_rate_id: taxClassId + 1,
    tax_class_id: taxClassId,
    name: 'MwSt.',
    class: shop.settings.taxClasses.find(({ id }) => id === taxClassId)?.name ?? '',
    rate: toAmount(rate),
    priority: '0',
    priority_amount: tax,
    line_amount: tax,
    order_product_id: lineId === 0 ? null : lineId,
    line_item_type: type,
    sales_tax_id: null,
  }));
}

/** Tax follows the place of delivery, or the bill where nothing is shipped. */
export function taxCountry(order: OrderRecord): string {
  return order.addresses[0]?.address.countryIso2 ?? order.billing.countryIso2;
}

/** What the means of payment had to bring in: store credit and gift certificates are means too (sheet 5.3). */
export function gatewayAmount(order: OrderRecord, lowered: boolean): Decimal {
  const paidOtherwise = sum([order.storeCredit, lowered ? ZERO : order.giftCertificates]);
  return new Decimal(order.figures.total.inc).minus(paidOtherwise).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

function sums(prefix: string, { ex, inc, tax }: Taxed): Fields {
  return { [`${prefix}_ex_tax`]: ex, [`${prefix}_inc_tax`]: inc, [`${prefix}_tax`]: tax };
}

function entered(order: OrderRecord, { ex, inc }: Taxed): string {
  return order.pricesIncludeTax ? inc : ex;
}

function currencyId(shop: Shop, code: string): number {
  return code === shop.settings.currency ? 1 : shop.settings.currencies.findIndex((currency) => currency.code === code) + 2;
}

function storeRate(shop: Shop, code: string): string {
  return shop.settings.currencies.find((currency) => currency.code === code)?.rate ?? '1.0000000000';
}

function link(shop: Shop, order: OrderRecord, part: string): string {
  return `https://api.bigcommerce.com/stores/${shop.storeHash}/v2/orders/${order.id}/${part}`;
}
