import { done, type ListingRef, listingKey, type Outcome, type Row, rejected, retryable, SyncError } from '@megzo/core';
import { isRowRefusal } from './batch.ts';
import type { WireStockItem } from './stock-address.ts';

interface Addressed {
  readonly ref: ListingRef;
  /** Absent: it could not be sent. */
  readonly item: WireStockItem | undefined;
}

/** What one write means for each of its rows. A refusal concerns the whole request, but often names the items it dislikes. */
export function stockRows(rows: readonly Addressed[], outcome: Outcome<unknown>): Outcome<readonly Row<void>[]> {
  if (outcome.status !== 'done' && !isRowRefusal(outcome)) return outcome;
  const named =
    outcome.status === 'done'
      ? new Set<WireStockItem>()
      : itemsNamed(
          rows.flatMap(({ item }) => item ?? []),
          outcome.error,
        );
  return done(rows.map(({ ref, item }) => ({ key: listingKey(ref), outcome: rowOutcome(item, named, outcome) })));
}

function rowOutcome(item: WireStockItem | undefined, named: ReadonlySet<WireStockItem>, outcome: Outcome<unknown>): Outcome<void> {
  if (item === undefined) return rejected(sharedFigure());
  if (outcome.status === 'done') return done(undefined);
  if (named.size === 0 || named.has(item)) return rejected(outcome.error);
  return retryable(new SyncError('CONFLICT', 'Another item of the same request was refused, and the request with it.'));
}

export function sharedFigure(): SyncError {
  return new SyncError('REFUSED', 'The product keeps one stock figure for all its variants: track its stock by variant.');
}

/** Complaints name an item by its id in the text or by its place in the request (sheet 1.5). */
function itemsNamed(items: readonly WireStockItem[], error: SyncError): ReadonlySet<WireStockItem> {
  const complaints = error.details.errors;
  const named = new Set<WireStockItem>();
  for (const complaint of Array.isArray(complaints) ? complaints.map(String) : []) {
    for (const [, member, id] of complaint.matchAll(/(variant_id|product_id)\W{1,3}(\d+)/g)) {
      for (const item of items) if (String(item[member as 'variant_id' | 'product_id']) === id) named.add(item);
    }
    const place = /^(?:items?[.[])?(\d+)[\].:]/.exec(complaint)?.[1];
    const item = place === undefined ? undefined : items[Number(place)];
    if (item !== undefined) named.add(item);
  }
  return named;
}
