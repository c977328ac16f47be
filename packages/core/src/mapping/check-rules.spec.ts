import { describe, expect, it } from '@jest/globals';
import type { FieldSpec } from '../ports/field-spec.ts';
import { memoryArticleFields, memoryListingFields, memorySalesOrderFields } from '../testing/memory-fields.ts';
import { checkRules } from './check-rules.ts';
import { compileRules } from './compile-rules.ts';
import { defaultRules } from './default-rules.ts';
import { readRuleSet } from './read-rule-set.ts';
import type { RuleFault } from './rule-fault.ts';
import { ruleFields } from './rule-fields.ts';
import { RuleSet } from './rule-set.ts';

const bothSides = ruleFields({
  invoicing: { articles: { fields: memoryArticleFields }, salesOrders: { fields: memorySalesOrderFields } },
  channel: { orders: {}, listings: { fields: memoryListingFields } },
});

const sources: readonly FieldSpec[] = [
  { path: 'article.number', type: 'text' },
  { path: 'article.title', type: 'text', required: true },
  { path: 'article.code', type: 'text', required: true, lengthMax: 40 },
  { path: 'article.kind', type: 'text', required: true, values: ['product', 'service'] },
  { path: 'article.price.net', type: 'money', required: true, decimalsMax: 4 },
  { path: 'article.price.taxRate', type: 'decimal', required: true },
  { path: 'article.count', type: 'integer' },
  { path: 'article.archived', type: 'boolean', required: true },
  { path: 'article.madeOn', type: 'date', required: true },
  { path: 'article.updatedAt', type: 'instant', required: true },
  { path: 'article.soldAt', type: 'instant' },
];
const targets: readonly FieldSpec[] = [
  { path: 'name', type: 'text', lengthMax: 50 },
  { path: 'text', type: 'text' },
  { path: 'price', type: 'money', decimalsMax: 2 },
  { path: 'weight', type: 'decimal', decimalsMax: 4 },
  { path: 'count', type: 'integer' },
  { path: 'visible', type: 'boolean' },
  { path: 'day', type: 'date' },
  { path: 'kind', type: 'text', values: ['physical', 'digital'] },
];

describe('the default rules', () => {
  it.each(Object.values(defaultRules()).map((rules) => [rules.flow, rules] as const))('of %s have no fault', (_flow, rules) => {
    expect(checkRules(rules, bothSides)).toEqual([]);
  });
});

