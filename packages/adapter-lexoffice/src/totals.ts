import {
  type DecimalText,
  decimal,
  decimalText,
  exact,
  type PricedLine,
  type RateTotals,
  round,
  type SalesOrderDraft,
  sumOf,
  type Totals,
  vatInGross,
} from '@megzo/core';
import { isTaxFree } from './tax-conditions.ts';

/**
 * The sums that the vendor will compute (sheet 4.6): each line is quantity × unit price, rounded half up to the cent; lines of
 * one rate are added; the tax of a rate is gross × rate / (100 + rate), rounded half up; net is gross less tax. Without tax,
 * net is gross. That the tax is rounded per rate and not per line is the sheet's inference, and touches the tax alone: the gross
 * total is the same under both. `byRate` stands from the highest rate to the lowest.
 */
export function totalsOf(draft: SalesOrderDraft): Totals {
  const taxFree = isTaxFree(draft.treatment);
  const grossByRate = new Map<DecimalText, DecimalText[]>();
  for (const line of draft.lines) {
    if (line.kind === 'text') continue;
    const rate = taxFree ? zero : decimalText(exact(line.taxRate));
    grossByRate.set(rate, [...(grossByRate.get(rate) ?? []), lineAmount(line)]);
  }
  return sumUp([...grossByRate].map(([rate, amounts]) => ofRate(rate, sumOf(amounts))));
}

/** Totals from their rates, whoever computed these. */
export function sumUp(rates: readonly RateTotals[]): Totals {
  const byRate = rates.toSorted((a, b) => exact(b.rate).comparedTo(a.rate));
  return {
    gross: sumOf(byRate.map((row) => row.gross)),
    net: sumOf(byRate.map((row) => row.net)),
    tax: sumOf(byRate.map((row) => row.tax)),
    byRate,
  };
}

const zero = decimal('0');

function lineAmount({ quantity, unitPriceGross }: PricedLine): DecimalText {
  return round(decimalText(exact(quantity).times(unitPriceGross)), 2);
}

function ofRate(rate: DecimalText, gross: DecimalText): RateTotals {
  const tax = vatInGross(gross, rate, { places: 2 });
  return { rate, gross, net: decimalText(exact(gross).minus(tax)), tax };
}
