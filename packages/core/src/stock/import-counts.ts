import type { MerchantId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Store } from '../ports/store.ts';
import { bookCounts, judgeCounts } from './book-counts.ts';
import { type CountedFile, type GoodRow, type ImportFault, type ImportRow, Rows } from './import-rows.ts';
import type { CountResult } from './judge-count.ts';
import { knownSkus } from './known-skus.ts';
import { unreadRest } from './stock-faults.ts';

export interface StockImport extends CountedFile {
  readonly rows: AsyncIterable<ImportRow | ImportFault>;
  readonly apply: boolean;
  /** Books the good rows of a file that has bad ones. Else such a file is refused as a whole, as one is that was not read to its end. */
  readonly skipBadRows: boolean;
  /** Books SKUs that no article and no listing bears. */
  readonly allowUnknown: boolean;
  /** Rows done so far, and that stand whatever happens next. */
  readonly onProgress?: (rows: number) => void;
}

export interface ImportChange {
  readonly line: number;
  readonly sku: string;
  readonly before?: number;
  readonly onHand: number;
}

export interface ImportReport {
  /**
   * `looked`: nothing was booked, since nobody asked for it. `refused`: nothing was booked, since rows are bad.
   * `interrupted`: the rows that are counted here stand, `rest` more do not; the same call again books those alone.
   */
  readonly status: 'applied' | 'looked' | 'refused' | 'interrupted';
  readonly rows: number;
  readonly faults: number;
  /** The first of them, by line. */
  readonly firstFaults: readonly ImportFault[];
  /** Rows that change what is on hand; that were counted as they stand; older than what stands; booked before. */
  readonly changed: number;
  readonly confirmed: number;
  readonly older: number;
  readonly repeated: number;
  readonly firstChanges: readonly ImportChange[];
  /** Of an import that was interrupted: good rows that are not booked yet, and what went wrong. */
  readonly rest?: number;
  readonly cause?: unknown;
}

const shownMax = 100;
/** Rows are held until all of them were looked at, about a hundred bytes each. */
export const importRowsMax = 1_000_000;

/**
 * Looks at every row before the first one is booked, so that a file that is refused books nothing. Then books a bounded
 * number of rows per transaction, between which the merchant's other work goes on; each row stands by itself, under a key of
 * content and SKU, so that the same content again changes nothing and goes on where an interrupted import ended. Memory
 * grows with the rows, about a hundred bytes each, and more than `importRowsMax` are refused.
 */
export async function importCounts(
  { store, merchant, now }: { readonly store: Store; readonly merchant: MerchantId; readonly now: () => Instant },
  given: StockImport,
): Promise<ImportReport> {
  const faults = new Faults();
  const rows = new Rows(given, now());
  for await (const row of given.rows) {
    rows.read += 1;
    const fault = 'code' in row ? row : rows.read > importRowsMax ? tooMany(row.line) : rows.add(row);
    if (fault !== undefined) faults.add(fault);
    if (rows.read > importRowsMax) break;
  }
  for (const batch of rows.batches()) {
    const known = await store.transaction(merchant, (tx) =>
      knownSkus(
        tx,
        batch.map(({ count }) => count),
      ),
    );
    for (const [index, row] of batch.entries()) {
      const { item = row.count.skuKey, isKnown = false } = known[index] ?? {};
      const fault =
        !isKnown && !given.allowUnknown ? ({ line: row.line, code: 'SKU_UNKNOWN', value: row.sku } as const) : rows.sameItem(row, item);
      if (fault === undefined) continue;
      faults.add(fault);
      rows.drop(row);
    }
  }
  const tally = new Tally();
  const refused = faults.count > 0 && (!given.skipBadRows || faults.unread);
  let ended: { readonly rest: number; readonly cause: unknown } | undefined;
  for (const batch of refused ? [] : rows.batches()) {
    const counts = batch.map(({ count }) => count);
    try {
      const results = await store.transaction(merchant, (tx) =>
        given.apply ? bookCounts(tx, counts, { now: now() }) : judgeCounts(tx, counts).then((judged) => judged.map(({ result }) => result)),
      );
      tally.add(batch, results);
    } catch (cause) {
      if (!given.apply) throw cause;
      ended = { rest: rows.good - tally.rows, cause };
      break;
    }
    if (given.apply) given.onProgress?.(tally.rows);
  }
  return {
    status: refused ? 'refused' : ended !== undefined ? 'interrupted' : given.apply ? 'applied' : 'looked',
    rows: rows.read,
    faults: faults.count,
    firstFaults: faults.first(),
    ...tally.result,
    firstChanges: tally.changes,
    ...ended,
  };
}

function tooMany(line: number): ImportFault {
  return { line, code: 'TOO_MANY_ROWS', value: String(importRowsMax) };
}

class Faults {
  count = 0;
  /** Rows follow that nobody read. */
  unread = false;
  #first: ImportFault[] = [];

  add(fault: ImportFault): void {
    this.count += 1;
    this.unread ||= unreadRest.has(fault.code);
    if (this.#first.length < shownMax) this.#first.push(fault);
  }

  first(): readonly ImportFault[] {
    return this.#first.toSorted((left, right) => left.line - right.line);
  }
}

class Tally {
  rows = 0;
  readonly result = { changed: 0, confirmed: 0, older: 0, repeated: 0 };
  readonly changes: ImportChange[] = [];

  add(rows: readonly GoodRow[], results: readonly CountResult[]): void {
    this.rows += results.length;
    for (const [index, result] of results.entries()) {
      const row = rows[index];
      if (result.status !== 'booked') this.result[result.status] += 1;
      else if (result.before === result.onHand) this.result.confirmed += 1;
      else {
        this.result.changed += 1;
        if (row === undefined || this.changes.length >= shownMax) continue;
        const before = result.before === undefined ? {} : { before: result.before };
        this.changes.push({ line: row.line, sku: row.sku, ...before, onHand: result.onHand });
      }
    }
  }
}