describe('a rule is let pass', () => {
  it.each<[string, object]>([
    ['text that is cut', { target: 'name', source: { from: 'article.title' }, steps: [{ do: 'truncate', max: 50 }] }],
    ['text that is limited', { target: 'name', source: { from: 'article.title' }, steps: [{ do: 'limit', max: 50 }] }],
    ['text that is short anyhow', { target: 'name', source: { from: 'article.code' } }],
    ['a template that is short anyhow', { target: 'name', source: { template: 'Nr. {article.code}' } }],
    [
      'pieces that are short together',
      { target: 'name', source: { concat: [{ from: 'article.code' }, { value: 'abcdefgh' }], separator: ', ' } },
    ],
    ['a number as text', { target: 'text', source: { from: 'article.price.net' } }],
    ['a whole number as an amount', { target: 'price', source: { from: 'article.count' } }],
    ['a fixed amount', { target: 'price', source: { value: '4.90' } }],
    ['a rounded amount', { target: 'price', source: { from: 'article.price.net' }, steps: [{ do: 'round', places: 2 }] }],
    [
      'an amount with VAT',
      {
        target: 'price',
        source: { from: 'article.price.net' },
        steps: [{ do: 'add-vat', rate: { from: 'article.price.taxRate' }, places: 2 }],
      },
    ],
    ['an amount of few places', { target: 'weight', source: { from: 'article.price.net' } }],
    ['a number rounded to a whole one', { target: 'count', source: { from: 'article.price.net' }, steps: [{ do: 'round', places: 0 }] }],
    [
      'a number looked up',
      {
        target: 'price',
        source: { from: 'article.kind' },
        steps: [{ do: 'lookup', table: { product: '1', service: '2.5' }, unknown: 'hold' }],
      },
    ],
    [
      'a number looked up, then rounded',
      {
        target: 'count',
        source: { from: 'article.kind' },
        steps: [
          { do: 'lookup', table: { product: '1.5' }, unknown: 'hold' },
          { do: 'round', places: 0 },
        ],
      },
    ],
    ['a default for what may be missing', { target: 'count', source: { from: 'article.count' }, steps: [{ do: 'default', value: '1' }] }],
    [
      'a field, else a fixed number',
      {
        target: 'count',
        source: {
          cases: [{ when: [{ field: 'article.archived', is: 'equal', value: 'true' }], take: { value: '0' } }],
          otherwise: { from: 'article.count' },
        },
      },
    ],
    ['a yes or no', { target: 'visible', source: { from: 'article.archived' } }],
    [
      'a yes or no looked up',
      {
        target: 'visible',
        source: { from: 'article.archived' },
        steps: [{ do: 'lookup', table: { true: 'false', false: 'true' }, unknown: 'hold' }],
      },
    ],
    ['a day', { target: 'day', source: { from: 'article.madeOn' } }],
    [
      'an instant as a day',
      { target: 'name', source: { from: 'article.updatedAt' }, steps: [{ do: 'format-date', language: 'de', style: 'minute' }] },
    ],
    [
      'allowed values looked up',
      {
        target: 'kind',
        source: { from: 'article.kind' },
        steps: [{ do: 'lookup', table: { product: 'physical', service: 'digital' }, unknown: 'hold' }],
      },
    ],
    [
      'a value of the table, else one that is allowed',
      {
        target: 'kind',
        source: { from: 'article.number' },
        steps: [{ do: 'lookup', table: { a: 'digital' }, unknown: { default: 'physical' } }],
      },
    ],
    ['the first of several, where the last is always there', { target: 'text', source: { from: ['article.number', 'article.title'] } }],
    ['units', { target: 'weight', source: { from: 'article.count' }, steps: [{ do: 'convert-unit', from: 'g', to: 'kg', places: 3 }] }],
  ])('%s', (_name, rule) => {
    expect(faultsOf([rule])).toEqual([]);
  });
});

