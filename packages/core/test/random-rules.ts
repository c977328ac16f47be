import fc from 'fast-check';
import type { FieldSpec } from '../src/ports/field-spec.ts';

/** Fields of every kind, with and without limits. */
export const anySources: readonly FieldSpec[] = [
  { path: 'a.text', type: 'text' },
  { path: 'a.title', type: 'text', required: true },
  { path: 'a.short', type: 'text', required: true, lengthMax: 12 },
  // Two of them fill the target `name` to the last letter.
  { path: 'a.first', type: 'text', required: true, lengthMax: 10 },
  { path: 'a.last', type: 'text', lengthMax: 10 },
  { path: 'a.kind', type: 'text', required: true, values: ['product', 'service'] },
  { path: 'a.net', type: 'money', required: true, decimalsMax: 4 },
  { path: 'a.rate', type: 'decimal', required: true, values: ['0', '7', '19'] },
  { path: 'a.count', type: 'integer' },
  { path: 'a.weight', type: 'decimal' },
  { path: 'a.flag', type: 'boolean', required: true },
  { path: 'a.day', type: 'date', required: true },
  { path: 'a.at', type: 'instant', required: true },
  { path: 'a.sold', type: 'instant' },
];

export const anyTargets: readonly FieldSpec[] = [
  { path: 'name', type: 'text', required: true, lengthMax: 20 },
  { path: 'words', type: 'text' },
  { path: 'price', type: 'money', decimalsMax: 2 },
  { path: 'fine', type: 'decimal', decimalsMax: 4, required: true },
  { path: 'units', type: 'integer' },
  { path: 'shown', type: 'boolean' },
  { path: 'since', type: 'date' },
  { path: 'sort', type: 'text', values: ['physical', 'digital'] },
];

const path = fc.constantFrom(...anySources.map((source) => source.path), 'named.x', 'named.y');
const literal = fc.constantFrom(
  'x',
  '',
  ' ',
  '\t \n',
  '0',
  '1.5',
  '-3',
  '4.125',
  'true',
  'physical',
  'digital',
  '2027-01-31',
  'y'.repeat(30),
);
const operand = fc.oneof(
  path.map((from) => ({ from })),
  literal.map((value) => ({ value })),
  fc
    .array(
      fc.oneof(
        path.map((one) => `{${one}}`),
        literal,
      ),
      { maxLength: 4 },
    )
    .map((parts) => ({ template: parts.join('') })),
  // What comes to the very limit of a target, or a letter or blank beyond it.
  fc
    .tuple(fc.constantFrom('', ' ', 'x'), fc.constantFrom('', ' ', ', '), fc.constantFrom('', ' ', '{named.x}'))
    .map(([before, between, after]) => ({ template: `${before}{a.first}${between}{a.last}${after}` })),
);
const condition = fc.oneof(
  fc.record({ field: path, is: fc.constantFrom('empty', 'present') }),
  fc.record({ field: path, is: fc.constantFrom('equal', 'unequal'), value: fc.constantFrom('product', 'true', '19', '2027-01-31') }),
  fc.record({
    field: path,
    is: fc.constantFrom('above', 'at-least', 'below', 'at-most'),
    value: fc.constantFrom('0', '7.5', '2027-01-31'),
  }),
);
/** An instant beside what is none: each alone is right, together they are not. */
const instantOrNot = fc
  .tuple(fc.constantFrom('a.at', 'a.sold'), operand, fc.boolean(), fc.constantFrom('a.count', 'a.sold', 'a.text'))
  .map(([from, other, turned, field]) => {
    const [take, otherwise] = turned ? [other, { from }] : [{ from }, other];
    return { cases: [{ when: [{ field, is: 'present' }], take }], otherwise };
  });
