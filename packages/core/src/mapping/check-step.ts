import { assertNever } from '../kernel/assert-never.ts';
import type { Words } from '../kernel/problem-catalogue.ts';
import type { CheckScope } from './check-scope.ts';
import { isDay } from './compile-condition.ts';
import type { VatRateRow } from './rule-set.ts';
import type { Choice, MappingStep, VatRate } from './rule-step.ts';
import { either, type Kind, markupOf, mixInstants, type Shape, shapeOfValues, textLength, valuesMax } from './shape.ts';
import { compileStep } from './transforms/catalogue.ts';
import { sameKindOfUnit } from './transforms/numbers.ts';
import type { StepOf } from './transforms/transform.ts';
import { asText, bareSurroundings, frameOf, Refusal } from './value.ts';

/** What a step makes of a shape; `undefined` where a fault hides it. */
export function stepShape(step: MappingStep, shape: Shape, scope: CheckScope): Shape | undefined {
  return scope.mayLookAt(knownIn(step, shape, scope)) ? shapeAfter(step, shape, scope) : undefined;
}

/** Values that the step's check goes through one by one. */
function knownIn(step: MappingStep, { values = [] }: Shape, scope: CheckScope): number {
  const rows = step.do === 'lookup' ? rowsOf(step, scope) : undefined;
  return values.length + (rows === undefined ? 0 : Object.keys(rows).length);
}

function shapeAfter(step: MappingStep, shape: Shape, scope: CheckScope): Shape | undefined {
  switch (step.do) {
    case 'trim':
      return wants(step.do, shape, ['text'], scope) ? folded(step, shape, scope) : undefined;
    case 'truncate':
      if (shape.markup === true) {
        scope.fault('TYPE', step.do, markupCut, 'limit');
        return undefined;
      }
      return shortened(step, shape, scope);
    case 'limit':
      return shortened(step, shape, scope);
    case 'default': {
      const given = shapeOfValues([step.value]);
      if (mixInstants([shape, given])) {
        scope.fault('TYPE', step.do, instantDefault, 'format-date');
        return undefined;
      }
      return shape.mayBeEmpty ? { ...either({ ...shape, mayBeEmpty: false }, given), mayBeEmpty: given.mayBeEmpty } : shape;
    }
    case 'lookup':
      return wants(step.do, shape, ['text', 'number', 'boolean', 'date'], scope) ? lookupShape(step, shape, scope) : undefined;
    case 'round':
      return wants(step.do, shape, ['number'], scope)
        ? folded(step, { ...shape, decimalsMax: Math.min(step.places, shape.decimalsMax ?? step.places) }, scope)
        : undefined;
    case 'add-vat':
    case 'strip-vat':
      return wants(step.do, shape, ['number'], scope) && rateFits(step.rate, scope) ? decimalOf(shape, step.places) : undefined;
    case 'convert-currency': {
      if (!wants(step.do, shape, ['number'], scope)) return undefined;
      const fits = [choiceFits(step.from, ['text'], scope), choiceFits(step.to, ['text'], scope), dayFits(step.on, scope)];
      return fits.every(Boolean) ? decimalOf(shape, step.places) : undefined;
    }
    case 'allocate':
      return wants(step.do, shape, ['number'], scope) && sharesFit(step, scope) ? decimalOf(shape, step.places) : undefined;
    case 'convert-unit':
      return wants(step.do, shape, ['number'], scope) && unitsFit(step, scope) ? decimalOf(shape, step.places) : undefined;
    case 'format-number':
      return wants(step.do, shape, ['number'], scope)
        ? folded(step, { kind: 'text', mayBeEmpty: shape.mayBeEmpty, lengthMax: formattedMax }, scope, shape)
        : undefined;
    case 'format-date':
      return wants(step.do, shape, step.style === 'minute' ? ['instant'] : ['date', 'instant'], scope)
        ? { kind: 'text', mayBeEmpty: shape.mayBeEmpty, lengthMax: 20 }
        : undefined;
    case 'text-to-html':
      return wants(step.do, shape, ['text'], scope)
        ? folded(step, { ...textOf(shape), ...htmlLength(shape), markup: true }, scope, shape)
        : undefined;
    case 'html-to-text':
      return wants(step.do, shape, ['text'], scope) && isLent(step.do, scope) ? { kind: 'text', mayBeEmpty: true } : undefined;
    default:
      return assertNever(step);
  }
}

function shortened(step: StepOf<'truncate' | 'limit'>, shape: Shape, scope: CheckScope): Shape | undefined {
  if (!wants(step.do, shape, ['text'], scope)) return undefined;
  return folded(step, { ...shape, lengthMax: Math.min(step.max, shape.lengthMax ?? step.max) }, scope);
}

