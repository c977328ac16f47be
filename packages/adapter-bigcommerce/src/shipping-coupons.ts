import { type DecimalText, decimalText, Exact, exact, type OrderCharge, type OrderLine, sumOf } from '@megzo/core';
import type { WireCoupon, WireOrder, WireOrderTax } from './wire/order.ts';

interface Figures {
  readonly lines: readonly OrderLine[];
  readonly charges: readonly OrderCharge[];
}

const cent = '0.01';

/**
 * What lines and charges make beyond the total, where a coupon off the shipping could explain it: `undefined` without a coupon,
 * without shipping, or if they add up. Lines hold every other discount (sheet 5.4), and whether a shipping coupon lowers the shipping cost
 * or stands in `coupon_discount` beside the full cost is not documented; only the second leaves a rest.
 */
export function shippingRest(order: WireOrder, { lines, charges }: Figures): DecimalText | undefined {
  const charged = sumOf([...lines.map((line) => line.totalGross), ...charges.map((charge) => charge.gross)]);
  const rest = exact(charged).minus(order.total_inc_tax);
  // A coupon takes off no more than it is worth and shipping costs; without either there is nothing to explain.
  const highest = Exact.min(order.coupon_discount, order.shipping_cost_inc_tax).plus(cent);
  return rest.greaterThanOrEqualTo(cent) && rest.lessThan(highest) ? decimalText(rest) : undefined;
}

const shippingDiscount = 3;
const freeShipping = 4;

/**
 * The shipping charge less what a coupon took off it, if the rest is exactly that: the discount that the coupons off the shipping name, or
 * all of it with a free-shipping coupon. Anything else stays as it is, the very same list, and the order parks: nothing is made to fit.
 */
export function chargesAfterCoupons(
  charges: readonly OrderCharge[],
  rest: DecimalText,
  { coupons, taxes }: { readonly coupons: readonly WireCoupon[]; readonly taxes: readonly WireOrderTax[] },
): readonly OrderCharge[] {
  const off = coupons.filter(({ type }) => type === shippingDiscount || type === freeShipping);
  const named = sumOf(off.map(({ discount }) => discount));
  const isFree = off.some(({ type }) => type === freeShipping);
  const isOff = isNear(rest, named) && off.length > 0;
  const lowers = charges.some(({ kind, gross }) => kind === 'shipping' && (isOff || (isFree && isNear(rest, gross))));
  if (!lowers) return charges;
  return charges.flatMap((charge) => {
    if (charge.kind !== 'shipping') return [charge];
    if (isFree && isNear(rest, charge.gross)) return [];
    if (!isOff) return [charge];
    const rows = taxes.filter((tax) => tax.line_item_type === 'shipping');
    // Tax is computed after discounts (sheet 10), so its rows hold the figure that the cost no longer shows.
    const tax = rows.length === 0 ? charge.tax : sumOf(rows.map((row) => row.line_amount));
    return [{ ...charge, gross: decimalText(exact(charge.gross).minus(named)), tax }];
  });
}

/** A redeemed gift certificate that some checkouts take off the total explains the rest as well. */
export function isCertificate(rest: DecimalText, { gift_certificate_amount }: WireOrder): boolean {
  return isNear(rest, gift_certificate_amount);
}

function isNear(left: DecimalText, right: DecimalText): boolean {
  return exact(left).minus(right).abs().lessThan(cent);
}
