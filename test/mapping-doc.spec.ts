import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { compileRules, readRuleSet } from '../packages/core/src/index.ts';
import { MappingStep } from '../packages/core/src/mapping/rule-step.ts';
import { rateTable } from '../packages/core/src/money/exchange-rate.ts';
import { blocksOf } from './documents.ts';

/** Every example of docs/mapping.md is carried out, and every transform of the catalogue has one. */
const path = fileURLToPath(new URL('../docs/mapping.md', import.meta.url));

interface Example {
  readonly rule: { readonly target: string; readonly steps?: readonly { readonly do: string }[] };
  readonly record: Parameters<ReturnType<typeof compileRules>['apply']>[1];
  readonly tables?: object;
  readonly vatRates?: readonly object[];
  readonly rates?: Parameters<typeof rateTable>[0];
  readonly gives?: string;
  readonly refuses?: { readonly why: string; readonly value: string };
}

const examples = blocksOf(readFileSync(path, 'utf8')).flatMap(({ line, language, code }) =>
  language === 'json' ? [{ line, example: JSON.parse(code) as Example }] : [],
);

describe('docs/mapping.md', () => {
  it.each(examples)('does what it says in line $line', ({ example }) => {
    const { rule, record, tables = {}, vatRates = [], rates = [], gives, refuses } = example;
    const read = readRuleSet({ format: 2, flow: 'listings', blocks: { listing: [rule] }, tables, vatRates });
    if (!read.ok) throw new Error(JSON.stringify(read.faults));

    const mapped = compileRules(read.rules, { timeZone: 'Europe/Berlin', rates: rateTable(rates) }).apply('listing', record);

    expect(mapped).toMatchObject(refuses === undefined ? { ok: true, values: { [rule.target]: gives } } : { ok: false, ...refuses });
  });

  it('has an example of every transform', () => {
    const shown = new Set(examples.flatMap(({ example }) => (example.rule.steps ?? []).map((step) => step.do)));

    expect(MappingStep.options.map((option) => option.shape.do.value).filter((name) => !shown.has(name))).toEqual([]);
  });
});
