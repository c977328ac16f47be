import { describe, expect, it } from '@jest/globals';
import { compileRules } from './compile-rules.ts';
import { requiringTargets } from './required-targets.ts';
import { RuleSet } from './rule-set.ts';

describe('a field that must be written', () => {
  const rules = RuleSet.parse({
    format: 2,
    flow: 'listings',
    blocks: {
      listing: [
        { target: 'name', source: { from: 'article.title' } },
        { target: 'note', source: { from: 'article.note' } },
      ],
    },
  });
  const sources = [{ path: 'article.title', type: 'text', required: true }] as const;
  const targets = [
    { path: 'name', type: 'text', required: true },
    { path: 'note', type: 'text' },
  ] as const;
  const compiled = requiringTargets(compileRules, { listing: { sources, targets } })(rules);

  it('holds the record where its source is blank against the promise of its side', () => {
    const held = { ok: false, target: 'name', why: 'EMPTY', value: '' };

    expect(compiled.apply('listing', { article: { title: ' ', note: 'x' } })).toEqual(held);
    expect(compiled.explain('listing', { article: {} }).mapped).toEqual(held);
  });

  it('leaves a rule that has no answer its own reason', () => {
    const refusing = RuleSet.parse({
      ...rules,
      blocks: { listing: [{ target: 'note', source: { value: 'x' }, steps: [{ do: 'round', places: 2 }] }] },
    });

    expect(requiringTargets(compileRules, { listing: { sources, targets } })(refusing).apply('listing', {})).toMatchObject({
      target: 'note',
      why: 'NOT_A_NUMBER',
    });
  });

  it('lets pass what has one, whatever else is blank', () => {
    expect(compiled.apply('listing', { article: { title: 'Kanne' } })).toEqual({ ok: true, values: { name: 'Kanne' } });
    expect(compiled.explain('listing', { article: { title: 'Kanne' } }).mapped).toEqual({ ok: true, values: { name: 'Kanne' } });
    expect(compiled.hash).toBe(compileRules(rules).hash);
  });

  it('asks nothing of a block that has no such field', () => {
    expect(requiringTargets(compileRules, {})(rules).apply('listing', { article: {} })).toEqual({ ok: true, values: {} });
  });
});
