import { sku } from '../../kernel/ids.ts';
import { bindingStates } from '../../ports/catalog-records.ts';
import { binding, books, listing, pair, shop, snapshotRow } from '../samples.ts';
import { everything, kind, maybe, none, type OperationKinds, some, somePair, unordered, words } from './kind.ts';

const articleIds = ['1', '2', '3', 'Z', 'ä'];
const skuKeys = ['sku-1', 'sku-2', 'sku-z', 'sku-ä'];

/** Calls on what is known of articles and listings. */
export const catalogOperations: OperationKinds = {
  'snapshot.put': kind(
    (random, at) => some(random, articleIds).map((id) => snapshotRow(id, { number: random.pick(skuKeys), title: random.pick(words) }, at)),
    (tx, rows) => tx.snapshot.put(books, rows),
  ),
  'snapshot.touch': kind(
    (random, at) => ({ ids: some(random, articleIds), at }),
    (tx, { ids, at }) => tx.snapshot.touch(books, ids, at),
  ),
  'snapshot.remove': kind(
    (random) => [random.pick(articleIds)],
    (tx, ids) => tx.snapshot.remove(books, ids),
  ),
  'snapshot.readMany': unordered(
    (random) => some(random, articleIds),
    (tx, ids) => tx.snapshot.readMany(books, ids),
  ),
  'snapshot.bySku': unordered(
    (random) => some(random, skuKeys),
    (tx, keys) => tx.snapshot.bySku(books, keys),
  ),
  'snapshot.unseenSince': unordered(
    (random, at) => at - random.below(100),
    (tx, before) => tx.snapshot.unseenSince(books, before, everything),
  ),
  'snapshot.page': kind(
    (random) => ({ ...maybe(random, { after: random.pick(articleIds) }), limit: 1 + random.below(4) }),
    (tx, { after, limit }) => tx.snapshot.page(books, after, limit),
  ),
  'snapshot.count': kind(none, (tx) => tx.snapshot.count(books)),

  'shelf.put': kind(
    (random) =>
      some(random, articleIds).map((id) => listing(id, { sku: sku(random.pick(skuKeys).toUpperCase()), name: random.pick(words) })),
    (tx, rows) => tx.shelf.put(shop, rows),
  ),
  'shelf.remove': kind(
    (random) => [listing(random.pick(articleIds)).ref],
    (tx, refs) => tx.shelf.remove(shop, refs),
  ),
  'shelf.bySku': unordered(
    (random) => some(random, skuKeys),
    (tx, keys) => tx.shelf.bySku(shop, keys),
  ),
  'shelf.byName': unordered(
    (random) => some(random, words).map((word) => word.toUpperCase()),
    (tx, names) => tx.shelf.byName(shop, names),
  ),

  'bindings.put': kind(
    (random) => [
      binding(random.pick(articleIds), { pair: somePair(random), state: random.pick(bindingStates), sku: sku(random.pick(skuKeys)) }),
    ],
    (tx, rows) => tx.bindings.put(rows),
  ),
  'bindings.remove': kind(
    (random) => ({ id: somePair(random), ids: [random.pick(articleIds)] }),
    (tx, { id, ids }) => tx.bindings.remove(id, ids),
  ),
  'bindings.readMany': unordered(
    (random) => some(random, articleIds),
    (tx, ids) => tx.bindings.readMany(pair, ids),
  ),
  'bindings.bySku': unordered(
    (random) => some(random, skuKeys),
    (tx, keys) => tx.bindings.bySku(pair, keys),
  ),
  'bindings.byRef': unordered(
    (random) => some(random, articleIds).map((product) => ({ product, variant: `${product}1` })),
    (tx, refs) => tx.bindings.byRef(pair, refs),
  ),
  'bindings.pageListed': kind(
    (random) => ({ ...maybe(random, { after: random.pick(articleIds) }), limit: 1 + random.below(3) }),
    (tx, { after, limit }) => tx.bindings.pageListed(pair, after, limit),
  ),
  'bindings.listing': kind(
    (random) => some(random, skuKeys),
    (tx, keys) => tx.bindings.listing(keys),
  ),
  'bindings.count': kind(somePair, (tx, id) => tx.bindings.count(id)),
};
