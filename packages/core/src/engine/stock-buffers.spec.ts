import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { countInNote } from '../stock/count-in-note.ts';
import { article } from '../testing/samples.ts';

describe('the buffers of a pair', () => {
  let bench: Bench;
  const count = countInNote('Bestand: {count}');
  const fixed = (units: number) => ({ kind: 'fixed', units }) as const;

  beforeEach(() => {
    bench = createBench();
    for (const id of ['1', '2']) bench.books.articles.set(id, article(id, { note: 'Bestand: 10' }));
  });

  it('keep back what the channel’s one says, and for a SKU of its own what that says', async () => {
    const stock = {
      count,
      buffer: fixed(2),
      buffers: [
        { pool: 'default', buffer: fixed(9) },
        { sku: 'sku-2', channel: pair, buffer: fixed(5) },
      ],
    };

    await bench.environment.finish(bench.engine({ stock }).sync());

    expect([...bench.shop.sellable.values()]).toEqual([8, 5]);
  });

  it('are refused beforehand where they are nonsense', () => {
    const stock = { count, buffer: fixed(2), buffers: [{ channel: pair, buffer: fixed(3) }] };

    expect(() => bench.engine({ stock })).toThrow('two buffers hold in the same place');
  });
});
