import { Decimal } from 'decimal.js';
import { type Amount, allocate, roundTo, sum, toAmount } from './amounts.ts';

/** How a store computes tax (sheet 10). */
export interface TaxMode {
  /** Entered prices hold the tax: the `*_inc_tax` values are the exact ones. */
  readonly pricesIncludeTax: boolean;
  readonly rounding: 'RATE_ROUNDING' | 'NO_ROUNDING';
  readonly decimalPlaces: number;
}

/** One discount as it lies on one line (`applied_discounts`, sheet 5.4). */
export interface AppliedDiscount {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly target: 'order' | 'product';
  readonly amount: Amount;
}

/** An entered cost with the rate it is taxed at. */
export interface Cost {
  /** Before any shipping coupon. */
  readonly base: Amount;
  /** What is charged, in the store's entry mode. */
  readonly cost: Amount;
  readonly taxClassId: number;
  readonly rate: string;
}

export interface PricingLine {
  readonly unitPrice: Amount;
  readonly quantity: number;
  readonly taxClassId: number;
  readonly rate: string;
  readonly wrapping: (Cost & { readonly name: string }) | undefined;
  readonly discounts: readonly AppliedDiscount[];
}

export interface Taxed {
  readonly ex: Amount;
  readonly inc: Amount;
  readonly tax: Amount;
}

export interface PricedLine {
  readonly price: Taxed;
  /** Before coupon and order discounts. */
  readonly total: Taxed;
  /** After all discounts, the order-level share included. */
  readonly discountedTotalInc: Amount;
  /** Tax after discounts. */
  readonly tax: Amount;
  readonly wrapping: Taxed;
}

export interface PricedOrder {
  readonly subtotal: Taxed;
  readonly shipping: Taxed;
  readonly handling: Taxed;
  readonly wrapping: Taxed;
  readonly fees: Taxed;
  readonly baseShipping: Amount;
  readonly discountAmount: Amount;
  readonly couponDiscount: Amount;
  readonly total: Taxed;
}

export interface DiscountAsk {
  readonly id: 'coupon' | 'total-coupon' | 'manual-discount' | 'promotion';
  readonly name: string;
  readonly code: string | null;
  readonly how: { readonly perItem: string } | { readonly percent: string } | { readonly total: string };
  /** Positions of the lines it may lie on; all where absent. */
  readonly on?: readonly number[];
}

/** Spreads discounts over lines one after another, each on what the earlier ones left. The shares of one discount add up to the cent. */
export function applyDiscounts(lines: readonly PricingLine[], asks: readonly DiscountAsk[], mode: TaxMode): PricingLine[] {
  return asks.reduce<PricingLine[]>((current, ask) => applyDiscount(current, ask, mode), [...lines]);
}

export function priceLine(line: PricingLine, mode: TaxMode): PricedLine {
  const unit = new Decimal(line.unitPrice);
  const entered = enteredTotal(line, mode);
  const left = entered.minus(discountOf(line));
  const after = taxed(left, line.rate, mode);
  return {
    price: estimated(unit, line.rate, mode),
    total: estimated(entered, line.rate, mode),
    discountedTotalInc: after.inc,
    tax: after.tax,
    wrapping:
      line.wrapping === undefined ? taxed(new Decimal(0), '0', mode) : taxed(new Decimal(line.wrapping.cost), line.wrapping.rate, mode),
  };
}

export interface PricingOrder {
  readonly lines: readonly { readonly pricing: PricingLine; readonly figures: PricedLine }[];
  readonly shipping: readonly Cost[];
  readonly handling: readonly Cost[];
  readonly fees: readonly Cost[];
  /** Redeemed gift certificates that lower the total (unknown 12.13); 0 where they are means of payment only. */
  readonly lowering: Amount;
}

