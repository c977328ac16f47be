import jsonLogic from 'json-logic-js';
import { cut, germanDay, tidy } from './by-hand.ts';
import { roundEven, stripVat, toFrancs, toKilograms } from './decimal-functions.ts';
import type { Candidate } from './order.ts';
import { classNames, kindNames, memberStates, unitNames } from './tables.ts';

type Rule = Parameters<typeof jsonLogic.apply>[0];

const blank = (path: string): object => ({ '==': [{ trimmed: [{ var: path }] }, ''] });
const lookUp = (table: string, value: object, otherwise: unknown): object => ({ lookup: [table, value, otherwise] });
const unit = { if: [blank('line.unit'), 'piece', { var: 'line.unit' }] };

const documentRules: Readonly<Record<string, object>> = {
  introduction: {
    cat: ['Vielen Dank für Ihre Bestellung ', { var: 'order.id' }, ' vom ', { germanDay: [{ var: 'order.placedOn' }] }, '.'],
  },
  treatment: {
    if: [
      { '==': [{ var: 'order.deliveryCountry' }, 'DE'] },
      'domestic',
      { in: [{ var: 'order.deliveryCountry' }, memberStates] },
      { if: [{ var: 'order.business' }, 'intra-community-supply', 'distance-sale'] },
      'export',
    ],
  },
  remark: { if: [blank('order.paymentMethod'), 'Zahlung:', { cat: ['Zahlung: ', { var: 'order.paymentMethod' }] }] },
};

const lineRules: Readonly<Record<string, object>> = {
  name: { cut: [{ tidy: [{ if: [blank('line.name'), { var: 'line.sku' }, { var: 'line.name' }] }] }, 240] },
  description: {
    cut: [
      {
        if: [
          blank('line.options'),
          { cat: ['Artikelnummer: ', { var: 'line.sku' }] },
          { cat: [{ var: 'line.options' }, '\nArtikelnummer: ', { var: 'line.sku' }] },
        ],
      },
      2_000,
    ],
  },
  unit: lookUp('units', unit, unit),
  kind: lookUp('kinds', { var: 'line.kind' }, null),
  class: lookUp('classes', { var: 'line.taxRate' }, 'other'),
  quantity: { cat: [{ var: 'line.quantity' }] },
  unitNet: { stripVat: [{ var: 'line.unitGross' }, { var: 'line.taxRate' }] },
  listNet: { stripVat: [{ var: 'line.listGross' }, { var: 'line.taxRate' }] },
  francs: { roundEven: [{ toFrancs: [{ var: 'line.unitGross' }, { var: 'order.placedOn' }] }] },
  weight: { toKilograms: [{ var: 'line.weight' }] },
};

const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = { units: unitNames, kinds: kindNames, classes: classNames };

/** json-logic-js, one rule per field, with decimal.js operators. */
export function byJsonLogic(): Candidate {
  const lookup = (table: string, value: string, otherwise: string): string => tables[table]?.[value] ?? otherwise;
  const trimmed = (text: string): string => text.trim();
  for (const [name, work] of Object.entries({ stripVat, toFrancs, roundEven, toKilograms, germanDay, tidy, cut, lookup, trimmed })) {
    jsonLogic.add_operation(name, work as (...values: never[]) => unknown);
  }
  const applied = (rules: Readonly<Record<string, object>>, data: object): Record<string, string> => {
    const values: Record<string, string> = {};
    for (const [field, rule] of Object.entries(rules)) values[field] = jsonLogic.apply(rule as Rule, data) as string;
    return values;
  };
  return {
    name: 'json-logic-js, decimal.js operators',
    map: (order) => ({
      document: applied(documentRules, { order }),
      lines: order.lines.map((line) => applied(lineRules, { order, line })),
    }),
  };
}
