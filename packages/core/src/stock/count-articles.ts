import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { Span } from '../model/stock.ts';
import type { SnapshotRow } from '../ports/catalog-records.ts';
import type { CountFromArticle, FigureInArticle } from '../ports/stock-source.ts';
import type { Tx } from '../ports/store.ts';
import { bearersOf, borneBy } from './bearers.ts';
import { bookCounts } from './book-counts.ts';
import { bookedByRun } from './book-stock.ts';
import { isExact } from './count-time.ts';
import { articleNoteSource } from './fold-stock.ts';
import type { StockCounted } from './judge-count.ts';
import { partFromFormer, renumberArticle } from './renumber-article.ts';

export interface ArticleSight {
  readonly before: SnapshotRow | undefined;
  readonly now: SnapshotRow;
  readonly pool: string;
}

/**
 * Books the figure that an article carries, if it changed. It was counted between our last read of the old figure and the
 * article's own change: if units of the SKU left in between, nobody knows whether the count is from before or after, so
 * the lower result stands and a person is asked. A figure that carries its own time is never ambiguous. A number that
 * several articles bear says of none of them how many there are: what stands stays until one alone bears it, which is
 * then counted.
 */
export async function countArticle(run: PairRun, tx: Tx, count: CountFromArticle, seen: ArticleSight): Promise<void> {
  const { article } = seen.now;
  const left = borneBy(seen.before?.article);
  const borne = borneBy(article);
  const change = `${article.id}/${article.updatedAt}`;
  let against: FigureSight['against'] = 'article';
  if (borne !== undefined && left !== borne) {
    const renumbered = left === undefined ? 'unknown' : await renumberArticle(run, tx, { pool: seen.pool, article, from: left, to: borne });
    if (renumbered === 'unknown') {
      await partFromFormer(run, tx, seen.pool, article);
      against = 'level';
    }
  }
  await bookFigure(run, tx, count, { ...seen, change, leaving: [], against });
  if (left === undefined || left === borne) return;
  const [alone] = await bearersOf(run, tx, [left], [article.id]);
  // One that came by the number only now brought an old figure along, and a person is asked for a new one.
  if (alone === undefined || (await tx.problems.read(problemKey(run, 'STOCK_NUMBER_CHANGED', alone.article.id))) !== undefined) return;
  // Its figure was not booked when it was read: units that left since its own change are not in it.
  const before = { ...alone, seenAt: Math.min(alone.seenAt, alone.article.updatedAt) };
  const without = `${alone.article.id}/${alone.article.updatedAt}/without/${change}`;
  await bookFigure(run, tx, count, { before, now: alone, pool: seen.pool, change: without, leaving: [article.id], against: 'level' });
}

/** Books the figure of an article that did not change, because it is read in another way than before, or for the first time. */
export async function recountArticle(run: PairRun, tx: Tx, count: CountFromArticle, now: SnapshotRow, pool: string): Promise<void> {
  const change = `${now.article.id}/${now.article.updatedAt}/${count.key ?? ''}`;
  await bookFigure(run, tx, count, { before: undefined, now, pool, change, leaving: [], against: 'level' });
}

interface FigureSight extends ArticleSight {
  /** Names what made us look; part of the events' keys. */
  readonly change: string;
  /** Articles that bear the number no longer, whatever the snapshot still says. */
  readonly leaving: readonly string[];
  /** What an unchanged figure is unchanged against: what this article said before, or what was booked last. */
  readonly against: 'article' | 'level';
}

