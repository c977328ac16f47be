import { describe, expect, it } from '@jest/globals';
import { ExchangeRate, rateTable } from '../../money/exchange-rate.ts';
import { compileRules } from '../compile-rules.ts';
import { RuleSet } from '../rule-set.ts';
import { MappingStep } from '../rule-step.ts';
import type { MappingRecord } from '../value.ts';

const rates = rateTable([
  ExchangeRate.parse({ base: 'EUR', quote: 'CHF', rate: '0.9412', validFrom: '2026-07-01', validTo: '2026-07-31', source: 'BMF' }),
]);
const record: MappingRecord = {
  a: {
    country: 'DE',
    kind: 'standard',
    day: '2020-08-01',
    at: Date.UTC(2026, 6, 31, 22, 30),
    currency: 'EUR',
    rate: '19',
    low: '-7',
    one: '1',
    two: '2',
    word: 'x',
    under: '-1',
  },
};
const byTable = (on: object): object => ({ country: { from: 'a.country' }, class: { from: 'a.kind' }, on });
const convert = { do: 'convert-currency', from: { from: 'a.currency' }, to: { value: 'CHF' }, on: { value: '2026-07-15' }, places: 2 };
const number = { do: 'format-number', language: 'de' };
const date = { do: 'format-date', language: 'de', style: 'short' };

describe('a transform', () => {
  it.each<[string, object, string, string]>([
    ['limit lets pass what fits', { do: 'limit', max: 3 }, 'abc', 'abc'],
    ['add-vat of a fixed rate', { do: 'add-vat', rate: { percent: '7' }, places: 2 }, '10', '10.7'],
    ['add-vat by country, class and day', { do: 'add-vat', rate: byTable({ value: '2026-01-01' }), places: 2 }, '100', '119'],
    ['add-vat by the rate of that day', { do: 'add-vat', rate: byTable({ from: 'a.day' }), places: 2 }, '100', '116'],
    ['add-vat by the day before it changes', { do: 'add-vat', rate: byTable({ value: '2020-06-30' }), places: 2 }, '100', '119'],
    ['add-vat by the day on which it changes', { do: 'add-vat', rate: byTable({ value: '2020-07-01' }), places: 2 }, '100', '116'],
    ['strip-vat rounds half up', { do: 'strip-vat', rate: { percent: '19' }, places: 2 }, '0.01', '0.01'],
    ['strip-vat rounds as told', { do: 'strip-vat', rate: { percent: '19' }, places: 2, mode: 'down' }, '0.01', '0'],
    ['strip-vat of a return', { do: 'strip-vat', rate: { percent: '19' }, places: 2 }, '-119', '-100'],
    ['convert-currency', convert, '100', '94.12'],
    ['convert-currency the other way', { ...convert, from: { value: 'CHF' }, to: { from: 'a.currency' } }, '94.12', '100'],
    ['convert-currency of one currency only rounds', { ...convert, to: { value: 'EUR' } }, '1.005', '1.01'],
    [
      'convert-currency on the day of an instant in the merchant’s time zone',
      { ...convert, on: { from: 'a.at' }, places: 4 },
      '1',
      'RATE_MISSING EUR CHF 2026-08-01',
    ],
    ['allocate gives the first share the rest', { do: 'allocate', among: ['a.one', 'a.one', 'a.one'], share: 0, places: 2 }, '10', '3.34'],
    ['allocate gives the others theirs', { do: 'allocate', among: ['a.one', 'a.one', 'a.one'], share: 2, places: 2 }, '10', '3.33'],
    ['allocate by weight', { do: 'allocate', among: ['a.one', 'a.two'], share: 1, places: 2 }, '9', '6'],
    ['allocate gives nothing to what is not there', { do: 'allocate', among: ['a.one', 'a.nothing'], share: 1, places: 2 }, '9', '0'],
    ['allocate evenly where nothing weighs', { do: 'allocate', among: ['a.nothing', 'a.nowhere'], share: 1, places: 2 }, '9', '4.5'],
    ['convert-unit g to kg', { do: 'convert-unit', from: 'g', to: 'kg', places: 3 }, '1234.5', '1.235'],
    ['convert-unit kg to g', { do: 'convert-unit', from: 'kg', to: 'g', places: 0 }, '1.2345', '1235'],
    ['convert-unit lb to kg', { do: 'convert-unit', from: 'lb', to: 'kg', places: 8 }, '1', '0.45359237'],
    ['convert-unit in to cm', { do: 'convert-unit', from: 'in', to: 'cm', places: 2 }, '10', '25.4'],
    ['convert-unit cl to ml', { do: 'convert-unit', from: 'cl', to: 'ml', places: 0 }, '75', '750'],
    ['format-number in German', number, '1234567.5', '1.234.567,5'],
    ['format-number in English', { ...number, language: 'en', places: 2 }, '1234567.5', '1,234,567.50'],
    ['format-number rounds half up', { ...number, places: 2 }, '-0.005', '-0,01'],
    ['format-number of nothing after the point', { ...number, places: 0 }, '999.5', '1.000'],
    ['format-number of few digits', number, '-999', '-999'],
    ['format-number without groups', { ...number, group: false }, '-1234.5', '-1234,5'],
    ['format-date short', date, '2027-01-05', '05.01.2027'],
    ['format-date long', { ...date, style: 'long' }, '2027-03-05', '5. März 2027'],
    ['format-date of a month', { ...date, style: 'month' }, '2027-12-31', 'Dezember 2027'],
    ['format-date of a year', { ...date, style: 'year' }, '2027-12-31', '2027'],
    ['format-date iso', { ...date, style: 'iso' }, '2027-12-31', '2027-12-31'],
    ['format-date in English', { ...date, language: 'en' }, '2027-01-05', '05/01/2027'],
    ['format-date long in English', { ...date, language: 'en', style: 'long' }, '2027-01-05', '5 January 2027'],
    ['format-date of a leap day', date, '2028-02-29', '29.02.2028'],
    ['html-to-text', { do: 'html-to-text' }, '<p>a</p>', 'a'],
  ])('%s', (_name, step, value, expected) => {
    expect(outcome({ value }, [step])).toBe(expected);
  });

  it.each<[string, string]>([
    ['short', '01.08.2026'],
    ['minute', '01.08.2026, 00:30'],
  ])('format-date writes an instant %s, in the merchant’s time zone', (style, expected) => {
    expect(outcome({ from: 'a.at' }, [{ ...date, style }])).toBe(expected);
  });
});

