import type { CompileRules } from './compile-rules.ts';
import type { RuleFields } from './rule-fields.ts';
import type { Mapped } from './rule-program.ts';

/**
 * Holds a record of which a field that must be written has no value. The check at save believes what a side promises of its
 * fields; this is for the record that breaks the promise, such as an article whose title is blank.
 */
export function requiringTargets(compile: CompileRules, fields: RuleFields): CompileRules {
  const required = new Map(
    Object.entries(fields).map(([block, { targets }]) => [
      block,
      targets.filter((field) => field.required === true).map(({ path }) => path),
    ]),
  );
  const held = (block: string, mapped: Mapped): Mapped => {
    if (!mapped.ok) return mapped;
    const missing = required.get(block)?.find((target) => mapped.values[target] === undefined);
    return missing === undefined ? mapped : { ok: false, target: missing, why: 'EMPTY', value: '' };
  };
  return (rules, surroundings) => {
    const { hash, apply, explain } = compile(rules, surroundings);
    return {
      hash,
      apply: (block, record) => held(block, apply(block, record)),
      explain: (block, record) => {
        const explained = explain(block, record);
        return { ...explained, mapped: held(block, explained.mapped) };
      },
    };
  };
}
