import { sku } from '../../kernel/ids.ts';
import { equal, sameRows } from '../checks.ts';
import type { StoreClaim, StoreClaims } from '../claim.ts';
import { binding, books, listing, otherPair, pair, shop, snapshotRow, start } from '../samples.ts';

const snapshotClaims: readonly StoreClaim[] = [
  {
    says: 'keeps articles as put, replaces them, and reads many at once',
    holds: async ({ tx }) => {
      await tx(({ snapshot }) => snapshot.put(books, [snapshotRow('1'), snapshotRow('2', { note: 'Bestand: 3', gtin: '1' })]));
      await tx(({ snapshot }) => snapshot.put(books, [snapshotRow('1', { title: 'New' }, start + 5)]));
      sameRows(await tx(({ snapshot }) => snapshot.readMany(books, ['2', '1', '1', 'none'])), [
        snapshotRow('1', { title: 'New' }, start + 5),
        snapshotRow('2', { note: 'Bestand: 3', gtin: '1' }),
      ]);
      equal(await tx(({ snapshot }) => snapshot.count(books)), 2);
      equal(await tx(({ snapshot }) => snapshot.readMany(books, [])), []);
    },
  },
  {
    says: 'keeps connections apart',
    holds: async ({ tx }) => {
      await tx(({ snapshot }) => snapshot.put(books, [snapshotRow('1')]));
      equal(await tx(({ snapshot }) => snapshot.readMany(shop, ['1'])), []);
      equal(await tx(({ snapshot }) => snapshot.bySku(shop, ['sku-1'])), []);
      equal(await tx(({ snapshot }) => snapshot.count(shop)), 0);
    },
  },
  {
    says: 'finds articles by number without case and outer blanks, several under one key',
    holds: async ({ tx }) => {
      const rows = [snapshotRow('1', { number: ' Äb-1 ' }), snapshotRow('2', { number: 'äB-1' }), snapshotRow('3', { number: 'x' })];
      await tx(({ snapshot }) => snapshot.put(books, rows));
      sameRows(await tx(({ snapshot }) => snapshot.bySku(books, ['äb-1', 'none'])), rows.slice(0, 2));
    },
  },
  {
    says: 'finds an article by its number of now only',
    holds: async ({ tx }) => {
      const { number: _, ...unnumbered } = snapshotRow('2').article;
      await tx(({ snapshot }) => snapshot.put(books, [snapshotRow('1'), snapshotRow('2')]));
      await tx(({ snapshot }) =>
        snapshot.put(books, [snapshotRow('1', { number: 'other' }), { article: unnumbered, hash: 'h', seenAt: start }]),
      );
      equal(await tx(({ snapshot }) => snapshot.bySku(books, ['sku-1', 'sku-2'])), []);
      equal((await tx(({ snapshot }) => snapshot.bySku(books, ['other']))).length, 1);
    },
  },
  {
    says: 'confirms rows that are there and names those that were not confirmed since',
    holds: async ({ tx }) => {
      await tx(({ snapshot }) => snapshot.put(books, [snapshotRow('1'), snapshotRow('2'), snapshotRow('3', {}, start + 10)]));
      await tx(({ snapshot }) => snapshot.touch(books, ['2', 'none'], start + 10));
      equal(await tx(({ snapshot }) => snapshot.readMany(books, ['2'])), [snapshotRow('2', {}, start + 10)]);
      equal(await tx(({ snapshot }) => snapshot.unseenSince(books, start + 10, 9)), ['1']);
      sameRows(await tx(({ snapshot }) => snapshot.unseenSince(books, start + 11, 9)), ['1', '2', '3']);
      equal((await tx(({ snapshot }) => snapshot.unseenSince(books, start + 11, 2))).length, 2);
      equal(await tx(({ snapshot }) => snapshot.count(books)), 3, 'rows after confirming one that is not there');
    },
  },
  {
    says: 'pages by id, compared as text, and goes on after an id that is gone',
    holds: async ({ tx }) => {
      await tx(({ snapshot }) =>
        snapshot.put(
          books,
          ['b', '9', 'B', '10'].map((id) => snapshotRow(id)),
        ),
      );
      const first = await tx(({ snapshot }) => snapshot.page(books, undefined, 2));
      equal(idsOf(first), ['10', '9']);
      await tx(({ snapshot }) => snapshot.remove(books, ['9', 'none']));
      equal(idsOf(await tx(({ snapshot }) => snapshot.page(books, '9', 2))), ['B', 'b']);
      equal(idsOf(await tx(({ snapshot }) => snapshot.page(books, 'b', 2))), []);
      equal(await tx(({ snapshot }) => snapshot.bySku(books, ['sku-9'])), [], 'a removed row by number');
    },
  },
];

