import type { ChannelOrder } from '../model/order.ts';
import { roundToSum } from '../money/allocate.ts';
import { amountShown, type DecimalText, decimalText, Exact, exact, isZero, sumOf } from '../money/decimal.ts';
import { round } from '../money/rounding.ts';
import { grossOf, itemList, itemsOf, nameOf, type OrderItem, rateCharged, taxOf, taxRatesOf } from './order-items.ts';
import { type Refusal, refusal } from './taxable-sale.ts';

/** What was charged, in whole cents of the books' currency: in sum, per tax rate and per item, each adding up to the one before. */
export interface ChargedCents {
  readonly ok: true;
  readonly total: DecimalText;
  /** Highest rate first. */
  readonly rates: readonly RateCents[];
  /** In the order of the channel, gifts included. */
  readonly items: readonly ItemCents[];
  /** The channel's total before the means of payment that it took off, where it took some off; its own currency. */
  readonly paidBefore?: DecimalText;
}

export interface RateCents {
  readonly rate: DecimalText;
  /** What the channel's amounts of this rate come to, not rounded. */
  readonly charged: DecimalText;
  readonly gross: DecimalText;
  /** The channel's tax of this rate, not rounded. */
  readonly tax: DecimalText;
  /** Items that cost something. */
  readonly items: number;
}

export interface ItemCents {
  readonly item: OrderItem;
  readonly rate: DecimalText;
  /** Not rounded. */
  readonly charged: DecimalText;
  readonly gross: DecimalText;
}

export interface ChargeTerms {
  /** Rates above 0 that the order's tax treatment allows; none where it carries no tax. */
  readonly rates: readonly DecimalText[];
  /** Where the order was charged in another currency than the books'. */
  readonly exchange?: BooksRate;
}

/** How an amount becomes one of the books' currency: multiplied by the rate, or divided by it where it is quoted the other way round. */
export interface BooksRate {
  readonly rate: DecimalText;
  readonly inverse: boolean;
}

/** Not rounded: a product is exact, a quotient has 40 digits. */
export function inBooks(amount: DecimalText, exchange: BooksRate | undefined): DecimalText {
  if (exchange === undefined) return amount;
  return decimalText(exchange.inverse ? exact(amount).dividedBy(exchange.rate) : exact(amount).times(exchange.rate));
}

/**
 * Rounds what was charged to cents: the total half up, the sums of the tax rates by largest remainder so that they add up to it
 * (of equal remainders the higher rate's), the items of a rate likewise (of equal ones the earlier). In another currency the
 * total is converted and rounded once; rates and items share it in the same way.
 */
export function chargedCents(order: ChannelOrder, { rates: allowed, exchange }: ChargeTerms): ChargedCents | Refusal {
  const items = itemsOf(order);
  const negative = items.find((item) => exact(grossOf(item)).isNegative());
  if (negative !== undefined) return refusal('ORDER_AMOUNT_NEGATIVE', { item: nameOf(negative) });
  const whole = chargedTotal(order, items);
  if (whole === undefined) {
    return refusal('ORDER_SUM_DIFFERS', {
      items: amountShown(sumOf(items.map(grossOf))),
      total: amountShown(order.totalGross),
      list: itemList(items),
    });
  }
  const converted = (amount: DecimalText): DecimalText => inBooks(amount, exchange);
  const groups = new Map<DecimalText, OrderItem[]>();
  const rateOf = new Map<OrderItem, DecimalText>();
  for (const item of items) {
    const rate = rateCharged(item, allowed);
    if (rate === undefined) return refusal('TAX_RATE_UNCLEAR', { item: nameOf(item), rates: taxRatesOf(item).join(', ') });
    rateOf.set(item, rate);
    // What costs nothing takes no part in the rounding of what does.
    if (!isZero(grossOf(item))) groups.set(rate, [...(groups.get(rate) ?? []), item]);
  }
  const total = round(converted(whole), 2);
  const byRate = [...groups].sort(([left], [right]) => exact(right).comparedTo(left));
  const sums = byRate.map(([, members]) => converted(sumOf(members.map(grossOf))));
  const wholes = roundToSum(sums, total);
  const shares = new Map<OrderItem, DecimalText>();
  const rates = byRate.map(([rate, members], place): RateCents => {
    const gross = wholes[place] as DecimalText;
    roundToSum(
      members.map((item) => converted(grossOf(item))),
      gross,
    ).forEach((share, index) => {
      shares.set(members[index] as OrderItem, share);
    });
    return { rate, charged: sums[place] as DecimalText, gross, tax: converted(sumOf(members.map(taxOf))), items: members.length };
  });
  return {
    ok: true,
    total,
    rates,
    items: items.map((item) => ({
      item,
      rate: rateOf.get(item) as DecimalText,
      charged: converted(grossOf(item)),
      gross: shares.get(item) ?? zero,
    })),
    ...(whole === order.totalGross ? {} : { paidBefore: whole }),
  };
}

const zero = decimalText(new Exact(0));

/**
 * What the items must come to: the order's total, or that total with redeemed gift certificates, which some checkouts take off it
 * although they are a means of payment. `undefined`: the items come to neither.
 */
function chargedTotal(order: ChannelOrder, items: readonly OrderItem[]): DecimalText | undefined {
  const sum = exact(sumOf(items.map(grossOf)));
  const bound = tolerance(items);
  const before = decimalText(exact(order.totalGross).plus(order.paidByGiftCertificate));
  return [order.totalGross, before].find((total) => sum.minus(total).abs().lessThan(bound));
}

/**
 * How far items and total may be apart by the channel's own rounding: half a cent for each amount that has parts of a
 * cent. Where every amount is in whole cents nothing was rounded, and a cent is a cent.
 */
function tolerance(items: readonly OrderItem[]): Exact {
  const rounded = items.filter((item) => exact(grossOf(item)).decimalPlaces() > 2).length;
  return new Exact('0.005').times(Math.max(1, rounded));
}
