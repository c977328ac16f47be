import { describe, expect, it } from '@jest/globals';
import { compileRules } from './compile-rules.ts';
import { readRuleSet } from './read-rule-set.ts';
import type { Mapped } from './rule-program.ts';
import { RuleSet } from './rule-set.ts';
import type { MappingRecord } from './value.ts';

const record: MappingRecord = {
  order: { id: '4711', count: 3, paid: true, open: false, empty: '', blank: ' \t ', address: { city: 'Köln' } },
  price: { net: '10', gross: '11.9', rate: '19', odd: '1.005' },
};

describe('what a rule reads', () => {
  it.each<[string, object, string | undefined]>([
    ['a path', { from: 'order.id' }, '4711'],
    ['a deeper path', { from: 'order.address.city' }, 'Köln'],
    ['a number', { from: 'order.count' }, '3'],
    ['a truth', { from: 'order.paid' }, 'true'],
    ['the first path with a value', { from: ['order.nothing', 'order.empty', 'order.id', 'order.count'] }, '4711'],
    ['nothing where no path has a value', { from: ['order.nothing', 'order.empty'] }, undefined],
    ['nothing beyond a value', { from: 'order.id.length' }, undefined],
    ['nothing of a whole object', { from: 'order' }, undefined],
    ['a constant', { value: 'x' }, 'x'],
    ['a template', { template: 'Nr. {order.id} nach {order.address.city}!' }, 'Nr. 4711 nach Köln!'],
    ['a template whose path has no value', { template: '<{order.nothing}>' }, '<>'],
    ['a template whose path has blanks alone', { template: '<{order.blank}>' }, '<>'],
    ['a template with a brace that is not closed', { template: 'a {order.id' }, 'a {order.id'],
    ['a template with empty braces', { template: 'a {} b' }, 'a {} b'],
    ['a template with nested braces', { template: '{{order.id}}' }, '{4711}'],
  ])('%s', (_name, source, expected) => {
    expect(mappedTo({ source })).toBe(expected);
  });
});

describe('what a condition holds of', () => {
  const [there, missing] = ['order.id', 'order.nothing'];
  it.each<[object, boolean]>([
    [{ field: missing, is: 'empty' }, true],
    [{ field: 'order.empty', is: 'empty' }, true],
    [{ field: there, is: 'empty' }, false],
    [{ field: there, is: 'present' }, true],
    [{ field: missing, is: 'present' }, false],
    [{ field: there, is: 'equal', value: '4711' }, true],
    [{ field: there, is: 'equal', value: '4712' }, false],
    [{ field: there, is: 'unequal', value: '4712' }, true],
    [{ field: there, is: 'unequal', value: '4711' }, false],
    [{ field: missing, is: 'unequal', value: '4711' }, true],
    [{ field: there, is: 'in', values: ['4711', 'x'] }, true],
    [{ field: there, is: 'in', values: ['x'] }, false],
    [{ field: missing, is: 'in', values: ['x'] }, false],
    [{ field: there, is: 'not-in', values: ['x'] }, true],
    [{ field: there, is: 'not-in', values: ['4711'] }, false],
    [{ field: missing, is: 'not-in', values: ['x'] }, true],
    [{ field: 'order.count', is: 'above', value: '2' }, true],
    [{ field: 'order.count', is: 'above', value: '3' }, false],
    [{ field: 'order.count', is: 'at-least', value: '3' }, true],
    [{ field: 'order.count', is: 'below', value: '3' }, false],
    [{ field: 'order.count', is: 'at-most', value: '3' }, true],
  ])('%j: %s', (condition, holds) => {
    expect(mappedTo({ source: { cases: [{ when: [condition], take: { value: 'yes' } }], otherwise: { value: 'no' } } })).toBe(
      holds ? 'yes' : 'no',
    );
  });
});

