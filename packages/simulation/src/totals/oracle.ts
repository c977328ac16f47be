import type { ChannelOrder, SalesOrderDraft, Totals } from '@megzo/core';
import {
  cents,
  centsBelow,
  compare,
  type Fraction,
  fraction,
  minus,
  nought,
  ofCents,
  over,
  places,
  plus,
  size,
  times,
  total,
} from './fraction.ts';
import type { Exchange } from './sale.ts';

/** What a sales order must come to, in cents. */
export interface Due {
  readonly total: bigint;
  readonly byRate: ReadonlyMap<string, DueRate>;
}

export interface DueRate {
  readonly gross: bigint;
  readonly tax: Fraction;
  readonly items: number;
}

/** `rates`: what each line and then each charge was truly charged at. */
export interface Facts {
  readonly order: ChannelOrder;
  readonly rates: readonly string[];
  readonly exchange?: Exchange;
  readonly isTaxed: boolean;
}

interface Item {
  readonly rate: string;
  readonly gross: Fraction;
  readonly tax: Fraction;
  /** Amounts that were taxed and rounded one by one. */
  readonly parts: number;
}

/**
 * The rules of `docs/flows/order.md`, in exact fractions: the total is converted and rounded once; the sums of the rates share its
 * cents by largest remainder, of equal ones the higher rate first. `contradictory`: the order's own amounts come to neither total;
 * `unclear`: to both, with and without what a gift certificate paid.
 */
export function dueOf(facts: Facts): Due | 'contradictory' | 'unclear' {
  const { order, exchange } = facts;
  const items = itemsOf(facts);
  const paid = total(items.map(({ gross }) => gross));
  const told = [order.totalGross, order.paidByGiftCertificate].map(fraction) as [Fraction, Fraction];
  const amounts = [...order.lines.map(({ totalGross }) => totalGross), ...order.charges.map(({ gross }) => gross)];
  const fine = amounts.filter((amount) => places(amount) > 2).length;
  // Half a cent for each amount with parts of a cent; where there is none, less than half a cent of the total's own.
  const halves: Fraction = { over: BigInt(Math.max(1, fine)), under: 200n };
  const fits = (sum: Fraction): boolean => compare(size(minus(paid, sum)), halves) < (fine === 0 ? 0 : 1);
  const [net, whole] = [told[0], plus(...told)];
  if (!fits(net) && !fits(whole)) return 'contradictory';
  if (fits(net) && fits(whole) && compare(told[1], nought) !== 0) return 'unclear';
  const due = cents(inBooks(fits(net) ? net : whole, exchange));
  const rates = [...new Set(items.filter(({ gross }) => compare(gross, nought) > 0).map(({ rate }) => rate))];
  rates.sort((left, right) => compare(fraction(right), fraction(left)));
  const members = rates.map((rate) => items.filter((item) => item.rate === rate && compare(item.gross, nought) > 0));
  const shares = spread(
    members.map((own) => inBooks(total(own.map(({ gross }) => gross)), exchange)),
    due,
  );
  const byRate = rates.map((rate, index): [string, DueRate] => {
    const own = members[index] ?? [];
    const tax = inBooks(total(own.map((item) => item.tax)), exchange);
    return [rate, { gross: shares[index] ?? 0n, tax, items: own.reduce((count, { parts }) => count + parts, 0) }];
  });
  return { total: due, byRate: new Map(byRate) };
}

export function inBooks(amount: Fraction, exchange: Exchange | undefined): Fraction {
  if (exchange === undefined) return amount;
  return exchange.inverse ? over(amount, fraction(exchange.rate)) : times(amount, fraction(exchange.rate));
}

/** One cent at a time: up to the largest remainders first, down from the smallest. */
function spread(wanted: readonly Fraction[], whole: bigint): readonly bigint[] {
  const shares = wanted.map(centsBelow);
  const rests = wanted.map((share, index) => minus(share, ofCents(shares[index] ?? 0n)));
  const order = wanted.map((_, index) => index).sort((a, b) => compare(rests[b] as Fraction, rests[a] as Fraction) || a - b);
  let missing = whole - shares.reduce((sum, share) => sum + share, 0n);
  if (missing < 0n) order.reverse();
  for (let turn = 0; missing !== 0n && order.length > 0; turn += 1) {
    const index = order[turn % order.length] as number;
    const step = missing > 0n ? 1n : -1n;
    shares[index] = (shares[index] ?? 0n) + step;
    missing -= step;
  }
  return shares;
}

/**
 * What is wrong with a draft and with what the invoicing system says that it makes of it: each line by the sheet's model
 * (quantity × price, to the cent), tax per rate by gross × rate / (100 + rate), everything equal to what is due. None: nothing is.
 */
