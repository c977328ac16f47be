import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import type { ImportFault, ImportRow } from '@megzo/core';
import { CsvError, type Info, parse } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { type Columns, columnsOf } from './columns.ts';
import { decoded, type Encoding } from './encoding.ts';

/** The file as a whole cannot be used; nothing of it was. */
export class StockFileFault extends Error {
  override readonly name = 'StockFileFault';
}

export interface StockFile {
  /** Hash of the bytes. */
  readonly hash: string;
  /** When the file was last written: it was counted then or before. */
  readonly writtenAt: number;
  readonly separator: string;
  rows(): AsyncGenerator<ImportRow | ImportFault>;
}

const rowBytesMax = 10_000;
const headBytesMax = 64 * 1024;

/**
 * Opens a file of counts: reads it once from end to end, for its hash and to be sure of its encoding, and hands out its
 * rows on a second reading. Neither holds more than a piece of it.
 */
export async function openStockFile(path: string, given: { readonly encoding?: Encoding }): Promise<StockFile> {
  const about = await stat(path).catch(() => undefined);
  if (about === undefined) throw new StockFileFault(`There is no file ${path}.`);
  if (!about.isFile()) throw new StockFileFault(`${path} is no file.`);
  const hash = createHash('sha256');
  let head = '';
  for await (const text of decoded(hashed(createReadStream(path), hash), given.encoding)) if (head.length < headBytesMax) head += text;
  if (head.trim() === '') throw new StockFileFault(`${path} is empty.`);
  const separator = separatorOf(head);
  const columns = columnsIn(head, separator);
  const seen = hash.digest('hex');
  return {
    hash: seen,
    writtenAt: about.mtimeMs,
    separator,
    rows: async function* () {
      const again = createHash('sha256');
      const whole = yield* rowsOf(decoded(hashed(createReadStream(path), again), given.encoding), separator, columns);
      // All rows are read before one of them is booked.
      if (whole && again.digest('hex') !== seen) throw new StockFileFault(`${path} was changed while it was read; try again.`);
    },
  };
}

async function* hashed(bytes: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

/** The one of `;`, `,` and tab that stands most often in the first line. */
function separatorOf(head: string): string {
  const first = firstLine(head).replaceAll(/"[^"]*"/g, '');
  const often = (separator: string): number => first.split(separator).length;
  return [';', '\t', ','].reduce((best, candidate) => (often(candidate) > often(best) ? candidate : best));
}

type Titles = Columns & { readonly count: number };

function columnsIn(head: string, separator: string): Titles {
  const header = titlesOf(firstLine(head), separator);
  const columns = columnsOf(header);
  if ('fault' in columns) throw new StockFileFault(`The file cannot be used: ${columns.fault}.`);
  return { ...columns, count: header.length };
}

function titlesOf(line: string, separator: string): readonly string[] {
  try {
    return parseAtOnce(line, { ...reading, delimiter: separator })[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new StockFileFault('The file cannot be used: a quotation mark in its first line is not closed, or stands beside another word.');
  }
}

/** Quotation marks within a cell, as in 3/4", are letters. */
const reading = { bom: true, relax_column_count: true, relax_quotes: true, trim: true } as const;

function firstLine(head: string): string {
  return head.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)[0] ?? '';
}

/** Answers whether the file was read to its end. */
async function* rowsOf(text: AsyncIterable<string>, separator: string, columns: Titles): AsyncGenerator<ImportRow | ImportFault, boolean> {
  const parser = parse({
    ...{ ...reading, delimiter: separator, skip_empty_lines: true, info: true },
    ...{ max_record_size: rowBytesMax, from: 2 },
  });
  // What breaks on the way breaks the reading of the parser.
  pipeline(Readable.from(text), parser, () => undefined);
  let last = 1;
  try {
    for await (const one of parser as AsyncIterable<{ readonly record: readonly string[]; readonly info: Info }>) {
      last = one.info.lines;
      if (one.record.every((cell) => cell === '')) continue;
      yield rowOf(one.record, one.info.lines, columns);
    }
    return true;
  } catch (error) {
    // The parser has read ahead, so that the line it stumbled over is not told: it comes after the last one that was handed out.
    if (!(error instanceof CsvError)) throw error;
    yield error.code === 'CSV_MAX_RECORD_SIZE'
      ? { line: last, code: 'ROW_TOO_LONG', value: String(rowBytesMax) }
      : { line: last, code: 'QUOTES_OPEN' };
    return false;
  }
}

function rowOf(record: readonly string[], line: number, { sku, figure, counted, pool, count }: Titles): ImportRow | ImportFault {
  if (record.slice(count).some((cell) => cell !== '')) return { line, code: 'COLUMNS_TOO_MANY' };
  const figureCell = record[figure];
  const skuCell = record[sku];
  if (skuCell === undefined || figureCell === undefined) return { line, code: 'COLUMNS_MISSING' };
  const own = counted === undefined ? undefined : record[counted];
  const place = pool === undefined ? undefined : record[pool];
  return {
    line,
    sku: skuCell,
    figure: figureCell,
    ...(own === undefined ? {} : { counted: own }),
    ...(place === undefined ? {} : { pool: place }),
  };
}
