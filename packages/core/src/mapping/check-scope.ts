import type { Words } from '../kernel/problem-catalogue.ts';
import { type FaultList, looksMax, type Meant } from './fault-list.ts';
import { namedPrefix } from './read-field.ts';
import type { RuleFaultCode } from './rule-fault.ts';
import type { MappingRule, RuleSet } from './rule-set.ts';
import type { Shape } from './shape.ts';

/** Where a fault is told, and what the rule may refer to. */
export interface CheckScope {
  readonly rules: Pick<RuleSet, 'tables' | 'vatRates'>;
  /** Transforms that the runtime lends. */
  readonly lent: readonly string[];
  /** The shape of a field or named value; an unknown one is told and has no shape. */
  shapeAt(path: string): Shape | undefined;
  fault(code: RuleFaultCode, field: string, reason: Words, meant?: Meant): void;
  /** Whether so many values may still be looked at one by one; the first time that they may not is told. */
  mayLookAt(values: number): boolean;
  /** The same, for one step of the rule. */
  atStep(step: number): CheckScope;
}

export interface ScopeParts {
  readonly rules: Pick<RuleSet, 'tables' | 'vatRates'>;
  readonly lent: readonly string[];
  readonly block: string;
  readonly rule: number;
  readonly of: MappingRule;
  readonly sources: ReadonlyMap<string, Shape>;
  /** Shapes of the block's named values. */
  named(name: string): Shape | undefined;
  readonly names: readonly string[];
  readonly list: FaultList;
}

export function checkScope(parts: ScopeParts, step?: number): CheckScope {
  const place = {
    block: parts.block,
    rule: parts.rule,
    target: 'target' in parts.of ? parts.of.target : parts.of.name,
    ...(step === undefined ? {} : { step }),
  };
  const fault: CheckScope['fault'] = (code, field, reason, meant) => parts.list.tell({ code, ...place, field, reason }, meant);
  return {
    rules: parts.rules,
    lent: parts.lent,
    fault,
    atStep: (next) => checkScope(parts, next),
    mayLookAt(values) {
      const may = parts.list.lookAt(values);
      if (may === 'spent') {
        fault('TOO_LARGE', place.target, {
          de: `Alle Regeln zusammen müssten mehr als ${looksMax} einzelne Werte prüfen. Schlagen Sie seltener in großen Tabellen nach, oder teilen Sie diese.`,
          en: `All rules together would have more than ${looksMax} single values to check. Look up large tables less often, or divide them.`,
        });
      }
      return may === 'goes';
    },
    shapeAt(path) {
      if (path.startsWith(namedPrefix)) {
        if (parts.names.includes(path.slice(namedPrefix.length))) return parts.named(path.slice(namedPrefix.length));
        fault(
          'UNKNOWN_NAME',
          path,
          { de: `Einen Wert „${path}“ gibt es in diesem Block nicht.`, en: `There is no value “${path}” in this block.` },
          { text: path, among: () => parts.names.map((name) => `${namedPrefix}${name}`) },
        );
        return undefined;
      }
      const shape = parts.sources.get(path);
      if (shape !== undefined) return shape;
      fault(
        'UNKNOWN_SOURCE',
        path,
        { de: `Ein Feld „${path}“ gibt es hier nicht zu lesen.`, en: `There is no field “${path}” to read here.` },
        { text: path, among: () => [...parts.sources.keys()] },
      );
      return undefined;
    },
  };
}
