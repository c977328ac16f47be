import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair, pairSettings, shopConnection } from '../../test/bench.ts';
import { noStats, type PairRun, type Slice } from '../effects/pair-run.ts';
import { type EffectStats, runEffects } from '../effects/run-effects.ts';
import { sku } from '../kernel/ids.ts';
import type { Article } from '../model/article.ts';
import { decimal } from '../money/decimal.ts';
import type { Binding } from '../ports/catalog-records.ts';
import type { ListingTarget } from '../ports/channel.ts';
import { article, listing, snapshotRow } from '../testing/samples.ts';
import { createListingDriver } from './create-listing.ts';
import { publishListings } from './publish-listings.ts';

describe('publishing listings', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('creates, adopts, updates, and writes nothing the second time', async () => {
    await keep(article('1'), article('2'));
    await stand('2');

    expect(await publish()).toMatchObject({ stats: { processed: 2, created: 1 }, more: false });
    expect(await create()).toMatchObject({ done: 1 });
    expect(await publish()).toMatchObject({ stats: { processed: 2, updated: 1, unchanged: 1 } });
    await keep(article('2', { title: 'Neu' }));
    expect(await publish()).toMatchObject({ stats: { processed: 2, updated: 1, unchanged: 1 } });
    bench.shop.script.clear();
    expect(await publish()).toMatchObject({ stats: { processed: 2, unchanged: 2 } });

    expect(bench.shop.script.calls).toEqual([]);
    expect([...bench.shop.shelf.values()].map(({ name }) => name).sort()).toEqual(['Artikel 1', 'Neu']);
    expect(await bindings('1', '2')).toMatchObject([{ state: 'bound' }, { state: 'bound' }]);
  });

  it('says why each value was written', async () => {
    await keep(article('1'));
    await stand('1');
    await publish();

    const [explanation] = await bench.tx((tx) => tx.explanations.bySubject('listing/1'));
    expect(explanation?.content).toMatchObject({
      flow: 'listings',
      rules: { version: 1 },
      groups: ['content', 'assignment'],
      pricesIncludeTax: true,
      values: { price: '11.9' },
    });
  });

  it('walks a great snapshot page by page, and goes on where time was up', async () => {
    const articles = Array.from({ length: 250 }, (_, index) => article(`a${String(index).padStart(3, '0')}`));
    await keep(...articles);
    for (const { id } of articles) await stand(id);
    const { update } = target();
    Object.assign(bench.shop.port, {
      listings: {
        ...target(),
        update: async (...given: Parameters<ListingTarget['update']>) => {
          await bench.environment.advance(200);
          return update(...given);
        },
      },
    });

    let [slices, created] = [0, 0];
    for (let more = true; more; slices += 1) {
      const slice = await publish({ stopAt: bench.environment.clock.now() + 5_000 });
      created += slice.stats.created;
      more = slice.more;
      if (slices > 10) throw new Error('never ends');
    }

    expect(slices).toBeGreaterThan(1);
    expect(created).toBe(250);
    expect(bench.shop.script.count('listings.update')).toBe(Math.ceil(100 / 3) * 2 + Math.ceil(50 / 3));
  });

  it('judges and counts in a dry run, and stores and writes nothing', async () => {
    await keep(article('1'), article('2'), article('3', { number: '' }));
    await stand('2');

    expect(await publish({ dryRun: true })).toMatchObject({ stats: { processed: 3, created: 2, parked: 1 } });

    expect(bench.shop.script.calls).toEqual([]);
    expect(await bindings('1', '2', '3')).toEqual([]);
    expect(await bench.problems()).toEqual([]);
  });

  it('binds what the merchant lists by hand, for its stock, and writes nothing', async () => {
    await keep(article('1'), article('2'));
    await stand('2');

    const settings = { ...pairSettings, flows: { ...pairSettings.flows, listings: false } };
    expect(await publish({ settings })).toMatchObject({ stats: { processed: 2, created: 1, unchanged: 1 } });

    expect(bench.shop.script.calls).toEqual([]);
    expect(await bindings('1', '2')).toMatchObject([{ articleId: '2', state: 'bound', ref: { product: '2' } }]);
  });

  describe('parks', () => {
    it('with a problem, once, and clears it when it is mended', async () => {
      await keep(article('1', { number: '' }));
      expect((await publish()).stats.parked).toBe(1);
      const [problem] = await bench.tx((tx) => tx.problems.open(pair, undefined, 10));
      await bench.environment.advance(60_000);
      expect((await publish()).stats.parked).toBe(1);
      expect(await bench.tx((tx) => tx.problems.open(pair, undefined, 10))).toEqual([problem]);

      await keep(article('1'));
      await publish();

      expect(await bench.problems()).toEqual([]);
      expect(await bindings('1')).toMatchObject([{ state: 'creating' }]);
    });

    it('for another reason when the reason changes', async () => {
      await keep(article('1', { number: '' }));
      await publish();
      await keep(article('1', { price: { ...article('1').price, gross: decimal(0) } }));
      await publish();

      expect(await bench.problems()).toEqual(['PRICE_NOT_POSITIVE 1']);
    });
  });

  describe('in batches', () => {
    beforeEach(async () => {
      await keep(article('1'), article('2'), article('3'), article('4'));
      for (const id of ['1', '2', '3', '4']) await stand(id);
    });

    it('sends as many at once as the channel takes', async () => {
      await publish();

      expect(bench.shop.script.calls).toEqual(['listings.update SKU-1,SKU-2,SKU-3', 'listings.update SKU-4']);
    });

    it('sends a batch that was refused without a name again one by one, and parks the one alone', async () => {
      bench.shop.poison.add('SKU-2');

      const { stats, failure } = await publish();

      expect(bench.shop.script.calls).toEqual([
        'listings.update SKU-1,SKU-2,SKU-3',
        'listings.update SKU-1',
        'listings.update SKU-2',
        'listings.update SKU-3',
        'listings.update SKU-4',
      ]);
      expect(failure).toBeUndefined();
      expect(stats).toMatchObject({ created: 3, parked: 1, failed: 0 });
      expect(await bench.problems()).toEqual(['LISTING_REFUSED 2']);
    });

    it('sends the others of a batch again without the row that was named, and parks that one alone', async () => {
      bench.shop.namesPoison = true;
      bench.shop.poison.add('SKU-2');

      const { stats, failure } = await publish();

      expect(bench.shop.script.calls).toEqual([
        'listings.update SKU-1,SKU-2,SKU-3',
        'listings.update SKU-1,SKU-3',
        'listings.update SKU-4',
      ]);
      expect(failure).toBeUndefined();
      expect(stats).toMatchObject({ created: 3, parked: 1, failed: 0 });
      expect(await bench.problems()).toEqual(['LISTING_REFUSED 2']);
    });

    it('finds a second bad row among the others, which names nobody', async () => {
      bench.shop.namesPoison = true;
      bench.shop.poison.add('SKU-2');
      bench.shop.script.plan('listings.update', { kind: 'rejected', code: 'REFUSED' }, { about: 'SKU-1,SKU-3' });
      bench.shop.script.plan('listings.update', { kind: 'rejected', code: 'REFUSED' }, { about: 'SKU-3' });

      expect((await publish()).stats).toMatchObject({ created: 2, parked: 2, failed: 0 });

      expect(await bench.problems()).toEqual(['LISTING_REFUSED 2', 'LISTING_REFUSED 3']);
    });

    it('sends the refused one again when something about it changed, not before', async () => {
      bench.shop.poison.add('SKU-2');
      await publish();
      bench.shop.script.clear();

      expect((await publish()).stats).toMatchObject({ parked: 1, unchanged: 3 });
      expect(bench.shop.script.calls).toEqual([]);
      bench.shop.poison.clear();
      await keep(article('2', { title: 'Besser' }));
      await publish();

      expect(await bench.problems()).toEqual([]);
      expect(await bindings('2')).toMatchObject([{ state: 'bound', draft: { name: 'Besser' } }]);
    });

    it.each(['UNAUTHORIZED', 'FORBIDDEN', 'ACCOUNT_BLOCKED'] as const)('parks nothing for %s and calls no more', async (code) => {
      bench.shop.script.plan('listings.update', { kind: 'rejected', code }, { times: 100 });

      const { stats, failure } = await publish();

      expect(failure?.error.code).toBe(code);
      expect(stats).toMatchObject({ parked: 0, created: 0 });
      expect(bench.shop.script.calls).toHaveLength(1);
      expect(await bindings('1', '2', '3', '4')).toEqual([]);
    });

    it.each([true, false])('writes the same values again after a lost reply (arrived: %s)', async (happened) => {
      bench.shop.script.plan('listings.update', { kind: 'unknown', happened });

      expect((await publish()).failure?.error.code).toBe('NO_ANSWER');
      expect((await publish()).stats.created).toBe(4);

      expect(await bindings('1', '2', '3', '4')).toHaveLength(4);
    });
  });

  describe('creates', () => {
    beforeEach(async () => {
      await keep(article('1'));
      await publish();
    });

    it('once, though the reply was lost', async () => {
      bench.shop.script.plan('listings.create', { kind: 'unknown', happened: true });
      await create();
      await bench.environment.advance(120_000);
      await create();
      await publish();

      expect(bench.shop.shelf.size).toBe(1);
      expect(await bindings('1')).toMatchObject([{ state: 'bound', ref: { product: 'p1' } }]);
    });

    it('with the values of the moment, edited before it was sent', async () => {
      await keep(article('1', { title: 'Neu' }));

      await create();

      expect([...bench.shop.shelf.values()].map(({ name }) => name)).toEqual(['Neu']);
    });

    it('not what is gone meanwhile, and says so', async () => {
      await bench.tx((tx) => tx.snapshot.remove(booksConnection, ['1']));

      expect(await create()).toMatchObject({ parked: 1 });

      expect(await bench.problems()).toEqual(['LISTING_ARTICLE_GONE 1']);
    });

    it('what came back after it was gone', async () => {
      await bench.tx((tx) => tx.snapshot.remove(booksConnection, ['1']));
      await create();
      await keep(article('1'));
      await publish();
      await create();

      expect(bench.shop.shelf.size).toBe(1);
      expect(await bench.problems()).toEqual([]);
    });

    it('not again what the shop refused, until something about it changed; the problem stands so long', async () => {
      bench.shop.script.plan('listings.create', { kind: 'rejected', code: 'REFUSED' });
      await create();
      expect(await bench.problems()).toEqual(['LISTING_REFUSED 1']);
      bench.shop.script.clear();

      expect((await publish()).stats).toMatchObject({ parked: 1 });
      await create();
      expect(bench.shop.script.calls).toEqual([]);
      expect(await bench.problems()).toEqual(['LISTING_REFUSED 1']);
      await keep(article('1', { title: 'Besser' }));
      await publish();
      await create();

      expect([...bench.shop.shelf.values()].map(({ name }) => name)).toEqual(['Besser']);
      expect(await bench.problems()).toEqual([]);
    });

    it('nothing in place of what somebody else’s listing stands for, and keeps saying so', async () => {
      bench.shop.script.plan('listings.create', { kind: 'taken', happened: false });
      await create();
      await publish();
      await create();

      expect(bench.shop.script.count('listings.create')).toBe(1);
      expect(await bench.problems()).toEqual(['LISTING_TAKEN_BY_ANOTHER 1']);
      expect(await bindings('1')).toMatchObject([{ state: 'parked' }]);
    });

    it('nothing while a doubt is parked, but adopts what appears under its number', async () => {
      bench.shop.script.plan('listings.create', { kind: 'unknown', happened: false });
      await create();
      await bench.environment.advance(120_000);
      await create('ask');
      expect(await bench.problems()).toEqual(['LISTING_IN_DOUBT 1']);
      await publish();
      expect(await bench.problems()).toEqual(['LISTING_IN_DOUBT 1']);

      await stand('9', 'SKU-1');
      await publish();

      expect(await bench.problems()).toEqual([]);
      expect(await bindings('1')).toMatchObject([{ state: 'bound', ref: { product: '9' } }]);
    });
  });

  it('counts nothing of nothing', async () => {
    expect(await publish()).toEqual({ stats: noStats, more: false });
  });

  async function keep(...articles: readonly Article[]): Promise<void> {
    const rows = articles.map(({ id, ...rest }) => snapshotRow(id, rest));
    await bench.tx((tx) => tx.snapshot.put(booksConnection, rows));
  }

  /** A product that stands in the shop, indexed. */
  async function stand(product: string, number = `SKU-${product}`): Promise<void> {
    const standing = listing(product, { sku: sku(number) });
    bench.shop.shelf.set(`${standing.ref.product}/${standing.ref.variant}`, standing);
    await bench.tx((tx) => tx.shelf.put(shopConnection, [standing]));
  }

  function target(): ListingTarget {
    return bench.shop.port.listings as ListingTarget;
  }

  function publish(changes: Partial<PairRun> = {}): Promise<Slice> {
    return publishListings(bench.run(changes), target());
  }

  function create(afterDoubt: 'send-again' | 'ask' = 'send-again'): Promise<EffectStats> {
    const run = bench.run();
    return runEffects(createListingDriver(run, target()), { ...run, call: run.call('channel', 'catalog'), afterDoubt, attemptsMax: 6 });
  }

  function bindings(...ids: readonly string[]): Promise<readonly Binding[]> {
    return bench.tx((tx) => tx.bindings.readMany(pair, ids));
  }
});
