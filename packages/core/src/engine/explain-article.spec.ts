import { expect, it } from '@jest/globals';
import { createBench } from '../../test/bench.ts';
import { article } from '../testing/samples.ts';

it('what was written for a SKU is told with rule version, inputs and values, created and changed listings alike', async () => {
  const bench = createBench();
  const engine = bench.engine();
  bench.books.articles.set('1', article('1', { title: 'Kanne', note: 'Bestand: 3' }));
  await bench.environment.finish(engine.sync());
  await bench.environment.advance(60_000);
  bench.books.articles.set('1', article('1', { title: 'Krug', note: 'Bestand: 3', updatedAt: bench.environment.clock.now() }));
  await bench.environment.finish(engine.sync());

  const [last, ...earlier] = await engine.explainArticle({ of: 'listing', sku: 'sku-1 ' });
  const stock = await engine.explainArticle({ of: 'stock', sku: 'SKU-1' });

  expect(last).toMatchObject({ articleId: '1', content: { rules: { version: 1 }, values: { name: 'Krug' } } });
  expect(earlier.at(-1)).toMatchObject({ content: { values: { name: 'Kanne' } } });
  expect(stock[0]).toMatchObject({ content: { flow: 'stock', onHand: 3, target: 3 } });
  expect(await engine.explainArticle({ of: 'stock', sku: 'SKU-9' })).toEqual([]);
});