describe('a transform refuses', () => {
  it.each<[string, object, string, string]>([
    ['limit what is longer', { do: 'limit', max: 3 }, 'abcd', 'TOO_LONG abcd'],
    ['lookup what is not in the table', { do: 'lookup', table: 'kept', unknown: 'hold' }, 'z', 'NOT_IN_TABLE z'],
    ['round what is no number', { do: 'round', places: 2 }, '1,5', 'NOT_A_NUMBER 1,5'],
    ['add-vat at a rate that is none', { do: 'add-vat', rate: { from: 'a.word' }, places: 2 }, '1', 'NOT_A_NUMBER x'],
    ['add-vat at a rate below zero', { do: 'add-vat', rate: { from: 'a.low' }, places: 2 }, '1', 'NOT_A_NUMBER -7'],
    ['add-vat at a rate that is missing', { do: 'add-vat', rate: { from: 'a.nothing' }, places: 2 }, '1', 'NOT_A_NUMBER '],
    [
      'add-vat before the first rate',
      { do: 'add-vat', rate: byTable({ value: '1999-12-31' }), places: 2 },
      '1',
      'VAT_RATE_MISSING DE standard 1999-12-31',
    ],
    [
      'add-vat in a country without one',
      { do: 'add-vat', rate: { ...byTable({ value: '2026-01-01' }), country: { value: 'XX' } }, places: 2 },
      '1',
      'VAT_RATE_MISSING XX standard 2026-01-01',
    ],
    ['add-vat on a day that is none', { do: 'add-vat', rate: byTable({ from: 'a.word' }), places: 2 }, '1', 'NOT_A_DATE x'],
    ['convert-currency without a rate of the day', { ...convert, on: { value: '2026-08-01' } }, '1', 'RATE_MISSING EUR CHF 2026-08-01'],
    ['convert-currency without a rate of the currency', { ...convert, to: { value: 'USD' } }, '1', 'RATE_MISSING EUR USD 2026-07-15'],
    ['convert-currency from nothing', { ...convert, from: { from: 'a.nothing' } }, '1', 'RATE_MISSING  CHF 2026-07-15'],
    ['convert-currency without a day', { ...convert, on: { from: 'a.nothing' } }, '1', 'NOT_A_DATE '],
    ['convert-currency of what is no number', convert, 'x', 'NOT_A_NUMBER x'],
    ['allocate by what is no number', { do: 'allocate', among: ['a.one', 'a.word'], share: 0, places: 2 }, '1', 'NOT_A_NUMBER x'],
    ['allocate by less than nothing', { do: 'allocate', among: ['a.one', 'a.under'], share: 0, places: 2 }, '1', 'NOT_A_NUMBER -1'],
    [
      'allocate what would be longer than it can be read',
      { do: 'allocate', among: ['a.one', 'a.nothing'], share: 0, places: 0 },
      `${'9'.repeat(30)}.5`,
      `TOO_LONG 1${'0'.repeat(30)}`,
    ],
    ['convert-unit of what is no number', { do: 'convert-unit', from: 'g', to: 'kg', places: 3 }, 'x', 'NOT_A_NUMBER x'],
    ['format-number of what is no number', number, 'x', 'NOT_A_NUMBER x'],
    ['format-date of what is no day', date, '31.12.2027', 'NOT_A_DATE 31.12.2027'],
    ['format-date of a day that never comes', date, '2027-02-29', 'NOT_A_DATE 2027-02-29'],
    ['format-date of the minute of a day', { ...date, style: 'minute' }, '2027-01-05', 'NOT_A_DATE 2027-01-05'],
    ['html-to-text where its reader fails', { do: 'html-to-text' }, '!', 'TRANSFORM_FAILED html-to-text'],
  ])('%s', (_name, step, value, expected) => {
    expect(outcome({ value }, [step])).toBe(expected);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -8.64e15 - 1])('format-date of an instant beyond the calendar: %p', (at) => {
    const compiled = compileRules(rulesOf({ from: 'a.at' }, [date]));

    expect(compiled.apply('listing', { a: { at } })).toMatchObject({ ok: false, why: 'NOT_A_DATE', value: String(at) });
  });

  it('html-to-text where nobody lends it', () => {
    const compiled = compileRules(rulesOf({ value: '<p>' }, [{ do: 'html-to-text' }]));

    expect(compiled.apply('listing', {})).toMatchObject({ ok: false, why: 'TRANSFORM_FAILED' });
  });
});