const shelfClaims: readonly StoreClaim[] = [
  {
    says: 'finds listings by SKU and by name, both without case',
    holds: async ({ tx }) => {
      const rows = [listing('1', { sku: sku('Rot-XL '), name: 'Ärmel' }), listing('2', { sku: sku('x'), name: 'ÄRMEL' }), listing('3')];
      await tx(({ shelf }) => shelf.put(shop, rows));
      equal(await tx(({ shelf }) => shelf.bySku(shop, ['rot-xl'])), [rows[0]]);
      sameRows(await tx(({ shelf }) => shelf.byName(shop, ['äRMEL', 'none'])), rows.slice(0, 2));
      equal(await tx(({ shelf }) => shelf.byName(shop, [])), []);
      equal(await tx(({ shelf }) => shelf.bySku(books, ['rot-xl'])), [], 'the shelf of another connection');
    },
  },
  {
    says: 'replaces a listing under its reference, and finds it under its new words only',
    holds: async ({ tx }) => {
      const { sku: _, ...unnamed } = listing('1');
      await tx(({ shelf }) => shelf.put(shop, [listing('1')]));
      await tx(({ shelf }) => shelf.put(shop, [{ ...unnamed, name: 'New' }]));
      equal(await tx(({ shelf }) => shelf.bySku(shop, ['sku-1'])), []);
      equal(await tx(({ shelf }) => shelf.byName(shop, ['Listing 1'])), []);
      equal(await tx(({ shelf }) => shelf.byName(shop, ['new'])), [{ ...unnamed, name: 'New' }]);
    },
  },
  {
    says: 'tells variants of one product apart and removes one alone',
    holds: async ({ tx }) => {
      const variants = ['a', 'b'].map((variant) => listing('1', { ref: { product: '1', variant }, grouped: true }));
      await tx(({ shelf }) => shelf.put(shop, variants));
      sameRows(await tx(({ shelf }) => shelf.bySku(shop, ['sku-1'])), variants);
      await tx(({ shelf }) => shelf.remove(shop, [{ product: '1', variant: 'a' }]));
      equal(await tx(({ shelf }) => shelf.bySku(shop, ['sku-1'])), [variants[1]]);
    },
  },
];

