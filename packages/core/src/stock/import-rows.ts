import { sku, skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Span } from '../model/stock.ts';
import { isExact, readCountInstant } from './count-time.ts';
import type { StockCounted } from './judge-count.ts';
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

/** What holds for all rows of a file. */
export interface CountedFile {
  /** Hash of the content: the rows of one content are booked once. */
  readonly file: string;
  /** When rows were counted that do not say so themselves. */
  readonly counted: Span;
  /** The same content is counted anew, as of this time. */
  readonly again?: boolean;
  /** IANA zone of times without an offset. */
  readonly timeZone: string;
  /** Where rows are booked that name no pool, and all that may be named. */
  readonly pool: string;
  readonly pools: readonly string[];
}

/** Most rows of one transaction: it keeps the merchant's other work waiting for as long as it takes. */
const batchSize = 1_000;

/** A row that can be booked. */
export interface GoodRow {
  readonly place: number;
  readonly line: number;
  readonly sku: string;
  readonly count: StockCounted;
}

/** Rows in columns: an object for each of them would take ten times as much. */
export class Rows {
  read = 0;
  readonly #given: CountedFile;
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

  constructor(given: CountedFile, now: Instant) {
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

  /** Rows that can be booked, as far as they were looked at. */
  get good(): number {
    return this.#lines.length - this.#dropped.size;
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
