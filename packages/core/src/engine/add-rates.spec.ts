import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import { RuleSet } from '../mapping/rule-set.ts';
import { article } from '../testing/samples.ts';
import type { RuleBook } from './rule-book.ts';

const franc = { base: 'CHF', quote: 'EUR', rate: '0.95', validFrom: '2026-01-01', validTo: '2026-01-31', source: 'a file' };

describe('adding exchange rates', () => {
  let bench: Bench;
  let book: RuleBook;

  beforeEach(() => {
    bench = createBench();
    book = bench.engine().rules;
  });

  it('keeps who brought them in, and adds nothing for one that counts already', async () => {
    expect(await book.addRates({ rates: [franc], by: 'anna' })).toEqual({ status: 'added', added: 1, known: 0 });
    const corrected = { ...franc, rate: '0.96' };
    expect(await book.addRates({ rates: [franc, corrected], by: 'berta' })).toEqual({ status: 'added', added: 1, known: 1 });
    expect(await book.addRates({ rates: [franc], by: 'anna' })).toEqual({ status: 'added', added: 1, known: 0 });

    const at = bench.environment.clock.now();
    expect(await book.rates('2026-01-01')).toEqual([
      { ...franc, by: 'anna', at },
      { ...corrected, by: 'berta', at },
      { ...franc, by: 'anna', at },
    ]);
    expect(await book.rates('2026-01-02')).toEqual([]);
  });

  it.each([
    ['a rate that is none', [franc, { ...franc, rate: '0' }], 1],
    ['a day that is none', [{ ...franc, validFrom: '2026-02-30' }], 0],
    ['no list', franc, 0],
  ])('refuses %s by its place, and stores none of them', async (_what, rates, place) => {
    expect(await book.addRates({ rates, by: 'anna' })).toMatchObject({ status: 'refused', faults: [{ place }] });
    expect(await book.rates()).toEqual([]);
  });
});

it('listings whose price is converted are judged anew with the next run after a rate was added', async () => {
  const bench = createBench();
  const { listings } = defaultRules();
  const convert = { do: 'convert-currency', from: { value: 'CHF' }, to: { value: 'EUR' }, on: { value: '2026-01-05' }, places: 2 };
  const block = listings.blocks.listing.map((rule) =>
    'target' in rule && rule.target === 'price' ? { ...rule, source: { from: 'article.price.gross' }, steps: [convert] } : rule,
  );
  const engine = bench.engine({
    rules: { ...defaultRules(), listings: RuleSet.parse({ ...listings, blocks: { listing: block } }) as never },
  });
  bench.books.articles.set('1', article('1'));
  await engine.rules.addRates({ rates: [franc], by: 'anna' });
  await bench.environment.finish(engine.sync());
  const price = async () => (await bench.tx((tx) => tx.bindings.readMany(pair, ['1'])))[0]?.draft?.price;
  expect(await price()).toBe('11.31');

  await engine.rules.addRates({ rates: [{ ...franc, rate: '0.96', source: 'a correction' }], by: 'anna' });
  await bench.environment.finish(engine.sync());

  expect(await price()).toBe('11.42');
});