describe('a rule is refused', () => {
  it.each<[string, object, Partial<RuleFault>]>([
    [
      'an unknown source',
      { target: 'text', source: { from: 'article.tilte' } },
      { code: 'UNKNOWN_SOURCE', field: 'article.tilte', nearest: 'article.title' },
    ],
    [
      'an unknown source without its root',
      { target: 'text', source: { from: 'taxRate' } },
      { code: 'UNKNOWN_SOURCE', nearest: 'article.price.taxRate' },
    ],
    [
      'an unknown source in a template',
      { target: 'text', source: { template: 'a {Article.title}' } },
      { code: 'UNKNOWN_SOURCE', nearest: 'article.title' },
    ],
    [
      'an unknown source in pieces',
      { target: 'text', source: { concat: [{ from: 'article.nmber' }] } },
      { code: 'UNKNOWN_SOURCE', nearest: 'article.number' },
    ],
    [
      'an unknown source of a condition',
      { target: 'text', source: { cases: [{ when: [{ field: 'article.knid', is: 'present' }], take: { value: 'x' } }] } },
      { code: 'UNKNOWN_SOURCE', nearest: 'article.kind' },
    ],
    [
      'an unknown source of a rate',
      {
        target: 'price',
        source: { from: 'article.price.net' },
        steps: [{ do: 'add-vat', rate: { from: 'article.price.rate' }, places: 2 }],
      },
      { code: 'UNKNOWN_SOURCE', step: 0, nearest: 'article.price.taxRate' },
    ],
    ['an unknown target', { target: 'nmae', source: { value: 'x' } }, { code: 'UNKNOWN_TARGET', field: 'nmae', nearest: 'name' }],
    ['an unknown name', { target: 'text', source: { from: 'named.nothing' } }, { code: 'UNKNOWN_NAME', field: 'named.nothing' }],
    ['text as an amount', { target: 'price', source: { from: 'article.title' } }, { code: 'TYPE', field: 'price' }],
    ['text as a whole number', { target: 'count', source: { value: 'drei' } }, { code: 'TYPE', field: 'count' }],
    ['text as a yes or no', { target: 'visible', source: { value: 'ja' } }, { code: 'TYPE', field: 'visible' }],
    ['text as a day', { target: 'day', source: { value: '1.2.2027' } }, { code: 'TYPE', field: 'day' }],
    ['a number as a yes or no', { target: 'visible', source: { from: 'article.count' } }, { code: 'TYPE', field: 'visible' }],
    [
      'an amount or text as an amount',
      {
        target: 'price',
        source: {
          cases: [{ when: [{ field: 'article.count', is: 'present' }], take: { from: 'article.count' } }],
          otherwise: { value: 'auf Anfrage' },
        },
      },
      { code: 'TYPE', field: 'price' },
    ],
    [
      'a default of text for an amount',
      { target: 'price', source: { from: 'article.count' }, steps: [{ do: 'default', value: 'keiner' }] },
      { code: 'TYPE', field: 'price' },
    ],
    [
      'an instant as text',
      { target: 'text', source: { from: 'article.updatedAt' } },
      { code: 'TYPE', field: 'text', nearest: 'format-date' },
    ],
    [
      'an instant in a template',
      { target: 'text', source: { template: '{article.updatedAt}' } },
      { code: 'TYPE', field: 'article.updatedAt', nearest: 'format-date' },
    ],
    [
      'an instant among pieces',
      { target: 'text', source: { concat: [{ from: 'article.updatedAt' }] } },
      { code: 'TYPE', nearest: 'format-date' },
    ],
    [
      'an instant or a text, by case',
      {
        target: 'text',
        source: {
          cases: [{ when: [{ field: 'article.count', is: 'present' }], take: { value: 'nie' } }],
          otherwise: { from: 'article.updatedAt' },
        },
        steps: [{ do: 'truncate', max: 50 }],
      },
      { code: 'TYPE', field: 'article.updatedAt', nearest: 'format-date' },
    ],
    [
      'an instant or a text, the first of them that is there',
      { target: 'text', source: { from: ['article.soldAt', 'article.title'] } },
      { code: 'TYPE', field: 'article.soldAt', nearest: 'format-date' },
    ],
    [
      'an instant or a day',
      { target: 'text', source: { from: ['article.soldAt', 'article.madeOn'] }, steps: [{ do: 'trim' }] },
      { code: 'TYPE', field: 'article.soldAt', nearest: 'format-date' },
    ],
    [
      'a text in place of an instant',
      { target: 'text', source: { from: 'article.soldAt' }, steps: [{ do: 'default', value: 'nie' }] },
      { code: 'TYPE', field: 'default', step: 0, nearest: 'format-date' },
    ],
    [
      'rounding text',
      { target: 'text', source: { from: 'article.title' }, steps: [{ do: 'round', places: 2 }] },
      { code: 'TYPE', field: 'round', step: 0 },
    ],
    [
      'cutting a number',
      { target: 'text', source: { from: 'article.count' }, steps: [{ do: 'truncate', max: 2 }] },
      { code: 'TYPE', step: 0, nearest: 'round' },
    ],
    [
      'a date of a number',
      { target: 'text', source: { from: 'article.count' }, steps: [{ do: 'format-date', language: 'de', style: 'short' }] },
      { code: 'TYPE', step: 0 },
    ],
    [
      'the minute of a day',
      { target: 'text', source: { from: 'article.madeOn' }, steps: [{ do: 'format-date', language: 'de', style: 'minute' }] },
      { code: 'TYPE', step: 0 },
    ],
    [
      'a rate of text',
      { target: 'price', source: { from: 'article.price.net' }, steps: [{ do: 'strip-vat', rate: { from: 'article.title' }, places: 2 }] },
      { code: 'TYPE', field: 'article.title', step: 0 },
    ],
    [
      'a second step that does not fit',
      {
        target: 'price',
        source: { from: 'article.price.net' },
        steps: [
          { do: 'format-number', language: 'de' },
          { do: 'round', places: 2 },
        ],
      },
      { code: 'TYPE', step: 1 },
    ],
    [
      'units that measure different things',
      { target: 'weight', source: { from: 'article.count' }, steps: [{ do: 'convert-unit', from: 'g', to: 'cm', places: 3 }] },
      { code: 'TYPE', field: 'g → cm' },
    ],
    ['text that may be too long', { target: 'name', source: { from: 'article.title' } }, { code: 'TOO_LONG', nearest: 'truncate to 50' }],
    [
      'text that is cut too late',
      { target: 'name', source: { from: 'article.title' }, steps: [{ do: 'truncate', max: 51 }] },
      { code: 'TOO_LONG' },
    ],
    [
      'markup that is cut in two',
      { target: 'name', source: { from: 'article.title' }, steps: [{ do: 'text-to-html' }, { do: 'truncate', max: 50 }] },
      { code: 'TYPE', field: 'truncate', step: 1, nearest: 'limit' },
    ],
    [
      'fixed markup that is cut in two',
      { target: 'name', source: { value: 'x' }, steps: [{ do: 'text-to-html' }, { do: 'truncate', max: 50 }] },
      { code: 'TYPE', field: 'truncate', step: 1 },
    ],
    ['a number with blanks beside it', { target: 'price', source: { value: ' 19' } }, { code: 'TYPE', field: 'price' }],
    [
      'a default of a number with blanks beside it',
      { target: 'count', source: { from: 'article.count' }, steps: [{ do: 'default', value: '1 ' }] },
      { code: 'TYPE', field: 'count' },
    ],
    [
      'text that grows after it is cut',
      { target: 'name', source: { from: 'article.title' }, steps: [{ do: 'truncate', max: 50 }, { do: 'text-to-html' }] },
      { code: 'TOO_LONG' },
    ],
    ['a template that may be too long', { target: 'name', source: { template: 'Bestellnummer: {article.code}' } }, { code: 'TOO_LONG' }],
    [
      'pieces that may be too long',
      { target: 'name', source: { concat: [{ from: 'article.code' }, { value: 'abcdefghi' }], separator: ', ' } },
      { code: 'TOO_LONG' },
    ],
    ['one of two that may be too long', { target: 'name', source: { from: ['article.number', 'article.code'] } }, { code: 'TOO_LONG' }],
    [
      'a default that is too long',
      { target: 'name', source: { from: 'article.count' }, steps: [{ do: 'default', value: 'x'.repeat(51) }] },
      { code: 'TOO_LONG' },
    ],
    ['a number that may be too long as text', { target: 'name', source: { from: 'article.price.net' } }, { code: 'TOO_LONG' }],
    ['too many places', { target: 'price', source: { from: 'article.price.net' } }, { code: 'TOO_FINE', nearest: 'round to 2' }],
    ['any number of places', { target: 'weight', source: { from: 'article.price.taxRate' } }, { code: 'TOO_FINE', nearest: 'round to 4' }],
    [
      'places that are rounded too late',
      { target: 'price', source: { from: 'article.price.net' }, steps: [{ do: 'round', places: 3 }] },
      { code: 'TOO_FINE' },
    ],
    ['a fixed value of too many places', { target: 'price', source: { value: '1.005' } }, { code: 'TOO_FINE' }],
    ['places of a whole number', { target: 'count', source: { from: 'article.price.net' } }, { code: 'TOO_FINE', nearest: 'round to 0' }],
    [
      'a value that is not allowed',
      { target: 'kind', source: { value: 'physcal' } },
      { code: 'VALUE_NOT_ALLOWED', field: 'kind', nearest: 'physical' },
    ],
    [
      'any value where few are allowed',
      { target: 'kind', source: { from: 'article.title' } },
      { code: 'VALUE_NOT_ALLOWED', nearest: 'lookup' },
    ],
    [
      'a table with a value that is not allowed',
      {
        target: 'kind',
        source: { from: 'article.kind' },
        steps: [{ do: 'lookup', table: { product: 'physical', service: 'virtual' }, unknown: 'hold' }],
      },
      { code: 'VALUE_NOT_ALLOWED', field: 'kind' },
    ],
    [
      'values that a table lets pass',
      { target: 'kind', source: { from: 'article.kind' }, steps: [{ do: 'lookup', table: { product: 'physical' }, unknown: 'pass' }] },
      { code: 'VALUE_NOT_ALLOWED', field: 'kind' },
    ],
    [
      'a table with a value that never occurs',
      { target: 'text', source: { from: 'article.kind' }, steps: [{ do: 'lookup', table: { produkt: 'x' }, unknown: 'pass' }] },
      { code: 'VALUE_NOT_ALLOWED', field: 'produkt', step: 0, nearest: 'product' },
    ],
    [
      'a comparison with a value that never occurs',
      whenIs({ field: 'article.kind', is: 'equal', value: 'servise' }),
      { code: 'VALUE_NOT_ALLOWED', field: 'article.kind', nearest: 'service' },
    ],
    [
      'a comparison of a truth with a word',
      whenIs({ field: 'article.archived', is: 'in', values: ['true', 'yes'] }),
      { code: 'VALUE_NOT_ALLOWED' },
    ],
    [
      'a number written as it never is',
      whenIs({ field: 'article.price.taxRate', is: 'equal', value: '19.00' }),
      { code: 'TYPE', nearest: '19' },
    ],
    ['an order of texts', whenIs({ field: 'article.title', is: 'above', value: '3' }), { code: 'TYPE', field: 'article.title' }],
    ['a number compared with a word', whenIs({ field: 'article.count', is: 'above', value: 'drei' }), { code: 'TYPE' }],
    ['a day compared with a number', whenIs({ field: 'article.madeOn', is: 'above', value: '3' }), { code: 'TYPE' }],
    ['a day compared with a word', whenIs({ field: 'article.madeOn', is: 'equal', value: 'gestern' }), { code: 'TYPE' }],
    ['an instant equal to a day', whenIs({ field: 'article.updatedAt', is: 'equal', value: '2027-01-31' }), { code: 'TYPE' }],
    [
      'an unknown table',
      { target: 'text', source: { from: 'article.title' }, steps: [{ do: 'lookup', table: 'wights', unknown: 'hold' }] },
      { code: 'UNKNOWN_TABLE', field: 'wights', nearest: 'weights' },
    ],
    ['an unknown country of a VAT table', vatBy({ country: { value: 'DK' } }), { code: 'UNKNOWN_VAT_CLASS', field: 'DK' }],
    ['an unknown class of a VAT table', vatBy({ class: { value: 'standrad' } }), { code: 'UNKNOWN_VAT_CLASS', nearest: 'standard' }],
    ['a day of a VAT table that is none', vatBy({ on: { value: 'heute' } }), { code: 'TYPE', field: 'heute' }],
    ['a country of a VAT table that is a number', vatBy({ country: { from: 'article.count' } }), { code: 'TYPE', field: 'article.count' }],
    [
      'a currency that is a number',
      {
        target: 'price',
        source: { from: 'article.price.net' },
        steps: [
          { do: 'convert-currency', from: { from: 'article.count' }, to: { value: 'EUR' }, on: { from: 'article.madeOn' }, places: 2 },
        ],
      },
      { code: 'TYPE', field: 'article.count' },
    ],
    [
      'a share that is none of them',
      {
        target: 'price',
        source: { from: 'article.price.net' },
        steps: [{ do: 'allocate', among: ['article.count', 'article.price.net'], share: 2, places: 2 }],
      },
      { code: 'SHAPE', nearest: '1' },
    ],
    [
      'weights of text',
      {
        target: 'price',
        source: { from: 'article.price.net' },
        steps: [{ do: 'allocate', among: ['article.count', 'article.title'], share: 0, places: 2 }],
      },
      { code: 'TYPE', field: 'article.title' },
    ],
    [
      'a transform that is not lent',
      { target: 'text', source: { from: 'article.title' }, steps: [{ do: 'html-to-text' }] },
      { code: 'NOT_LENT', step: 0 },
    ],
  ])('%s', (_name, rule, expected) => {
    const faults = faultsOf([rule]);

    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ block: 'listing', rule: 0, ...expected });
    expect(faults[0]?.reason.de).not.toBe(faults[0]?.reason.en);
  });

  it('with a transform that is lent only where it is', () => {
    const rule = { target: 'text', source: { from: 'article.title' }, steps: [{ do: 'html-to-text' }] };

    expect(faultsOf([rule], { lent: ['html-to-text'] })).toEqual([]);
  });

  it('if another writes the same field', () => {
    const rule = { target: 'text', source: { value: 'x' } };

    expect(faultsOf([rule, rule])).toMatchObject([{ code: 'TARGET_TWICE', rule: 1, target: 'text' }]);
  });
});

