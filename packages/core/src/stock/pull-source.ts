import { noStats, type PairRun, poolOf, problemKey, raiseProblem, type Slice } from '../effects/pair-run.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { shownText, sku, skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { RowError } from '../model/stock.ts';
import type { SourcedCount } from '../ports/stock-source.ts';
import type { Tx } from '../ports/store.ts';
import { bookCounts } from './book-counts.ts';
import { bookedByRun } from './book-stock.ts';
import { isExact } from './count-time.ts';
import { entryFault } from './enter-stock.ts';
import type { StockCounted } from './judge-count.ts';

interface SourceCursor {
  /** Connection and pool that the rest is about: another one is read from its beginning. */
  readonly as: string;
  /** All that changed at the source before this was read, by our clock. */
  readonly until?: Instant;
  /** The scan under way. */
  readonly scan?: { readonly begunAt: Instant; readonly next: string };
}

const cursorName = 'stock-source';
/** Clocks differ, and a source may list what changed a little late. */
const overlapMs = 10 * 60_000;
/** Most rows of one transaction, whatever a page holds. */
const rowsPerTransaction = 1_000;
const problemsPerRead = 200;

/**
 * Reads what another system counted and books it, page by page; each page is booked with the place where the next one
 * begins, so that a slice goes on where the one before ended. Every row has a key of what it says: read again, it changes
 * nothing. What no article bears is booked too: it may be listed tomorrow, and the source would not tell of it again.
 */
export async function pullSource(run: PairRun): Promise<Slice> {
  const source = run.settings.stock?.source;
  if (source === undefined) return { stats: noStats, more: false };
  const { clock } = run.environment;
  const as = `${run.sourceConnection}/${poolOf(run.settings)}`;
  for (;;) {
    const stored = (await run.store.transaction(run.merchant, (tx) => tx.cursors.read(run.pair, cursorName))) as SourceCursor | undefined;
    const { until, scan }: Omit<SourceCursor, 'as'> = stored?.as === as ? stored : {};
    const begunAt = scan?.begunAt ?? clock.now();
    const since = until === undefined ? 0 : Math.max(0, until - overlapMs);
    const page = await source.changed({ since, ...(scan === undefined ? {} : { cursor: scan.next }) }, run.call('source', 'stock'));
    if (page.status !== 'done') {
      // A place that the source does not know any more would stop it for ever: the scan begins anew.
      if (page.status === 'rejected' && scan !== undefined) await writeCursor(run, { as, ...(until === undefined ? {} : { until }) });
      return { stats: noStats, more: false, failure: { side: 'source', error: page.error } };
    }
    const { items, next } = page.value;
    for (let from = 0; from < items.length; from += rowsPerTransaction) {
      await run.store.transaction(run.merchant, (tx) => bookRows(run, tx, items.slice(from, from + rowsPerTransaction)));
    }
    const passed = until === undefined ? {} : { until };
    await writeCursor(run, next === undefined ? { as, until: begunAt } : { as, ...passed, scan: { begunAt, next } });
    if (next === undefined) return { stats: noStats, more: false };
    if (clock.now() >= run.stopAt) return { stats: noStats, more: true };
  }
}

function writeCursor(run: PairRun, cursor: SourceCursor): Promise<void> {
  return run.store.transaction(run.merchant, (tx) => tx.cursors.write(run.pair, cursorName, cursor as unknown as Json));
}

type SourceRow = SourcedCount | RowError;

async function bookRows(run: PairRun, tx: Tx, rows: readonly SourceRow[]): Promise<void> {
  const now = run.environment.clock.now();
  const unreadable = await standing(run, tx, 'STOCK_SOURCE_ROW_UNREADABLE');
  const good: SourcedCount[] = [];
  for (const row of rows) {
    const why = 'reason' in row ? row.reason.slice(0, 200) : faultOf(row, now);
    if (why === undefined) {
      good.push(row as SourcedCount);
      await unreadable.end(rowName(row));
    } else await unreadable.tell(rowName(row), { row: rowName(row), source: run.sourceConnection, why });
  }
  const counts = good.map((row) => countedOf(run, row));
  const results = await bookCounts(tx, counts, bookedByRun(run));
  const ambiguous = await standing(run, tx, 'STOCK_COUNT_AMBIGUOUS');
  for (const [index, row] of good.entries()) {
    const result = results[index];
    if (result?.status !== 'booked') continue;
    const data = { article: row.sku, sku: row.sku, figure: String(row.onHand), shipped: String(-result.unsure) };
    if (result.unsure < 0 && !isExact(row)) await ambiguous.tell(row.sku, data);
    else await ambiguous.end(row.sku);
  }
}

/** Short enough for a key, and storable: what a source calls its rows is not ours to say. */
function rowName(row: SourceRow): string {
  return shownText(String('reason' in row ? row.at : (row.row ?? row.sku)).slice(0, 100));
}

/** What no person and no file may enter either. */
function faultOf({ sku: name, onHand, notBefore, notAfter }: SourcedCount, now: Instant): string | undefined {
  if (!Number.isSafeInteger(notBefore) || !Number.isSafeInteger(notAfter) || notBefore > notAfter) return 'NOT_A_TIME';
  return entryFault({ kind: 'count', sku: name, units: onHand, at: notBefore }, now + overlapMs);
}

function countedOf(run: PairRun, row: SourcedCount): StockCounted {
  const now = run.environment.clock.now();
  const [pool, key] = [poolOf(run.settings), skuKey(sku(row.sku))];
  const span = { notBefore: Math.min(row.notBefore, now), notAfter: Math.min(row.notAfter, now) };
  return {
    key: `source/${run.sourceConnection}/${pool}/${key}/${row.notBefore}-${row.notAfter}/${row.onHand}`,
    ...{ pool, skuKey: key, figure: row.onHand, source: 'source', exact: isExact(row) },
    ...span,
  };
}

/** Open problems of one kind and source: most rows have none, and are not asked for one by one. */
async function standing(run: PairRun, tx: Tx, code: string) {
  const connection = run.sourceConnection;
  const prefix = problemKey(run, code, `${connection}/`);
  const keys = new Set<string>();
  for (let after = prefix; ; ) {
    const page = await tx.problems.open(run.pair, after, problemsPerRead);
    for (const { key } of page) if (key.startsWith(prefix)) keys.add(key);
    const last = page.at(-1)?.key;
    if (last === undefined || !last.startsWith(prefix)) break;
    after = last;
  }
  return {
    tell: (row: string, data: Readonly<Record<string, string>>) => raiseProblem(tx, run, { code, subject: `${connection}/${row}`, data }),
    end: async (row: string) => {
      if (keys.delete(prefix + row)) await tx.problems.clear(prefix + row);
    },
  };
}
