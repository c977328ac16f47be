import type { ChannelOrder } from '../model/order.ts';
import type { SalesOrderLine, Totals } from '../model/sales-order.ts';
import { type DecimalText, decimalText, exact, sameAmount } from '../money/decimal.ts';
import { round } from '../money/rounding.ts';
import type { ChargedCents } from './charged-cents.ts';
import { grossOf, itemsOf, type OrderItem } from './order-items.ts';
import type { Written, WrittenItem } from './sales-order-lines.ts';

/** How the amounts of a sales order came from what was charged. It names nobody: items stand by the channel's ids. */
export interface TotalsExplanation {
  /** What the channel charged, in its currency. */
  readonly charged: DecimalText;
  /** The channel's total with the gift certificates that it had taken off. */
  readonly paidBefore?: DecimalText;
  /** In cents of the books' currency: what the sales order must come to, and what the invoicing system makes of it. */
  readonly due: DecimalText;
  readonly made?: DecimalText;
  readonly rates: readonly ExplainedRate[];
  readonly items: readonly ExplainedItem[];
}

export interface ExplainedRate {
  readonly rate: DecimalText;
  /** Not rounded, in the books' currency. */
  readonly charged: DecimalText;
  readonly due: DecimalText;
  readonly made?: DecimalText;
  readonly taxCharged: DecimalText;
  readonly taxMade?: DecimalText;
}

export interface ExplainedItem {
  /** `line/<id>`, or the kind of charge with its place among the charges: `shipping/1`. */
  readonly item: string;
  readonly rate: DecimalText;
  /** In the channel's currency. */
  readonly charged: DecimalText;
  readonly due: DecimalText;
  /** Cents that rounding by itself would not have given: what came from, or went to, other items of the rate. */
  readonly moved: DecimalText;
  readonly how?: Written;
  readonly lines?: readonly { readonly quantity: DecimalText; readonly unitPriceGross: DecimalText }[];
}

export interface ExplainFacts {
  readonly order: ChannelOrder;
  readonly charged: ChargedCents;
  /** Lines as far as they came to be, and what each item became. */
  readonly drafted?: { readonly lines: readonly SalesOrderLine[]; readonly written: readonly WrittenItem[] };
  readonly totals?: Totals;
}

export function explainTotals({ order, charged, drafted, totals }: ExplainFacts): TotalsExplanation {
  return {
    charged: order.totalGross,
    ...(charged.paidBefore === undefined ? {} : { paidBefore: charged.paidBefore }),
    due: charged.total,
    ...(totals === undefined ? {} : { made: totals.gross }),
    rates: charged.rates.map((one) => {
      const made = totals?.byRate.find(({ rate }) => sameAmount(rate, one.rate));
      return {
        rate: one.rate,
        charged: one.charged,
        due: one.gross,
        taxCharged: one.tax,
        ...(made === undefined ? {} : { made: made.gross, taxMade: made.tax }),
      };
    }),
    items: explainItems(order, charged, drafted),
  };
}

function explainItems(order: ChannelOrder, { items }: ChargedCents, drafted: ExplainFacts['drafted']): readonly ExplainedItem[] {
  const names = new Map(itemsOf(order).map((item, index) => [index, nameOf(item, index - order.lines.length)]));
  let next = 0;
  return items.map(({ item, rate, charged, gross }, index): ExplainedItem => {
    const written = drafted?.written[index];
    const from = next;
    next += written?.lines ?? 0;
    const own = drafted?.lines.slice(from, next).flatMap((line) => (line.kind === 'priced' ? [line] : []));
    return {
      item: names.get(index) ?? '',
      rate,
      charged: grossOf(item),
      due: gross,
      moved: decimalText(exact(gross).minus(round(charged, 2))),
      ...(written === undefined ? {} : { how: written.how }),
      ...(own === undefined ? {} : { lines: own.map(({ quantity, unitPriceGross }) => ({ quantity, unitPriceGross })) }),
    };
  });
}

function nameOf(item: OrderItem, place: number): string {
  return item.type === 'line' ? `line/${item.line.id}` : `${item.charge.kind}/${place + 1}`;
}
