import { type DecimalText, exact, isZero, type OrderCharge } from '@megzo/core';
import { ratesOf } from './order-taxes.ts';
import type { WireFee, WireOrder, WireOrderTax, WireShippingAddress } from './wire/order.ts';

/** What is charged beside goods. BigCommerce has no words for handling and wrapping: their name is left empty for the rules. */
export function orderCharges(
  order: WireOrder,
  parts: {
    readonly addresses: readonly WireShippingAddress[];
    readonly fees: readonly WireFee[];
    readonly taxes: readonly WireOrderTax[];
  },
): readonly OrderCharge[] {
  const methods = [...new Set(parts.addresses.map((address) => address.shipping_method).filter((method) => method !== ''))];
  const rowsOf = (type: string): readonly WireOrderTax[] => parts.taxes.filter((tax) => tax.line_item_type === type);
  const named = (type: string): readonly DecimalText[] => ratesOf(rowsOf(type));
  // One row for each place of delivery, or each wrapped line: the order tells their sums alone.
  const summed = (type: string): Pick<OrderCharge, 'parts'> => (rowsOf(type).length > 1 ? { parts: rowsOf(type).length } : {});
  const charges: readonly OrderCharge[] = [
    {
      kind: 'shipping',
      name: methods.join(', '),
      gross: order.shipping_cost_inc_tax,
      tax: order.shipping_cost_tax,
      taxRates: named('shipping'),
      ...summed('shipping'),
    },
    {
      kind: 'handling',
      name: '',
      gross: order.handling_cost_inc_tax,
      tax: order.handling_cost_tax,
      taxRates: named('handling'),
      ...summed('handling'),
    },
    {
      kind: 'wrapping',
      name: '',
      gross: order.wrapping_cost_inc_tax,
      tax: order.wrapping_cost_tax,
      taxRates: named('gift-wrapping'),
      ...summed('gift-wrapping'),
    },
    ...parts.fees.map((fee) => feeToCharge(fee, parts.taxes)),
  ];
  return charges.filter((charge) => !isZero(charge.gross));
}

/**
 * The tax list has no row of its own for fees (sheet 5.5), so a fee's rate is what its tax class is taxed with elsewhere in
 * the same order. Where that contradicts the fee's own tax, no rate is named.
 */
function feeToCharge(fee: WireFee, taxes: readonly WireOrderTax[]): OrderCharge {
  const rates = ratesOf(taxes.filter((tax) => tax.tax_class_id !== undefined && tax.tax_class_id === fee.tax_class_id));
  return {
    kind: 'fee',
    name: fee.display_name_customer,
    gross: fee.cost_inc_tax,
    tax: fee.cost_tax,
    taxRates: rates.filter((rate) => isZero(rate) === isZero(fee.cost_tax)),
  };
}

/**
 * Whether the total cannot be explained without fees. The list of fees costs a call of its own, and
 * `total = goods + shipping + handling + wrapping − discounts` holds to rounding where there are none (sheet 5.3).
 */
export function lacksFees(order: WireOrder): boolean {
  const explained = exact(order.subtotal_inc_tax)
    .plus(order.shipping_cost_inc_tax)
    .plus(order.handling_cost_inc_tax)
    .plus(order.wrapping_cost_inc_tax)
    .minus(order.discount_amount)
    .minus(order.coupon_discount);
  return explained.minus(order.total_inc_tax).abs().greaterThanOrEqualTo('0.005');
}
