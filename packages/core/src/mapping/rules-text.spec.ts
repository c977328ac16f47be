import { describe, expect, it } from '@jest/globals';
import { defaultRules } from './default-rules.ts';
import { readRuleSet } from './read-rule-set.ts';
import { RuleSet } from './rule-set.ts';
import { rulesText } from './rules-text.ts';

describe('rules as a file', () => {
  it.each(['listings', 'stock', 'orders'] as const)('give the same rules and the same bytes when read again: %s', (flow) => {
    const rules = defaultRules()[flow];
    const text = rulesText(rules);

    const read = readRuleSet(JSON.parse(text));

    expect(read).toEqual({ ok: true, rules });
    expect(read.ok && rulesText(read.rules)).toBe(text);
  });

  it('are the same bytes in whatever order their members stand', () => {
    const rules = RuleSet.parse({ ...defaultRules().orders, tables: { units: { b: '1', a: '2' }, names: { x: 'y' } } });

    expect(rulesText(turned(rules) as RuleSet)).toBe(rulesText(rules));
  });

  it('are one rule a line, in the order in which a person reads it', () => {
    expect(rulesText(defaultRules().stock)).toBe(`{
  "format": 2,
  "flow": "stock",
  "blocks": { "stock": [{ "target": "sellable", "source": { "from": "stock.available" }, "required": true }] }
}
`);
    expect(rulesText(defaultRules().listings).split('\n')).toContain(
      '      { "target": "description", "source": { "from": "article.description" }, "steps": [{ "do": "text-to-html" }] },',
    );
  });

  it('break what does not fit into a line, and keep the words of a table by name', () => {
    const table = Object.fromEntries(['to', 'from', 'a', 'ä', 'name'].map((word) => [word, 'x'.repeat(30)]));
    const step = { do: 'lookup', unknown: 'hold', table };
    const rules = RuleSet.parse({ format: 2, flow: 'stock', blocks: { stock: [{ target: 'a', source: { value: '' }, steps: [step] }] } });

    const lines = rulesText(rules).split('\n');

    expect(lines.every((line) => line.length <= 120)).toBe(true);
    expect(lines.flatMap((line) => /^ +"(\S+)": "x+"/.exec(line)?.[1] ?? [])).toEqual(['a', 'from', 'name', 'to', 'ä']);
  });
});

/** Equal data whose members stand the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, turned(member)]),
  );
}
