import {
  type DecimalText,
  decimal,
  decimalText,
  divideRounded,
  exact,
  fromUnits,
  type PricedLine,
  placesOf,
  type RateTotals,
  type SalesOrderDraft,
  sumOf,
  type Totals,
  toUnits,
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
  const centsByRate = new Map<DecimalText, bigint>();
  for (const line of draft.lines) {
    if (line.kind === 'text') continue;
    const rate = taxFree ? zero : line.taxRate;
    centsByRate.set(rate, (centsByRate.get(rate) ?? 0n) + lineCents(line));
  }
  return sumUp([...centsByRate].map(([rate, cents]) => ofRate(rate, fromUnits(cents, 2))));
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

/** Quantity and price as whole numbers of their last places, so that the product is exact before its one rounding. */
function lineCents({ quantity, unitPriceGross }: PricedLine): bigint {
  const [counted, priced] = [placesOf(quantity), placesOf(unitPriceGross)];
  const product = toUnits(quantity, counted) * toUnits(unitPriceGross, priced);
  const places = counted + priced;
  return places <= 2 ? product * 10n ** BigInt(2 - places) : divideRounded(product, 10n ** BigInt(places - 2));
}

function ofRate(rate: DecimalText, gross: DecimalText): RateTotals {
  const tax = vatInGross(gross, rate, { places: 2 });
  return { rate, gross, net: decimalText(exact(gross).minus(tax)), tax };
}