describe('what a step does', () => {
  it.each<[string, object, string, string | undefined]>([
    ['trim', { do: 'trim' }, '  a \t b\n', 'a b'],
    ['trim keeps lines', { do: 'trim' }, 'a\nb', 'a\nb'],
    ['truncate leaves what fits', { do: 'truncate', max: 5 }, 'abcde', 'abcde'],
    ['truncate cuts with an ellipsis as the last', { do: 'truncate', max: 5 }, 'abcdef', 'abcd…'],
    ['truncate leaves no blank before it', { do: 'truncate', max: 5 }, 'abc def', 'abc…'],
    ['truncate to one', { do: 'truncate', max: 1 }, 'ab', '…'],
    ['truncate counts as forms count', { do: 'truncate', max: 5 }, '☕☕👩👩', '☕☕👩…'],
    ['truncate cuts no character in two', { do: 'truncate', max: 4 }, '☕☕👩👩', '☕☕…'],
    ['default for an empty value', { do: 'default', value: 'x' }, '', 'x'],
    ['default leaves a value', { do: 'default', value: 'x' }, 'y', 'y'],
    ['lookup', { do: 'lookup', table: { a: 'b' }, unknown: 'hold' }, 'a', 'b'],
    ['lookup lets pass', { do: 'lookup', table: { a: 'b' }, unknown: 'pass' }, 'c', 'c'],
    ['lookup with a default', { do: 'lookup', table: { a: 'b' }, unknown: { default: 'd' } }, 'c', 'd'],
    ['round', { do: 'round', places: 2 }, '1.005', '1.01'],
    ['round half to even', { do: 'round', places: 2, mode: 'half-even' }, '1.005', '1'],
    ['round down', { do: 'round', places: 0, mode: 'down' }, '1.9', '1'],
    ['round up', { do: 'round', places: 0, mode: 'up' }, '1.1', '2'],
    ['add VAT', { do: 'add-vat', rate: { from: 'price.rate' }, places: 2 }, '10', '11.9'],
    ['strip VAT', { do: 'strip-vat', rate: { from: 'price.rate' }, places: 2 }, '11.9', '10'],
    ['text to HTML', { do: 'text-to-html' }, 'a & b\nc\n\n<script>', '<p>a &amp; b<br>c</p><p>&lt;script&gt;</p>'],
  ])('%s', (_name, step, value, expected) => {
    expect(mappedTo({ source: { value }, steps: [step] })).toBe(expected);
  });

  it.each(['trim', 'truncate', 'lookup', 'round', 'add-vat', 'strip-vat', 'text-to-html'])('%s leaves nothing for nothing', (name) => {
    const step = { do: name, max: 3, table: {}, unknown: 'hold', places: 2, rate: { from: 'price.rate' } };
    const needs: Record<string, readonly string[]> = {
      truncate: ['max'],
      lookup: ['table', 'unknown'],
      round: ['places'],
      'add-vat': ['rate', 'places'],
      'strip-vat': ['rate', 'places'],
    };
    const own = Object.fromEntries(Object.entries(step).filter(([key]) => key === 'do' || needs[name]?.includes(key)));

    expect(map({ source: { from: 'order.nothing' }, steps: [own] })).toEqual({ ok: true, values: {} });
  });

  it('follow each other', () => {
    const steps = [{ do: 'trim' }, { do: 'default', value: 'Ware' }, { do: 'truncate', max: 3 }];

    expect(mappedTo({ source: { value: '   ' }, steps })).toBe('Wa…');
  });
});

describe('where a rule has no answer', () => {
  it.each<[string, object, object]>([
    ['a required value is missing', { source: { from: 'order.nothing' } }, { why: 'EMPTY', value: '' }],
    ['a required value is empty', { source: { from: 'order.empty' } }, { why: 'EMPTY', value: '' }],
    [
      'a table does not know it',
      { source: { from: 'order.id' }, steps: [{ do: 'lookup', table: {}, unknown: 'hold' }] },
      { why: 'NOT_IN_TABLE', value: '4711' },
    ],
    ['it is no number', { source: { value: 'x' }, steps: [{ do: 'round', places: 2 }] }, { why: 'NOT_A_NUMBER', value: 'x' }],
    ['it is a number in other letters', { source: { value: '1e3' }, steps: [{ do: 'round', places: 2 }] }, { why: 'NOT_A_NUMBER' }],
    [
      'the rate is no number',
      { source: { value: '1' }, steps: [{ do: 'add-vat', rate: { from: 'order.address.city' }, places: 2 }] },
      { why: 'NOT_A_NUMBER', value: 'Köln' },
    ],
  ])('the record is held: %s', (_name, rule, expected) => {
    expect(map({ ...rule, required: true })).toMatchObject({ ok: false, target: 'target', ...expected });
  });

  it('the field is left out if it is not required', () => {
    expect(map({ source: { from: 'order.empty' } })).toEqual({ ok: true, values: {} });
  });
});