const source = fc.oneof(
  { weight: 4, arbitrary: operand },
  { weight: 1, arbitrary: instantOrNot },
  { weight: 1, arbitrary: fc.record({ from: fc.array(path, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ concat: fc.array(operand, { minLength: 1, maxLength: 3 }), separator: fc.constantFrom('', ', ') }) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        cases: fc.array(fc.record({ when: fc.array(condition, { minLength: 1, maxLength: 2 }), take: operand }), {
          minLength: 1,
          maxLength: 2,
        }),
        otherwise: operand,
      },
      { requiredKeys: ['cases'] },
    ),
  },
);

const places = fc.integer({ min: 0, max: 5 });
const mode = fc.constantFrom('half-up', 'half-even', 'down', 'up');
const steps = [
  fc.constant({ do: 'trim' }),
  fc.record({ do: fc.constant('truncate'), max: fc.integer({ min: 1, max: 25 }) }),
  fc.record({ do: fc.constant('limit'), max: fc.integer({ min: 1, max: 25 }) }),
  fc.record({ do: fc.constant('default'), value: literal }),
  fc.record({
    do: fc.constant('lookup'),
    table: fc.oneof(
      fc.constant('kept'),
      fc.dictionary(fc.constantFrom('product', 'service', 'true', 'false', '0', 'x'), literal, { maxKeys: 3 }),
    ),
    unknown: fc.oneof(
      fc.constantFrom('hold', 'pass'),
      literal.map((value) => ({ default: value })),
    ),
  }),
  fc.record({ do: fc.constant('round'), places, mode }),
  fc.record({
    do: fc.constantFrom('add-vat', 'strip-vat'),
    rate: fc.oneof(
      fc.constant({ percent: '19' }),
      path.map((from) => ({ from })),
      fc.constant({ country: { value: 'DE' }, class: { value: 'standard' }, on: { from: 'a.at' } }),
    ),
    places,
    mode,
  }),
  fc.record({
    do: fc.constant('convert-currency'),
    from: fc.constant({ value: 'EUR' }),
    to: fc.constant({ value: 'CHF' }),
    on: fc.oneof(fc.constant({ from: 'a.day' }), fc.constant({ value: '2027-01-15' })),
    places,
    mode,
  }),
  fc.record({
    do: fc.constant('allocate'),
    among: fc.array(path, { minLength: 2, maxLength: 3 }),
    share: fc.integer({ min: 0, max: 2 }),
    places,
  }),
  fc.record({ do: fc.constant('convert-unit'), from: fc.constantFrom('g', 'lb'), to: fc.constantFrom('kg', 'cm'), places, mode }),
  fc.record({ do: fc.constant('format-number'), language: fc.constantFrom('de', 'en'), group: fc.boolean() }),
  fc.record({
    do: fc.constant('format-date'),
    language: fc.constantFrom('de', 'en'),
    style: fc.constantFrom('short', 'long', 'month', 'year', 'iso', 'minute'),
  }),
  fc.constant({ do: 'text-to-html' }),
];

const rule = (head: object): fc.Arbitrary<object> =>
  fc
    .record({ source, steps: fc.array(fc.oneof(...steps), { maxLength: 3 }), required: fc.boolean() })
    .map(({ required, ...rest }) => ('target' in head ? { ...head, ...rest, required } : { ...head, ...rest }));

/** Rules that a person might try, most of them wrong: content of a listing set with a table, VAT rates and two named values. */
export const anyRules: fc.Arbitrary<object> = fc
  .tuple(fc.subarray([...anyTargets.map((target) => target.path)], { minLength: 1 }), rule({ name: 'x' }), rule({ name: 'y' }))
  .chain(([targets, x, y]) => fc.tuple(fc.constant([x, y]), ...targets.map((target) => rule({ target }))))
  .map(([named, ...listing]) => ({
    format: 2,
    flow: 'listings',
    tables: { kept: { product: 'physical', service: 'digital' } },
    vatRates: [
      { country: 'DE', class: 'standard', from: '2007-01-01', percent: '19' },
      { country: 'DE', class: 'standard', from: '2020-07-01', percent: '16' },
      { country: 'DE', class: 'standard', from: '2021-01-01', percent: '19' },
    ],
    blocks: { listing: [...named, ...listing] },
  }));
