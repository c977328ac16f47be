import { foldStock } from '../../stock/fold-stock.ts';
import { equal } from '../checks.ts';
import type { StoreClaim, StoreClaims } from '../claim.ts';
import { start, stockEvent, stockHolding } from '../samples.ts';

const place = { pool: 'main', item: 'sku-1' };

const nameClaims: readonly StoreClaim[] = [
  {
    says: 'takes a SKU for the item of its own key until it is named otherwise',
    holds: async ({ tx }) => {
      equal(await tx(({ stock }) => stock.items('main', ['sku-1', 'sku-2'])), { 'sku-1': 'sku-1', 'sku-2': 'sku-2' });
      equal(await tx(({ stock }) => stock.items('main', [])), {});
      await tx(({ stock }) => stock.name('main', 'sku-2', 'sku-1'));
      equal(await tx(({ stock }) => stock.items('main', ['sku-1', 'sku-2'])), { 'sku-1': 'sku-1', 'sku-2': 'sku-1' });
      equal(await tx(({ stock }) => stock.items('second', ['sku-2'])), { 'sku-2': 'sku-2' });
      equal(await tx(({ stock }) => stock.names('main', ['sku-1', 'sku-2', 'sku-9', 'sku-9'])), {
        'sku-1': ['sku-1', 'sku-2'],
        'sku-2': [],
        'sku-9': ['sku-9'],
      });
      equal(await tx(({ stock }) => stock.names('main', [])), {});
    },
  },
  {
    says: 'keeps one level and one history under all names of an item',
    holds: async ({ tx }) => {
      const before = stockEvent('a');
      const after = stockEvent('b', { kind: 'receipt', units: 3, skuKey: 'new' });
      await tx(({ stock }) => stock.book([before]));
      await tx(({ stock }) => stock.name('main', 'new', 'sku-1'));
      await tx(({ stock }) => stock.book([after]));
      const level = foldStock('new', [before, after]);
      equal(await tx(({ stock }) => stock.levels('main', ['new', 'sku-1'])), [level, { ...level, skuKey: 'sku-1' }]);
      equal(await tx(({ stock }) => stock.events('main', 'sku-1')), [before, after]);
      equal(await tx(({ stock }) => stock.events('main', 'new')), [before, after]);
      equal(await tx(({ stock }) => stock.history(place, 0, 9)), [before, after]);
      equal(await tx(({ stock }) => stock.history({ pool: 'main', item: 'new' }, 0, 9)), []);
      equal(
        (await tx(({ stock }) => stock.moves('main', ['new'], start))).map(({ skuKey }) => skuKey),
        ['new'],
      );
      equal(await tx(({ stock }) => stock.stored(place)), { ...level, skuKey: 'sku-1' });
    },
  },
  {
    says: 'parts a SKU from its item: the item goes on under its other names, and by its own key',
    holds: async ({ tx }) => {
      const apart = 'sku-1\u001fof another';
      await tx(({ stock }) => stock.book([stockEvent('a')]));
      await tx(({ stock }) => stock.name('main', 'new', 'sku-1'));
      await tx(({ stock }) => stock.name('main', 'sku-1', apart));
      const other = stockEvent('b', { units: 70 });
      const ofItem = { ...stockEvent('c', { kind: 'receipt', units: 1 }), item: 'sku-1' };
      await tx(({ stock }) => stock.book([other, ofItem]));
      equal((await tx(({ stock }) => stock.levels('main', ['sku-1', 'new']))).map(({ skuKey, onHand }) => [skuKey, onHand]).toSorted(), [
        ['new', 11],
        ['sku-1', 70],
      ]);
      equal(await tx(({ stock }) => stock.names('main', ['sku-1', apart])), { 'sku-1': ['new'], [apart]: ['sku-1'] });
      equal(await tx(({ stock }) => stock.events('main', 'sku-1')), [other]);
      await tx(({ stock }) => stock.name('main', 'sku-1', 'sku-1'));
      equal(await tx(({ stock }) => stock.names('main', ['sku-1'])), { 'sku-1': ['new', 'sku-1'] });
    },
  },
  {
    says: 'pages all items of which something was booked, by pool and item, each exactly once',
    holds: async ({ tx }) => {
      const items = ['10', '9', 'Z', 'a', 'é'];
      await tx(({ stock }) =>
        stock.book([
          ...items.toReversed().map((skuKey) => stockEvent(skuKey, { skuKey })),
          stockEvent('again', { skuKey: 'a' }),
          stockEvent('other', { pool: 'a pool' }),
        ]),
      );
      const seen: { readonly pool: string; readonly item: string }[] = [];
      for (;;) {
        const page = await tx(({ stock }) => stock.places(seen.at(-1), 2));
        seen.push(...page);
        if (page.length < 2) break;
      }
      equal(seen, [{ pool: 'a pool', item: 'sku-1' }, ...items.map((item) => ({ pool: 'main', item }))]);
    },
  },
  {
    says: 'replaces a stored level in a repair, and goes on from there',
    holds: async ({ tx }) => {
      const event = stockEvent('a');
      await tx(({ stock }) => stock.book([event]));
      const wrong = { skuKey: 'sku-1', onHand: 99, allocated: 7, changes: 3 };
      await tx(({ stock }) => stock.restate(place, wrong));
      equal(await tx(({ stock }) => stock.levels('main', ['sku-1'])), [wrong]);
      await tx(({ stock }) => stock.book([stockEvent('b', { kind: 'receipt', units: 1 })]));
      equal((await tx(({ stock }) => stock.stored(place)))?.onHand, 100);
      equal(await tx(({ stock }) => stock.stored({ pool: 'second', item: 'sku-1' })), undefined);
    },
  },
];

const holdingClaims: readonly StoreClaim[] = [
  {
    says: 'keeps what an order holds of each item, and replaces it as a whole',
    holds: async ({ tx }) => {
      const first = stockHolding('order/1', { shippedAt: start + 3 });
      const second = stockHolding('order/1', { item: 'sku-2', unbooked: 1 });
      const elsewhere = stockHolding('order/1', { pool: 'a pool' });
      equal(await tx(({ stock }) => stock.holdings('order/1')), []);
      await tx(({ stock }) => stock.hold([second, elsewhere, first, stockHolding('order/2')]));
      equal(await tx(({ stock }) => stock.holdings('order/1')), [elsewhere, first, second]);
      const changed = stockHolding('order/1', { allocated: 0, shipped: 3, bookings: 2, asOf: start + 9 });
      await tx(({ stock }) => stock.hold([changed]));
      equal(await tx(({ stock }) => stock.holdings('order/1')), [elsewhere, changed, second]);
      await tx(({ stock }) => stock.hold([]));
    },
  },
  {
    says: 'pages the orders that hold or held an item, by order key',
    holds: async ({ tx }) => {
      const keys = ['order/1', 'order/10', 'order/9'];
      await tx(({ stock }) =>
        stock.hold([
          ...keys.map((key) => stockHolding(key)),
          stockHolding('order/5', { item: 'sku-2' }),
          stockHolding('order/6', { pool: 'x' }),
        ]),
      );
      const first = await tx(({ stock }) => stock.holders(place, undefined, 2));
      const rest = await tx(({ stock }) => stock.holders(place, first.at(-1)?.orderKey, 2));
      equal(
        [...first, ...rest].map(({ orderKey }) => orderKey),
        keys,
      );
    },
  },
];

export const stockItems: readonly StoreClaims[] = [
  { area: 'items of the stock ledger', claims: nameClaims },
  { area: 'what orders hold of the stock', claims: holdingClaims },
];
