import type { MerchantId } from '../kernel/ids.ts';
import { sku, skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Span } from '../model/stock.ts';
import type { Store } from '../ports/store.ts';
import { bookCounts, judgeCounts } from './book-counts.ts';
import { isExact, readCountInstant } from './count-time.ts';
import type { CountResult, StockCounted } from './judge-count.ts';
import { knownSkus } from './known-skus.ts';
import { readFigure } from './read-figure.ts';
import type { StockFaultCode } from './stock-faults.ts';

/** A row of a file as it was written. */
export interface ImportRow {
  readonly line: number;
  readonly sku: string;
  readonly figure: string;
  /** When this row was counted, where the file says so. */
  readonly counted?: string;
  readonly pool?: string;
}

/** What is wrong with a row. Words are made by `stockFaultWords`. */
export interface ImportFault {
  readonly line: number;
  readonly code: StockFaultCode;
  readonly value?: string;
  readonly other?: string;
}

export interface StockImport {
  /** Hash of the content: the rows of one content are booked once. */
  readonly file: string;
  readonly rows: AsyncIterable<ImportRow | ImportFault>;
  /** When rows were counted that do not say so themselves. */
  readonly counted: Span;
  /** The same content is counted anew, as of this time. */
  readonly again?: boolean;
  /** IANA zone of times without an offset. */
  readonly timeZone: string;
  /** Where rows are booked that name no pool, and all that may be named. */
  readonly pool: string;
  readonly pools: readonly string[];
  readonly apply: boolean;
  /** Books the good rows of a file that has bad ones. Else such a file is refused as a whole. */
  readonly skipBadRows: boolean;
  /** Books SKUs that no article and no listing bears. */
  readonly allowUnknown: boolean;
}

export interface ImportChange {
  readonly line: number;
  readonly sku: string;
  readonly before?: number;
  readonly onHand: number;
}

export interface ImportReport {
  /** `looked`: nothing was booked, since nobody asked for it. `refused`: nothing was booked, since rows are bad. */
  readonly status: 'applied' | 'looked' | 'refused';
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
}

const shownMax = 100;
const batchSize = 1_000;
/** Rows are held until all of them were looked at, about a hundred bytes each. */
export const importRowsMax = 1_000_000;

/**
 * Looks at every row, then books all or nothing in one transaction. The same content again changes nothing. Memory grows
 * with the rows, about a hundred bytes each, and more than `importRowsMax` are refused.
 */
export async function importCounts(
  { store, merchant, now }: { readonly store: Store; readonly merchant: MerchantId; readonly now: () => Instant },
  given: StockImport,
): Promise<ImportReport> {
  const faults = new Faults();
  const counts = await readRows(given, now(), faults);
  for (const batch of batches(counts.rows)) {
    const known = await store.transaction(merchant, (tx) =>
      knownSkus(
        tx,
        batch.map(({ count }) => count),
      ),
    );
    for (const [index, row] of batch.entries()) {
      const { item = row.count.skuKey, isKnown = false } = known[index] ?? {};
      const place = `${row.count.pool}\0${item}`;
      const first = counts.items.get(place);
      if (!isKnown && !given.allowUnknown) faults.add({ line: row.line, code: 'SKU_UNKNOWN', value: row.sku });
      else if (first !== undefined) faults.add({ line: row.line, code: 'SKU_TWICE', value: row.sku, other: String(first) });
      else {
        counts.items.set(place, row.line);
        continue;
      }
      row.bad = true;
    }
  }
  const good = counts.rows.filter(({ bad }) => !bad);
  const tally = new Tally();
  const refused = faults.count > 0 && !given.skipBadRows;
  if (!refused && given.apply) {
    await store.transaction(merchant, async (tx) => {
      for (const batch of batches(good)) {
        const results = await bookCounts(
          tx,
          batch.map(({ count }) => count),
          { now: now() },
        );
        tally.add(batch, results);
      }
    });
  } else if (!refused) {
    for (const batch of batches(good)) {
      const judged = await store.transaction(merchant, (tx) =>
        judgeCounts(
          tx,
          batch.map(({ count }) => count),
        ),
      );
      tally.add(
        batch,
        judged.map(({ result }) => result),
      );
    }
  }
  return {
    status: refused ? 'refused' : given.apply ? 'applied' : 'looked',
    rows: counts.read,
    faults: faults.count,
    firstFaults: faults.first(),
    ...tally.result,
    firstChanges: tally.changes,
  };
}

