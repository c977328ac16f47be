import { templateParts } from './compile-source.ts';
import type { MappingRule, Operand } from './rule-set.ts';
import type { Choice, MappingStep } from './rule-step.ts';

/** Every path that a rule may read, once each, in the order in which it names them. */
export function pathsOf(rule: MappingRule): readonly string[] {
  return [...new Set([...sourcePaths(rule.source), ...rule.steps.flatMap(stepPaths)])];
}

function sourcePaths(source: MappingRule['source']): readonly string[] {
  if ('concat' in source) return source.concat.flatMap(operandPaths);
  if ('cases' in source) {
    const taken = source.cases.flatMap(({ when, take }) => [...when.map(({ field }) => field), ...operandPaths(take)]);
    return source.otherwise === undefined ? taken : [...taken, ...operandPaths(source.otherwise)];
  }
  if ('from' in source && Array.isArray(source.from)) return source.from;
  return operandPaths(source as Operand);
}

function operandPaths(operand: Operand): readonly string[] {
  if ('from' in operand) return [operand.from];
  return 'template' in operand ? templateParts(operand.template).filter((_part, index) => index % 2 === 1) : [];
}

function stepPaths(step: MappingStep): readonly string[] {
  switch (step.do) {
    case 'add-vat':
    case 'strip-vat':
      return 'percent' in step.rate
        ? []
        : 'from' in step.rate
          ? [step.rate.from]
          : choicePaths(step.rate.country, step.rate.class, step.rate.on);
    case 'convert-currency':
      return choicePaths(step.from, step.to, step.on);
    case 'allocate':
      return step.among;
    default:
      return [];
  }
}

function choicePaths(...choices: readonly Choice[]): readonly string[] {
  return choices.flatMap((choice) => ('from' in choice ? [choice.from] : []));
}
