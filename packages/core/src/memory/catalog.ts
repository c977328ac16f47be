import { pairId, sku, skuKey } from '../kernel/ids.ts';
import type { Listing } from '../model/listing.ts';
import type { ArticleSnapshot, Binding, Bindings, ShelfIndex, SnapshotRow } from '../ports/catalog-records.ts';
import { listingKey } from '../ports/channel.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, type UndoLog } from './table.ts';
import { tally } from './tally.ts';

export function createSnapshot(undo: UndoLog): AtOnce<ArticleSnapshot> {
  const table = createTable<SnapshotRow>(undo, {
    sku: ({ article }) => (article.number === undefined ? [] : [skuKey(sku(article.number))]),
  });

  return {
    readMany: (connection, ids) => present([...new Set(ids)].map((id) => table.get(connection, id))),
    bySku: (connection, skuKeys) => table.by('sku', connection, skuKeys),
    put: (connection, rows) => {
      for (const row of rows) table.set(connection, row.article.id, row);
    },
    touch: (connection, ids, seenAt) => {
      for (const row of present(ids.map((id) => table.get(connection, id)))) table.set(connection, row.article.id, { ...row, seenAt });
    },
    unseenSince: (connection, before, limit) =>
      table.page(connection, undefined, limit, (row) => row.seenAt < before).map((row) => row.article.id),
    page: (connection, after, limit) => table.page(connection, after, limit),
    remove: (connection, ids) => {
      for (const id of ids) table.delete(connection, id);
    },
    count: (connection) => table.rows(connection).length,
  };
}

export function createShelf(undo: UndoLog): AtOnce<ShelfIndex> {
  const table = createTable<Listing>(undo, {
    sku: (listing) => (listing.sku === undefined ? [] : [skuKey(listing.sku)]),
    name: (listing) => [nameKey(listing.name)],
  });

  return {
    put: (connection, listings) => {
      for (const listing of listings) table.set(connection, listingKey(listing.ref), listing);
    },
    bySku: (connection, skuKeys) => table.by('sku', connection, skuKeys),
    byName: (connection, names) => table.by('name', connection, names.map(nameKey)),
    remove: (connection, refs) => {
      for (const ref of refs) table.delete(connection, listingKey(ref));
    },
  };
}

export function createBindings(undo: UndoLog): AtOnce<Bindings> {
  const table = createTable<Binding>(undo, {
    sku: (binding) => (binding.sku === undefined ? [] : [skuKey(binding.sku)]),
    ref: (binding) => (binding.ref === undefined ? [] : [listingKey(binding.ref)]),
  });

  return {
    readMany: (pair, articleIds) => present([...new Set(articleIds)].map((id) => table.get(pair, id))),
    bySku: (pair, skuKeys) => table.by('sku', pair, skuKeys),
    byRef: (pair, refs) => table.by('ref', pair, refs.map(listingKey)),
    put: (bindings) => {
      for (const binding of bindings) table.set(binding.pair, binding.articleId, binding);
    },
    pageListed: (pair, after, limit) => table.page(pair, after, limit, (binding) => binding.sku !== undefined && binding.ref !== undefined),
    listing: (skuKeys) =>
      table.scopes().flatMap((pair) => {
        const listed = table.by('sku', pair, skuKeys).filter(({ ref }) => ref !== undefined);
        const keys = new Set(listed.flatMap((binding) => (binding.sku === undefined ? [] : [skuKey(binding.sku)])));
        return [...keys].sort().map((key) => ({ pair: pairId(pair), skuKey: key }));
      }),
    remove: (pair, articleIds) => {
      for (const id of articleIds) table.delete(pair, id);
    },
    count: (pair) => tally(table.rows(pair).map((binding) => binding.state)),
  };
}

function nameKey(name: string): string {
  return name.toLowerCase();
}

function present<Row>(rows: readonly (Row | undefined)[]): readonly Row[] {
  return rows.flatMap((row) => (row === undefined ? [] : [row]));
}
