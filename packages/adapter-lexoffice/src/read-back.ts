import { decimalText, exact, isZero, type RateTotals, type SalesOrder, sumOf } from '@megzo/core';
import { sumUp } from './totals.ts';
import type { OrderConfirmation } from './wire/order-confirmation.ts';

/** A sales order as it came back. The head's own sums are told, since they are what the merchant's customer sees. */
export function toSalesOrder(wire: OrderConfirmation): SalesOrder {
  const { totalGrossAmount: gross, totalNetAmount: net, totalTaxAmount: tax } = wire.totalPrice;
  return {
    id: wire.id,
    ...(wire.voucherNumber == null || wire.voucherNumber === '' ? {} : { number: wire.voucherNumber }),
    // Only these two exist (sheet 4.1).
    state: wire.voucherStatus === 'draft' ? 'draft' : 'open',
    createdAt: wire.createdDate,
    totals: { gross, net, tax, byRate: sumUp(ratesOf(wire)).byRate },
    texts: textsOf(wire),
  };
}

/** Every text that we could have written or a person could have moved the marker to. */
export function textsOf({ title, introduction, remark, deliveryTerms, lineItems }: OrderConfirmation): readonly string[] {
  const lines = (lineItems ?? []).flatMap((line) => [line.name, line.description]);
  return [title, introduction, remark, deliveryTerms, ...lines].filter((text): text is string => text != null && text !== '');
}

/** Whether a document without tax names its one rate of 0 is not documented; told either way, it reads the same here. */
function ratesOf({ taxAmounts, totalPrice }: OrderConfirmation): readonly RateTotals[] {
  const rates = (taxAmounts ?? []).map(({ taxRatePercentage, netAmount, taxAmount }) => ({
    rate: taxRatePercentage,
    gross: sumOf([netAmount, taxAmount]),
    net: netAmount,
    tax: taxAmount,
  }));
  if (rates.length > 0 || !isZero(totalPrice.totalTaxAmount)) return rates;
  const { totalGrossAmount: gross, totalNetAmount: net, totalTaxAmount: tax } = totalPrice;
  return [{ rate: decimalText(exact(tax)), gross, net, tax }];
}
