import { expect, it } from '@jest/globals';
import { createBench, pair } from '../../test/bench.ts';
import { binding as bindingOf } from '../testing/samples.ts';
import { putStock } from './write-stock.ts';

it('what an earlier holder of the lane found out is not stored over what a later one did', async () => {
  const bench = createBench();
  const binding = bindingOf('1', { stock: { published: 5, targetKey: 'later', version: 7 } });
  await bench.tx((tx) => tx.bindings.put([{ ...binding, pair }]));
  const found = (published: number) => [{ item: { binding }, stock: { published, targetKey: 'mine' } }];
  const stored = async () => (await bench.tx((tx) => tx.bindings.readMany(pair, ['1'])))[0]?.stock;

  await bench.tx((tx) => putStock(bench.run(), tx, { version: 6 }, found(9)));
  expect(await stored()).toMatchObject({ published: 5, version: 7 });

  await bench.tx((tx) => putStock(bench.run(), tx, { version: 7 }, found(4)));
  expect(await stored()).toMatchObject({ published: 4, version: 7 });
  await bench.tx((tx) => putStock(bench.run(), tx, { version: 8 }, found(3)));
  expect(await stored()).toMatchObject({ published: 3, version: 8 });
});