const markupCut: Words = {
  de: 'Hier käme Auszeichnung an, die dabei zerschnitten würde; kürzen Sie vor text-to-html.',
  en: 'What arrives here is markup, and would be cut in two; truncate before text-to-html.',
};

const instantDefault: Words = {
  de: 'Ein Zeitpunkt kann keinen Text an seiner Stelle haben; machen Sie mit format-date zuerst Text aus ihm.',
  en: 'No text can stand in for an instant; make text of it with format-date first.',
};

/** 30 digits with nine separators, a point, 30 digits and a sign. */
const formattedMax = 71;

function decimalOf({ mayBeEmpty }: Shape, places: number): Shape {
  return { kind: 'number', mayBeEmpty, decimalsMax: places };
}

function textOf({ mayBeEmpty }: Shape): Shape {
  return { kind: 'text', mayBeEmpty };
}

/** One letter becomes five at the most, and two breaks become the end and the beginning of a paragraph. */
function htmlLength(shape: Shape): Pick<Shape, 'lengthMax'> {
  const length = textLength(shape);
  return length === undefined ? {} : { lengthMax: length * 5 + 7 };
}

/** Values that are known go through the step itself. */
function folded(step: MappingStep, shape: Shape, scope: CheckScope, { values, mayBeEmpty }: Shape = shape): Shape {
  if (values === undefined) return shape;
  const { run } = compileStep(step, { read: () => () => undefined, ...scope.rules });
  const made = values.map((value) => run(value, frameOf({}, bareSurroundings)));
  const outcome = shapeOfValues(made.flatMap((value) => (value === undefined || value instanceof Refusal ? [] : [asText(value)])));
  // A kind does not change by chance: text of digits alone is text still.
  return { ...outcome, kind: shape.kind, mayBeEmpty: mayBeEmpty || outcome.mayBeEmpty, ...markupOf([shape]) };
}

function lookupShape(step: StepOf<'lookup'>, shape: Shape, scope: CheckScope): Shape | undefined {
  const { table, unknown } = step;
  const rows = rowsOf(step, scope);
  if (rows === undefined) {
    const name = String(table);
    scope.fault(
      'UNKNOWN_TABLE',
      name,
      { de: `Eine Tabelle „${name}“ gibt es neben diesen Regeln nicht.`, en: `There is no table “${name}” beside these rules.` },
      { text: name, among: () => Object.keys(scope.rules.tables) },
    );
    return undefined;
  }
  const { values } = shape;
  const stray = values === undefined || typeof table === 'string' ? undefined : strayKey(rows, values);
  if (stray !== undefined) {
    scope.fault(
      'VALUE_NOT_ALLOWED',
      stray,
      { de: `Der Wert „${stray}“ der Tabelle kommt nie vor.`, en: `The table’s value “${stray}” never occurs.` },
      { text: stray, among: () => values ?? [] },
    );
    return undefined;
  }
  const found = shapeOfValues(Object.values(rows));
  const known = { ...found, mayBeEmpty: shape.mayBeEmpty || (found.mayBeEmpty && Object.keys(rows).length > 0) };
  if (unknown === 'hold') return known;
  const rest = unknown === 'pass' ? passing(shape, rows) : shapeOfValues([unknown.default]);
  return rest === undefined ? known : { ...either(known, rest), mayBeEmpty: known.mayBeEmpty || rest.mayBeEmpty };
}

/** `undefined`: there is no table of that name. */
function rowsOf({ table }: StepOf<'lookup'>, { rules: { tables } }: CheckScope): Readonly<Record<string, string>> | undefined {
  if (typeof table !== 'string') return table;
  return Object.hasOwn(tables, table) ? tables[table] : undefined;
}

/** A key that can never be asked for is a mistake, where the table serves this rule alone. */
function strayKey(rows: Readonly<Record<string, string>>, values: readonly string[]): string | undefined {
  const known = new Set(values);
  return Object.keys(rows).find((key) => !known.has(key));
}

/** What a table lets through; nothing where it knows every value. */
function passing(shape: Shape, rows: Readonly<Record<string, string>>): Shape | undefined {
  if (shape.values === undefined || shape.values.length > valuesMax) return shape;
  const passed = shape.values.filter((value) => !Object.hasOwn(rows, value));
  return passed.length === 0 ? undefined : { ...shape, values: passed };
}

