import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair, pairSettings, shopConnection } from '../../test/bench.ts';
import type { PairRun } from '../effects/pair-run.ts';
import { sku } from '../kernel/ids.ts';
import type { Article } from '../model/article.ts';
import type { Listing, ListingDraft } from '../model/listing.ts';
import { decimal } from '../money/decimal.ts';
import type { Binding } from '../ports/catalog-records.ts';
import { article, binding as bound, listing, snapshotRow } from '../testing/samples.ts';
import { groupHashes, inputsHash, type ListingPlanItem, listingDraft, needsPlan, planListings } from './plan-listings.ts';

describe('a plan of listings', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('creates what is nowhere', async () => {
    const [item] = await plan([article('1')]);

    expect(item).toMatchObject({
      action: 'create',
      articleId: '1',
      draft: { sku: 'SKU-1', name: 'Artikel 1', price: '11.9', taxClass: 1, visible: true },
    });
  });

  it('adopts what bears the number already, without case', async () => {
    const [item] = await plan([article('1')], { shelf: [listing('9', { sku: sku(' sku-1 '), grouped: true })] });

    expect(item).toMatchObject({ action: 'adopt', ref: { product: '9', variant: '91' }, grouped: true, groups: ['content', 'assignment'] });
    expect(item).not.toHaveProperty('before');
  });

  it('updates what is bound and changed: only the groups that differ, with what was written last', async () => {
    const [item] = await plan([article('1', { title: 'Neu' })], { bindings: [binding('1')] });

    expect(item).toMatchObject({ action: 'update', groups: ['content'], draft: { name: 'Neu' }, before: { name: 'Artikel 1' } });
  });

  it('writes the assignment alone where that is what is missing', async () => {
    const draft = draftOf(article('1'));

    const [item] = await plan([article('1')], { bindings: [binding('1', { published: { content: groupHashes(draft).content } })] });

    expect(item).toMatchObject({ action: 'update', groups: ['assignment'] });
  });

  it('does nothing where inputs changed and values did not', async () => {
    expect(await plan([article('1', { note: 'neu' })], { bindings: [binding('1')] })).toMatchObject([{ action: 'none', state: 'bound' }]);
  });

  it('says nothing about an article whose inputs are equal, or that is being created', async () => {
    const row = snapshotRow('1');
    const known = binding('1', { inputsHash: inputsHash(bench.run(), row) });

    expect(await plan([article('1')], { bindings: [known] })).toEqual([]);
    expect(await plan([article('1')], { bindings: [binding('1', { state: 'creating' })] })).toEqual([]);
  });

  describe('hides', () => {
    it('what is archived and bound, whatever else is wrong with it', async () => {
      const free = { ...article('1').price, gross: decimal(0) };

      const [item] = await plan([article('1', { archived: true, price: free }), article('2', { number: 'SKU-1' })], {
        bindings: [binding('1')],
      });

      expect(item).toMatchObject({ action: 'update', draft: { visible: false } });
    });

    it.each<[string, Partial<Article>]>([
      ['has lost its number', { number: '' }],
      ['has lost its name', { title: ' ' }],
      ['has a rate without class', { price: { ...article('1').price, taxRate: decimal('16') } }],
    ])('as it stands what is archived and %s', async (_name, changes) => {
      const [item] = await plan([article('1', { ...changes, archived: true })], { bindings: [binding('1')] });

      expect(item).toMatchObject({ action: 'update', groups: ['content'], draft: { ...draftOf(article('1')), visible: false } });
    });

    it('nothing twice: neither what is hidden already nor what the shop refused to hide', async () => {
      const gone = snapshotRow('1', { archived: true, number: '' });
      const hidden = { ...draftOf(article('1')), visible: false };
      const known = { draft: hidden, published: groupHashes(hidden) };
      const refused = binding('1', { state: 'parked', reason: 'LISTING_REFUSED', inputsHash: inputsHash(bench.run(), gone) });

      expect(await plan([gone.article], { bindings: [binding('1', known)] })).toMatchObject([{ action: 'none', state: 'bound' }]);
      expect(await plan([gone.article], { bindings: [refused] })).toMatchObject([{ action: 'park', reason: 'LISTING_REFUSED' }]);
    });

    it('nothing that was never listed', async () => {
      expect(await plan([article('1', { archived: true })])).toMatchObject([{ action: 'none', state: 'ignored' }]);
      expect(await plan([article('1', { archived: true, number: '' })])).toMatchObject([{ action: 'none', state: 'ignored' }]);
    });
  });

  describe('parks', () => {
    it.each<[string, Partial<Article>, string, object]>([
      ['without a number', { number: ' ' }, 'ARTICLE_WITHOUT_NUMBER', { article: 'Artikel 1' }],
      [
        'at a rate without class',
        { price: { ...article('1').price, taxRate: decimal('16') } },
        'TAX_CLASS_MISSING',
        { rate: '16', sku: 'SKU-1' },
      ],
      ['without a price', { price: { ...article('1').price, gross: decimal(0) } }, 'PRICE_NOT_POSITIVE', { price: '0.00' }],
      ['without a name', { title: ' ' }, 'MAPPING_WITHOUT_ANSWER', { target: 'name' }],
    ])('an article %s', async (_name, changes, reason, data) => {
      expect(await plan([article('1', changes)])).toMatchObject([{ action: 'park', reason, data }]);
    });

    it('both articles of one number, also where they differ by case and stand on two pages', async () => {
      const rows = [article('1'), article('2', { number: ' sku-1' })];

      expect(await plan(rows)).toMatchObject([
        { action: 'park', reason: 'SKU_NOT_UNIQUE' },
        { action: 'park', reason: 'SKU_NOT_UNIQUE' },
      ]);
      expect(await plan([article('1')], { elsewhere: [article('2', { number: ' sku-1' })] })).toMatchObject([{ reason: 'SKU_NOT_UNIQUE' }]);
    });

    it('neither where the second one is archived', async () => {
      expect(await plan([article('1'), article('2', { number: 'SKU-1', archived: true })])).toMatchObject([
        { action: 'create' },
        { action: 'none', state: 'ignored' },
      ]);
    });

    it('a number that the shop holds twice', async () => {
      expect(
        await plan([article('1')], { shelf: [listing('8', { sku: sku('SKU-1') }), listing('9', { sku: sku('sku-1') })] }),
      ).toMatchObject([{ action: 'park', reason: 'SKU_TWICE_ON_CHANNEL' }]);
    });

    it('what the shop holds, if nothing shall be adopted', async () => {
      const settings = { ...pairSettings, adoptExisting: 'never' as const };

      expect(await plan([article('1')], { shelf: [listing('9', { sku: sku('SKU-1') })], run: { settings } })).toMatchObject([
        { action: 'park', reason: 'LISTING_EXISTS' },
      ]);
    });

    it('a name that is taken, and proposes another', async () => {
      expect(await plan([article('1')], { shelf: [listing('9', { name: 'ARTIKEL 1' })] })).toMatchObject([
        { action: 'park', reason: 'LISTING_NAME_TAKEN', data: { name: 'Artikel 1', proposal: 'Artikel 1 (SKU-1)' } },
      ]);
    });

    it('the second of two articles of one name', async () => {
      expect(await plan([article('1', { title: 'Kaffee' }), article('2', { title: 'kaffee' })])).toMatchObject([
        { action: 'create' },
        { action: 'park', reason: 'LISTING_NAME_TAKEN' },
      ]);
    });

    it('a price that jumped since it was written', async () => {
      const dear = { ...article('1').price, gross: decimal('119') };

      expect(await plan([article('1', { price: dear })], { bindings: [binding('1')] })).toMatchObject([
        { action: 'park', reason: 'PRICE_JUMPED', data: { last: '11.90', price: '119.00' } },
      ]);
    });
  });

  describe('judges what is parked again', () => {
    const parked: Partial<Binding> = { state: 'parked', reason: 'LISTING_NAME_TAKEN' };

    it('since the world around it may have changed', async () => {
      const { ref: _none, draft: _neither, ...unlisted } = binding('1', parked);

      expect(await plan([article('1')], { bindings: [{ ...unlisted, published: {} }] })).toMatchObject([{ action: 'create' }]);
    });

    it('but does not send what the shop refused before something about it changed', async () => {
      const run = bench.run();
      const refused = binding('1', {
        state: 'parked',
        reason: 'LISTING_REFUSED',
        inputsHash: inputsHash(run, snapshotRow('1')),
        published: {},
      });

      expect(await plan([article('1')], { bindings: [refused] })).toMatchObject([{ action: 'park', reason: 'LISTING_REFUSED' }]);
      expect(await plan([article('1', { title: 'Neu' })], { bindings: [refused] })).toMatchObject([{ action: 'update' }]);
    });
  });

  it.each<[string, Partial<PairRun> | ((run: PairRun) => Partial<PairRun>)]>([
    ['the price mode', (run) => ({ channelSettings: { ...run.channelSettings, pricesIncludeTax: false } })],
    ['the tax classes', { settings: { ...pairSettings, taxClasses: { 19: 9 } } }],
    ['the time zone', { settings: { ...pairSettings, timeZone: 'America/New_York' } }],
    ['the name of the shop', (run) => ({ channelSettings: { ...run.channelSettings, name: 'Anders' } })],
    ['whether to adopt', { settings: { ...pairSettings, adoptExisting: 'never' } }],
    [
      'the rules',
      (run) => ({ rules: { ...run.rules, listings: { version: 2, compiled: { ...run.rules.listings.compiled, hash: 'other' } } } }),
    ],
  ])('is made anew when %s change', (_name, change) => {
    const run = bench.run();
    const changed = { ...run, ...(typeof change === 'function' ? change(run) : change) };

    expect(inputsHash(changed, snapshotRow('1'))).not.toBe(inputsHash(run, snapshotRow('1')));
    expect(needsPlan(binding('1', { inputsHash: inputsHash(run, snapshotRow('1')) }), inputsHash(changed, snapshotRow('1')))).toBe(true);
  });

  interface Around {
    readonly shelf?: readonly Listing[];
    readonly bindings?: readonly Binding[];
    readonly elsewhere?: readonly Article[];
    readonly run?: Partial<PairRun>;
  }

  function plan(articles: readonly Article[], around: Around = {}): Promise<readonly ListingPlanItem[]> {
    const rows = articles.map(({ id, ...rest }) => snapshotRow(id, rest));
    const others = (around.elsewhere ?? []).map(({ id, ...rest }) => snapshotRow(id, rest));
    return bench.tx(async (tx) => {
      await tx.snapshot.put(booksConnection, [...rows, ...others]);
      await tx.shelf.put(shopConnection, around.shelf ?? []);
      return planListings(bench.run(around.run), tx, rows, around.bindings ?? []);
    });
  }

  function draftOf(source: Article): ListingDraft {
    const made = listingDraft(bench.run(), source);
    if (!made.ok) throw new Error(made.reason);
    return made.draft;
  }

  /** Bound, and published as the sample article is. */
  function binding(id: string, changes: Partial<Binding> = {}): Binding {
    const draft = draftOf(article(id));
    return bound(id, { pair, draft, published: groupHashes(draft), inputsHash: 'older', ...changes });
  }
});
