import { namedPrefix } from './read-field.ts';
import { pathsOf } from './rule-paths.ts';
import type { MappingRule } from './rule-set.ts';

export type NamedRule = Extract<MappingRule, { name: string }>;

export function namedRules(rules: readonly MappingRule[]): readonly NamedRule[] {
  return rules.filter((rule): rule is NamedRule => 'name' in rule);
}

/** Names of values that need themselves, in the order in which they do, first and last the same; `undefined`: no value does. */
export function cycleIn(rules: readonly MappingRule[]): readonly string[] | undefined {
  const needs = new Map(namedRules(rules).map((rule) => [rule.name, neededBy(rule)]));
  const settled = new Set<string>();
  for (const start of needs.keys()) {
    const way: string[] = [];
    const found = walk(start, way);
    if (found !== undefined) return found;
  }
  return undefined;

  /** No deeper than there are names. */
  function walk(name: string, way: string[]): readonly string[] | undefined {
    if (settled.has(name)) return undefined;
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    way.push(name);
    for (const next of needs.get(name) ?? []) {
      const found = walk(next, way);
      if (found !== undefined) return found;
    }
    way.pop();
    settled.add(name);
    return undefined;
  }
}

function neededBy(rule: MappingRule): readonly string[] {
  return pathsOf(rule).flatMap((path) => (path.startsWith(namedPrefix) ? [path.slice(namedPrefix.length)] : []));
}