async function bookFigure(run: PairRun, tx: Tx, count: CountFromArticle, seen: FigureSight): Promise<void> {
  const { article } = seen.now;
  const key = borneBy(article);
  if (key === undefined || article.number === undefined) return;
  const found = readFigure(run, count, seen.now);
  await tellUnreadable(run, tx, seen.now, found);
  if (found === undefined || 'reason' in found) return;
  if ((await bearersOf(run, tx, [key], [article.id, ...seen.leaving])).length > 0) return;
  const [level] = await tx.stock.levels(seen.pool, [key]);
  if (level?.counted !== undefined && isSame(found, { figure: level.counted.figure, at: level.counted.at })) return;
  if (seen.against === 'article' && seen.before !== undefined) {
    const before = count(seen.before.article);
    if (before !== undefined && !('reason' in before) && isSame(found, { figure: before.onHand, at: before.counted?.notAfter })) return;
  }
  const counted = countedOf(run, found, { ...seen, key, standing: level?.lastCount });
  const [result] = await bookCounts(tx, [counted], bookedByRun(run));
  if (result?.status !== 'booked') return;
  const ambiguous = { code: 'STOCK_COUNT_AMBIGUOUS', subject: article.id };
  if (result.unsure < 0 && !counted.exact) {
    const data = { article: article.title, sku: article.number, figure: String(found.onHand), shipped: String(-result.unsure) };
    await raiseProblem(tx, run, { ...ambiguous, data });
  } else await tx.problems.clear(problemKey(run, ambiguous.code, ambiguous.subject));
  await tx.problems.clear(problemKey(run, 'STOCK_NUMBER_CHANGED', article.id));
}

function isSame(found: FigureInArticle, { figure, at }: { readonly figure: number; readonly at: number | undefined }): boolean {
  return found.onHand === figure && (found.counted === undefined || found.counted.notAfter === at);
}

/** What was counted within this time from now was counted now: clocks differ, ms. */
const clocksDifferMs = 10 * 60_000;

function readFigure(run: PairRun, count: CountFromArticle, { article }: SnapshotRow): ReturnType<CountFromArticle> {
  const found = count(article);
  if (found === undefined || 'reason' in found || found.counted === undefined) return found;
  const ahead = found.counted.notBefore - run.environment.clock.now();
  return ahead > clocksDifferMs ? { at: 'note', reason: 'NOT_YET' } : found;
}

/** When the figure was counted: as the article says, or within the span in which it was written, or when it was written. */
function countedOf(
  run: PairRun,
  found: FigureInArticle,
  seen: FigureSight & { readonly key: string; readonly standing: Span | undefined },
): StockCounted {
  const { article, seenAt } = seen.now;
  // By a clock that was put back the count that stands lies ahead: what came after it was still made after it.
  const standingAt = seen.standing?.notBefore ?? Number.NEGATIVE_INFINITY;
  const now = Math.max(run.environment.clock.now(), standingAt);
  const written = Math.min(article.updatedAt, now);
  const made = {
    ...{ key: `note/${seen.change}/${found.onHand}`, pool: seen.pool, skuKey: seen.key, figure: found.onHand, source: articleNoteSource },
  };
  if (found.counted !== undefined) {
    const { notBefore, notAfter } = found.counted;
    return { ...made, notBefore: Math.min(notBefore, now), notAfter: Math.min(notAfter, now), exact: isExact(found.counted) };
  }
  if (seen.before === undefined) return { ...made, notBefore: written, notAfter: written, exact: true };
  const notBefore = Math.min(seen.before.seenAt, now);
  return { ...made, notBefore, notAfter: Math.max(notBefore, Math.min(written, Math.max(seenAt, standingAt))), exact: false };
}

async function tellUnreadable(run: PairRun, tx: Tx, { article }: SnapshotRow, found: ReturnType<CountFromArticle>): Promise<void> {
  const reason = found !== undefined && 'reason' in found ? found.reason : undefined;
  const code = reason === undefined ? undefined : (noteProblems[reason] ?? 'STOCK_NOTE_UNREADABLE');
  for (const possible of ['STOCK_NOTE_UNREADABLE', 'STOCK_NOTE_TIME_UNREADABLE']) {
    if (possible !== code) await tx.problems.clear(problemKey(run, possible, article.id));
  }
  if (code === undefined || reason === undefined) return;
  const data = { article: article.title, sku: article.number ?? '', why: reason };
  await raiseProblem(tx, run, { code, subject: article.id, data });
}

const noteProblems: Readonly<Record<string, string>> = { NOT_A_TIME: 'STOCK_NOTE_TIME_UNREADABLE', NOT_YET: 'STOCK_NOTE_TIME_UNREADABLE' };