/** The order's own figures; every identity of sheet 5.3 and 5.4 holds exactly. */
export function priceOrder({ lines, shipping, handling, fees, lowering }: PricingOrder, mode: TaxMode): PricedOrder {
  const discounts = lines.flatMap(({ pricing }) => pricing.discounts);
  const couponDiscount = sum(discounts.filter(isCoupon).map(({ amount }) => amount));
  const discountAmount = sum(discounts.filter((discount) => !isCoupon(discount)).map(({ amount }) => amount));
  const subtotalTax = sum(lines.map(({ figures }) => figures.tax));
  const subtotalEx = sum(lines.map(({ figures }) => figures.total.ex));
  // Tax-exclusive: the gross subtotal is the estimate, net goods plus the tax that is left after discounts.
  const subtotalInc = mode.pricesIncludeTax ? sum(lines.map(({ figures }) => figures.total.inc)) : subtotalEx.plus(subtotalTax);
  const costs = {
    shipping: total(shipping.map((cost) => costOf(cost, mode))),
    handling: total(handling.map((cost) => costOf(cost, mode))),
    wrapping: total(lines.map(({ figures }) => figures.wrapping)),
    fees: total(fees.map((cost) => costOf(cost, mode))),
  };
  const added = Object.values(costs);
  const totalInc = sum([subtotalInc, ...added.map(({ inc }) => inc)])
    .minus(discountAmount)
    .minus(couponDiscount)
    .minus(lowering);
  const totalTax = sum([subtotalTax, ...added.map(({ tax }) => tax)]);
  return {
    subtotal: { ex: toAmount(subtotalEx), inc: toAmount(subtotalInc), tax: toAmount(subtotalTax) },
    ...costs,
    baseShipping: toAmount(sum(shipping.map(({ base }) => base))),
    discountAmount: toAmount(discountAmount),
    couponDiscount: toAmount(couponDiscount),
    total: { ex: toAmount(totalInc.minus(totalTax)), inc: toAmount(totalInc), tax: toAmount(totalTax) },
  };
}

export function costOf(cost: Cost, mode: TaxMode): Taxed {
  return taxed(new Decimal(cost.cost), cost.rate, mode);
}

/** RATE_ROUNDING rounds each tax amount to the currency, NO_ROUNDING keeps the stored precision (sheet 10). */
export function taxed(entered: Decimal, rate: string, mode: TaxMode): Taxed {
  const decimals = mode.rounding === 'RATE_ROUNDING' ? mode.decimalPlaces : 4;
  const share = mode.pricesIncludeTax ? entered.times(rate).div(new Decimal(rate).plus(100)) : entered.times(rate).div(100);
  const tax = roundTo(share, decimals);
  return mode.pricesIncludeTax
    ? { ex: toAmount(entered.minus(tax)), inc: toAmount(entered), tax: toAmount(tax) }
    : { ex: toAmount(entered), inc: toAmount(entered.plus(tax)), tax: toAmount(tax) };
}

/** Figures before discounts: the entered side is exact, the other an estimate with four decimals (sheet 5.3). */
function estimated(entered: Decimal, rate: string, mode: TaxMode): Taxed {
  const factor = new Decimal(rate).div(100).plus(1);
  const inc = roundTo(mode.pricesIncludeTax ? entered : entered.times(factor), 4);
  const ex = roundTo(mode.pricesIncludeTax ? entered.div(factor) : entered, 4);
  return { ex: toAmount(ex), inc: toAmount(inc), tax: toAmount(inc.minus(ex)) };
}

function applyDiscount(lines: readonly PricingLine[], ask: DiscountAsk, mode: TaxMode): PricingLine[] {
  const chosen = lines.map((_line, index) => ask.on === undefined || ask.on.includes(index));
  const left = lines.map((line) => enteredTotal(line, mode).minus(discountOf(line)));
  const weights = left.map((value, index) => (chosen[index] ? value : new Decimal(0)));
  const shares = sharesOf(ask, lines, weights, mode);
  return lines.map((line, index) => {
    const share = shares[index] ?? new Decimal(0);
    if (share.isZero()) return line;
    const target = 'total' in ask.how ? ('order' as const) : ('product' as const);
    const applied = { id: ask.id, name: ask.name, code: ask.code, target, amount: toAmount(share) };
    return { ...line, discounts: [...line.discounts, applied] };
  });
}

function sharesOf(ask: DiscountAsk, lines: readonly PricingLine[], weights: readonly Decimal[], mode: TaxMode): Decimal[] {
  const { how } = ask;
  if ('total' in how) return allocate(Decimal.min(how.total, sum(weights)), weights, mode.decimalPlaces);
  return weights.map((weight, index) => {
    if (weight.isZero()) return new Decimal(0);
    const asked = 'percent' in how ? weight.times(how.percent).div(100) : new Decimal(how.perItem).times(lines[index]?.quantity ?? 0);
    return Decimal.min(weight, roundTo(asked, mode.decimalPlaces));
  });
}

function enteredTotal(line: PricingLine, mode: TaxMode): Decimal {
  // Unit prices may have four decimals, but nobody can be charged a fraction of a cent.
  return roundTo(new Decimal(line.unitPrice).times(line.quantity), mode.decimalPlaces);
}

function discountOf(line: PricingLine): Decimal {
  return sum(line.discounts.map(({ amount }) => amount));
}

function isCoupon({ id }: AppliedDiscount): boolean {
  return id === 'coupon' || id === 'total-coupon';
}

function total(parts: readonly Taxed[]): Taxed {
  return {
    ex: toAmount(sum(parts.map(({ ex }) => ex))),
    inc: toAmount(sum(parts.map(({ inc }) => inc))),
    tax: toAmount(sum(parts.map(({ tax }) => tax))),
  };
}