describe('a field that must be written', () => {
  const must: readonly FieldSpec[] = [{ path: 'text', type: 'text', required: true }];

  it('is missed', () => {
    expect(faultsOf([], { must })).toMatchObject([{ code: 'TARGET_MISSING', block: 'listing', target: 'text' }]);
  });

  it.each<[string, object]>([
    ['a field that may be missing', { source: { from: 'article.number' } }],
    ['a template of nothing else', { source: { template: '{article.number}' } }],
    ['pieces that may all be missing', { source: { concat: [{ from: 'article.number' }, { from: 'article.count' }] } }],
    [
      'pieces that may all be missing, whatever stands between them',
      { source: { concat: [{ from: 'article.number' }, { from: 'article.count' }], separator: ' – ' } },
    ],
    ['a case that may not come', { source: { cases: [{ when: [{ field: 'article.count', is: 'present' }], take: { value: 'x' } }] } }],
    [
      'a table with an empty value',
      { source: { from: 'article.kind' }, steps: [{ do: 'lookup', table: { product: '' }, unknown: 'pass' }] },
    ],
    ['a fixed blank', { source: { value: ' ' } }],
    ['a default that is blank', { source: { from: 'article.number' }, steps: [{ do: 'default', value: ' ' }] }],
  ])('is not served by %s', (_name, rule) => {
    expect(faultsOf([{ target: 'text', ...rule }], { must })).toMatchObject([{ code: 'MAY_BE_EMPTY', rule: 0, nearest: 'required: true' }]);
    expect(faultsOf([{ target: 'text', ...rule, required: true }], { must })).toEqual([]);
  });

  it.each<[string, object]>([
    ['a field that is always there', { source: { from: 'article.title' } }],
    ['the last of several that is', { source: { from: ['article.number', 'article.title'] } }],
    ['a template with letters of its own', { source: { template: 'Nr. {article.number}' } }],
    ['a default', { source: { from: 'article.number' }, steps: [{ do: 'default', value: 'x' }] }],
  ])('is served by %s', (_name, rule) => {
    expect(faultsOf([{ target: 'text', ...rule }], { must })).toEqual([]);
  });
});

