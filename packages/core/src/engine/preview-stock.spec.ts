import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { RuleSet } from '../mapping/rule-set.ts';
import { article } from '../testing/samples.ts';
import type { PairHandle } from './pair-handle.ts';
import type { PreviewedStock } from './preview-stock.ts';

describe('a preview of stock', () => {
  let bench: Bench;
  let engine: PairHandle;

  beforeEach(async () => {
    bench = createBench();
    engine = bench.engine();
    bench.books.articles.set('1', article('1', { note: 'Bestand: 3' }));
    bench.books.articles.set('2', article('2', { note: 'Bestand: 12' }));
    bench.books.articles.set('3', article('3'));
    await bench.environment.finish(engine.sync());
  });

  it('says for each counted listing what would be for sale, and writes nothing', async () => {
    const calls = bench.shop.script.calls.length;
    const { told, result } = await preview(few({ value: '0' }));

    expect(result).toEqual({ status: 'previewed', looked: 2, equal: 1, changed: 1, refused: 0 });
    expect(told).toEqual([{ articleId: '1', sku: 'SKU-1', published: 3, changes: [{ path: 'sellable', sent: '3', now: '0' }] }]);
    expect(bench.shop.script.calls).toHaveLength(calls);
    expect([...bench.shop.sellable.values()].slice(0, 2)).toEqual([3, 12]);
  });

  it('is empty for the active rules, and as long as was asked for', async () => {
    expect((await preview(1)).result).toEqual({ status: 'previewed', looked: 2, equal: 2, changed: 0, refused: 0 });
    expect((await preview(1, 1)).result).toMatchObject({ looked: 1 });
    expect((await preview(9)).result).toEqual({ status: 'unknown-version' });
  });

  it('never shows more than there is, whatever the rules say', async () => {
    expect((await preview(few({ value: '99' }))).result).toMatchObject({ equal: 2 });
  });

  it('names listings that the rules have no answer for: none of them would be for sale', async () => {
    const { told, result } = await preview(
      few({ from: 'stock.available' }, [
        { do: 'lookup', table: { 12: '12' }, unknown: 'hold' },
        { do: 'round', places: 0 },
      ]),
    );

    expect(result).toMatchObject({ equal: 1, refused: 1 });
    expect(told).toMatchObject([
      { sku: 'SKU-1', changes: [{ now: '0' }], refused: { reason: 'MAPPING_VALUE_UNKNOWN', data: { value: '3' } } },
    ]);
  });

  it('says so where the active rules cannot be read: there is nothing to compare with', async () => {
    const made = { pair, flow: 'stock' as const, by: 'x', at: bench.environment.clock.now() };
    await bench.tx(async (tx) => {
      const version = await tx.rules.add({ ...made, content: { format: 99 }, note: 'x', checked: null });
      await tx.rules.activate({ ...made, version, before: 1, why: 'x' });
    });

    expect((await preview(few({ value: '0' }))).result).toEqual({ status: 'active-unfit' });
  });

  it('says so where nothing ran yet', async () => {
    expect(
      await createBench()
        .engine()
        .rules.previewStock({ rules: { content: few({ value: '0' }) } }),
    ).toEqual({ status: 'never-ran' });
  });

  async function preview(rules: number | object, limit?: number) {
    const told: PreviewedStock[] = [];
    const result = await engine.rules.previewStock({
      rules: typeof rules === 'number' ? rules : { content: rules },
      ...(limit === undefined ? {} : { limit }),
      onStock: (stock) => told.push(stock),
    });
    return { told, result };
  }
});

/** Below five on hand another source counts. */
function few(take: object, steps: readonly object[] = []): RuleSet {
  const source =
    'value' in take
      ? { cases: [{ when: [{ field: 'stock.onHand', is: 'below', value: '5' }], take }], otherwise: { from: 'stock.available' } }
      : take;
  return RuleSet.parse({ format: 2, flow: 'stock', blocks: { stock: [{ target: 'sellable', source, steps, required: true }] } });
}