export function faultsOf(
  facts: Facts,
  due: Due,
  { draft, totals }: { readonly draft: SalesOrderDraft; readonly totals: Totals },
): readonly string[] {
  const faults: string[] = [];
  const priced = draft.lines.flatMap((line) => (line.kind === 'priced' ? [line] : []));
  const products = new Map<string, Fraction[]>();
  for (const { quantity, unitPriceGross, taxRate } of priced) {
    if (compare(fraction(unitPriceGross), nought) <= 0) faults.push(`a price of ${unitPriceGross}`);
    if (places(unitPriceGross) > 4 || places(quantity) > 0) faults.push(`${quantity} × ${unitPriceGross} is too fine`);
    products.set(taxRate, [...(products.get(taxRate) ?? []), times(fraction(quantity), fraction(unitPriceGross))]);
  }
  if (draft.lines.length + 1 > 300) faults.push(`${draft.lines.length} lines and a marker`);
  const made = [...products].map(([rate, amounts]) => ({
    rate,
    lineByLine: amounts.reduce((sum, amount) => sum + cents(amount), 0n),
    atOnce: cents(total(amounts)),
  }));
  for (const { rate, lineByLine, atOnce } of made) {
    const wanted = due.byRate.get(rate)?.gross ?? 0n;
    if (lineByLine !== wanted) faults.push(`at ${rate} %: ${lineByLine} cents instead of ${wanted}`);
    if (atOnce !== lineByLine) faults.push(`at ${rate} %: rounded at once it would be ${atOnce} cents, line by line ${lineByLine}`);
  }
  for (const [rate, { gross }] of due.byRate) if (gross !== 0n && !products.has(rate)) faults.push(`nothing at ${rate} %`);
  const all = cents(total([...products.values()].flat()));
  if (all !== due.total) faults.push(`${all} cents instead of ${due.total}`);
  return [...faults, ...totalsFaults(facts, due, totals), ...unitFaults(facts, priced)];
}

function totalsFaults({ isTaxed, exchange }: Facts, due: Due, totals: Totals): readonly string[] {
  const faults: string[] = [];
  if (cents(fraction(totals.gross)) !== due.total) faults.push(`told a total of ${totals.gross}`);
  for (const { rate, gross, net, tax } of totals.byRate) {
    const wanted = due.byRate.get(rate);
    const inside = isTaxed ? over(times(fraction(gross), fraction(rate)), plus(fraction('100'), fraction(rate))) : nought;
    if (cents(fraction(tax)) !== cents(inside)) faults.push(`told a tax of ${tax} in ${gross} at ${rate} %`);
    if (compare(plus(fraction(net), fraction(tax)), fraction(gross)) !== 0) faults.push(`${net} and ${tax} are not ${gross}`);
    if (cents(fraction(gross)) !== (wanted?.gross ?? 0n)) faults.push(`told ${gross} at ${rate} %`);
    const apart = size(minus(fraction(tax), wanted?.tax ?? nought));
    // A cent per item, or one of the channel's currency where that is worth more.
    const own = times(inBooks(ofCents(1n), exchange), { over: BigInt(wanted?.items ?? 0), under: 1n });
    if (compare(apart, ofCents(BigInt(wanted?.items ?? 0))) > 0 && compare(apart, own) > 0)
      faults.push(`tax at ${rate} % is more than a cent per item off`);
  }
  return faults;
}

/** Every unit of every item is named once; the name of an item stands in the name of its lines. */
function unitFaults({ order }: Facts, priced: readonly { readonly name: string; readonly quantity: string }[]): readonly string[] {
  const units = new Map<string, number>();
  for (const { name, quantity } of priced) {
    const [, count = '1', item = ''] = /^(?:(\d+) × )?(.*)$/.exec(name) ?? [];
    units.set(item, (units.get(item) ?? 0) + Number(quantity) * Number(count));
  }
  const faults: string[] = [];
  for (const { name, quantity, totalGross } of order.lines) {
    if (name !== 'Gutschein' && compare(fraction(totalGross), { over: 1n, under: 50n }) > 0 && units.get(name) !== quantity)
      faults.push(`${units.get(name) ?? 0} units of ${name} instead of ${quantity}`);
  }
  return faults;
}

function itemsOf({ order, rates }: Facts): readonly Item[] {
  const lines = order.lines.map(({ totalGross, tax }) => ({ totalGross, tax, parts: 1 }));
  const charges = order.charges.map(({ gross, tax, parts = 1 }) => ({ totalGross: gross, tax, parts }));
  return [...lines, ...charges].map(({ totalGross, tax, parts }, index) => ({
    rate: rates[index] ?? '',
    gross: fraction(totalGross),
    tax: fraction(tax),
    parts,
  }));
}
