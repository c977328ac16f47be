import { compileRules, decimal, type MappingRecord, RuleSet, rateTable } from '@megzo/core';
import type { BenchLine, BenchOrder, Candidate } from './order.ts';
import { classNames, francRates, kindNames, memberStates, unitNames } from './tables.ts';

export const benchRules: RuleSet = RuleSet.parse({
  format: 2,
  flow: 'orders',
  tables: { units: unitNames },
  blocks: {
    document: [
      { name: 'day', source: { from: 'order.placedOn' }, steps: [{ do: 'format-date', language: 'de', style: 'short' }] },
      { target: 'introduction', source: { template: 'Vielen Dank für Ihre Bestellung {order.id} vom {named.day}.' } },
      {
        target: 'treatment',
        source: {
          cases: [
            { when: [{ field: 'order.deliveryCountry', is: 'equal', value: 'DE' }], take: { value: 'domestic' } },
            {
              when: [
                { field: 'order.deliveryCountry', is: 'in', values: memberStates },
                { field: 'order.business', is: 'equal', value: 'true' },
              ],
              take: { value: 'intra-community-supply' },
            },
            { when: [{ field: 'order.deliveryCountry', is: 'in', values: memberStates }], take: { value: 'distance-sale' } },
          ],
          otherwise: { value: 'export' },
        },
      },
      { target: 'remark', source: { concat: [{ value: 'Zahlung:' }, { from: 'order.paymentMethod' }], separator: ' ' } },
    ],
  },
  each: {
    goods: [
      {
        target: 'name',
        source: { from: ['line.name', 'line.sku'] },
        steps: [{ do: 'trim' }, { do: 'truncate', max: 240 }],
        required: true,
      },
      {
        target: 'description',
        source: { concat: [{ from: 'line.options' }, { template: 'Artikelnummer: {line.sku}' }], separator: '\n' },
        steps: [{ do: 'truncate', max: 2_000 }],
      },
      {
        target: 'unit',
        source: { from: 'line.unit' },
        steps: [
          { do: 'default', value: 'piece' },
          { do: 'lookup', table: 'units', unknown: 'pass' },
        ],
      },
      { target: 'kind', source: { from: 'line.kind' }, steps: [{ do: 'lookup', table: kindNames, unknown: 'hold' }] },
      { target: 'class', source: { from: 'line.taxRate' }, steps: [{ do: 'lookup', table: classNames, unknown: { default: 'other' } }] },
      { target: 'quantity', source: { from: 'line.quantity' } },
      { target: 'unitNet', source: { from: 'line.unitGross' }, steps: [{ do: 'strip-vat', rate: { from: 'line.taxRate' }, places: 4 }] },
      { target: 'listNet', source: { from: 'line.listGross' }, steps: [{ do: 'strip-vat', rate: { from: 'line.taxRate' }, places: 4 }] },
      {
        target: 'francs',
        source: { from: 'line.unitGross' },
        steps: [
          {
            do: 'convert-currency',
            from: { from: 'order.currency' },
            to: { value: 'CHF' },
            on: { from: 'order.placedOn' },
            places: 4,
          },
          { do: 'round', places: 2, mode: 'half-even' },
        ],
      },
      { target: 'weight', source: { from: 'line.weight' }, steps: [{ do: 'convert-unit', from: 'g', to: 'kg', places: 3 }] },
    ],
    shipping: [],
    handling: [],
    wrapping: [],
    fee: [],
  },
});

const rates = rateTable(
  francRates.map(({ from, to, rate }) => ({
    base: 'EUR',
    quote: 'CHF',
    rate: decimal(rate),
    validFrom: from,
    validTo: to,
    source: 'bench',
  })),
);

/** Our compiled rules, explanation off. */
export function byRules(): Candidate {
  const compiled = compileRules(benchRules, { rates });
  const applied = (block: string, record: MappingRecord): Readonly<Record<string, string>> => {
    const mapped = compiled.apply(block, record);
    if (!mapped.ok) throw new Error(`${mapped.target}: ${mapped.why}`);
    return mapped.values;
  };
  return {
    name: 'compiled rules',
    map: ({ lines, ...order }: BenchOrder) => ({
      document: applied('document', { order }),
      lines: lines.map((line: BenchLine) => applied('goods', { order, line: { ...line } })),
    }),
  };
}
