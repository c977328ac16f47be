import type { Amount } from './amount.ts';

/** One row of the voucher list as the search index knows it. */
export interface ListedRow {
  readonly id: string;
  readonly voucherType: string;
  readonly status: string;
  readonly number: string;
  readonly voucherDateAt: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly dueDateAt?: number;
  readonly contactId?: string;
  readonly contactName: string;
  readonly total: Amount;
  readonly open: Amount | null;
  readonly archived: boolean;
}

interface Listed {
  readonly visibleAt: number;
  /** Absent: the record was deleted. */
  readonly row?: ListedRow;
}

/** Per record the states that a reader may still see, the newest last (4.9: the list may lag behind). */
export type Listing = Map<string, readonly Listed[]>;

const keptMs = 600_000;

export function putListed(listing: Listing, id: string, entry: Listed & { readonly now: number }): void {
  const { visibleAt, row, now } = entry;
  const before = listing.get(id) ?? [];
  const settled = before.findLastIndex((old) => old.visibleAt <= now - keptMs);
  listing.set(id, [...before.slice(Math.max(settled, 0)), row === undefined ? { visibleAt } : { visibleAt, row }]);
}

/** The rows that the index shows now. */
export function listedRows(listing: Listing, now: number): ListedRow[] {
  const rows: ListedRow[] = [];
  for (const states of listing.values()) {
    const row = states.findLast((state) => state.visibleAt <= now)?.row;
    if (row !== undefined) rows.push(row);
  }
  return rows;
}
