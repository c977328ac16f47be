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
  /** Rows booked so far; none of them stands before the last one is. */
  readonly onProgress?: (rows: number) => void;
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
const batchSize = 2_000;
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
  const refused = faults.count > 0 && !given.skipBadRows;
  if (!refused && given.apply) {
    await store.transaction(merchant, async (tx) => {
      for (const batch of rows.batches()) {
        const counts = batch.map(({ count }) => count);
        tally.add(batch, await bookCounts(tx, counts, { now: now() }));
        given.onProgress?.((batch.at(-1)?.place ?? 0) + 1);
      }
    });
  } else if (!refused) {
    for (const batch of rows.batches()) {
      const counts = batch.map(({ count }) => count);
      const judged = await store.transaction(merchant, (tx) => judgeCounts(tx, counts));
      tally.add(
        batch,
        judged.map(({ result }) => result),
      );
    }
  }
  return {
    status: refused ? 'refused' : given.apply ? 'applied' : 'looked',
    rows: rows.read,
    faults: faults.count,
    firstFaults: faults.first(),
    ...tally.result,
    firstChanges: tally.changes,
  };
}

function tooMany(line: number): ImportFault {
  return { line, code: 'TOO_MANY_ROWS', value: String(importRowsMax) };
}

interface GoodRow {
  readonly place: number;
  readonly line: number;
  readonly sku: string;
  readonly count: StockCounted;
}

/** Rows in columns: an object for each of them would take ten times as much. */
class Rows {
  read = 0;
  readonly #given: StockImport;
  readonly #now: Instant;
  readonly #lines: number[] = [];
  readonly #skus: string[] = [];
  readonly #figures: number[] = [];
  readonly #pools: string[] = [];
  readonly #spans = new Map<number, Span>();
  readonly #dropped = new Set<number>();
  /** Lines by pool and SKU key. */
  readonly #seen = new Map<string, Map<string, number>>();
  /** Lines of SKUs that name an item of another key, by pool and item. */
  readonly #aliases = new Map<string, number>();

  constructor(given: StockImport, now: Instant) {
    this.#given = given;
    this.#now = now;
  }

  add(row: ImportRow): ImportFault | undefined {
    const { line } = row;
    const { pool: usual, pools, timeZone } = this.#given;
    const name = row.sku.trim();
    const key = skuKey(sku(name));
    if (key === '') return { line, code: 'SKU_MISSING' };
    const pool = pools.find((one) => one === (row.pool?.trim() || usual));
    if (pool === undefined) return { line, code: 'POOL_UNKNOWN', value: row.pool?.trim() ?? usual, other: pools.join(', ') };
    const figure = readFigure(row.figure);
    if (typeof figure === 'string') return { line, code: figure, value: row.figure.trim().slice(0, 40) };
    const said = row.counted?.trim() ?? '';
    const own = said === '' ? undefined : readCountInstant(timeZone, said);
    if (said !== '' && own === undefined) return { line, code: 'NOT_A_TIME', value: said.slice(0, 40) };
    if (own !== undefined && own.notBefore > this.#now) return { line, code: 'NOT_YET', value: said.slice(0, 40) };
    const seen = this.#seen.get(pool) ?? new Map<string, number>();
    const first = seen.get(key);
    if (first !== undefined) return { line, code: 'SKU_TWICE', value: name, other: String(first) };
    this.#seen.set(pool, seen.set(key, line));
    if (own !== undefined) this.#spans.set(this.#lines.length, own);
    this.#lines.push(line);
    this.#skus.push(name);
    this.#figures.push(figure);
    this.#pools.push(pool);
    return undefined;
  }

  /** Another row counts the same item under another SKU. */
  sameItem({ line, sku: value, count: { pool, skuKey: key } }: GoodRow, item: string): ImportFault | undefined {
    if (item === key) return undefined;
    const place = `${pool}\0${item}`;
    const first = this.#aliases.get(place) ?? this.#seen.get(pool)?.get(item);
    if (first === undefined) this.#aliases.set(place, line);
    return first === undefined ? undefined : { line, code: 'SKU_TWICE', value, other: String(first) };
  }

  drop({ place }: GoodRow): void {
    this.#dropped.add(place);
  }

  *batches(): Generator<readonly GoodRow[]> {
    for (let from = 0; from < this.#lines.length; from += batchSize) {
      const until = Math.min(from + batchSize, this.#lines.length);
      const batch: GoodRow[] = [];
      for (let place = from; place < until; place++) if (!this.#dropped.has(place)) batch.push(this.#rowAt(place));
      if (batch.length > 0) yield batch;
    }
  }

  #rowAt(place: number): GoodRow {
    const name = this.#skus[place] ?? '';
    const [pool, key] = [this.#pools[place] ?? this.#given.pool, skuKey(sku(name))];
    const own = this.#spans.get(place);
    const span = own ?? this.#given.counted;
    const made = this.#given.again === true && own === undefined ? `${this.#given.file}/${span.notAfter}` : this.#given.file;
    return {
      ...{ place, line: this.#lines[place] ?? 0, sku: name },
      count: {
        ...{ key: `import/${made}/${pool}/${key}`, pool, skuKey: key, figure: this.#figures[place] ?? 0, source: 'import' },
        ...{ notBefore: Math.min(span.notBefore, this.#now), notAfter: Math.min(span.notAfter, this.#now), exact: isExact(span) },
      },
    };
  }
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

  add(rows: readonly GoodRow[], results: readonly CountResult[]): void {
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