describe('a template', () => {
  // `article.code` has 40 letters at most, `name` takes 50.
  it.each([
    ['{article.code}          ', []],
    ['{article.code}           ', ['TOO_LONG']],
    ['          {article.code}', []],
    ['           {article.code}', ['TOO_LONG']],
    ['{named.six}    {article.code}', []],
    ['{named.six}     {article.code}', ['TOO_LONG']],
    ['{named.six} {named.blank} {article.code}  ', []],
    ['{article.kind}   {article.code}', []],
    ['{article.kind}    {article.code}', ['TOO_LONG']],
  ])('%j counts every blank that it writes, and every letter that a field can have', (template, codes) => {
    const named = [
      { name: 'six', source: { value: '123456' } },
      { name: 'blank', source: { value: ' '.repeat(60) } },
    ];

    expect(faultsOf([...named, { target: 'name', source: { template } }]).map(({ code }) => code)).toEqual(codes);
  });
});

describe('what is written longest', () => {
  it.each<[string, number, object]>([
    ['a number', 62, { source: { from: 'article.price.taxRate' } }],
    ['a formatted number', 71, { source: { from: 'article.price.taxRate' }, steps: [{ do: 'format-number', language: 'de' }] }],
    // The calendar of the platform ends in September of the year 275760.
    ['a date', 20, { source: { from: 'article.madeOn' }, steps: [{ do: 'format-date', language: 'de', style: 'long' }] }],
    ['markup', 207, { source: { from: 'article.code' }, steps: [{ do: 'text-to-html' }] }],
  ])('of %s has %i letters', (_name, length, rule) => {
    const codes = (lengthMax: number): readonly string[] =>
      faultsOf([{ target: 'x', ...rule }], { must: [{ path: 'x', type: 'text', lengthMax }] }).map(({ code }) => code);

    expect([codes(length), codes(length - 1)]).toEqual([[], ['TOO_LONG']]);
  });

  it('is as long as that', () => {
    const [digits, ones] = ['9'.repeat(30), '1'.repeat(30)];
    const written = (type: object, value: string | number): number => {
      const rule = { target: 'x', source: { from: 'article.value' }, steps: [type] };
      const mapped = compileRules(RuleSet.parse(contentOf([rule]))).apply('listing', { article: { value } });
      return mapped.ok ? (mapped.values.x ?? '').length : -1;
    };

    expect([
      written({ do: 'round', places: 10 }, `-${digits}`) + 31,
      written({ do: 'format-number', language: 'de' }, `-${digits}.${ones}`),
      written({ do: 'format-date', language: 'de', style: 'long' }, 8.64e15),
      written({ do: 'text-to-html' }, '&'.repeat(40)),
    ]).toEqual([62, 71, 20, 207]);
  });
});

