import { parseDecimal } from '../money/decimal.ts';
import { parseFixed } from '../money/fixed.ts';
import type { CheckScope } from './check-scope.ts';
import { isDay } from './compile-condition.ts';
import { templateParts } from './compile-source.ts';
import type { Condition, Operand, RuleSource } from './rule-set.ts';
import { either, markupOf, mixInstants, type Shape, shapeOfValues, textLength } from './shape.ts';

/** What a source can give; `undefined` where a fault hides it. */
export function sourceShape(source: RuleSource, scope: CheckScope): Shape | undefined {
  if ('concat' in source) return concatShape(source, scope);
  if ('cases' in source) return casesShape(source, scope);
  if ('from' in source && Array.isArray(source.from)) return firstShape(source.from, scope);
  return operandShape(source as Operand, scope);
}

function operandShape(operand: Operand, scope: CheckScope): Shape | undefined {
  if ('from' in operand) return scope.shapeAt(operand.from);
  if ('value' in operand) return shapeOfValues([operand.value]);
  return templateShape(operand.template, scope);
}

/** The first that is never empty ends the list: what stands behind it is never read. */
function firstShape(paths: readonly string[], scope: CheckScope): Shape | undefined {
  const shapes = paths.map((path) => scope.shapeAt(path));
  if (shapes.some((shape) => shape === undefined)) return undefined;
  const all = shapes as readonly Shape[];
  const end = all.findIndex((shape) => !shape.mayBeEmpty);
  const read = end < 0 ? all : all.slice(0, end + 1);
  const whole = oneKind(read, paths, scope) ? eitherOf(read, scope) : undefined;
  return whole && { ...whole, mayBeEmpty: end < 0 };
}

function templateShape(template: string, scope: CheckScope): Shape | undefined {
  const parts = templateParts(template);
  const words = parts.filter((_part, index) => index % 2 === 0);
  const shapes = parts.filter((_part, index) => index % 2 === 1).map((path) => textShapeAt(path, scope));
  if (shapes.length === 0) return shapeOfValues(words);
  if (shapes.some((shape) => shape === undefined)) return undefined;
  // Blanks between fields are written like any letter.
  return joined(shapes as readonly Shape[], words.join(''));
}

function concatShape({ concat, separator }: Extract<RuleSource, { concat: unknown }>, scope: CheckScope): Shape | undefined {
  const shapes = concat.map((operand) => {
    const shape = operandShape(operand, scope);
    return shape !== undefined && isText(shape, 'from' in operand ? operand.from : '', scope) ? shape : undefined;
  });
  if (shapes.some((shape) => shape === undefined)) return undefined;
  const pieces = shapes as readonly Shape[];
  // A separator stands between pieces that have a value, and alone it makes none.
  return { ...joined(pieces, separator.repeat(concat.length - 1)), mayBeEmpty: pieces.every(({ mayBeEmpty }) => mayBeEmpty) };
}

/** Pieces in a row, with words between them. A piece without a value adds nothing, and blanks are none. */
function joined(shapes: readonly Shape[], words: string): Shape {
  const lengths = shapes.map((shape) => (shape.values?.length === 0 ? 0 : textLength(shape)));
  const known = lengths.filter((length) => length !== undefined);
  return {
    kind: 'text',
    mayBeEmpty: words.trim() === '' && shapes.every(({ mayBeEmpty }) => mayBeEmpty),
    ...(known.length === lengths.length ? { lengthMax: known.reduce((sum, length) => sum + length, words.length) } : {}),
    ...markupOf(shapes),
  };
}

function textShapeAt(path: string, scope: CheckScope): Shape | undefined {
  const shape = scope.shapeAt(path);
  return shape !== undefined && isText(shape, path, scope) ? shape : undefined;
}

/** An instant is a number of milliseconds, which nobody wants to read. */
function isText(shape: Shape, path: string, scope: CheckScope): boolean {
  if (shape.kind !== 'instant') return true;
  tellInstant(path, scope);
  return false;
}

function tellInstant(path: string, scope: CheckScope): void {
  scope.fault(
    'TYPE',
    path,
    {
      de: `„${path}“ ist ein Zeitpunkt; als Text wird er erst durch format-date lesbar. Neben Texten geben Sie ihn als benannten Wert an.`,
      en: `“${path}” is an instant; format-date makes text of it. Beside texts, give it as a named value.`,
    },
    'format-date',
  );
}

