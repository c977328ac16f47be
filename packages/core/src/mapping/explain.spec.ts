import { describe, expect, it } from '@jest/globals';
import { ExchangeRate, rateTable } from '../money/exchange-rate.ts';
import { compileRules, createRuleCompiler, recompute } from './compile-rules.ts';
import { RuleSet } from './rule-set.ts';

const rates = rateTable([
  ExchangeRate.parse({ base: 'EUR', quote: 'CHF', rate: '0.9412', validFrom: '2026-07-01', validTo: '2026-07-31', source: 'BMF 2026-07' }),
]);
const rules = rulesOf([
  { name: 'net', source: { from: 'article.gross' }, steps: [{ do: 'strip-vat', rate: { from: 'article.rate' }, places: 4 }] },
  {
    target: 'price',
    source: { from: 'named.net' },
    steps: [
      { do: 'convert-currency', from: { value: 'EUR' }, to: { from: 'shop.currency' }, on: { from: 'article.at' }, places: 4 },
      { do: 'round', places: 2, mode: 'half-even' },
    ],
  },
  { target: 'kind', source: { from: 'article.kind' }, steps: [{ do: 'lookup', table: 'kinds', unknown: 'hold' }] },
  { target: 'day', source: { from: 'article.at' }, steps: [{ do: 'format-date', language: 'de', style: 'minute' }] },
]);
const record = {
  article: { gross: '119', rate: '19', kind: 'product', at: Date.UTC(2026, 6, 1, 2), unread: 'x' },
  shop: { currency: 'CHF' },
};