describe('markup', () => {
  const html = { name: 'html', source: { from: 'article.title' }, steps: [{ do: 'text-to-html' }] };

  it.each<[string, object]>([
    ['in a template', { template: '{named.html}<hr>' }],
    ['among pieces', { concat: [{ from: 'named.html' }, { value: 'x' }] }],
    [
      'in a case',
      { cases: [{ when: [{ field: 'article.count', is: 'present' }], take: { from: 'named.html' } }], otherwise: { value: 'x' } },
    ],
  ])('is not cut %s either', (_name, source) => {
    const cut = { target: 'name', source, steps: [{ do: 'truncate', max: 50 }] };

    expect(faultsOf([html, cut])).toMatchObject([{ code: 'TYPE', rule: 1, step: 0, nearest: 'limit' }]);
  });

  it('may be held where it is too long', () => {
    expect(faultsOf([html, { target: 'name', source: { from: 'named.html' }, steps: [{ do: 'limit', max: 50 }] }])).toEqual([]);
  });
});

it('large tables that are looked up again and again are refused before they hold up the service', () => {
  const table = Object.fromEntries(Array.from({ length: 50_000 }, (_, place) => [`k${place}`, `v${place}`]));
  const listing = Array.from({ length: 40 }, (_, place) => ({
    name: `n${'a'.repeat(place)}`,
    source: { from: 'article.title' },
    steps: [{ do: 'lookup', table: 'large', unknown: 'hold' }, ...Array.from({ length: 18 }, () => ({ do: 'trim' }))],
  }));
  const once = [{ target: 'text', source: { from: 'article.title' }, steps: [{ do: 'lookup', table: 'large', unknown: 'hold' }] }];

  const faults = (rules: readonly object[]): readonly RuleFault[] =>
    checkRules(RuleSet.parse({ ...contentOf(rules), tables: { large: table } }), { listing: { sources, targets } });

  expect(faults(once)).toEqual([]);
  expect(faults(listing)).toMatchObject([{ code: 'TOO_LARGE', block: 'listing', rule: 2 }]);
});

