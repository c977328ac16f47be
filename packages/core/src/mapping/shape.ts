import { fixedText, parseFixed } from '../money/fixed.ts';
import { placesOf } from '../money/units.ts';
import type { FieldSpec } from '../ports/field-spec.ts';
import { isDay } from './compile-condition.ts';

export type Kind = 'text' | 'number' | 'boolean' | 'date' | 'instant';

/** What can be said of a value before there is one: the check at save works on shapes as the rules work on values. */
export interface Shape {
  readonly kind: Kind;
  /** Nothing, or blanks alone. */
  readonly mayBeEmpty: boolean;
  /** Longest text, in UTF-16 units; absent: any length. */
  readonly lengthMax?: number;
  /** Most places of a number; absent: any. */
  readonly decimalsMax?: number;
  /** The only values there can be, beside nothing. */
  readonly values?: readonly string[];
  /** Holds markup, which must not be cut. */
  readonly markup?: true;
}

/** More values than this are looked at one by one nowhere. */
export const valuesMax = 100_000;

const kinds: Readonly<Record<FieldSpec['type'], Kind>> = {
  text: 'text',
  money: 'number',
  decimal: 'number',
  integer: 'number',
  boolean: 'boolean',
  date: 'date',
  instant: 'instant',
};

export function kindOf(type: FieldSpec['type']): Kind {
  return kinds[type];
}

export function shapeOfField({ type, required = false, lengthMax, decimalsMax, values }: FieldSpec): Shape {
  const places = type === 'integer' ? 0 : decimalsMax;
  const given = type === 'boolean' ? ['true', 'false'] : values;
  const longest = given === undefined ? lengthMax : limitsOf(given).lengthMax;
  return {
    kind: kinds[type],
    mayBeEmpty: !required,
    ...(longest === undefined ? {} : { lengthMax: longest }),
    ...(places === undefined ? {} : { decimalsMax: places }),
    ...(given === undefined ? {} : { values: given }),
  };
}

/** The shape of values that are known. Blank ones are no value. */
export function shapeOfValues(all: Iterable<string>): Shape {
  const distinct = [...new Set(all)];
  const values = distinct.filter((value) => value.trim() !== '');
  const mayBeEmpty = values.length < distinct.length || values.length === 0;
  return { kind: kindOfValues(values), mayBeEmpty, ...limitsOf(values), values };
}

function kindOfValues(values: readonly string[]): Kind {
  if (values.length === 0) return 'text';
  if (values.every(isNumber)) return 'number';
  if (values.every((value) => value === 'true' || value === 'false')) return 'boolean';
  return values.every(isDay) ? 'date' : 'text';
}

/** Written as it stands: blanks beside the digits would go out with them. */
export function isNumber(text: string): boolean {
  return parseFixed(text) !== undefined && text === text.trim();
}

function limitsOf(values: readonly string[]): Pick<Shape, 'lengthMax' | 'decimalsMax'> {
  let lengthMax = 0;
  let decimalsMax = 0;
  for (const value of values) {
    lengthMax = Math.max(lengthMax, value.length);
    decimalsMax = Math.max(decimalsMax, placesIn(value));
  }
  return { lengthMax, decimalsMax };
}

/** Whether some of them are instants and others are not: nobody who reads such a value knows which it is. */
export function mixInstants(shapes: readonly Shape[]): boolean {
  const kinds = new Set(shapes.filter((shape) => !isNothing(shape)).map(({ kind }) => kind));
  return kinds.has('instant') && kinds.size > 1;
}

export function markupOf(shapes: readonly Shape[]): Pick<Shape, 'markup'> {
  return shapes.some(({ markup }) => markup === true) ? { markup: true } : {};
}

/** What is either of two. Where their kinds differ it is text, if known values do not tell more; see `mixInstants`. */
export function either(left: Shape, right: Shape): Shape {
  const mayBeEmpty = left.mayBeEmpty || right.mayBeEmpty;
  if (isNothing(left)) return { ...right, mayBeEmpty };
  if (isNothing(right)) return { ...left, mayBeEmpty };
  if (left.values !== undefined && right.values !== undefined && left.values.length + right.values.length <= valuesMax) {
    const known = shapeOfValues([...left.values, ...right.values]);
    return { ...known, kind: left.kind === right.kind ? left.kind : known.kind, mayBeEmpty, ...markupOf([left, right]) };
  }
  // A fixed value beside a field is of the field's kind where every letter of it allows that.
  const kind = left.kind === right.kind ? left.kind : fits(left, right.kind) ? right.kind : fits(right, left.kind) ? left.kind : 'text';
  const lengthMax = larger(textLength(left), textLength(right));
  const decimalsMax = larger(left.decimalsMax, right.decimalsMax);
  return {
    kind,
    mayBeEmpty,
    ...(lengthMax === undefined ? {} : { lengthMax }),
    ...(kind === 'number' && decimalsMax !== undefined ? { decimalsMax } : {}),
    ...markupOf([left, right]),
  };
}

/** Whether everything that is known to occur is of a kind. */
function fits({ values }: Shape, kind: Kind): boolean {
  if (values === undefined || kind === 'instant') return false;
  return kind === 'text' || kindOfValues(values) === kind;
}

function isNothing({ values }: Shape): boolean {
  return values?.length === 0;
}

function larger(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : Math.max(left, right);
}

/** 30 digits, a point, 30 digits and a sign: no decimal is written longer. */
const numberLength = 62;

/** How long a value can be as text; `undefined`: any length. */
export function textLength({ kind, lengthMax }: Shape): number | undefined {
  switch (kind) {
    case 'number':
      return lengthMax ?? numberLength;
    case 'boolean':
      return lengthMax ?? 5;
    case 'date':
      return 10;
    default:
      return lengthMax;
  }
}

/** Zeros at the end count for nothing. */
function placesIn(text: string): number {
  const value = parseFixed(text);
  return value === undefined ? 0 : placesOf(fixedText(value));
}
