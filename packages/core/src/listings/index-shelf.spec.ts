import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, shopConnection } from '../../test/bench.ts';
import type { Slice } from '../effects/pair-run.ts';
import type { ListingTarget } from '../ports/channel.ts';
import { listing } from '../testing/samples.ts';
import { indexShelf } from './index-shelf.ts';

describe('the index of the shelf', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
    for (let n = 1; n <= 7; n += 1) bench.shop.shelf.set(`${n}/${n}1`, listing(String(n), { modifiedAt: n * 60_000 }));
  });

  it('holds all of it after the first walk, then what changed, with an overlap', async () => {
    await index();
    bench.shop.script.clear();
    bench.shop.shelf.set('1/11', listing('1', { name: 'Renamed', modifiedAt: 100 * 60_000 }));
    // Shown late, and changed before the last walk’s newest.
    bench.shop.shelf.set('8/81', listing('8', { modifiedAt: 3 * 60_000 }));

    await index();

    expect(await names('Renamed', 'Listing 7', 'Listing 8')).toEqual(['Listing 7', 'Listing 8', 'Renamed']);
  });

  it('goes on at the page that failed', async () => {
    bench.shop.script.plan('listings.changed', { kind: 'retryable', code: 'UNREACHABLE' }, { about: '3' });
    expect(await index()).toMatchObject({ failure: { side: 'channel', error: { code: 'UNREACHABLE' } } });
    bench.shop.script.clear();

    expect(await index()).toMatchObject({ more: false });

    expect(bench.shop.script.calls).toEqual(['listings.changed 3', 'listings.changed 6']);
    expect(await names('Listing 1', 'Listing 7')).toHaveLength(2);
  });

  it('stops when time is up', async () => {
    expect(await indexShelf(bench.run({ stopAt: bench.environment.clock.now() }), target())).toMatchObject({ more: true });
    expect(bench.shop.script.calls).toEqual([]);
  });

  function index(): Promise<Slice> {
    return indexShelf(bench.run(), target());
  }

  function target(): ListingTarget {
    return bench.shop.port.listings as ListingTarget;
  }

  async function names(...wanted: readonly string[]): Promise<readonly string[]> {
    return (await bench.tx((tx) => tx.shelf.byName(shopConnection, wanted))).map(({ name }) => name).sort();
  }
});
