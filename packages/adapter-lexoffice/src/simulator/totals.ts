import { Amount, hundred, round2, sum, zero } from './amount.ts';

export type TaxRounding = 'per-rate' | 'per-line';
/** Which side of a price is the given one: gross documents keep gross exactly, all others net. */
export type Side = 'net' | 'gross';

export interface Discount {
  readonly absolute?: Amount;
  readonly percentage?: Amount;
}

export interface TaxAmount {
  readonly rate: Amount;
  readonly tax: Amount;
  readonly net: Amount;
}

export interface Totals {
  /** One entry per rate, the lowest first. */
  readonly taxAmounts: readonly TaxAmount[];
  readonly net: Amount;
  readonly gross: Amount;
  readonly tax: Amount;
}

export interface PricedLine {
  readonly quantity: Amount;
  /** The given side of the unit price. */
  readonly unit: Amount;
  readonly discountPercentage: Amount;
}

/** round2(quantity x unit x (1 - discount)) (sheet 4.6). */
export function lineAmount({ quantity, unit, discountPercentage }: PricedLine): Amount {
  return round2(quantity.times(unit).times(hundred.minus(discountPercentage)).div(100));
}

export interface TotalsInput {
  readonly lines: readonly { readonly amount: Amount; readonly rate: Amount }[];
  readonly side: Side;
  readonly discount?: Discount | undefined;
  readonly rounding: TaxRounding;
}

/** The model of sheet 4.6. Unknown 12.4: how a total discount is spread over rates; here in proportion, to the cent. */
export function computeTotals({ lines, side, discount, rounding }: TotalsInput): Totals {
  const groups = new Map<string, { rate: Amount; amounts: Amount[] }>();
  for (const { amount, rate } of lines) {
    const group = groups.get(rate.toString()) ?? { rate, amounts: [] };
    group.amounts.push(amount);
    groups.set(rate.toString(), group);
  }
  const sorted = [...groups.values()].sort((a, b) => a.rate.comparedTo(b.rate));
  const cuts = spread(
    discount,
    sorted.map((group) => sum(group.amounts)),
  );
  const taxAmounts = sorted.map(({ rate, amounts }, index): TaxAmount => {
    const cut = cuts[index] ?? zero;
    const base = sum(amounts).minus(cut);
    const tax =
      rounding === 'per-rate'
        ? taxIn(base, { rate, side })
        : sum(amounts.map((amount) => taxIn(amount, { rate, side }))).minus(taxIn(cut, { rate, side }));
    return { rate, tax, net: side === 'net' ? base : base.minus(tax) };
  });
  const net = sum(taxAmounts.map((group) => group.net));
  const tax = sum(taxAmounts.map((group) => group.tax));
  return { taxAmounts, net, tax, gross: net.plus(tax) };
}

function taxIn(amount: Amount, { rate, side }: { readonly rate: Amount; readonly side: Side }): Amount {
  return round2(amount.times(rate).div(side === 'net' ? hundred : rate.plus(100)));
}

/** What the total discount takes off each group. */
function spread(discount: Discount | undefined, sums: readonly Amount[]): readonly Amount[] {
  const { percentage, absolute } = discount ?? {};
  if (percentage !== undefined) return sums.map((total) => round2(total.times(percentage).div(100)));
  const whole = sum(sums);
  if (absolute === undefined || whole.isZero()) return sums.map(() => zero);
  const exact = sums.map((total) => absolute.times(total).div(whole));
  const floors = exact.map((share) => share.toDecimalPlaces(2, Amount.ROUND_FLOOR));
  let cents = absolute.minus(sum(floors)).times(100).round().toNumber();
  const byRemainder = exact
    .map((share, index) => ({ index, rest: share.minus(floors[index] ?? zero) }))
    .sort((a, b) => b.rest.comparedTo(a.rest));
  const shares = [...floors];
  for (const { index } of byRemainder) {
    if (cents <= 0) break;
    shares[index] = (shares[index] ?? zero).plus('0.01');
    cents -= 1;
  }
  return shares;
}
