import { assertNever } from '../kernel/assert-never.ts';
import { contentHash } from '../kernel/canonical-json.ts';
import { type DecimalText, parseDecimal } from '../money/decimal.ts';
import { round } from '../money/rounding.ts';
import { addVat, stripVat } from '../money/vat.ts';
import type { MappingRule, MappingStep, RuleSet } from './rule-set.ts';

/** What rules read: nested plain data; paths are dotted. Numbers are whole. */
export type MappingRecord = { readonly [key: string]: string | number | boolean | undefined | MappingRecord };

export type Mapped =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  /** A rule has no answer for this record. `value` is what it stumbled over. */
  | { readonly ok: false; readonly target: string; readonly why: 'EMPTY' | 'NOT_IN_TABLE' | 'NOT_A_NUMBER'; readonly value: string };

export interface CompiledRules {
  /** Hash of the rules: equal sets share one compilation and one name. */
  readonly hash: string;
  /** Maps one record by the rules of a block; an unknown block is our own mistake and throws. */
  apply(block: string, record: MappingRecord): Mapped;
}

type Result = { readonly value: string | undefined } | { readonly why: 'NOT_IN_TABLE' | 'NOT_A_NUMBER'; readonly value: string };
type Read = (record: MappingRecord) => string | undefined;
type Apply = (value: string | undefined, record: MappingRecord) => Result;

/** Compiles rules to closures, once per version. */
export function compileRules(rules: RuleSet): CompiledRules {
  const blocks = new Map(Object.entries(rules.blocks).map(([name, members]) => [name, members.map(compileRule)]));
  return {
    hash: contentHash(rules),
    apply(block, record) {
      const compiled = blocks.get(block);
      if (compiled === undefined) throw new Error(`no block ${block} in the rule set`);
      const values: Record<string, string> = {};
      for (const { target, required, run } of compiled) {
        const result = run(record);
        if ('why' in result) return { ok: false, target, why: result.why, value: result.value };
        if (result.value !== undefined && result.value !== '') values[target] = result.value;
        else if (required) return { ok: false, target, why: 'EMPTY', value: '' };
      }
      return { ok: true, values };
    },
  };
}

function compileRule(rule: MappingRule): { target: string; required: boolean; run: (record: MappingRecord) => Result } {
  const read = compileSource(rule.source);
  const steps = rule.steps.map(compileStep);
  const run = (record: MappingRecord): Result => {
    let result: Result = { value: read(record) };
    for (const apply of steps) {
      result = apply(result.value, record);
      if ('why' in result) return result;
    }
    return result;
  };
  return { target: rule.target, required: rule.required, run };
}

function compileSource(source: MappingRule['source']): Read {
  if ('value' in source) return () => source.value;
  if ('template' in source) {
    const parts = source.template.split(/\{([^{}]+)\}/).map((part, index) => (index % 2 === 0 ? () => part : field(part)));
    return (record) => parts.map((part) => part(record) ?? '').join('');
  }
  if ('when' in source) {
    const [condition, take, otherwise] = [field(source.when), field(source.take), field(source.otherwise)];
    return (record) => (condition(record) === 'true' ? take(record) : otherwise(record));
  }
  const paths = (Array.isArray(source.from) ? source.from : [source.from]).map(field);
  return (record) => {
    for (const path of paths) {
      const value = path(record);
      if (value !== undefined && value !== '') return value;
    }
    return undefined;
  };
}

function field(path: string): Read {
  const keys = path.trim().split('.');
  return (record) => {
    let value: MappingRecord[string] = record;
    for (const key of keys) {
      if (typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
      value = value[key];
    }
    return value === undefined || typeof value === 'object' ? undefined : String(value);
  };
}

function compileStep(step: MappingStep): Apply {
  switch (step.do) {
    case 'trim':
      return (value) => ({ value: value?.trim().replaceAll(/[ \t]+/g, ' ') });
    case 'truncate':
      return (value) => ({ value: value === undefined ? undefined : truncate(value, step.max) });
    case 'default':
      return (value) => ({ value: value === undefined || value === '' ? step.value : value });
    case 'lookup':
      return (value) => {
        if (value === undefined) return { value };
        if (Object.hasOwn(step.table, value)) return { value: step.table[value] };
        if (step.unknown === 'hold') return { why: 'NOT_IN_TABLE', value };
        return { value: step.unknown === 'pass' ? value : step.unknown.default };
      };
    case 'round':
      return onDecimal((value) => round(value, step.places, step.mode));
    case 'add-vat':
      return withRate(step.rate, (value, rate) => addVat(value, rate, { places: step.places }));
    case 'strip-vat':
      return withRate(step.rate, (value, rate) => stripVat(value, rate, { places: step.places }));
    case 'text-to-html':
      return (value) => ({ value: value === undefined || value === '' ? value : textToHtml(value) });
    default:
      return assertNever(step);
  }
}

function onDecimal(change: (value: DecimalText) => DecimalText): Apply {
  return (value) => {
    if (value === undefined) return { value };
    const number = parseDecimal(value);
    return number === undefined ? { why: 'NOT_A_NUMBER', value } : { value: change(number) };
  };
}

function withRate(path: string, change: (value: DecimalText, rate: DecimalText) => DecimalText): Apply {
  const read = field(path);
  return (value, record) => {
    const rate = parseDecimal(read(record) ?? '');
    return rate === undefined
      ? { why: 'NOT_A_NUMBER', value: read(record) ?? '' }
      : onDecimal((amount) => change(amount, rate))(value, record);
  };
}

function truncate(value: string, max: number): string {
  const characters = [...value];
  return characters.length <= max
    ? value
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

function textToHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.trim().replaceAll('\n', '<br>')}</p>`)
    .join('');
}
