import { type ExchangeRate, rateTable } from '../money/exchange-rate.ts';
import { notingRates } from '../money/noting-rates.ts';
import { namedPrefix } from './read-field.ts';
import { applyBlock, type CompiledBlock, type CompiledRule, type Mapped, runRule, textOf } from './rule-program.ts';
import type { Detail } from './transforms/transform.ts';
import { type Frame, frameOf, type MappingRecord, Refusal, type RefusalReason, type RuleSurroundings, shown, type Value } from './value.ts';

type Scalar = string | number | boolean | null;

/** How a block made its values of one record. Plain data: it can be stored, and recomputes from itself and the rules that it names. */
export interface Explanation {
  readonly block: string;
  /** Hash of the rules. */
  readonly rules: string;
  readonly timeZone: string;
  /** Exchange rates that were found, in the order of the merchant's table. */
  readonly rates: readonly ExchangeRate[];
  /** In the order of the block. */
  readonly steps: readonly RuleExplanation[];
  readonly mapped: Mapped;
}

export interface RuleExplanation {
  /** Place in the block, from 0. */
  readonly rule: number;
  /** What it writes; a named value has `name` in place of it. */
  readonly target?: string;
  readonly name?: string;
  /** Path → value as it was read; `null`: there was none. */
  readonly inputs: Readonly<Record<string, Scalar>>;
  /** The value that the steps began with. */
  readonly source: string | null;
  readonly steps: readonly StepExplanation[];
  /** What is written; `null`: nothing. */
  readonly result: string | null;
  readonly refused?: { readonly why: RefusalReason; readonly value: string };
}

export interface StepExplanation {
  readonly do: string;
  readonly input: string | null;
  readonly output: string | null;
  /** The rate and its source, the rounding, the table. */
  readonly detail?: Detail;
}

export function explainBlock(
  name: string,
  block: CompiledBlock,
  given: { readonly rules: string; readonly record: MappingRecord; readonly surroundings: RuleSurroundings },
): Explanation {
  const rates = notingRates(given.surroundings.rates);
  const surroundings = { ...given.surroundings, rates };
  const frame = frameOf(given.record, surroundings);
  const { result, used } = rates.during(() => ({
    steps: block.rules.map((rule, index) => explainRule(rule, index, frame)),
    mapped: applyBlock(block, frameOf(given.record, surroundings)),
  }));
  return { block: name, rules: given.rules, timeZone: surroundings.timeZone, rates: used, ...result };
}

function explainRule(compiled: CompiledRule, index: number, frame: Frame): RuleExplanation {
  const { rule } = compiled;
  let source: string | null = null;
  const steps: StepExplanation[] = [];
  const result = runRule(compiled, frame, (step, input, output) => {
    if (step === undefined) {
      source = shown(output);
      return;
    }
    const detail = shown(input) === null ? undefined : step.compiled.detail?.(input, frame);
    steps.push({
      do: step.do,
      input: shown(input),
      output: shown(output),
      ...(detail === undefined || Object.keys(detail).length === 0 ? {} : { detail }),
    });
  });
  const text = textOf(rule, result);
  return {
    rule: index,
    ...('target' in rule ? { target: rule.target } : { name: rule.name }),
    inputs: Object.fromEntries(compiled.paths.map(({ path, read }) => [path, scalar(read(frame))])),
    source,
    steps,
    result: text instanceof Refusal ? null : (text ?? null),
    ...(text instanceof Refusal ? { refused: { why: text.why, value: text.value } } : {}),
  };
}

function scalar(value: Value | Refusal): Scalar {
  return typeof value === 'number' || typeof value === 'boolean' ? value : shown(value);
}

/** The record that an explanation tells of, as far as its rules read it. */
export function explainedRecord({ steps }: Explanation): MappingRecord {
  const record: Record<string, unknown> = {};
  for (const { inputs } of steps) {
    for (const [path, value] of Object.entries(inputs)) {
      if (value !== null && !path.startsWith(namedPrefix)) put(record, path.split('.'), value);
    }
  }
  return record as MappingRecord;
}

/** Time zone and rates as they were; what the runtime lends it lends again. */
export function explainedSurroundings({ timeZone, rates }: Explanation, transforms: RuleSurroundings['transforms']): RuleSurroundings {
  return { timeZone, rates: rateTable(rates), transforms };
}

function put(record: Record<string, unknown>, path: readonly string[], value: Exclude<Scalar, null>): void {
  let at = record;
  for (const key of path.slice(0, -1)) {
    if (!Object.hasOwn(at, key)) at[key] = {};
    at = at[key] as Record<string, unknown>;
  }
  at[path.at(-1) ?? ''] = value;
}