interface ReadRow {
  readonly line: number;
  readonly sku: string;
  readonly count: StockCounted;
  bad: boolean;
}

interface ReadRows {
  readonly rows: readonly ReadRow[];
  readonly read: number;
  /** Lines by the item that they count. */
  readonly items: Map<string, number>;
}

async function readRows(given: StockImport, now: Instant, faults: Faults): Promise<ReadRows> {
  const rows: ReadRow[] = [];
  const lines = new Map<string, number>();
  let read = 0;
  for await (const row of given.rows) {
    read += 1;
    if ('code' in row) {
      faults.add(row);
      continue;
    }
    if (read > importRowsMax) {
      faults.add({ line: row.line, code: 'TOO_MANY_ROWS', value: String(importRowsMax) });
      break;
    }
    const judged = readRow(given, now, row, lines);
    if ('code' in judged) faults.add(judged);
    else rows.push(judged);
  }
  return { rows, read, items: new Map() };
}

function readRow(given: StockImport, now: Instant, row: ImportRow, lines: Map<string, number>): ReadRow | ImportFault {
  const { line } = row;
  const name = row.sku.trim();
  const key = skuKey(sku(name));
  if (key === '') return { line, code: 'SKU_MISSING' };
  const pool = row.pool === undefined || row.pool.trim() === '' ? given.pool : row.pool.trim();
  if (!given.pools.includes(pool)) return { line, code: 'POOL_UNKNOWN', value: pool, other: given.pools.join(', ') };
  const figure = readFigure(row.figure);
  if (typeof figure === 'string') return { line, code: figure, value: row.figure.trim().slice(0, 40) };
  const own = row.counted === undefined || row.counted.trim() === '' ? undefined : readCountInstant(given.timeZone, row.counted);
  const said = row.counted?.trim() ?? '';
  if (said !== '' && own === undefined) return { line, code: 'NOT_A_TIME', value: said.slice(0, 40) };
  if (own !== undefined && own.notBefore > now) return { line, code: 'NOT_YET', value: said.slice(0, 40) };
  const place = `${pool}\0${key}`;
  const first = lines.get(place);
  if (first !== undefined) return { line, code: 'SKU_TWICE', value: name, other: String(first) };
  lines.set(place, line);
  const span = own ?? given.counted;
  const made = given.again === true && own === undefined ? `${given.file}/${span.notAfter}` : given.file;
  return {
    line,
    sku: name,
    bad: false,
    count: {
      ...{ key: `import/${made}/${pool}/${key}`, pool, skuKey: key, figure, source: 'import', exact: isExact(span) },
      notBefore: Math.min(span.notBefore, now),
      notAfter: Math.min(span.notAfter, now),
    },
  };
}

class Faults {
  count = 0;
  #first: ImportFault[] = [];

  add(fault: ImportFault): void {
    this.count += 1;
    if (this.#first.length < shownMax) this.#first.push(fault);
  }

  first(): readonly ImportFault[] {
    return this.#first.toSorted((left, right) => left.line - right.line);
  }
}

class Tally {
  readonly result = { changed: 0, confirmed: 0, older: 0, repeated: 0 };
  readonly changes: ImportChange[] = [];

  add(rows: readonly ReadRow[], results: readonly CountResult[]): void {
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

function* batches(rows: readonly ReadRow[]): Generator<readonly ReadRow[]> {
  for (let from = 0; from < rows.length; from += batchSize) yield rows.slice(from, from + batchSize);
}
