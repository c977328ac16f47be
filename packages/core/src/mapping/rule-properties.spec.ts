/**
 * Goal: what the check lets pass no record can break, and what an explanation tells is what was done. Method: random rules over
 * fields of every kind meet random records that the fields' specs are true of.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recordOf } from '../../test/random-records.ts';
import { anyRules, anySources, anyTargets } from '../../test/random-rules.ts';
import { type DecimalText, parseDecimal, sumOf } from '../money/decimal.ts';
import { ExchangeRate, rateTable } from '../money/exchange-rate.ts';
import { placesOf } from '../money/units.ts';
import type { FieldSpec } from '../ports/field-spec.ts';
import { memoryArticleFields, memoryListingFields, memorySalesOrderFields } from '../testing/memory-fields.ts';
import { checkRules } from './check-rules.ts';
import { isDay } from './compile-condition.ts';
import { compileRules, recompute } from './compile-rules.ts';
import { defaultRules } from './default-rules.ts';
import { readRuleSet } from './read-rule-set.ts';
import { ruleFields } from './rule-fields.ts';
import type { Mapped } from './rule-program.ts';
import { blocksOf, type RuleSet, RuleSet as RuleSetShape } from './rule-set.ts';
import type { MappingRecord } from './value.ts';

const rates = rateTable([
  ExchangeRate.parse({ base: 'EUR', quote: 'CHF', rate: '0.9412', validFrom: '2020-01-01', validTo: '2060-12-31', source: 'test' }),
]);
const fields = { listing: { sources: anySources, targets: anyTargets } };
const bothSides = ruleFields({
  invoicing: { articles: { fields: memoryArticleFields }, salesOrders: { fields: memorySalesOrderFields } },
  channel: { orders: {}, listings: { fields: memoryListingFields } },
});
const record = recordOf(anySources);

describe('rules that the check lets pass', () => {
  it('break no limit of a target, whatever the record', () => {
    let passed = 0;
    let written = 0;
    fc.assert(
      fc.property(anyRules, fc.array(record, { minLength: 4, maxLength: 4 }), (content, records) => {
        const rules = readable(withoutFaults(content));
        if (rules === undefined) return;
        passed += 1;
        const compiled = compileRules(rules, { rates });
        for (const one of records) {
          const mapped = compiled.apply('listing', one);
          written += mapped.ok ? Object.keys(mapped.values).length : 0;
          expect(faultsOf(mapped, targetsWritten(rules, anyTargets))).toEqual([]);
          expect(instantsWritten(mapped, one)).toEqual([]);
        }
      }),
      { numRuns: 1_000 },
    );

    // Otherwise the property would hold for want of anything to hold for.
    expect(passed).toBeGreaterThan(100);
    expect(written).toBeGreaterThan(300);
  });
});

describe('any rules that can be read', () => {
  it('never throw, neither when checked nor when applied', () => {
    fc.assert(
      fc.property(anyRules, record, (content, one) => {
        const rules = readable(content);
        if (rules === undefined) return;
        checkRules(rules, fields);
        compileRules(rules, { rates }).apply('listing', one);
      }),
      { numRuns: 600 },
    );
  });

  it('are explained with the values that they give, and recomputed from the explanation to the letter', () => {
    fc.assert(
      fc.property(anyRules, record, (content, one) => {
        const rules = readable(withoutFaults(content));
        if (rules === undefined) return;
        const compiled = compileRules(rules, { rates, timeZone: 'America/New_York' });

        const explained = compiled.explain('listing', one);

        const mapped = compiled.apply('listing', one);
        expect(explained.mapped).toEqual(mapped);
        if (mapped.ok) {
          const told = explained.steps.flatMap(({ target, result }) => (target === undefined || result === null ? [] : [[target, result]]));
          expect(Object.fromEntries(told)).toEqual(mapped.values);
        }
        // What is stored is JSON.
        expect(recompute(rules, JSON.parse(JSON.stringify(explained)))).toEqual(mapped);
      }),
      { numRuns: 600 },
    );
  });
});

describe('the default rules', () => {
  const blocks = Object.values(defaultRules()).flatMap((rules) => blocksOf(rules).map(([block]) => [block, rules] as const));

  it.each(blocks)('of %s break no limit and recompute from their explanation, for any of 1,000 records', (block, rules) => {
    const { sources, targets } = bothSides[block] ?? { sources: [], targets: [] };
    const compiled = compileRules(rules);
    fc.assert(
      fc.property(recordOf(sources), (one) => {
        const mapped = compiled.apply(block, one);

        expect(faultsOf(mapped, targets)).toEqual([]);
        const explained = compiled.explain(block, one);
        expect(explained.mapped).toEqual(mapped);
        expect(recompute(rules, JSON.parse(JSON.stringify(explained)))).toEqual(mapped);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('amounts', () => {
  const net = fc
    .integer({ min: -10_000_000, max: 10_000_000 })
    .map((cents) => (cents / 100).toFixed(2))
    .map((text) => parseDecimal(text) as DecimalText);

  it('come back from VAT added and stripped, within the rounding that was asked for', () => {
    const there = ruleOf([
      { do: 'add-vat', rate: { from: 'a.rate' }, places: 4 },
      { do: 'strip-vat', rate: { from: 'a.rate' }, places: 2 },
    ]);
    fc.assert(
      fc.property(net, fc.constantFrom('0', '5', '7', '16', '19', '25.5', '27'), (amount, rate) => {
        // Four places of the gross are finer than half a cent of the net.
        expect(there({ net: amount, rate })).toBe(amount);
      }),
    );
  });

  it('are shared without a rest', () => {
    const shares = [0, 1, 2].map((share) => ruleOf([{ do: 'allocate', among: ['a.net', 'a.count', 'a.weight'], share, places: 2 }]));
    const weight = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(
        net.filter((amount) => !amount.startsWith('-')),
        weight,
        weight,
        (amount, count, grams) => {
          const parts = shares.map((share) => share({ net: amount, count, weight: String(grams) }) as DecimalText);
          expect(sumOf(parts)).toBe(amount);
        },
      ),
    );
  });

  function ruleOf(steps: readonly object[]): (a: Record<string, string | number>) => string | undefined {
    const compiled = compileRules(
      RuleSetShape.parse({ format: 2, flow: 'listings', blocks: { listing: [{ target: 'x', source: { from: 'a.net' }, steps }] } }),
    );
    return (a) => {
      const mapped = compiled.apply('listing', { a });
      return mapped.ok ? mapped.values.x : mapped.why;
    };
  }
});

/** Random rules are wrong somewhere nearly always: the rules that have faults go, until none has. */
function withoutFaults(content: object): object {
  const rules = readable(content);
  if (rules?.flow !== 'listings') return content;
  const wrong = new Set(checkRules(rules, fields).map(({ rule }) => rule));
  const listing = rules.blocks.listing.filter((_rule, index) => !wrong.has(index));
  return wrong.size === 0 || (wrong.size === 1 && wrong.has(undefined)) ? content : withoutFaults({ ...rules, blocks: { listing } });
}

