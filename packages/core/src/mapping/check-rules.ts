import type { FieldSpec } from '../ports/field-spec.ts';
import { type CheckScope, checkScope } from './check-scope.ts';
import { sourceShape } from './check-source.ts';
import { stepShape } from './check-step.ts';
import { checkTarget } from './check-target.ts';
import { createFaultList, type FaultList } from './fault-list.ts';
import { namedRules } from './named-values.ts';
import { faultsMax, type RuleFault } from './rule-fault.ts';
import type { RuleFields } from './rule-fields.ts';
import { blocksOf, type MappingRule, type RuleSet } from './rule-set.ts';
import { type Shape, shapeOfField } from './shape.ts';

/**
 * What is wrong with rules, before any record meets them: every value that their sources could give is followed through
 * every step, and held against the limits of the field that it is written to. None: no record can make the rules break a limit.
 * @param lent names of transforms that the runtime lends
 */
export function checkRules(rules: RuleSet, fields: RuleFields, lent: readonly string[] = []): readonly RuleFault[] {
  const list = createFaultList();
  for (const [block, members] of blocksOf(rules)) {
    const { sources, targets } = fields[block] ?? { sources: [], targets: [] };
    checkBlock({ block, members, rules, lent, sources, targets, list });
  }
  return list.faults;
}

interface BlockCheck {
  readonly block: string;
  readonly members: readonly MappingRule[];
  readonly rules: RuleSet;
  readonly lent: readonly string[];
  readonly sources: readonly FieldSpec[];
  readonly targets: readonly FieldSpec[];
  readonly list: FaultList;
}

function checkBlock(check: BlockCheck): void {
  const { block, members, targets, list } = check;
  const shapes = shapesOf(check);
  const written = new Map(targets.map((target) => [target.path, target]));
  const seen = new Set<string>();
  members.forEach((rule, index) => {
    if (list.faults.length >= faultsMax) return;
    const { scope, shape } = shapes(index);
    if ('name' in rule) return;
    const target = written.get(rule.target);
    if (target === undefined) {
      scope.fault(
        'UNKNOWN_TARGET',
        rule.target,
        { de: `Ein Feld „${rule.target}“ gibt es hier nicht zu schreiben.`, en: `There is no field “${rule.target}” to write here.` },
        { text: rule.target, among: () => [...written.keys()] },
      );
    } else if (seen.has(rule.target)) {
      scope.fault('TARGET_TWICE', rule.target, {
        de: `„${rule.target}“ schreibt schon eine andere Regel.`,
        en: `Another rule writes “${rule.target}” already.`,
      });
    } else if (shape !== undefined) {
      checkTarget(shape, target, rule.required, scope);
    }
    seen.add(rule.target);
  });
  for (const { path, required } of targets) {
    if (required !== true || seen.has(path)) continue;
    list.tell({
      code: 'TARGET_MISSING',
      block,
      target: path,
      field: path,
      reason: { de: `„${path}“ muss geschrieben werden, und keine Regel tut es.`, en: `“${path}” must be written, and no rule does it.` },
    });
  }
}

interface RuleShape {
  readonly scope: CheckScope;
  readonly shape: Shape | undefined;
}

/** Shapes of a block's rules, each made once, named ones when somebody reads them. */
function shapesOf({ block, members, rules, lent, sources, list }: BlockCheck): (index: number) => RuleShape {
  const read = new Map(sources.map((source) => [source.path, shapeOfField(source)]));
  const names = namedRules(members).map(({ name }) => name);
  const made = new Map<number, RuleShape>();
  const named = (name: string): Shape | undefined => shapeAt(members.findIndex((rule) => 'name' in rule && rule.name === name)).shape;
  const shapeAt = (index: number): RuleShape => {
    const known = made.get(index);
    if (known !== undefined) return known;
    const rule = members[index] as MappingRule;
    const scope = checkScope({ rules, lent, block, rule: index, of: rule, sources: read, named, names, list });
    // Known before it is made: a circle, which reading refuses, would have no end here.
    made.set(index, { scope, shape: undefined });
    const result = { scope, shape: shapeOf(rule, scope) };
    made.set(index, result);
    return result;
  };
  return shapeAt;
}

function shapeOf(rule: MappingRule, scope: CheckScope): Shape | undefined {
  let shape = sourceShape(rule.source, scope);
  for (const [index, step] of rule.steps.entries()) {
    if (shape === undefined) return undefined;
    shape = stepShape(step, shape, scope.atStep(index));
  }
  return shape;
}
