import { describe, expect, it } from '@jest/globals';
import { compileRules } from './compile-rules.ts';
import { defaultRules } from './default-rules.ts';
import { readRuleSet } from './read-rule-set.ts';
import type { RuleFault } from './rule-fault.ts';

describe('a rule set', () => {
  it.each(Object.values(defaultRules()).map((rules) => [rules.flow, rules] as const))('of %s is read as it was written', (_flow, rules) => {
    expect(readRuleSet(JSON.parse(JSON.stringify(rules)))).toEqual({ ok: true, rules });
  });

  it.each<[string, unknown, Partial<RuleFault>]>([
    ['nothing', undefined, { code: 'SHAPE', field: '' }],
    ['null', null, { code: 'SHAPE' }],
    ['a text', 'rules', { code: 'SHAPE' }],
    ['a list', [], { code: 'SHAPE' }],
    ['no flow', { format: 2, blocks: {} }, { field: 'flow' }],
    ['an unknown flow', { format: 2, flow: 'order', blocks: {} }, { field: 'flow', nearest: 'orders' }],
    ['another format', { ...listings([]), format: 3 }, { field: 'format' }],
    ['an unknown block', { format: 2, flow: 'listings', blocks: { listing: [], lising: [] } }, { field: 'blocks' }],
    ['an unknown member', { ...listings([]), code: 'x' }, { reason: { de: 'Unbekannt: code.', en: 'Unknown: code.' } }],
    [
      'an unknown step',
      listings([{ target: 'x', source: { value: 'x' }, steps: [{ do: 'trim' }, { do: 'truncat', max: 3 }] }]),
      { block: 'listing', rule: 0, target: 'x', step: 1, field: 'blocks.listing[0].steps[1].do', nearest: 'truncate' },
    ],
    [
      'a member that a step lacks',
      listings([{ target: 'x', source: { value: 'x' }, steps: [{ do: 'round' }] }]),
      { step: 0, field: 'blocks.listing[0].steps[0].places', reason: { de: 'Die Angabe fehlt.', en: 'It is missing.' } },
    ],
    [
      'a cut to nothing',
      listings([{ target: 'x', source: { value: 'x' }, steps: [{ do: 'truncate', max: 0 }] }]),
      { step: 0, field: 'blocks.listing[0].steps[0].max', reason: { de: 'Mindestens 1 sind nötig.', en: 'At least 1 are needed.' } },
    ],
    [
      'an unknown rounding',
      listings([{ target: 'x', source: { value: 'x' }, steps: [{ do: 'round', places: 2, mode: 'half-upp' }] }]),
      { field: 'blocks.listing[0].steps[0].mode', nearest: 'half-up' },
    ],
    ['a rule without a source', listings([{ target: 'x' }]), { block: 'listing', rule: 0, target: 'x' }],
    ['a path that is none', listings([{ target: 'x', source: { from: 'a b' } }]), { rule: 0, target: 'x' }],
    ['a target that is none', listings([{ target: '__proto__', source: { value: 'x' } }]), { rule: 0, field: 'blocks.listing[0].target' }],
    ['a name twice', listings([named('a', { value: 'x' }), named('a', { value: 'y' })]), { code: 'NAME_TWICE', target: 'a' }],
    ['a value that needs itself', listings([named('a', { from: 'named.a' })]), { code: 'CYCLE', field: 'named.a' }],
  ])('is refused with %s', (_name, content, expected) => {
    const read = readRuleSet(content);

    expect(read).toMatchObject({ ok: false, faults: [expected] });
    for (const { reason } of read.ok ? [] : read.faults) {
      expect(reason.de.length).toBeGreaterThan(10);
      expect(reason.en.length).toBeGreaterThan(10);
    }
  });
});

