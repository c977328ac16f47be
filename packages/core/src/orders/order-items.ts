import type { ChannelOrder, OrderCharge, OrderLine } from '../model/order.ts';
import { amountShown, type DecimalText, decimal, exact, isZero } from '../money/decimal.ts';

/** What a sales order is made of: a line of goods, or a charge beside them. */
export type OrderItem = { readonly type: 'line'; readonly line: OrderLine } | { readonly type: 'charge'; readonly charge: OrderCharge };

export function itemsOf({ lines, charges }: Pick<ChannelOrder, 'lines' | 'charges'>): readonly OrderItem[] {
  return [...lines.map((line) => ({ type: 'line', line }) as const), ...charges.map((charge) => ({ type: 'charge', charge }) as const)];
}

export function grossOf(item: OrderItem): DecimalText {
  return item.type === 'line' ? item.line.totalGross : item.charge.gross;
}

export function taxOf(item: OrderItem): DecimalText {
  return item.type === 'line' ? item.line.tax : item.charge.tax;
}

export function taxRatesOf(item: OrderItem): readonly DecimalText[] {
  return item.type === 'line' ? item.line.taxRates : item.charge.taxRates;
}

/** Amounts that the channel rounded one by one. */
export function partsOf(item: OrderItem): number {
  return item.type === 'line' ? 1 : (item.charge.parts ?? 1);
}

export function nameOf(item: OrderItem): string {
  return item.type === 'line' ? item.line.name : item.charge.name === '' ? item.charge.kind : item.charge.name;
}

/**
 * The one rate that an item was charged at; `undefined` where several are named, or tax was charged without naming a rate.
 * A channel may have no tax row for a charge: then its rate is the one of the `allowed` rates that its own tax proves.
 */
export function rateCharged(item: OrderItem, allowed: readonly DecimalText[]): DecimalText | undefined {
  const [first, ...others] = taxRatesOf(item);
  if (first !== undefined) return others.every((rate) => exact(rate).equals(first)) ? first : undefined;
  const tax = taxOf(item);
  if (isZero(tax)) return decimal(0);
  if (item.type === 'line') return undefined;
  const [proved, ...more] = allowed.filter((rate) => !isZero(rate) && provesRate(item.charge, rate));
  return more.length === 0 ? proved : undefined;
}

/** Whether the tax of a charge is what this rate makes of its gross, to the cent. */
function provesRate({ gross, tax }: OrderCharge, rate: DecimalText): boolean {
  const within = exact(gross).times(rate).dividedBy(exact(rate).plus(100));
  return within.minus(tax).abs().lessThan('0.01');
}

const listedMax = 12;

/** Items with what is to be said of each, for a person who looks for a difference; the first few, and how many more there are. */
export function itemList(items: readonly OrderItem[], said: (item: OrderItem) => string = (item) => amountShown(grossOf(item))): string {
  const shown = items.slice(0, listedMax).map((item) => `${nameOf(item)} ${said(item)}`);
  return [...shown, ...(items.length > listedMax ? [`… +${items.length - listedMax}`] : [])].join('; ');
}