const bindingClaims: readonly StoreClaim[] = [
  {
    says: 'keeps bindings as put, one per pair and article',
    holds: async ({ tx }) => {
      const full = binding('1', {
        reason: 'R',
        reasonData: { a: 'b' },
        stock: { published: 3, targetKey: 'k', writtenAt: start, drift: { seen: 2, at: start } },
        published: { content: 'a', assignment: 'b' },
      });
      await tx(({ bindings }) => bindings.put([binding('1'), binding('2'), binding('1', { pair: otherPair, inputsHash: 'theirs' })]));
      await tx(({ bindings }) => bindings.put([full]));
      sameRows(await tx(({ bindings }) => bindings.readMany(pair, ['1', '2', 'none'])), [full, binding('2')]);
      equal((await tx(({ bindings }) => bindings.readMany(otherPair, ['1'])))[0]?.inputsHash, 'theirs');
    },
  },
  {
    says: 'names every pair that lists a SKU, once, as it stands now',
    holds: async ({ tx, otherTx }) => {
      const { ref: _, ...unlisted } = binding('4', { pair: otherPair });
      const twice = [binding('1'), binding('2', { sku: sku('sku-1 ') })];
      await tx(({ bindings }) => bindings.put([...twice, binding('1', { pair: otherPair }), binding('3'), unlisted]));
      equal(await tx(({ bindings }) => bindings.listing(['sku-3', 'sku-1', 'sku-4'])), [
        { pair, skuKey: 'sku-1' },
        { pair, skuKey: 'sku-3' },
        { pair: otherPair, skuKey: 'sku-1' },
      ]);
      await tx(({ bindings }) => bindings.remove(otherPair, ['1']));
      equal(await tx(({ bindings }) => bindings.listing(['sku-1'])), [{ pair, skuKey: 'sku-1' }]);
      equal(await tx(({ bindings }) => bindings.listing([])), []);
      equal(await otherTx(({ bindings }) => bindings.listing(['sku-1'])), []);
    },
  },
  {
    says: 'finds bindings by SKU without case and by reference, as they stand now',
    holds: async ({ tx }) => {
      const { ref: _, sku: __, ...bare } = binding('3');
      await tx(({ bindings }) => bindings.put([binding('1', { sku: sku(' Rot') }), binding('2'), binding('3')]));
      await tx(({ bindings }) => bindings.put([{ ...bare, state: 'parked' }]));
      equal(await tx(({ bindings }) => bindings.bySku(pair, ['rot', 'sku-3'])), [binding('1', { sku: sku(' Rot') })]);
      const refs = ['2', '3'].map((product) => ({ product, variant: `${product}1` }));
      equal(await tx(({ bindings }) => bindings.byRef(pair, refs)), [binding('2')]);
      equal(await tx(({ bindings }) => bindings.byRef(pair, [{ product: '2', variant: 'other' }])), []);
      equal(await tx(({ bindings }) => bindings.bySku(otherPair, ['rot'])), []);
    },
  },
  {
    says: 'pages those with a SKU and a listing, whatever their state, by article id',
    holds: async ({ tx }) => {
      const { ref: _, ...unlisted } = binding('2', { state: 'creating' });
      const { sku: __, ...unnumbered } = binding('21');
      const listed = [binding('3', { state: 'parked' }), binding('1'), binding('20', { state: 'ignored' })];
      await tx(({ bindings }) => bindings.put([...listed, unlisted, unnumbered, binding('4', { pair: otherPair })]));
      const first = await tx(({ bindings }) => bindings.pageListed(pair, undefined, 2));
      const second = await tx(({ bindings }) => bindings.pageListed(pair, '20', 2));
      equal(
        [first, second].map((page) => page.map(({ articleId }) => articleId)),
        [['1', '20'], ['3']],
      );
    },
  },
  {
    says: 'counts by state, and forgets what is removed',
    holds: async ({ tx }) => {
      await tx(({ bindings }) => bindings.put([binding('1'), binding('2', { state: 'ignored' }), binding('3')]));
      equal(await tx(({ bindings }) => bindings.count(pair)), { bound: 2, ignored: 1 });
      await tx(({ bindings }) => bindings.remove(pair, ['1', 'none']));
      equal(await tx(({ bindings }) => bindings.count(pair)), { bound: 1, ignored: 1 });
      equal(await tx(({ bindings }) => bindings.byRef(pair, [{ product: '1', variant: '11' }])), []);
      equal(await tx(({ bindings }) => bindings.count(otherPair)), {});
    },
  },
];

export const catalog: readonly StoreClaims[] = [
  { area: 'article snapshot', claims: snapshotClaims },
  { area: 'shelf index', claims: shelfClaims },
  { area: 'bindings', claims: bindingClaims },
];

function idsOf(rows: readonly { readonly article: { readonly id: string } }[]): readonly string[] {
  return rows.map(({ article }) => article.id);
}