function casesShape({ cases, otherwise }: Extract<RuleSource, { cases: unknown }>, scope: CheckScope): Shape | undefined {
  for (const { when } of cases) for (const condition of when) checkCondition(condition, scope);
  const operands = [...cases.map(({ take }) => take), ...(otherwise === undefined ? [] : [otherwise])];
  const shapes = operands.map((operand) => operandShape(operand, scope));
  if (shapes.some((shape) => shape === undefined)) return undefined;
  const all = shapes as readonly Shape[];
  const paths = operands.map((operand) => ('from' in operand ? operand.from : ''));
  if (!oneKind(all, paths, scope)) return undefined;
  return eitherOf(otherwise === undefined ? [...all, shapeOfValues([])] : all, scope);
}

/** Instants keep to themselves until format-date makes text of them. `paths`: where each shape comes from. */
function oneKind(shapes: readonly Shape[], paths: readonly string[], scope: CheckScope): boolean {
  if (!mixInstants(shapes)) return true;
  tellInstant(paths[shapes.findIndex(({ kind }) => kind === 'instant')] ?? '', scope);
  return false;
}

function eitherOf(shapes: readonly Shape[], scope: CheckScope): Shape | undefined {
  // Each union is made anew from what it has so far.
  const known = shapes.reduce((sum, { values = [] }) => sum + values.length, 0);
  return scope.mayLookAt(known * shapes.length) ? shapes.reduce(either) : undefined;
}

function checkCondition(condition: Condition, scope: CheckScope): void {
  const shape = scope.shapeAt(condition.field);
  if (shape === undefined) return;
  if (condition.is === 'equal' || condition.is === 'unequal') {
    checkEqual(condition.field, shape, condition.value, scope);
  } else if (condition.is === 'in' || condition.is === 'not-in') {
    for (const value of condition.values) checkEqual(condition.field, shape, value, scope);
  } else if ('value' in condition) {
    checkOrder(condition.field, shape, condition.value, scope);
  }
}

/** A comparison that can never be true is a mistake. */
function checkEqual(field: string, shape: Shape, value: string, scope: CheckScope): void {
  if (shape.kind === 'instant') {
    scope.fault('TYPE', field, {
      de: `„${field}“ ist ein Zeitpunkt und ist keinem Text gleich; vergleichen Sie mit above, at-least, below oder at-most.`,
      en: `“${field}” is an instant and equals no text; compare it with above, at-least, below or at-most.`,
    });
    return;
  }
  if (!scope.mayLookAt(shape.values?.length ?? 0)) return;
  if (shape.values !== undefined && !shape.values.includes(value)) {
    scope.fault(
      'VALUE_NOT_ALLOWED',
      field,
      { de: `„${field}“ ist nie „${value}“.`, en: `“${field}” is never “${value}”.` },
      { text: value, among: () => shape.values ?? [] },
    );
    return;
  }
  if (shape.kind === 'number' && parseDecimal(value) !== value) {
    scope.fault(
      'TYPE',
      field,
      { de: `„${field}“ ist eine Zahl und ist nie „${value}“ geschrieben.`, en: `“${field}” is a number and is never written “${value}”.` },
      parseDecimal(value),
    );
  }
  if (shape.kind === 'date' && !isDay(value)) {
    scope.fault('TYPE', field, {
      de: `„${field}“ ist ein Tag wie 2027-01-31, „${value}“ nicht.`,
      en: `“${field}” is a day such as 2027-01-31; “${value}” is none.`,
    });
  }
}

function checkOrder(field: string, shape: Shape, value: string, scope: CheckScope): void {
  const wantsDay = shape.kind === 'date' || shape.kind === 'instant';
  if (wantsDay && !isDay(value)) {
    scope.fault('TYPE', field, {
      de: `„${field}“ wird mit einem Tag wie 2027-01-31 verglichen, nicht mit „${value}“.`,
      en: `“${field}” is compared with a day such as 2027-01-31, not with “${value}”.`,
    });
  } else if (shape.kind === 'number' && parseFixed(value) === undefined) {
    scope.fault('TYPE', field, {
      de: `„${field}“ wird mit einer Zahl verglichen, nicht mit „${value}“.`,
      en: `“${field}” is compared with a number, not with “${value}”.`,
    });
  } else if (shape.kind === 'text' || shape.kind === 'boolean') {
    scope.fault('TYPE', field, {
      de: `„${field}“ ist weder Zahl noch Tag und hat kein Größer und Kleiner.`,
      en: `“${field}” is neither a number nor a day and has no order.`,
    });
  }
}
