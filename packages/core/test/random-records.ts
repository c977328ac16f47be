import fc from 'fast-check';
import { dayIn } from '../src/kernel/instant.ts';
import type { MappingRecord } from '../src/mapping/value.ts';
import { decimalText, Exact } from '../src/money/decimal.ts';
import type { FieldSpec } from '../src/ports/field-spec.ts';

/** Letters of every kind that a person, a shop or an attacker may hand over. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\t\n',
    '☕'.repeat(400),
    '👩🏻‍🚀'.repeat(300),
    'x'.repeat(5_000),
    '<b>&"\'\n\n\t',
    '\u0000\u0007\u200f',
    '\ud83d',
    '{order.id}',
    '-0.00',
    '1e9',
    '__proto__',
  ),
);

const anyDecimal = (decimalsMax: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.integer({ min: 0, max: decimalsMax }))
    .map(([units, places]) => decimalText(new Exact(units.toString()).times(new Exact(10).pow(-places))));

const anyInstant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 31) });

type Scalar = string | number | boolean;

/** Any value that a spec allows, the longest and the shortest among them. */
export function anyValueOf({ type, lengthMax, decimalsMax, values, required }: FieldSpec): fc.Arbitrary<Scalar> {
  if (values !== undefined && type !== 'boolean') return fc.constantFrom(...values);
  switch (type) {
    case 'integer':
      return fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
    case 'money':
    case 'decimal':
      return anyDecimal(decimalsMax ?? 12);
    case 'boolean':
      return fc.boolean();
    case 'date':
      return anyInstant.map((at) => dayIn('UTC', at));
    case 'instant':
      return anyInstant;
    default: {
      const fitting = anyText.map((text) => text.slice(0, lengthMax ?? text.length));
      const longest = lengthMax === undefined ? fc.constant('y'.repeat(3_000)) : fc.constant('y'.repeat(lengthMax));
      const any = fc.oneof({ weight: 8, arbitrary: fitting }, { weight: 1, arbitrary: longest });
      return required === true ? any.filter((text) => text.trim() !== '') : any;
    }
  }
}

/** Any record that the specs are true of. What is not required is absent now and then. */
export function recordOf(specs: readonly FieldSpec[]): fc.Arbitrary<MappingRecord> {
  const leaves = specs.map((spec) => (spec.required === true ? anyValueOf(spec) : fc.option(anyValueOf(spec), { nil: undefined })));
  return fc.tuple(...leaves).map((values) => {
    const record: Record<string, unknown> = {};
    for (const [index, value] of values.entries()) if (value !== undefined) put(record, (specs[index]?.path ?? '').split('.'), value);
    return record as MappingRecord;
  });
}

function put(record: Record<string, unknown>, path: readonly string[], value: Scalar): void {
  let at = record;
  for (const key of path.slice(0, -1)) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  at[path.at(-1) ?? ''] = value;
}
