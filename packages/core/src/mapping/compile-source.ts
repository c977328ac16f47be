import { assertNever } from '../kernel/assert-never.ts';
import { compileCondition } from './compile-condition.ts';
import { reader } from './read-field.ts';
import type { Condition, Operand, RuleSource } from './rule-set.ts';
import { asText, isEmpty, type Read, Refusal } from './value.ts';

type NamedValues = ReadonlyMap<string, Read>;

export function compileSource(source: RuleSource, named: NamedValues): Read {
  if ('concat' in source) return concat(source.concat, source.separator, named);
  if ('cases' in source) return cases(source, named);
  if ('from' in source && Array.isArray(source.from)) return firstOf(source.from, named);
  return compileOperand(source as Operand, named);
}

function compileOperand(operand: Operand, named: NamedValues): Read {
  if ('from' in operand) return reader(operand.from, named);
  if ('value' in operand) return () => operand.value;
  if ('template' in operand) return template(operand.template, named);
  return assertNever(operand);
}

function firstOf(paths: readonly string[], named: NamedValues): Read {
  const reads = paths.map((path) => reader(path, named));
  return (frame) => {
    for (const read of reads) {
      const value = read(frame);
      if (value instanceof Refusal || !isEmpty(value)) return value;
    }
    return undefined;
  };
}

/** More than any field of either side takes: what named values within named values could grow to has an end. */
const textMax = 100_000;

/** Fields stand in braces; every odd part is one. Empty and unclosed braces are text. */
export function templateParts(text: string): readonly string[] {
  return text.split(/\{([^{}]+)\}/).map((part, index) => (index % 2 === 0 ? part : part.trim()));
}

function template(text: string, named: NamedValues): Read {
  const parts = templateParts(text).map((part, index): Read => (index % 2 === 0 ? () => part : withoutBlanks(reader(part, named))));
  return (frame) => {
    let whole = '';
    for (const part of parts) {
      const value = part(frame);
      if (value instanceof Refusal) return value;
      if (value !== undefined) whole += asText(value);
      if (whole.length > textMax) return new Refusal('TOO_LONG', whole);
    }
    return whole;
  };
}

/** Blanks alone are no value; between the fields of a template they are letters like others. */
function withoutBlanks(read: Read): Read {
  return (frame) => {
    const value = read(frame);
    return value instanceof Refusal || !isEmpty(value) ? value : undefined;
  };
}

function concat(operands: readonly Operand[], separator: string, named: NamedValues): Read {
  const reads = operands.map((operand) => compileOperand(operand, named));
  return (frame) => {
    let whole = '';
    for (const read of reads) {
      const value = read(frame);
      if (value instanceof Refusal) return value;
      if (isEmpty(value)) continue;
      whole = whole === '' ? asText(value) : whole + separator + asText(value);
      if (whole.length > textMax) return new Refusal('TOO_LONG', whole);
    }
    return whole;
  };
}

function cases({ cases, otherwise }: Extract<RuleSource, { cases: unknown }>, named: NamedValues): Read {
  const compiled = cases.map(({ when, take }) => ({
    conditions: when.map((condition: Condition) => compileCondition(condition, reader(condition.field, named))),
    take: compileOperand(take, named),
  }));
  const rest: Read = otherwise === undefined ? () => undefined : compileOperand(otherwise, named);
  return (frame) => {
    for (const { conditions, take } of compiled) {
      let all: boolean | Refusal = true;
      for (const holds of conditions) {
        all = holds(frame);
        if (all !== true) break;
      }
      if (all instanceof Refusal) return all;
      if (all) return take(frame);
    }
    return rest(frame);
  };
}
