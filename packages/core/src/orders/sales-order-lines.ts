import type { ChannelOrder, OrderCharge, OrderLine } from '../model/order.ts';
import { isTaxed, type PricedLine, type SalesOrderLine, type TaxTreatment } from '../model/sales-order.ts';
import { roundToSum } from '../money/allocate.ts';
import { amountShown, type DecimalText, decimal, decimalText, Exact, exact, isZero, sumOf } from '../money/decimal.ts';
import { round } from '../money/rounding.ts';

/** Words and article of one item, made by mapping rules. Amounts are never theirs to choose. */
export interface ItemWords {
  readonly article?: PricedLine['article'];
  readonly name: string;
  readonly description?: string;
  readonly unit: string;
}

export type OrderItem = { readonly type: 'line'; readonly line: OrderLine } | { readonly type: 'charge'; readonly charge: OrderCharge };

export type Lines =
  | { readonly ok: true; readonly lines: readonly SalesOrderLine[] }
  | { readonly ok: false; readonly reason: string; readonly data: Readonly<Record<string, string>> };

/** An invoicing system takes 300 lines; the marker and a delivery address need two. */
const linesMax = 290;

/**
 * Turns what was charged into lines that add up to the order's total to the cent, under any rounding of the invoicing
 * system: every unit price has two decimals, so a line is quantity × price exactly.
 * Discounts are inside the items already. Cents are spread per tax rate by largest remainder, and a line whose amount is
 * no multiple of its quantity is split in two.
 */
export function salesOrderLines(order: ChannelOrder, treatment: TaxTreatment, wordsOf: (item: OrderItem) => ItemWords): Lines {
  const items: OrderItem[] = [
    ...order.lines.map((line) => ({ type: 'line', line }) as const),
    ...order.charges.map((charge) => ({ type: 'charge', charge }) as const),
  ];
  const negative = items.find((item) => exact(grossOf(item)).isNegative());
  if (negative !== undefined) return { ok: false, reason: 'ORDER_AMOUNT_NEGATIVE', data: { item: nameOf(negative) } };

  const sum = sumOf(items.map(grossOf));
  if (exact(sum).minus(order.totalGross).abs().greaterThanOrEqualTo(tolerance(items))) {
    return { ok: false, reason: 'ORDER_SUM_DIFFERS', data: { items: amountShown(sum), total: amountShown(order.totalGross) } };
  }
  const groups = new Map<string, OrderItem[]>();
  for (const item of items) {
    const rate = rateOf(item, treatment);
    if (rate === undefined) {
      return { ok: false, reason: 'TAX_RATE_UNCLEAR', data: { item: nameOf(item), rates: taxRatesOf(item).join(', ') } };
    }
    groups.set(rate, [...(groups.get(rate) ?? []), item]);
  }
  // What costs nothing takes no part in the rounding of what does.
  const amounts = new Map<OrderItem, { gross: DecimalText; rate: DecimalText }>();
  for (const [rate, members] of groups) {
    for (const item of members) amounts.set(item, { gross: decimal(0), rate: decimal(rate) });
    const paid = members.filter((item) => !isZero(grossOf(item)));
    if (paid.length > 0) groups.set(rate, paid);
    else groups.delete(rate);
  }
  const rates = [...groups.keys()];
  const groupSums = rates.map((rate) => sumOf((groups.get(rate) ?? []).map(grossOf)));
  const groupWholes = roundToSum(groupSums, round(order.totalGross, 2));
  rates.forEach((rate, place) => {
    const paid = groups.get(rate) ?? [];
    const shares = roundToSum(paid.map(grossOf), groupWholes[place] as DecimalText);
    paid.forEach((item, index) => {
      amounts.set(item, { gross: shares[index] as DecimalText, rate: decimal(rate) });
    });
  });

  const maySplit = items.length * 2 <= linesMax;
  const lines = items.flatMap((item) => {
    const amount = amounts.get(item);
    return amount === undefined ? [] : linesOf(item, amount, wordsOf(item), maySplit);
  });
  if ([...amounts.values()].some(({ gross }) => exact(gross).isNegative())) {
    return { ok: false, reason: 'ORDER_SUM_DIFFERS', data: { items: amountShown(sum), total: amountShown(order.totalGross) } };
  }
  return lines.length <= linesMax
    ? { ok: true, lines }
    : { ok: false, reason: 'ORDER_TOO_LONG', data: { lines: String(lines.length), linesMax: String(linesMax) } };
}

function linesOf(
  item: OrderItem,
  { gross, rate }: { readonly gross: DecimalText; readonly rate: DecimalText },
  words: ItemWords,
  maySplit: boolean,
): readonly SalesOrderLine[] {
  const quantity = item.type === 'line' ? item.line.quantity : 1;
  if (quantity === 0) return [];
  // Whether an invoicing system takes a line of price 0 is not documented: a gift is said in words.
  if (isZero(gross)) return [{ kind: 'text', name: quantity === 1 ? words.name : `${quantity} × ${words.name}`, description: '0,00 €' }];
  const priced = (units: number, unitPriceGross: DecimalText, name = words.name): PricedLine => ({
    kind: 'priced',
    ...(words.article === undefined ? {} : { article: words.article }),
    name,
    ...(words.description === undefined ? {} : { description: words.description }),
    quantity: decimal(units),
    unit: words.unit,
    unitPriceGross,
    taxRate: rate,
  });
  const cents = exact(gross).times(100);
  const low = cents.dividedToIntegerBy(quantity);
  const dearer = cents.minus(low.times(quantity)).toNumber();
  const price = (inCents: Exact): DecimalText => decimalText(inCents.dividedBy(100));
  if (dearer === 0) return [priced(quantity, price(low))];
  if (low.isZero() || !maySplit) return [priced(1, gross, `${quantity} × ${words.name}`)];
  return [priced(dearer, price(low.plus(1))), priced(quantity - dearer, price(low))];
}

/**
 * How far items and total may be apart by the channel's own rounding: half a cent for each amount that has parts of a
 * cent. Where every amount is in whole cents nothing was rounded, and a cent is a cent.
 */
function tolerance(items: readonly OrderItem[]): Exact {
  const rounded = items.filter((item) => exact(grossOf(item)).decimalPlaces() > 2).length;
  return new Exact('0.005').times(Math.max(1, rounded));
}

/** One rate per item. An item that names none carries none, if the channel charged no tax on it. */
function rateOf(item: OrderItem, treatment: TaxTreatment): DecimalText | undefined {
  if (!isTaxed(treatment)) return decimal(0);
  const rates = new Set(taxRatesOf(item));
  if (rates.size === 1) return [...rates][0];
  const tax = item.type === 'line' ? item.line.tax : item.charge.tax;
  return rates.size === 0 && isZero(tax) ? decimal(0) : undefined;
}

function grossOf(item: OrderItem): DecimalText {
  return item.type === 'line' ? item.line.totalGross : item.charge.gross;
}

function taxRatesOf(item: OrderItem): readonly DecimalText[] {
  return item.type === 'line' ? item.line.taxRates : item.charge.taxRates;
}

function nameOf(item: OrderItem): string {
  return item.type === 'line' ? item.line.name : item.charge.name;
}
