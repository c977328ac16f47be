import { contentHash } from '../kernel/canonical-json.ts';
import { type Explanation, explainBlock, explainedRecord, explainedSurroundings } from './explain.ts';
import { applyBlock, compileProgram, type Mapped, type RuleProgram } from './rule-program.ts';
import type { RuleSet } from './rule-set.ts';
import { bareSurroundings, frameOf, type LentTransforms, type MappingRecord, type RuleSurroundings } from './value.ts';

/** The rules of one version, ready for the records of one merchant. */
export interface CompiledRules {
  /** Hash of the rules: equal sets share one compilation and one name. */
  readonly hash: string;
  /** Maps one record by the rules of a block; an unknown block is our own mistake and throws. */
  apply(block: string, record: MappingRecord): Mapped;
  /** The same, with each rule's inputs and steps. */
  explain(block: string, record: MappingRecord): Explanation;
}

/** Compiles rules that `readRuleSet` let pass. `surroundings`: Europe/Berlin, no rates and nothing lent where not given. */
export type CompileRules = (rules: RuleSet, surroundings?: Partial<RuleSurroundings>) => CompiledRules;

export const compileRules: CompileRules = (rules, surroundings = {}) => rulesWithin(compileProgram(rules), surroundings);

/** Shares programs among equal rule sets; beyond `programsMax` the one that was not used for the longest time goes. */
export function createRuleCompiler(programsMax = 500): CompileRules {
  const programs = new Map<string, RuleProgram>();
  return (rules, surroundings = {}) => {
    const hash = contentHash(rules);
    const program = programs.get(hash) ?? compileProgram(rules);
    // A Map keeps the order of insertion: the last used stands last.
    programs.delete(hash);
    programs.set(hash, program);
    const [oldest] = programs.keys();
    if (programs.size > programsMax && oldest !== undefined) programs.delete(oldest);
    return rulesWithin(program, surroundings);
  };
}

function rulesWithin(program: RuleProgram, given: Partial<RuleSurroundings>): CompiledRules {
  const surroundings: RuleSurroundings = { ...bareSurroundings, ...given };
  return {
    hash: program.hash,
    apply: (block, record) => applyBlock(program.block(block), frameOf(record, surroundings)),
    explain: (block, record) => explainBlock(block, program.block(block), { rules: program.hash, record, surroundings }),
  };
}

/** The values that an explanation tells of, made anew from its inputs and the rules of its version. */
export function recompute(rules: RuleSet, explanation: Explanation, transforms: LentTransforms = {}): Mapped {
  return compileRules(rules, explainedSurroundings(explanation, transforms)).apply(explanation.block, explainedRecord(explanation));
}