describe('nothing', () => {
  const steps: readonly object[] = [
    { do: 'trim' },
    { do: 'truncate', max: 3 },
    { do: 'limit', max: 3 },
    { do: 'lookup', table: 'kept', unknown: 'hold' },
    { do: 'round', places: 2 },
    { do: 'add-vat', rate: { percent: '19' }, places: 2 },
    { do: 'strip-vat', rate: { percent: '19' }, places: 2 },
    convert,
    { do: 'allocate', among: ['a.one', 'a.two'], share: 0, places: 2 },
    { do: 'convert-unit', from: 'g', to: 'kg', places: 3 },
    number,
    date,
    { do: 'text-to-html' },
    { do: 'html-to-text' },
  ];

  it.each(steps.map((step) => [(step as { do: string }).do, step] as const))('stays nothing in %s', (_name, step) => {
    expect(outcome({ from: 'a.nothing' }, [step])).toBe('left out');
    expect(outcome({ value: '  ' }, [step])).toBe('left out');
  });

  it('is met with every transform but default', () => {
    const all = MappingStep.options.map((option) => option.shape.do.value);

    expect([...steps.map((step) => (step as { do: string }).do), 'default'].toSorted()).toEqual([...all].toSorted());
  });
});

/** What is written, why not, or that nothing is. */
function outcome(source: object, steps: readonly object[]): string {
  const transforms = {
    htmlToText: (html: string) => {
      if (html === '!') throw new Error('broken');
      return html.replaceAll(/<[^>]*>/g, '');
    },
  };
  const mapped = compileRules(rulesOf(source, steps), { rates, transforms }).apply('listing', record);
  return mapped.ok ? (mapped.values.x ?? 'left out') : `${mapped.why} ${mapped.value}`;
}

function rulesOf(source: object, steps: readonly object[]): RuleSet {
  return RuleSet.parse({
    format: 2,
    flow: 'listings',
    tables: { kept: { a: 'b' } },
    vatRates: [
      { country: 'DE', class: 'standard', from: '2021-01-01', percent: '19' },
      { country: 'DE', class: 'standard', from: '2007-01-01', percent: '19' },
      { country: 'DE', class: 'standard', from: '2020-07-01', percent: '16' },
    ],
    blocks: { listing: [{ target: 'x', source, steps }] },
  });
}
