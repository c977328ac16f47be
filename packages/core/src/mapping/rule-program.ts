import { contentHash } from '../kernel/canonical-json.ts';
import { compileSource } from './compile-source.ts';
import { cycleIn } from './named-values.ts';
import { reader } from './read-field.ts';
import { pathsOf } from './rule-paths.ts';
import { blocksOf, type MappingRule, type RuleSet } from './rule-set.ts';
import { compileStep } from './transforms/catalogue.ts';
import type { CompiledStep, StepScope } from './transforms/transform.ts';
import { asText, type Frame, isEmpty, type Read, Refusal, type Value } from './value.ts';

/** The rules of one version as functions. It holds nothing of a merchant, so that equal sets share it. */
export interface RuleProgram {
  /** Hash of the rules: equal sets share one compilation and one name. */
  readonly hash: string;
  /** An unknown block is our own mistake and throws. */
  block(name: string): CompiledBlock;
}

export interface CompiledBlock {
  readonly rules: readonly CompiledRule[];
}

export interface CompiledRule {
  readonly rule: MappingRule;
  /** What it may read. */
  readonly paths: readonly { readonly path: string; readonly read: Read }[];
  readonly read: Read;
  readonly steps: readonly { readonly do: string; readonly compiled: CompiledStep }[];
}

/** Told of the source's value (`step` undefined) and of each step's. */
export type Note = (step: CompiledRule['steps'][number] | undefined, input: Value, output: Value | Refusal) => void;

export function compileProgram(rules: RuleSet): RuleProgram {
  const blocks = new Map<string, CompiledBlock>(blocksOf(rules).map(([name, members]) => [name, compileBlock(members, rules)]));
  return {
    hash: contentHash(rules),
    block(name) {
      const block = blocks.get(name);
      if (block === undefined) throw new Error(`no block ${name} in the rules of ${rules.flow}`);
      return block;
    },
  };
}

function compileBlock(members: readonly MappingRule[], { tables, vatRates }: RuleSet): CompiledBlock {
  const cycle = cycleIn(members);
  if (cycle !== undefined) throw new Error(`named values need each other: ${cycle.join(' → ')}`);
  const named = new Map<string, Read>();
  const scope: StepScope = { read: (path) => reader(path, named), tables, vatRates };
  const compiled: CompiledRule[] = [];
  members.forEach((rule, index) => {
    // A named value may stand below its reader, so its reading is known before anything is compiled.
    if ('name' in rule) named.set(rule.name, (frame) => madeOnce(frame, index, compiled[index] as CompiledRule));
  });
  for (const rule of members) compiled.push(compileRule(rule, scope, named));
  return { rules: compiled };
}

/** A named value is made when it is first read, once per record. */
function madeOnce(frame: Frame, index: number, rule: CompiledRule): Value | Refusal {
  const known = frame.named?.get(index);
  if (known !== undefined) return known.value;
  const value = runRule(rule, frame);
  frame.named ??= new Map();
  frame.named.set(index, { value });
  return value;
}

function compileRule(rule: MappingRule, scope: StepScope, named: ReadonlyMap<string, Read>): CompiledRule {
  return {
    rule,
    paths: pathsOf(rule).map((path) => ({ path, read: scope.read(path) })),
    read: compileSource(rule.source, named),
    steps: rule.steps.map((step) => ({ do: step.do, compiled: compileStep(step, scope) })),
  };
}

/** The one way through a rule: applying and explaining take it both. */
export function runRule(rule: CompiledRule, frame: Frame, note?: Note): Value | Refusal {
  let value = rule.read(frame);
  note?.(undefined, undefined, value);
  for (const step of rule.steps) {
    if (value instanceof Refusal) return value;
    const input: Value = value;
    value = step.compiled.run(input, frame);
    note?.(step, input, value);
  }
  return value;
}

export type Mapped =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  /** A rule has no answer for this record. `value` is what it stumbled over. */
  | { readonly ok: false; readonly target: string; readonly why: Refusal['why']; readonly value: string };

/** Maps a record; the first rule without an answer holds it. */
export function applyBlock(block: CompiledBlock, frame: Frame): Mapped {
  const values: Record<string, string> = {};
  for (const compiled of block.rules) {
    const { rule } = compiled;
    if ('name' in rule) continue;
    const result = textOf(rule, runRule(compiled, frame));
    if (result instanceof Refusal) return { ok: false, target: rule.target, why: result.why, value: result.value };
    if (result !== undefined) values[rule.target] = result;
  }
  return { ok: true, values };
}

/** What is written; `undefined`: the field is left out. */
export function textOf(rule: MappingRule, result: Value | Refusal): string | undefined | Refusal {
  if (result instanceof Refusal) return result;
  if (!isEmpty(result)) return asText(result);
  return 'target' in rule && rule.required ? new Refusal('EMPTY', '') : undefined;
}