describe('a hostile rule set is refused in words, quickly', () => {
  const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const circle: Record<string, unknown> = {};
  circle.circle = circle;

  it.each<[string, () => unknown, Partial<RuleFault>]>([
    [
      'a template of a million letters',
      () => listings([{ target: 'x', source: { template: '{a}'.repeat(333_333) } }]),
      { code: 'TOO_LARGE', rule: 0, target: 'x', field: 'blocks.listing[0].source.template' },
    ],
    [
      'a fixed value of a million letters',
      () => listings([{ target: 'x', source: { value: 'x'.repeat(1_000_000) } }]),
      { code: 'TOO_LARGE', rule: 0 },
    ],
    [
      'a path of six million letters',
      () => listings([{ target: `${'a.'.repeat(3_000_000)}a`, source: { value: 'x' } }]),
      { code: 'TOO_LARGE', rule: 0, field: 'blocks.listing[0].target' },
    ],
    [
      'a path of ten thousand letters',
      () => listings([{ target: `${'a.'.repeat(4_999)}a`, source: { value: 'x' } }]),
      { code: 'SHAPE', rule: 0, reason: { de: 'Höchstens 200 sind erlaubt.', en: 'At most 200 are allowed.' } },
    ],
    ['a name of a million letters', () => ({ ...listings([]), ['x'.repeat(1_000_000)]: 1 }), { code: 'TOO_LARGE' }],
    [
      'ten million letters',
      () => listings(Array.from({ length: 1_000 }, () => ({ target: 'x', source: { value: 'x'.repeat(10_000) } }))),
      { code: 'TOO_LARGE', field: '' },
    ],
    [
      'a table of 100,000 entries',
      () => ({ ...listings([]), tables: { weights: entries(100_000) } }),
      { code: 'TOO_LARGE', field: 'tables.weights' },
    ],
    ['501 tables', () => ({ ...listings([]), tables: entries(501, {}) }), { code: 'SHAPE', field: 'tables' }],
    [
      'a table of 50,000 numbers',
      () => ({ ...listings([]), tables: { weights: entries(50_000, 1) } }),
      { code: 'SHAPE', field: 'tables.weights.k0' },
    ],
    [
      'tables of 99,000 numbers',
      () => ({ ...listings([]), tables: { a: entries(49_500, 1), b: entries(49_500, 1) } }),
      { code: 'SHAPE', field: 'tables.a.k0' },
    ],
    [
      'tables of 102,000 numbers',
      () => ({ ...listings([]), tables: { a: entries(34_000, 1), b: entries(34_000, 1), c: entries(34_000, 1) } }),
      { code: 'TOO_LARGE', field: '' },
    ],
    [
      '40,000 names that nobody knows',
      () => ({ ...listings([]), ...entries(40_000) }),
      {
        code: 'SHAPE',
        field: '',
        reason: {
          de: 'Unbekannt: k0, k1, k2, k3, k4, k5, k6, k7, k8, k9 + 39990 weitere.',
          en: 'Unknown: k0, k1, k2, k3, k4, k5, k6, k7, k8, k9 + 39990 more.',
        },
      },
    ],
    [
      'tables that are too large together',
      () => ({ ...listings([]), tables: { a: entries(30_000), b: entries(30_000) } }),
      { code: 'SHAPE', field: 'tables' },
    ],
    ['a million members', () => ({ ...listings([]), tables: { weights: entries(1_000_000) } }), { code: 'TOO_LARGE' }],
    [
      '10,000 rules',
      () => listings(Array.from({ length: 10_000 }, (_, index) => named(`n${index}`, { value: 'x' }))),
      { code: 'SHAPE', block: 'listing' },
    ],
    ['depth', () => JSON.parse(deep(5_000)), { code: 'TOO_LARGE' }],
    ['depth inside a rule', () => listings([{ target: 'x', source: JSON.parse(deep(1_000)) }]), { code: 'TOO_LARGE' }],
    ['a circle of objects', () => circle, { code: 'TOO_LARGE' }],
    [
      'members of every object',
      () => JSON.parse('{"format":2,"flow":"listings","blocks":{"listing":[]},"__proto__":{"x":1}}'),
      { code: 'SHAPE' },
    ],
    [
      'a table that names what every object has',
      () => ({ ...listings([]), tables: { weights: JSON.parse('{"a":"1","__proto__":"2"}') } }),
      { code: 'SHAPE', field: '__proto__' },
    ],
    [
      'two rates for one country, class and day',
      () => ({
        ...listings([]),
        vatRates: ['19', '7'].map((percent) => ({ country: 'DE', class: 'standard', from: '2021-01-01', percent })),
      }),
      { code: 'SHAPE', field: 'vatRates' },
    ],
    ['a constructor for a flow', () => ({ format: 2, flow: 'constructor', blocks: {} }), { field: 'flow' }],
    [
      '200 values that need each other',
      () => listings(Array.from({ length: 200 }, (_, index) => named(`n${index}`, { from: `named.n${(index + 1) % 200}` }))),
      { code: 'CYCLE' },
    ],
  ])('%s', (_name, content, expected) => {
    const given = content();
    const began = performance.now();

    const read = readRuleSet(given);

    expect(read).toMatchObject({ ok: false, faults: expect.arrayContaining([expect.objectContaining(expected)]) });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('a table of 50,000 entries is let pass, compiled once and found in at no cost', () => {
    const began = performance.now();
    const rule = { target: 'weight', source: { from: 'article.number' }, steps: [{ do: 'lookup', table: 'weights', unknown: 'hold' }] };
    const read = readRuleSet({ ...listings([rule]), tables: { weights: entries(50_000) } });
    if (!read.ok) throw new Error(read.faults[0]?.reason.en);
    const compiled = compileRules(read.rules);

    for (let index = 0; index < 10_000; index += 1) compiled.apply('listing', { article: { number: `k${index}` } });

    expect(compiled.apply('listing', { article: { number: 'k49999' } })).toEqual({ ok: true, values: { weight: '1' } });
    expect(compiled.apply('listing', { article: { number: '__proto__' } })).toMatchObject({ ok: false, why: 'NOT_IN_TABLE' });
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('200 values of which each needs the next are followed to their end', () => {
    const chain = Array.from({ length: 199 }, (_, index) =>
      named(`n${index}`, index === 198 ? { value: 'x' } : { from: `named.n${index + 1}` }),
    );
    const read = readRuleSet(listings([...chain, { target: 'x', source: { from: 'named.n0' } }]));
    if (!read.ok) throw new Error(read.faults[0]?.reason.en);

    expect(compileRules(read.rules).apply('listing', {})).toEqual({ ok: true, values: { x: 'x' } });
  });

  it('values that are read many times over are made once', () => {
    // Without a memory the last of these would be made 2^60 times.
    const doubling = Array.from({ length: 60 }, (_, index) =>
      named(
        `n${index}`,
        index === 0
          ? { value: 'x' }
          : { cases: [{ when: [{ field: `named.n${index - 1}`, is: 'present' }], take: { from: `named.n${index - 1}` } }] },
      ),
    );
    const read = readRuleSet(listings([...doubling, { target: 'x', source: { from: 'named.n59' } }]));
    if (!read.ok) throw new Error(read.faults[0]?.reason.en);

    expect(compileRules(read.rules).apply('listing', {})).toEqual({ ok: true, values: { x: 'x' } });
  });
});

describe('a rule set of the first format', () => {
  const first = {
    blocks: {
      document: [{ target: 'introduction', source: { template: 'Bestellung { order.id } vom {order.placedOn}, {order.total} €.' } }],
      line: [
        { target: 'name', source: { from: ['line.name', ' article.title '] }, steps: [{ do: 'trim' }], required: true },
        { target: 'unit', source: { when: 'line.paid', take: 'line.a', otherwise: 'line.b' } },
      ],
      charge: [{ target: 'name', source: { from: 'charge.name' }, steps: [{ do: 'add-vat', rate: ' charge.rate', places: 2 }] }],
    },
  };

  it('says in the second what it said in the first', () => {
    const read = readRuleSet(first);
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const compiled = compileRules(read.rules);

    expect(compiled.apply('document', { order: { id: '7', placedOn: '2027-01-05', totalGross: '11.9' } })).toEqual({
      ok: true,
      values: { introduction: 'Bestellung 7 vom 05.01.2027, 11.9 €.' },
    });
    expect(compiled.apply('goods', { line: { paid: true, a: 'A', b: 'B' }, article: { title: 'Kaffee' } })).toEqual({
      ok: true,
      values: { name: 'Kaffee', unit: 'A' },
    });
    for (const kind of ['shipping', 'handling', 'wrapping', 'fee']) {
      expect(compiled.apply(kind, { charge: { name: '100', rate: '19' } })).toEqual({ ok: true, values: { name: '119' } });
    }
  });

  it('of listings becomes one of listings', () => {
    const read = readRuleSet({ blocks: { listing: [{ target: 'sku', source: { from: 'article.number' } }] } });

    expect(read).toMatchObject({ ok: true, rules: { format: 2, flow: 'listings', blocks: { listing: [{ target: 'sku' }] } } });
  });

  it.each([
    ['a block that it never knew', { blocks: { stock: [] } }],
    ['a step that it never knew', { blocks: { line: [{ target: 'x', source: { value: 'x' }, steps: [{ do: 'eval' }] }] } }],
    ['a path that no format knows', { blocks: { line: [{ target: 'x', source: { from: '__proto__' } }] } }],
  ])('is refused with %s', (_name, content) => {
    expect(readRuleSet(content)).toMatchObject({ ok: false });
  });
});

function listings(listing: readonly object[]): object {
  return { format: 2, flow: 'listings', blocks: { listing } };
}

function named(name: string, source: object): object {
  return { name, source };
}

function entries(count: number, value: unknown = '1'): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));
}
