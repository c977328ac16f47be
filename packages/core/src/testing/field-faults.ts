import { isDay } from '../mapping/compile-condition.ts';
import { readField } from '../mapping/read-field.ts';
import type { MappingRecord } from '../mapping/value.ts';
import { parseDecimal } from '../money/decimal.ts';
import { placesOf } from '../money/units.ts';
import type { FieldSpec } from '../ports/field-spec.ts';

/** Where a record is not what the specs of its fields say; none: they are true of it. */
export function fieldFaults(fields: readonly FieldSpec[], record: MappingRecord): readonly string[] {
  return fields.flatMap((field) => {
    const value = readField(field.path)(record);
    if (value === undefined || value === '') return field.required === true ? [`${field.path} is missing`] : [];
    if (typeof value === 'object') return [`${field.path} is no plain value`];
    return valueFaults(field, value).map((fault) => `${field.path} ${fault}: ${JSON.stringify(value)}`);
  });
}

function valueFaults({ type, required, lengthMax, decimalsMax, values }: FieldSpec, value: string | number | boolean): readonly string[] {
  const text = String(value);
  return [
    ...(isOf(type, value) ? [] : [`is no ${type}`]),
    ...(required === true && text.trim() === '' ? ['is blank'] : []),
    ...(lengthMax !== undefined && text.length > lengthMax ? [`is longer than ${lengthMax}`] : []),
    ...(decimalsMax !== undefined && placesIn(text) > decimalsMax ? [`has more than ${decimalsMax} places`] : []),
    ...(values !== undefined && !values.includes(text) ? [`is none of ${values.join(', ')}`] : []),
  ];
}

function isOf(type: FieldSpec['type'], value: string | number | boolean): boolean {
  switch (type) {
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value);
    case 'instant':
      return typeof value === 'number' && Number.isSafeInteger(value) && !Number.isNaN(new Date(value).getTime());
    case 'boolean':
      return typeof value === 'boolean';
    case 'money':
    case 'decimal':
      // As it is stored everywhere: no zeros at the end, no exponent.
      return typeof value === 'string' && parseDecimal(value) === value;
    case 'date':
      return typeof value === 'string' && isDay(value);
    default:
      return typeof value === 'string';
  }
}

function placesIn(text: string): number {
  const value = parseDecimal(text);
  return value === undefined ? 0 : placesOf(value);
}
