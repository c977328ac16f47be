import { expect, it } from '@jest/globals';
import { createBench, pair } from '../../test/bench.ts';
import { channelOrder, orderLine } from '../../test/orders.ts';
import { stockSteps } from '../stock/stock-steps.ts';
import { pairRow } from '../testing/samples.ts';
import { stockPublishing } from './stock-step.ts';

it('a look at the orders tells every unit that was booked for them, once, whatever time is left', async () => {
  const bench = createBench();
  await bench.tx((tx) => tx.pairs.put(pairRow({ pair })));
  for (const id of ['1', '2']) bench.shop.orders.set(id, channelOrder(id, { lines: [orderLine('a', { quantity: 2, gross: '23.8' })] }));
  const run = bench.run({ stopAt: bench.environment.clock.now() });
  const tally = { reads: 0, writes: 0, looked: 0, told: 0 };
  const publishing = stockPublishing(run, { tally, notedOnly: false, steps: stockSteps })?.(run);

  const first = await publishing?.refreshOrders();
  const second = await publishing?.refreshOrders();

  expect(first?.booked.map(({ skuKey, kind, units }) => `${skuKey} ${kind} ${units}`)).toEqual([
    'sku-a allocation 2',
    'sku-a allocation 2',
  ]);
  expect(second).toEqual({ booked: [] });
});
