import type { ChannelOrder } from '../model/order.ts';
import { shareWhole } from '../money/allocate.ts';
import { amountShown, type DecimalText, decimalText, exact, sumOf } from '../money/decimal.ts';
import { divideRounded, fromUnits, placesOf, toUnits } from '../money/units.ts';
import { grossOf, itemList, itemsOf, nameOf, type OrderItem, partsOf, rateCharged, taxOf, taxRatesOf } from './order-items.ts';
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
  /** Amounts of it that the channel rounded one by one: items that cost something, and the parts of charges. */
  readonly amounts: number;
}

export interface ItemCents {
  readonly item: OrderItem;
  readonly rate: DecimalText;
  /** Not rounded. */
  readonly charged: DecimalText;
  readonly gross: DecimalText;
}

/** An order without the people in it. */
export type OrderAmounts = Pick<ChannelOrder, 'lines' | 'charges' | 'totalGross' | 'paidByGiftCertificate' | 'totalUnclear'>;

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
  const negative = items.find((item) => grossOf(item).startsWith('-'));
  if (negative !== undefined) return refusal('ORDER_AMOUNT_NEGATIVE', { item: nameOf(negative) });
  const scale = scaleOf(order, items, exchange);
  const priced: PricedItem[] = [];
  for (const item of items) {
    const rate = rateCharged(item, allowed);
    if (rate === undefined) return refusal('TAX_RATE_UNCLEAR', { item: nameOf(item), rates: taxRatesOf(item).join(', ') });
    priced.push({ item, rate, units: toUnits(grossOf(item), scale.places) });
  }
  const paid = sum(priced.map(({ units }) => units));
  const [whole, other] = chargedTotals(order, { items, paid, places: scale.places });
  const shown = { items: shownUnits(paid, scale.places), total: amountShown(order.totalGross) };
  if (whole === undefined) return refusal('ORDER_SUM_DIFFERS', { ...shown, list: itemList(items) });
  if (other !== undefined || order.totalUnclear === true)
    return refusal('ORDER_TOTAL_UNCLEAR', { ...shown, certificate: amountShown(order.paidByGiftCertificate) });
  const groups = groupByRate(priced);
  const sums = groups.map(({ members }) => sum(members.map(({ units }) => units)) * scale.times);
  const total = divideRounded(whole * scale.times, scale.perCent);
  const wholes = shareWhole(sums, scale.perCent, total);
  const shares = new Map<OrderItem, bigint>();
  const rates = groups.map(({ rate, members }, place): RateCents => {
    const gross = wholes[place] as bigint;
    const own = shareWhole(
      members.map(({ units }) => units * scale.times),
      scale.perCent,
      gross,
    );
    for (const [index, { item }] of members.entries()) shares.set(item, own[index] as bigint);
    const tax = sumOf(members.map(({ item }) => taxOf(item)));
    return {
      rate,
      charged: scale.booked(sums[place] as bigint),
      gross: fromUnits(gross, 2),
      tax: inBooks(tax, exchange),
      amounts: members.reduce((count, { item }) => count + partsOf(item), 0),
    };
  });
  return {
    ok: true,
    total: fromUnits(total, 2),
    rates,
    items: priced.map(({ item, rate, units }) => ({
      item,
      rate,
      charged: scale.booked(units * scale.times),
      gross: fromUnits(shares.get(item) ?? 0n, 2),
    })),
    ...(whole === toUnits(order.totalGross, scale.places) ? {} : { paidBefore: fromUnits(whole, scale.places) }),
  };
}

/**
 * What a document of the whole order may come to in the channel's currency, in whole cents: one total as a rule, both where a gift certificate
 * leaves it open, the channel's own where its items come to neither.
 */
export function totalsCharged(order: OrderAmounts): readonly DecimalText[] {
  const items = itemsOf(order);
  const { places, perCent } = scaleOf(order, items, undefined);
  const paid = sum(items.map((item) => toUnits(grossOf(item), places)));
  const own = toUnits(order.totalGross, places);
  const totals = chargedTotals(order, { items, paid, places });
  const open = order.totalUnclear === true ? [own, own + toUnits(order.paidByGiftCertificate, places)] : [];
  const whole = [...new Set(totals.length === 0 ? [own] : [...totals, ...open])];
  return whole.map((units) => fromUnits(divideRounded(units, perCent), 2));
}

interface PricedItem {
  readonly item: OrderItem;
  readonly rate: DecimalText;
  readonly units: bigint;
}

/** Amounts as whole numbers: `units × times / perCent` are cents of the books' currency, exactly. */
interface Scale {
  readonly places: number;
  readonly times: bigint;
  readonly perCent: bigint;
  /** `units × times` as an amount of the books' currency. */
  booked(numerator: bigint): DecimalText;
}

function scaleOf(order: OrderAmounts, items: readonly OrderItem[], exchange: BooksRate | undefined): Scale {
  const amounts = [order.totalGross, order.paidByGiftCertificate, ...items.map(grossOf)];
  const places = Math.max(2, ...amounts.map(placesOf));
  const shift = 10n ** BigInt(places - 2);
  if (exchange === undefined) return { places, times: 1n, perCent: shift, booked: (units) => fromUnits(units, places) };
  const fine = placesOf(exchange.rate);
  const rate = toUnits(exchange.rate, fine);
  const power = 10n ** BigInt(fine);
  if (!exchange.inverse) return { places, times: rate, perCent: shift * power, booked: (product) => fromUnits(product, places + fine) };
  const booked = (numerator: bigint): DecimalText => inBooks(fromUnits(numerator / power, places), exchange);
  return { places, times: power, perCent: shift * rate, booked };
}

/** Items that cost something, by rate, the highest first. What costs nothing takes no part in the rounding of what does. */
function groupByRate(items: readonly PricedItem[]): readonly { readonly rate: DecimalText; readonly members: readonly PricedItem[] }[] {
  const groups = new Map<DecimalText, PricedItem[]>();
  for (const priced of items) {
    if (priced.units === 0n) continue;
    const members = groups.get(priced.rate);
    if (members === undefined) groups.set(priced.rate, [priced]);
    else members.push(priced);
  }
  return [...groups].map(([rate, members]) => ({ rate, members })).sort((left, right) => exact(right.rate).comparedTo(left.rate));
}

/**
 * What the items may come to: the order's total, or that total with redeemed gift certificates, which some checkouts take off it
 * although they are a means of payment. None: the items come to neither. Both: a certificate of a few cents hides in the rounding.
 *
 * Items and total may be apart by the channel's own rounding: half a cent for each amount that has parts of a cent. Where every
 * amount is in whole cents only the total can have parts of one, less than half, and a cent is a cent.
 */
function chargedTotals(
  order: OrderAmounts,
  { items, paid, places }: { readonly items: readonly OrderItem[]; readonly paid: bigint; readonly places: number },
): readonly bigint[] {
  const rounded = items.filter((item) => placesOf(grossOf(item)) > 2).length;
  // Doubled, so that half a cent is a whole number.
  const cent = 10n ** BigInt(places - 2);
  const bound = rounded === 0 ? cent - 1n : BigInt(rounded) * cent;
  const total = toUnits(order.totalGross, places);
  return [...new Set([total, total + toUnits(order.paidByGiftCertificate, places)])].filter((whole) => {
    const apart = 2n * (paid - whole);
    return apart <= bound && -apart <= bound;
  });
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

function shownUnits(units: bigint, places: number): string {
  return amountShown(fromUnits(units, places));
}