function rateFits(rate: VatRate, scope: CheckScope): boolean {
  if ('percent' in rate) return true;
  if ('from' in rate) return fieldFits(rate.from, ['number'], scope);
  const fits = [choiceFits(rate.country, ['text'], scope), choiceFits(rate.class, ['text'], scope), dayFits(rate.on, scope)];
  const rows = scope.rules.vatRates;
  const wanted = [
    { choice: rate.country, known: (row: VatRateRow) => row.country },
    { choice: rate.class, known: (row: VatRateRow) => row.class },
  ];
  for (const { choice, known } of wanted) {
    if (!('value' in choice) || !scope.mayLookAt(rows.length) || rows.some((row) => known(row) === choice.value)) continue;
    scope.fault(
      'UNKNOWN_VAT_CLASS',
      choice.value,
      {
        de: `Die Steuersätze neben diesen Regeln kennen „${choice.value}“ nicht.`,
        en: `The VAT rates beside these rules do not know “${choice.value}”.`,
      },
      { text: choice.value, among: () => [...new Set(rows.map(known))] },
    );
    return false;
  }
  return fits.every(Boolean);
}

function dayFits(choice: Choice, scope: CheckScope): boolean {
  if ('from' in choice) return fieldFits(choice.from, ['date', 'instant'], scope);
  if (isDay(choice.value)) return true;
  scope.fault('TYPE', choice.value, {
    de: `„${choice.value}“ ist kein Tag wie 2027-01-31.`,
    en: `“${choice.value}” is no day such as 2027-01-31.`,
  });
  return false;
}

function choiceFits(choice: Choice, kinds: readonly Kind[], scope: CheckScope): boolean {
  return !('from' in choice) || fieldFits(choice.from, kinds, scope);
}

function fieldFits(path: string, kinds: readonly Kind[], scope: CheckScope): boolean {
  const shape = scope.shapeAt(path);
  if (shape === undefined) return false;
  if (kinds.includes(shape.kind)) return true;
  scope.fault('TYPE', path, {
    de: `„${path}“ ist ${kindWords[shape.kind].de}; gebraucht wird ${kinds.map((kind) => kindWords[kind].de).join(' oder ')}.`,
    en: `“${path}” is ${kindWords[shape.kind].en}; what is needed is ${kinds.map((kind) => kindWords[kind].en).join(' or ')}.`,
  });
  return false;
}

function sharesFit({ among, share }: StepOf<'allocate'>, scope: CheckScope): boolean {
  const fits = among.map((path) => fieldFits(path, ['number'], scope));
  if (share < among.length) return fits.every(Boolean);
  scope.fault(
    'SHAPE',
    `share ${share}`,
    {
      de: `Bei ${among.length} Anteilen ist der letzte ${among.length - 1}.`,
      en: `Of ${among.length} shares the last is ${among.length - 1}.`,
    },
    String(among.length - 1),
  );
  return false;
}

function unitsFit({ from, to }: StepOf<'convert-unit'>, scope: CheckScope): boolean {
  if (sameKindOfUnit(from, to)) return true;
  scope.fault('TYPE', `${from} → ${to}`, {
    de: `${from} und ${to} messen Verschiedenes.`,
    en: `${from} and ${to} measure different things.`,
  });
  return false;
}

function isLent(step: MappingStep['do'], scope: CheckScope): boolean {
  if (scope.lent.includes(step)) return true;
  scope.fault('NOT_LENT', step, {
    de: `„${step}“ gibt es in dieser Installation nicht.`,
    en: `“${step}” is not there in this installation.`,
  });
  return false;
}

function wants(step: MappingStep['do'], shape: Shape, kinds: readonly Kind[], scope: CheckScope): boolean {
  if (kinds.includes(shape.kind) || shape.values?.length === 0) return true;
  const needed = { de: kinds.map((kind) => kindWords[kind].de).join(' oder '), en: kinds.map((kind) => kindWords[kind].en).join(' or ') };
  scope.fault(
    'TYPE',
    step,
    {
      de: `„${step}“ braucht ${needed.de}; hier kommt ${kindWords[shape.kind].de} an.`,
      en: `“${step}” needs ${needed.en}; what arrives is ${kindWords[shape.kind].en}.`,
    },
    insteadOf(step, shape.kind),
  );
  return false;
}

/** The step that does for this kind what was meant. */
function insteadOf(step: MappingStep['do'], kind: Kind): string | undefined {
  if (kind === 'number' && step === 'truncate') return 'round';
  if (kind === 'number') return step === 'trim' || step === 'text-to-html' ? 'format-number' : undefined;
  return kind === 'date' || kind === 'instant' ? 'format-date' : undefined;
}

export const kindWords: Readonly<Record<Kind, Words>> = {
  text: { de: 'ein Text', en: 'a text' },
  number: { de: 'eine Zahl', en: 'a number' },
  boolean: { de: 'ein Ja oder Nein', en: 'a yes or no' },
  date: { de: 'ein Tag', en: 'a day' },
  instant: { de: 'ein Zeitpunkt', en: 'an instant' },
};