it('a name that nothing has is guessed at until guessing would hold up the service', () => {
  const large = Object.fromEntries(Array.from({ length: 40_000 }, (_, place) => [`k${place}`, `${'v'.repeat(55)}${place}`]));
  const word = { name: 'word', source: { from: 'article.title' }, steps: [{ do: 'lookup', table: 'large', unknown: 'hold' }] };
  const asked = { field: 'named.word', is: 'equal', value: 'q'.repeat(60) };
  const rules = Array.from({ length: 3 }, (_, place) => ({
    name: `n${'a'.repeat(place)}`,
    source: { cases: [{ when: [asked, asked, asked], take: { value: 'x' } }] },
  }));
  const small = { name: 'small', source: { from: 'article.tilte' } };

  const faults = checkRules(RuleSet.parse({ ...contentOf([word, ...rules, small]), tables: { large } }), { listing: { sources, targets } });

  expect(faults.map(({ code, nearest }) => [code, nearest])).toEqual([
    ...Array.from({ length: 9 }, () => ['VALUE_NOT_ALLOWED', undefined]),
    ['UNKNOWN_SOURCE', 'article.title'],
  ]);
});

describe('named values', () => {
  it('that are instants stay instants for whoever reads them', () => {
    const either = {
      name: 'either',
      source: { cases: [{ when: [{ field: 'article.count', is: 'present' }], take: { from: 'article.soldAt' } }] },
      steps: [{ do: 'default', value: '-' }],
    };
    const alone = { name: 'alone', source: { from: ['article.soldAt', 'article.updatedAt'] } };
    const written = { target: 'text', source: { template: 'am {named.alone}' } };

    expect(faultsOf([either])).toMatchObject([{ code: 'TYPE', rule: 0, step: 0, nearest: 'format-date' }]);
    expect(faultsOf([alone, written])).toMatchObject([{ code: 'TYPE', rule: 1, field: 'named.alone' }]);
  });

  it('carry their shape to whoever reads them, wherever they stand', () => {
    const reader = { target: 'price', source: { from: 'named.net' } };
    const net = { name: 'net', source: { from: 'article.price.net' }, steps: [{ do: 'round', places: 2 }] };
    const title = { name: 'net', source: { from: 'article.title' } };

    expect(faultsOf([reader, net])).toEqual([]);
    expect(faultsOf([title, reader])).toMatchObject([{ code: 'TYPE', rule: 1, field: 'price' }]);
  });

  it('are told wrong once, where they are wrong', () => {
    const wrong = { name: 'wrong', source: { from: 'article.tilte' } };
    const readers = [
      { target: 'text', source: { from: 'named.wrong' } },
      { target: 'name', source: { template: '{named.wrong}' } },
    ];

    expect(faultsOf([wrong, ...readers])).toMatchObject([{ code: 'UNKNOWN_SOURCE', rule: 0, target: 'wrong' }]);
  });

  it('are checked though nobody reads them', () => {
    expect(faultsOf([{ name: 'idle', source: { from: 'article.tilte' } }])).toMatchObject([{ code: 'UNKNOWN_SOURCE' }]);
  });

  it('that need each other are refused when they are read in, and end a check that meets them all the same', () => {
    const circle = [
      { name: 'a', source: { from: 'named.b' } },
      { name: 'b', source: { template: '{named.c}' } },
      { name: 'c', source: { value: 'x' }, steps: [{ do: 'add-vat', rate: { from: 'named.a' }, places: 2 }] },
    ];

    expect(readRuleSet(contentOf(circle))).toMatchObject({
      ok: false,
      faults: [{ code: 'CYCLE', target: 'a', reason: { en: expect.stringContaining('a → b → c → a') } }],
    });
    expect(() => checkRules(RuleSet.parse(contentOf(circle)), { listing: { sources, targets } })).not.toThrow();
  });
});

