import { type DecimalText, isZero, type LineQuantity, type ListingRef, type OrderLine, sku, sumOf } from '@megzo/core';
import { ratesOf } from './order-taxes.ts';
import type { WireOrderProduct, WireOrderTax } from './wire/order.ts';

/** One line as sold. Its gross is the vendor's own figure after every discount, the one that it calls fit for accounting (sheet 5.4). */
export function productToLine(product: WireOrderProduct, taxes: readonly WireOrderTax[]): OrderLine {
  const own = taxes.filter((tax) => tax.line_item_type === 'item' && tax.order_product_id === product.id);
  return {
    id: product.id,
    ...identityOf(product),
    name: product.name,
    options: product.product_options
      .filter((option) => option.display_value !== '')
      .map((option) => (option.display_name === '' ? option.display_value : `${option.display_name}: ${option.display_value}`)),
    kind: kinds[product.type] ?? 'physical',
    quantity: product.quantity,
    quantityShipped: product.quantity_shipped,
    quantityRefunded: product.quantity_refunded,
    totalGross: product.discounted_total_inc_tax,
    listGross: product.total_inc_tax,
    taxRates: ratesOf(own),
    tax: taxOf(product, own),
  };
}

export function productToQuantity(product: WireOrderProduct): LineQuantity {
  return {
    line: product.id,
    ...identityOf(product),
    ordered: product.quantity,
    shipped: product.quantity_shipped,
    refunded: product.quantity_refunded,
  };
}

/**
 * Where the tax list does not name the line, its own figure from before the discounts stands in: without a rate it is only
 * a sign that there is tax, and a line must never look untaxed because a row is missing.
 */
function taxOf(product: WireOrderProduct, own: readonly WireOrderTax[]): DecimalText {
  if (own.length > 0) return sumOf(own.map((tax) => tax.line_amount));
  return isZero(product.discounted_total_inc_tax) ? product.discounted_total_inc_tax : product.total_tax;
}

const kinds: Readonly<Record<string, OrderLine['kind']>> = {
  physical: 'physical',
  digital: 'digital',
  giftcertificate: 'gift-certificate',
};

/** Custom items have neither product nor variant; the SKU is a copy made at purchase. */
function identityOf(product: WireOrderProduct): Pick<OrderLine, 'ref' | 'sku'> {
  const ref = refOf(product);
  const code = product.sku.trim();
  return { ...(ref === undefined ? {} : { ref }), ...(code === '' ? {} : { sku: sku(code) }) };
}

function refOf({ product_id, variant_id }: WireOrderProduct): ListingRef | undefined {
  return product_id === undefined || variant_id === undefined ? undefined : { product: product_id, variant: variant_id };
}
