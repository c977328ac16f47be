import { stockEventKinds } from '../../ports/stock-journal.ts';
import { articleNoteSource, correctionSource, foldStock } from '../../stock/fold-stock.ts';
import { equal } from '../checks.ts';
import type { Random } from '../random.ts';
import { stockEvent, stockHolding } from '../samples.ts';
import { everything, kind, maybe, none, type OperationKinds, some, unordered } from './kind.ts';

const skuKeys = ['sku-1', 'sku-2', 'sku-3'];
const items = ['sku-1', 'sku-2', 'sku-1\u001fapart'];
const orderKeys = ['order/1', 'order/10', 'order/9'];
const pools = ['main', 'second'];

/** Calls on the stock ledger. */
export const stockOperations: OperationKinds = {
  'stock.book': kind(
    (random, at) =>
      Array.from({ length: 1 + random.below(4) }, () => {
        const kindOf = random.pick(stockEventKinds);
        const units = kindOf === 'adjustment' ? random.below(9) - 4 : random.below(6);
        const source = random.pick([articleNoteSource, correctionSource, 'by-hand']);
        const happened = at - random.below(60);
        return {
          ...stockEvent(`key-${random.below(300)}`, { kind: kindOf, units, source, skuKey: random.pick(skuKeys), at: happened }),
          ...(random.percent(20) ? { pool: 'second' } : {}),
          ...(random.percent(20) ? { item: random.pick(items) } : {}),
          ...(kindOf === 'count' ? maybe(random, { notBefore: happened - random.below(60) }) : {}),
        };
      }),
    (tx, events) => tx.stock.book(events),
  ),
  'stock.find': unordered(
    (random) => Array.from({ length: 1 + random.below(9) }, () => `key-${random.below(300)}`),
    (tx, keys) => tx.stock.find(keys),
  ),
  'stock.levels': unordered(someSkus, (tx, { pool, keys }) => tx.stock.levels(pool, keys)),
  'stock.events': kind(
    (random) => ({ skuKey: random.pick(skuKeys), from: random.below(4), limit: random.below(9) }),
    (tx, { skuKey, ...part }) => tx.stock.events('main', skuKey, part),
  ),
  'stock.moves': unordered(
    (random, at) => ({ ...someSkus(random), since: at - random.below(200) }),
    (tx, { pool, keys, since }) => tx.stock.moves(pool, keys, since),
  ),
  'stock.items': kind(someSkus, (tx, { pool, keys }) => tx.stock.items(pool, keys)),
  'stock.names': kind(
    (random) => ({ pool: random.pick(pools), items: some(random, items) }),
    (tx, asked) => tx.stock.names(asked.pool, asked.items),
  ),
  'stock.name': kind(
    (random) => ({ ...somePlace(random), skuKey: random.pick(skuKeys) }),
    (tx, { pool, skuKey, item }) => tx.stock.name(pool, skuKey, item),
  ),
  'stock.hold': kind(
    (random, at) => [
      stockHolding(random.pick(orderKeys), {
        ...somePlace(random),
        allocated: random.below(5),
        bookings: random.below(3),
        asOf: at,
        ...maybe(random, { shippedAt: at }),
      }),
    ],
    (tx, holdings) => tx.stock.hold(holdings),
  ),
  'stock.holdings': kind(
    (random) => random.pick(orderKeys),
    (tx, orderKey) => tx.stock.holdings(orderKey),
  ),
  'stock.holders': kind(
    (random) => ({ place: somePlace(random), ...maybe(random, { after: random.pick(orderKeys) }), limit: 1 + random.below(3) }),
    (tx, { place, after, limit }) => tx.stock.holders(place, after, limit),
  ),
  'stock.places': kind(
    (random) => ({ ...maybe(random, { after: somePlace(random) }), limit: 1 + random.below(4) }),
    (tx, { after, limit }) => tx.stock.places(after, limit),
  ),
  'stock.stored': kind(somePlace, (tx, place) => tx.stock.stored(place)),
  'stock.history': kind(
    (random) => ({ place: somePlace(random), from: random.below(4) }),
    (tx, { place, from }) => tx.stock.history(place, from, 5),
  ),
  // What is derived equals what its events add up to, at any time and under any name.
  'stock.restate': kind(none, async (tx) => {
    const places = await tx.stock.places(undefined, everything);
    for (const place of places) {
      const rebuilt = foldStock(place.item, await tx.stock.history(place, 0, everything));
      const stored = await tx.stock.stored(place);
      equal(stored, rebuilt, `the level of ${place.item}`);
      await tx.stock.restate(place, rebuilt);
    }
    return places.length;
  }),
};

function someSkus(random: Random): { readonly pool: string; readonly keys: readonly string[] } {
  return { pool: random.pick(pools), keys: some(random, skuKeys) };
}

function somePlace(random: Random): { readonly pool: string; readonly item: string } {
  return { pool: random.pick(pools), item: random.pick(items) };
}
