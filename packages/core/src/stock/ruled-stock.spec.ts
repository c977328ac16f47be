import { describe, expect, it } from '@jest/globals';
import { createBench } from '../../test/bench.ts';
import { compileRules } from '../mapping/compile-rules.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import { RuleSet } from '../mapping/rule-set.ts';
import { sellableByRules } from './ruled-stock.ts';

describe('what is shown for sale', () => {
  const figures = {
    level: { pool: 'main', skuKey: 'k-1', onHand: 12, allocated: 3 } as never,
    buffered: { units: 2 } as never,
    available: 7,
  };

  it.each<[string, object, number]>([
    ['is what is available, by the default rules', defaultRules().stock.blocks.stock[0] ?? {}, 7],
    ['is less where a rule says so', rule({ value: '5' }), 5],
    ['is never more than what is available', rule({ from: 'stock.onHand' }), 7],
    ['is never below zero', rule({ value: '-3' }), 0],
    [
      'is none below a figure of the merchant’s',
      rule({
        cases: [{ when: [{ field: 'stock.available', is: 'below', value: '8' }], take: { value: '0' } }],
        otherwise: { from: 'stock.available' },
      }),
      0,
    ],
    ['is nothing where a rule has no answer', rule({ from: 'stock.available' }, [{ do: 'lookup', table: {}, unknown: 'hold' }]), 0],
    ['is nothing where a rule makes no whole number', rule({ value: '1.5' }), 0],
    ['is nothing where no rule writes it', { target: 'other', source: { value: '1' } }, 0],
  ])('%s', (_name, stockRule, expected) => {
    const rules = RuleSet.parse({ format: 2, flow: 'stock', blocks: { stock: [stockRule] } });
    const run = createBench().run();
    const ruled = { ...run, rules: { ...run.rules, stock: { version: 1, compiled: compileRules(rules) } } };

    expect(sellableByRules(ruled, figures)).toBe(expected);
  });
});

function rule(source: object, steps: readonly object[] = []): object {
  return { target: 'sellable', source, steps, required: true };
}
