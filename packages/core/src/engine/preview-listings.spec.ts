import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench } from '../../test/bench.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import { RuleSet } from '../mapping/rule-set.ts';
import { article } from '../testing/samples.ts';
import type { PairHandle } from './pair-handle.ts';
import type { PreviewedListing } from './preview-listings.ts';

describe('a preview of listings', () => {
  let bench: Bench;
  let engine: PairHandle;

  beforeEach(async () => {
    bench = createBench();
    engine = bench.engine();
    bench.books.articles.set('1', article('1', { title: 'Kanne' }));
    bench.books.articles.set('2', article('2', { title: 'Tee', description: 'Grün' }));
    await bench.environment.finish(engine.sync());
  });

  it('says field by field what other rules would write, and writes nothing', async () => {
    const calls = bench.shop.script.calls.length;
    const { told, result } = await preview(describedBy({ from: 'article.title' }));

    expect(result).toEqual({ status: 'previewed', looked: 2, equal: 0, changed: 2, refused: 0 });
    expect(told).toEqual([
      { articleId: '1', sku: 'SKU-1', title: 'Kanne', changes: [{ path: 'description', now: 'Kanne' }] },
      { articleId: '2', sku: 'SKU-2', title: 'Tee', changes: [{ path: 'description', sent: '<p>Grün</p>', now: 'Tee' }] },
    ]);
    expect(bench.shop.script.calls).toHaveLength(calls);
  });

  it('is empty for the active rules, and as long as was asked for', async () => {
    expect((await preview(1)).result).toEqual({ status: 'previewed', looked: 2, equal: 2, changed: 0, refused: 0 });
    expect((await preview(1, 1)).result).toMatchObject({ looked: 1 });
    expect((await preview(9)).result).toEqual({ status: 'unknown-version' });
  });

  it('names articles that the rules have no answer for', async () => {
    const { told, result } = await preview(describedBy({ from: 'article.title' }, { do: 'lookup', table: { Tee: 'x' }, unknown: 'hold' }));

    expect(result).toMatchObject({ changed: 1, refused: 1 });
    expect(told[0]).toMatchObject({ sku: 'SKU-1', refused: { reason: 'MAPPING_VALUE_UNKNOWN', data: { value: 'Kanne' } } });
  });

  it('names articles whose tax rate has no class in the shop, as the run does', async () => {
    const { told, result } = await preview(ruled('taxRate', { value: '16' }));

    expect(result).toMatchObject({ changed: 0, refused: 2 });
    expect(told[0]).toMatchObject({ sku: 'SKU-1', changes: [], refused: { reason: 'TAX_CLASS_MISSING', data: { rate: '16' } } });
  });

  it('names articles that would get the SKU of another one', async () => {
    const { told, result } = await preview(ruled('sku', { value: 'GLEICH' }));

    expect(result).toMatchObject({ changed: 1, refused: 1 });
    expect(told[1]).toMatchObject({ sku: 'SKU-2', refused: { reason: 'SKU_NOT_UNIQUE', data: { sku: 'GLEICH' } } });
  });

  async function preview(rules: number | object, limit?: number) {
    const told: PreviewedListing[] = [];
    const result = await engine.rules.previewListings({
      rules: typeof rules === 'number' ? rules : { content: rules },
      ...(limit === undefined ? {} : { limit }),
      onListing: (listing) => told.push(listing),
    });
    return { told, result };
  }
});

function describedBy(source: object, ...steps: readonly object[]): RuleSet {
  return ruled('description', source, ...steps);
}

function ruled(target: string, source: object, ...steps: readonly object[]): RuleSet {
  const { listings } = defaultRules();
  const others = listings.blocks.listing.filter((rule) => !('target' in rule && rule.target === target));
  return RuleSet.parse({ ...listings, blocks: { listing: [...others, { target, source, steps }] } });
}
