import type { FieldSpec } from '../ports/field-spec.ts';
import type { CheckScope } from './check-scope.ts';
import { kindWords } from './check-step.ts';
import { isDay } from './compile-condition.ts';
import { isNumber, kindOf, type Shape, textLength } from './shape.ts';

/** Tells whatever a value of this shape could break in the field that it is written to. */
export function checkTarget(shape: Shape, target: FieldSpec, required: boolean, scope: CheckScope): void {
  if (target.required === true && shape.mayBeEmpty && !required) {
    scope.fault(
      'MAY_BE_EMPTY',
      target.path,
      {
        de: `„${target.path}“ muss immer geschrieben werden, und diese Regel kann ohne Wert bleiben: Verlangen Sie einen Wert (required) oder geben Sie einen vor (default).`,
        en: `“${target.path}” must always be written, and this rule may have no value: require one, or give a default.`,
      },
      'required: true',
    );
  }
  if (shape.values?.length === 0) return;
  if (fitsKind(shape, target, scope)) checkLimits(shape, target, scope);
}

function fitsKind(shape: Shape, { path, type }: FieldSpec, scope: CheckScope): boolean {
  const wanted = kindOf(type);
  if (wanted === 'text' ? shape.kind !== 'instant' : shape.kind === wanted || everyValueIs(shape, wanted)) return true;
  scope.fault(
    'TYPE',
    path,
    {
      de: `„${path}“ ist ${kindWords[wanted].de}; die Regel ergibt ${kindWords[shape.kind].de}.`,
      en: `“${path}” is ${kindWords[wanted].en}; the rule makes ${kindWords[shape.kind].en}.`,
    },
    shape.kind === 'instant' || shape.kind === 'date' ? 'format-date' : undefined,
  );
  return false;
}

/** Fixed values are what their letters make them. */
function everyValueIs({ values }: Shape, kind: ReturnType<typeof kindOf>): boolean {
  if (values === undefined) return false;
  if (kind === 'number') return values.every(isNumber);
  if (kind === 'boolean') return values.every((value) => value === 'true' || value === 'false');
  return kind === 'date' && values.every(isDay);
}

function checkLimits(shape: Shape, target: FieldSpec, scope: CheckScope): void {
  const { path, lengthMax, values } = target;
  if (values !== undefined) {
    checkValues(shape, path, values, scope);
    return;
  }
  const places = target.type === 'integer' ? 0 : kindOf(target.type) === 'number' ? target.decimalsMax : undefined;
  if (places !== undefined && (shape.decimalsMax ?? Number.POSITIVE_INFINITY) > places) {
    scope.fault(
      'TOO_FINE',
      path,
      {
        de: `„${path}“ hat höchstens ${places} Stellen nach dem Komma; die Regel kann mehr ergeben. Runden Sie.`,
        en: `“${path}” has at most ${places} places after the point; the rule may make more. Round it.`,
      },
      `round to ${places}`,
    );
  }
  const length = textLength(shape);
  if (target.type === 'text' && lengthMax !== undefined && (length === undefined || length > lengthMax)) {
    scope.fault(
      'TOO_LONG',
      path,
      {
        de: `„${path}“ hat höchstens ${lengthMax} Zeichen; die Regel kann mehr ergeben. Kürzen Sie.`,
        en: `“${path}” has at most ${lengthMax} characters; the rule may make more. Cut it.`,
      },
      `truncate to ${lengthMax}`,
    );
  }
}

function checkValues(shape: Shape, path: string, allowed: readonly string[], scope: CheckScope): void {
  const wrong = shape.values?.find((value) => !allowed.includes(value));
  if (shape.values !== undefined && wrong === undefined) return;
  scope.fault(
    'VALUE_NOT_ALLOWED',
    path,
    wrong === undefined
      ? {
          de: `„${path}“ nimmt nur ${allowed.join(', ')}; die Regel kann anderes ergeben. Ordnen Sie mit lookup zu.`,
          en: `“${path}” takes ${allowed.join(', ')} alone; the rule may make others. Use lookup.`,
        }
      : {
          de: `„${path}“ nimmt nur ${allowed.join(', ')}, nicht „${wrong}“.`,
          en: `“${path}” takes ${allowed.join(', ')} alone, not “${wrong}”.`,
        },
    wrong === undefined ? 'lookup' : { text: wrong, among: () => allowed },
  );
}
