import { Decimal } from 'decimal.js';
import type { BenchLine, BenchOrder, Candidate } from './order.ts';
import { classNames, francRates, kindNames, memberStates, unitNames } from './tables.ts';

/** The mapping as a careful engineer writes it: decimal.js as it comes, but half-up and without exponents. */
const Amount = Decimal.clone({ rounding: Decimal.ROUND_HALF_UP, toExpNeg: -30, toExpPos: 60 });

export function byHand(): Candidate {
  return {
    name: 'by hand, decimal.js',
    map: (order) => ({
      document: {
        introduction: `Vielen Dank für Ihre Bestellung ${order.id} vom ${germanDay(order.placedOn)}.`,
        treatment: treatmentOf(order),
        remark: order.paymentMethod === '' ? 'Zahlung:' : `Zahlung: ${order.paymentMethod}`,
      },
      lines: order.lines.map((line) => lineOf(order, line)),
    }),
  };
}

function lineOf(order: BenchOrder, line: BenchLine): Record<string, string> {
  const unit = line.unit.trim() === '' ? 'piece' : line.unit;
  const rate = new Amount(line.taxRate);
  const kind = kindNames[line.kind];
  if (kind === undefined) throw new Error('kind');
  return {
    name: cut(tidy(line.name.trim() === '' ? line.sku : line.name), 240),
    description: cut([line.options, `Artikelnummer: ${line.sku}`].filter((part) => part.trim() !== '').join('\n'), 2_000),
    unit: unitNames[unit] ?? unit,
    kind,
    class: classNames[line.taxRate] ?? 'other',
    quantity: String(line.quantity),
    unitNet: withoutVat(line.unitGross, rate),
    listNet: withoutVat(line.listGross, rate),
    francs: inFrancs(line.unitGross, order.placedOn),
    weight: new Amount(line.weight).dividedBy(1_000).toDecimalPlaces(3).toFixed(),
  };
}

function treatmentOf({ deliveryCountry, business }: BenchOrder): string {
  if (deliveryCountry === 'DE') return 'domestic';
  if (!memberStates.includes(deliveryCountry)) return 'export';
  return business ? 'intra-community-supply' : 'distance-sale';
}

function withoutVat(gross: string, rate: Decimal): string {
  return new Amount(gross).times(100).dividedBy(rate.plus(100)).toDecimalPlaces(4).toFixed();
}

function inFrancs(amount: string, day: string): string {
  const found = francRates.find(({ from, to }) => from <= day && day <= to);
  if (found === undefined) throw new Error('rate');
  return new Amount(amount).times(found.rate).toDecimalPlaces(4).toDecimalPlaces(2, Decimal.ROUND_HALF_EVEN).toFixed();
}

export function germanDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}.${month}.${year}`;
}

export function tidy(text: string): string {
  return text.trim().replaceAll(/[ \t]+/g, ' ');
}

/** No emoji is cut in two. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 2);
  const half = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, half ? max - 2 : max - 1).trimEnd()}…`;
}