function readable(content: object): RuleSet | undefined {
  const read = readRuleSet(content);
  return read.ok ? read.rules : undefined;
}

/** Targets that rules were dropped for need not be written. */
function targetsWritten(rules: RuleSet, targets: readonly FieldSpec[]): readonly FieldSpec[] {
  const written = new Set(blocksOf(rules).flatMap(([, members]) => members.flatMap((rule) => ('target' in rule ? [rule.target] : []))));
  return targets.filter(({ path }) => written.has(path));
}

function faultsOf(mapped: Mapped, targets: readonly FieldSpec[]): readonly string[] {
  if (!mapped.ok) return [];
  const known = new Set(targets.map(({ path }) => path));
  const strange = Object.keys(mapped.values).filter((path) => !known.has(path));
  return [...strange, ...targets.flatMap((target) => targetFaults(target, mapped.values[target.path]))];
}

/** Milliseconds, which nobody can read. */
function instantsWritten(mapped: Mapped, record: MappingRecord): readonly string[] {
  const { at, sold } = record.a as MappingRecord;
  const raw = [at, sold].flatMap((instant) => (typeof instant === 'number' ? [String(instant)] : []));
  return Object.entries(mapped.ok ? mapped.values : {}).flatMap(([path, text]) => (raw.some((one) => text.includes(one)) ? [path] : []));
}

function targetFaults({ path, type, required, lengthMax, decimalsMax, values }: FieldSpec, text: string | undefined): readonly string[] {
  if (text === undefined) return required === true ? [`${path} is missing`] : [];
  const number = parseDecimal(text);
  const places = type === 'integer' ? 0 : decimalsMax;
  const isNumber = type === 'integer' || type === 'money' || type === 'decimal';
  return [
    ...(text.trim() === '' ? [`${path} is blank`] : []),
    ...(isNumber && number === undefined ? [`${path} is no number: ${text}`] : []),
    ...(isNumber && places !== undefined && number !== undefined && placesOf(number) > places ? [`${path} is too fine: ${text}`] : []),
    ...(type === 'boolean' && text !== 'true' && text !== 'false' ? [`${path} is no truth: ${text}`] : []),
    ...(type === 'date' && !isDay(text) ? [`${path} is no day: ${text}`] : []),
    ...(type === 'text' && lengthMax !== undefined && text.length > lengthMax ? [`${path} is too long: ${text.length}`] : []),
    ...(values !== undefined && !values.includes(text) ? [`${path} is not allowed: ${text}`] : []),
  ];
}
