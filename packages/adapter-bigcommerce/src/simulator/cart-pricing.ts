import { Decimal } from 'decimal.js';
import { type Amount, readAmount, roundTo, sum, toAmount, ZERO } from './amounts.ts';
import type { Cart, CartCoupon, CartLine } from './cart.ts';
import type { Sellable } from './catalog-records.ts';
import { calculated } from './catalog-view.ts';
import type { CouponRecord } from './order-records.ts';
import { applyDiscounts, type Cost, type DiscountAsk, type PricingLine, type TaxMode } from './pricing.ts';
import { nextId, type Shop } from './shop.ts';
import { findSku, findVariant } from './stock.ts';

/** How prices and taxes fall for one checkout. */
export interface Terms {
  readonly mode: TaxMode;
  /** Units of the transactional currency per unit of the store's. */
  readonly rate: Decimal;
  /** Whether the place of delivery lies in the tax zone. */
  readonly taxed: boolean;
  /** Whether prices lose the store's tax outside the zone. */
  readonly subtract: boolean;
  readonly channelId: number;
  readonly currency: string;
}

export const COUPON_TYPES: Readonly<Record<CartCoupon['kind'], CouponRecord['type']>> = {
  'per-item': 0,
  percent: 1,
  'per-total': 2,
  shipping: 3,
  'free-shipping': 4,
  promotion: 5,
};

export function sellableIn(shop: Shop, line: CartLine): Sellable | undefined {
  if (line.variantId !== undefined) return findVariant(shop, line.variantId);
  if (line.sku !== undefined) return findSku(shop, line.sku);
  const product = shop.products.get(line.productId ?? 0);
  const variant = product?.variants[0];
  return product === undefined || variant === undefined ? undefined : { product, variant };
}

export function priceCartLine(shop: Shop, line: CartLine, terms: Terms): PricingLine {
  const sellable = sellableIn(shop, line);
  const taxClassId = sellable?.product.taxClassId ?? line.custom?.taxClassId ?? 0;
  const entered = line.price === undefined ? converted(catalogPrice(shop, sellable, terms), terms) : new Decimal(line.price);
  return {
    unitPrice: charged(shop, entered, taxClassId, terms),
    quantity: line.quantity,
    taxClassId,
    rate: rateOf(shop, taxClassId, terms),
    wrapping: line.wrapping === undefined ? undefined : { name: line.wrapping.name, ...cost(shop, line.wrapping.cost, 0, terms) },
    discounts: [],
  };
}

export function cost(shop: Shop, amount: string, taxClassId: number, terms: Terms, off: Decimal = new Decimal(0)): Cost {
  const base = charged(shop, new Decimal(amount), taxClassId, terms);
  return { base, cost: toAmount(new Decimal(base).minus(Decimal.min(base, off))), taxClassId, rate: rateOf(shop, taxClassId, terms) };
}

/** Puts coupons, promotions and the manual discount on the lines, and says what each coupon took. */
export function discountCart(
  shop: Shop,
  cart: Cart,
  lines: readonly PricingLine[],
  mode: TaxMode,
): { lines: PricingLine[]; coupons: CouponRecord[] } {
  const coupons = cart.coupons ?? [];
  const asks: DiscountAsk[] = [
    ...(cart.promotions ?? []).map(({ name, percent, amount }) => ({
      id: 'promotion' as const,
      name,
      code: null,
      how: percent === undefined ? { total: amount ?? '0' } : { percent },
    })),
    ...coupons.filter(({ kind }) => kind !== 'shipping' && kind !== 'free-shipping').map(couponAsk),
    ...(cart.manualDiscount === undefined
      ? []
      : [{ id: 'manual-discount' as const, name: 'Manual Discount', code: null, how: { total: cart.manualDiscount } }]),
  ];
  const discounted = applyDiscounts(lines, asks, mode);
  const taken = (code: string): Amount =>
    toAmount(
      sum(discounted.flatMap(({ discounts }) => discounts.filter((discount) => discount.code === code).map(({ amount }) => amount))),
    );
  return {
    lines: discounted,
    coupons: coupons.map(({ code, kind, amount }) => ({
      id: nextId(shop, 'order coupon'),
      couponId: nextId(shop, 'coupon'),
      code,
      type: COUPON_TYPES[kind],
      amount: toAmount(amount),
      discount: kind === 'shipping' || kind === 'free-shipping' ? ZERO : taken(code),
    })),
  };
}

/** Shipping coupons lower the cost itself; `base_shipping_cost` keeps what it was. Else the totals of sheet 5.4 could not add up. */
export function shippingOff(coupons: readonly CartCoupon[], { base, first }: { base: Decimal; first: boolean }): Decimal {
  if (coupons.some(({ kind }) => kind === 'free-shipping')) return base;
  // An amount is given once, on the first place of delivery.
  return first ? Decimal.min(base, sum(coupons.filter(({ kind }) => kind === 'shipping').map(({ amount }) => amount))) : new Decimal(0);
}

export function rateOf(shop: Shop, taxClassId: number, { taxed }: Pick<Terms, 'taxed'>): string {
  return taxed ? (shop.settings.taxClasses.find(({ id }) => id === taxClassId)?.rate ?? '0') : '0';
}

/** A price list beats the catalog price (sheet 3.6); an explicit variant price beats the product's (sheet 3.1). */
function catalogPrice(shop: Shop, sellable: Sellable | undefined, { channelId, currency }: Terms): Decimal {
  if (sellable === undefined) return new Decimal(0);
  const { product, variant } = sellable;
  for (const { priceListId, channelId: assigned } of shop.priceListAssignments) {
    const list = shop.priceLists.get(priceListId);
    const record =
      list?.active === true && assigned === channelId ? list.records.get(`${variant.id}:${shop.settings.currency}`) : undefined;
    if (record !== undefined && currency === shop.settings.currency) return new Decimal(calculated(record.price, record.salePrice));
  }
  const own = variant.price !== null || variant.salePrice !== null;
  return new Decimal(own ? calculated(variant.price ?? product.price, variant.salePrice) : calculated(product.price, product.salePrice));
}

function converted(price: Decimal, { rate, mode }: Terms): Decimal {
  return rate.equals(1) ? price : roundTo(price.times(rate), mode.decimalPlaces);
}

/** Outside the zone a tax-inclusive store may take its own tax out of the price (sheet 10, `should_subtract_store_tax`). */
function charged(shop: Shop, entered: Decimal, taxClassId: number, terms: Terms): Amount {
  if (terms.taxed || !terms.subtract) return toAmount(entered);
  const own = new Decimal(rateOf(shop, taxClassId, { taxed: true })).div(100).plus(1);
  return toAmount(roundTo(entered.div(own), terms.mode.decimalPlaces));
}

function couponAsk({ code, kind, amount, lines }: CartCoupon): DiscountAsk {
  const value = readAmount(amount)?.toFixed() ?? '0';
  const how = kind === 'per-item' ? { perItem: value } : kind === 'per-total' ? { total: value } : { percent: value };
  return { id: kind === 'per-total' ? 'total-coupon' : 'coupon', name: code, code, how, ...(lines === undefined ? {} : { on: lines }) };
}