describe('rules under attack', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', 'order.constructor.name', 'order.id.constructor'])(
    'read nothing from %s that is not the record’s own',
    (path) => {
      expect(mappedTo({ source: { from: path } })).toBeUndefined();
      expect(mappedTo({ source: { template: `{${path}}!` } })).toBe('!');
      const cases = [{ when: [{ field: path, is: 'present' }], take: { from: 'order.id' } }];
      expect(mappedTo({ source: { cases, otherwise: { from: 'order.count' } } })).toBe('3');
    },
  );

  it.each(['__proto__', 'order.__proto__'])('cannot name %s, and read nothing from it in a template', (path) => {
    expect(() => mappedTo({ source: { from: path } })).toThrow();
    expect(mappedTo({ source: { template: `{${path}}!` } })).toBe('!');
  });

  it.each(['__proto__', 'constructor', 'toString'])('find %s in no table that does not name it', (value) => {
    expect(map({ source: { value }, steps: [{ do: 'lookup', table: {}, unknown: 'hold' }], required: true })).toMatchObject({
      why: 'NOT_IN_TABLE',
    });
  });

  it.each(['constructor', 'toString', 'valueOf'])('write %s as any other field', (target) => {
    const mapped = compileRules(rulesOf([{ target, source: { value: 'x' } }])).apply('listing', record);

    expect(mapped).toEqual({ ok: true, values: { [target]: 'x' } });
    expect(mapped.ok && Object.getPrototypeOf(mapped.values)).toBe(Object.prototype);
  });

  it('cannot write a prototype', () => {
    expect(readRuleSet(contentOf([{ target: '__proto__', source: { value: 'x' } }])).ok).toBe(false);
  });

  it('take very long texts in reasonable time', () => {
    const value = 'ä &<\n'.repeat(100_000);
    const began = performance.now();

    const compiled = compileRules(
      rulesOf([
        { target: 'a', source: { from: 'text' }, steps: [{ do: 'trim' }, { do: 'truncate', max: 250 }] },
        { target: 'b', source: { from: 'text' }, steps: [{ do: 'text-to-html' }] },
      ]),
    );
    const mapped = compiled.apply('listing', { text: value });

    expect(mapped.ok && [...(mapped.values.a ?? '')].length).toBeLessThanOrEqual(250);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it.each<[string, (path: string) => object]>([
    ['template', (path) => ({ template: `{${path}}`.repeat(10) })],
    ['concat', (path) => ({ concat: Array.from({ length: 10 }, () => ({ from: path })) })],
  ])('hold a record whose pieces within pieces (%s) would grow beyond any field', (_name, tenfold) => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    const nested = names.map((name, index) => ({ name, source: tenfold(index === 0 ? 'order.id' : `named.${names[index - 1]}`) }));

    const compiled = compileRules(rulesOf([...nested, { target: 'x', source: { from: 'named.i' } }]));

    expect(compiled.apply('listing', record)).toMatchObject({ ok: false, target: 'x', why: 'TOO_LONG' });
  });

  it('hold a record whose number would grow beyond any figure', () => {
    const grow = Array.from({ length: 20 }, () => ({ do: 'convert-unit', from: 't', to: 'mg', places: 0 }));
    const compiled = compileRules(rulesOf([{ target: 'x', source: { value: '1' }, steps: grow }]));

    expect(compiled.apply('listing', record)).toMatchObject({ ok: false, why: 'TOO_LONG' });
    expect(
      mappedTo({ source: { value: '-99999999999999999999.99' }, steps: [{ do: 'convert-unit', from: 't', to: 'mg', places: 2 }] }),
    ).toBe('-99999999999999999999990000000');
  });

  it('show markup, and never obey it', () => {
    const html = mappedTo({ source: { value: '<img src=x onerror="alert(1)">&lt;b' }, steps: [{ do: 'text-to-html' }] });

    expect(html?.replaceAll(/<\/?p>|<br>/g, '')).not.toMatch(/[<>]/);
    expect(html).toContain('&amp;lt;b');
  });

  it.each([
    ['a step that is not in the catalogue', { steps: [{ do: 'eval', code: '1' }] }],
    ['more than a step needs', { steps: [{ do: 'trim', extra: 1 }] }],
    ['a cut to nothing', { steps: [{ do: 'truncate', max: 0 }] }],
    ['more than ten paths', { source: { from: Array.from({ length: 11 }, () => 'a') } }],
    ['a source of two kinds', { source: { from: 'a', value: 'b' } }],
    ['more than twenty steps', { steps: Array.from({ length: 21 }, () => ({ do: 'trim' })) }],
  ])('are refused at save: %s', (_name, rule) => {
    expect(readRuleSet(contentOf([{ target: 'x', source: { value: 'x' }, ...rule }])).ok).toBe(false);
  });
});

describe('a compiled rule set', () => {
  it('bears one name for equal rules, another for others', () => {
    const rules = (value: string): RuleSet => rulesOf([{ target: 'x', source: { value } }]);

    expect(compileRules(rules('a')).hash).toBe(compileRules(rules('a')).hash);
    expect(compileRules(rules('a')).hash).not.toBe(compileRules(rules('b')).hash);
  });

  it('throws for a block that it does not hold, and for one that every object has', () => {
    const compiled = compileRules(rulesOf([]));

    expect(() => compiled.apply('goods', {})).toThrow('no block goods');
    expect(() => compiled.apply('constructor', {})).toThrow('no block constructor');
  });
});

function map(rule: object): Mapped {
  return compileRules(rulesOf([{ target: 'target', ...rule }])).apply('listing', record);
}

function mappedTo(rule: object): string | undefined {
  const mapped = map(rule);
  if (!mapped.ok) throw new Error(mapped.why);
  return mapped.values.target;
}

function rulesOf(listing: readonly object[]): RuleSet {
  return RuleSet.parse(contentOf(listing));
}

function contentOf(listing: readonly object[]): object {
  return { format: 2, flow: 'listings', blocks: { listing } };
}