describe('an explanation', () => {
  it('tells of each rule what it read, each step with its rate and rounding, and what came out', () => {
    const explained = compileRules(rules, { rates, timeZone: 'Europe/Berlin' }).explain('listing', record);

    expect(explained).toMatchObject({ block: 'listing', timeZone: 'Europe/Berlin', mapped: { ok: true } });
    expect(explained.rules).toHaveLength(64);
    expect(explained.steps).toEqual([
      {
        rule: 0,
        name: 'net',
        inputs: { 'article.gross': '119', 'article.rate': '19' },
        source: '119',
        steps: [{ do: 'strip-vat', input: '119', output: '100', detail: { percent: '19', places: '4', mode: 'half-up' } }],
        result: '100',
      },
      {
        rule: 1,
        target: 'price',
        inputs: { 'named.net': '100', 'shop.currency': 'CHF', 'article.at': Date.UTC(2026, 6, 1, 2) },
        source: '100',
        steps: [
          {
            do: 'convert-currency',
            input: '100',
            output: '94.12',
            detail: {
              base: 'EUR',
              quote: 'CHF',
              rate: '0.9412',
              validFrom: '2026-07-01',
              validTo: '2026-07-31',
              source: 'BMF 2026-07',
              places: '4',
              mode: 'half-up',
            },
          },
          { do: 'round', input: '94.12', output: '94.12', detail: { places: '2', mode: 'half-even' } },
        ],
        result: '94.12',
      },
      {
        rule: 2,
        target: 'kind',
        inputs: { 'article.kind': 'product' },
        source: 'product',
        steps: [{ do: 'lookup', input: 'product', output: 'physical', detail: { table: 'kinds' } }],
        result: 'physical',
      },
      {
        rule: 3,
        target: 'day',
        inputs: { 'article.at': Date.UTC(2026, 6, 1, 2) },
        source: '1782871200000',
        steps: [{ do: 'format-date', input: '1782871200000', output: '01.07.2026, 04:00', detail: { timeZone: 'Europe/Berlin' } }],
        result: '01.07.2026, 04:00',
      },
    ]);
  });

  it('tells what a rule stumbled over, and of the others all the same', () => {
    const strange = { ...record, article: { ...record.article, kind: 'bundle' } };
    const explained = compileRules(rules, { rates }).explain('listing', strange);

    expect(explained.mapped).toEqual({ ok: false, target: 'kind', why: 'NOT_IN_TABLE', value: 'bundle' });
    expect(explained.steps[2]).toMatchObject({ result: null, refused: { why: 'NOT_IN_TABLE', value: 'bundle' } });
    expect(explained.steps[3]).toMatchObject({ result: '01.07.2026, 04:00' });
  });

  it('recomputes in the time zone and with the rates of its time, and needs neither the record nor the rates of today', () => {
    // In New York it is still June, of which there is no rate.
    for (const timeZone of ['Europe/Berlin', 'America/New_York']) {
      const compiled = compileRules(rules, { rates, timeZone });
      const explained = JSON.parse(JSON.stringify(compiled.explain('listing', record)));

      expect(recompute(rules, explained)).toEqual(compiled.apply('listing', record));
    }
    expect(compileRules(rules, { rates, timeZone: 'America/New_York' }).apply('listing', record)).toMatchObject({
      why: 'RATE_MISSING',
      value: 'EUR CHF 2026-06-30',
    });
  });

  it('recomputes where two rates begin on one day and the earlier one was asked for last', () => {
    const month = { base: 'EUR', quote: 'CHF', rate: '0.9', validFrom: '2026-07-01', validTo: '2026-07-31', source: 'month' };
    const week = { ...month, rate: '0.95', validTo: '2026-07-07', source: 'week' };
    const onDay = (value: string): object => ({
      do: 'convert-currency',
      from: { value: 'EUR' },
      to: { value: 'CHF' },
      on: { value },
      places: 2,
    });
    const twice = rulesOf([
      { target: 'early', source: { value: '100' }, steps: [onDay('2026-07-03')] },
      { target: 'late', source: { value: '100' }, steps: [onDay('2026-07-20')] },
    ]);
    const table = rateTable([month, week].map((row) => ExchangeRate.parse(row)));

    const explained = compileRules(twice, { rates: table }).explain('listing', {});

    expect(explained.mapped).toEqual({ ok: true, values: { early: '95', late: '90' } });
    expect(recompute(twice, JSON.parse(JSON.stringify(explained)))).toEqual(explained.mapped);
  });

  it('recomputes with what the runtime lends', () => {
    const markup = rulesOf([{ target: 'text', source: { from: 'article.html' }, steps: [{ do: 'html-to-text' }] }]);
    const transforms = { htmlToText: (html: string) => html.replaceAll(/<[^>]*>/g, '') };
    const compiled = compileRules(markup, { transforms });
    const explained = compiled.explain('listing', { article: { html: '<b>x</b>' } });

    expect(explained.mapped).toEqual({ ok: true, values: { text: 'x' } });
    expect(recompute(markup, explained, transforms)).toEqual(explained.mapped);
    expect(recompute(markup, explained)).toMatchObject({ ok: false, why: 'TRANSFORM_FAILED' });
  });
});

describe('a rule compiler', () => {
  it('gives equal rules one program, whoever they belong to', () => {
    const compile = createRuleCompiler();
    const again = RuleSet.parse(JSON.parse(JSON.stringify(rules)));

    expect(compile(again).hash).toBe(compile(rules).hash);
    expect(compile(rules, { rates, timeZone: 'America/New_York' }).apply('listing', record)).toMatchObject({ why: 'RATE_MISSING' });
    expect(compile(again, { rates }).apply('listing', record)).toMatchObject({ ok: true });
  });

  it('keeps no more programs than it may, and compiles a forgotten one anew', () => {
    const compile = createRuleCompiler(2);
    const numbered = (number: number): RuleSet => rulesOf([{ target: 'x', source: { value: String(number) } }]);

    const made = [1, 2, 3, 1].map((number) => compile(numbered(number)).apply('listing', {}));

    expect(made).toEqual(['1', '2', '3', '1'].map((x) => ({ ok: true, values: { x } })));
  });
});

function rulesOf(listing: readonly object[]): RuleSet {
  return RuleSet.parse({ format: 2, flow: 'listings', tables: { kinds: { product: 'physical' } }, blocks: { listing } });
}
