import type { ChannelOrder } from '../model/order.ts';
import type { Totals } from '../model/sales-order.ts';
import { amountShown, type DecimalText, Exact, exact, isZero, sameAmount, sumOf } from '../money/decimal.ts';
import { round } from '../money/rounding.ts';

export type Proof =
  | { readonly equal: true }
  | { readonly equal: false; readonly reason: string; readonly data: Readonly<Record<string, string>> };

/**
 * Compares what the invoicing system will make of a draft (or has made of it) with what the channel charged: gross to the
 * cent in sum and within rounding per rate; VAT may differ by one cent per line of a rate, since each system rounds its own way.
 */
export function proveTotals(order: ChannelOrder, totals: Totals, taxed: boolean): Proof {
  const charged = round(order.totalGross, 2);
  if (!sameAmount(totals.gross, charged)) {
    return { equal: false, reason: 'TOTALS_DIFFER', data: { charged: amountShown(charged), salesOrder: amountShown(totals.gross) } };
  }
  if (!taxed) {
    return isZero(totals.tax)
      ? { equal: true }
      : { equal: false, reason: 'VAT_DIFFERS', data: { rate: '0', charged: '0.00', salesOrder: amountShown(totals.tax) } };
  }
  for (const rate of totals.byRate) {
    const items = [...order.lines.map((line) => ({ gross: line.totalGross, ...line })), ...order.charges].filter((item) =>
      item.taxRates.some((taxRate) => sameAmount(taxRate, rate.rate)),
    );
    const cents = new Exact('0.01').times(Math.max(1, items.length));
    const vatCharged = sumOf(items.map((item) => item.tax));
    if (exact(rate.tax).minus(vatCharged).abs().greaterThan(cents)) {
      return {
        equal: false,
        reason: 'VAT_DIFFERS',
        data: { rate: rate.rate, charged: amountShown(vatCharged), salesOrder: amountShown(rate.tax) },
      };
    }
    const grossCharged: DecimalText = isZero(rate.rate) ? rate.gross : sumOf(items.map((item) => item.gross));
    if (exact(rate.gross).minus(grossCharged).abs().greaterThan(cents)) {
      return {
        equal: false,
        reason: 'TOTALS_DIFFER',
        data: { rate: rate.rate, charged: amountShown(grossCharged), salesOrder: amountShown(rate.gross) },
      };
    }
  }
  return { equal: true };
}