it('a block is held against its own fields alone', () => {
  const rules = defaultRules().orders;
  const document = [{ target: 'title', source: { from: 'line.name' }, steps: [{ do: 'truncate', max: 25 }] }];

  expect(checkRules(RuleSet.parse({ ...rules, blocks: { document } }), bothSides)).toMatchObject([
    { code: 'UNKNOWN_SOURCE', block: 'document', field: 'line.name' },
  ]);
});

it('no more faults are told than a person can read', () => {
  const many = Array.from({ length: 200 }, (_, index) => ({ target: `x${index}`, source: { value: 'x' } }));

  expect(faultsOf(many)).toHaveLength(100);
});

function whenIs(condition: object): object {
  return { target: 'text', source: { cases: [{ when: [condition], take: { value: 'x' } }] } };
}

function vatBy(change: object): object {
  const rate = { country: { value: 'DE' }, class: { value: 'standard' }, on: { from: 'article.madeOn' }, ...change };
  return { target: 'price', source: { from: 'article.price.net' }, steps: [{ do: 'add-vat', rate, places: 2 }] };
}

function faultsOf(
  listing: readonly object[],
  { must = targets, lent = [] }: { readonly must?: readonly FieldSpec[]; readonly lent?: readonly string[] } = {},
): readonly RuleFault[] {
  return checkRules(RuleSet.parse(contentOf(listing)), { listing: { sources, targets: must } }, lent);
}

function contentOf(listing: readonly object[]): object {
  return {
    format: 2,
    flow: 'listings',
    tables: { weights: { a: '1' } },
    vatRates: [{ country: 'DE', class: 'standard', from: '2007-01-01', percent: '19' }],
    blocks: { listing },
  };
}
