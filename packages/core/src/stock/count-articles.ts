import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import { sku, skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Article } from '../model/article.ts';
import type { SnapshotRow } from '../ports/catalog-records.ts';
import type { StockEvent } from '../ports/stock-journal.ts';
import type { CountFromArticle } from '../ports/stock-source.ts';
import type { Tx } from '../ports/store.ts';
import { bookStock } from './book-stock.ts';

/**
 * Books the figure that an article carries, if it changed. It was counted between our last read of the old figure and the
 * article's own change: if units of the SKU left in between, nobody knows whether the count is from before or after, so
 * the lower result stands and a person is asked. A figure that carries its own time is never ambiguous. A number that
 * several articles bear says of none of them how many there are: what stands stays until one alone bears it, which is
 * then counted.
 */
export async function countArticle(
  run: PairRun,
  tx: Tx,
  count: CountFromArticle,
  seen: { readonly before: SnapshotRow | undefined; readonly now: SnapshotRow; readonly pool: string },
): Promise<void> {
  const { article } = seen.now;
  await bookFigure(run, tx, count, { ...seen, change: `${article.id}/${article.updatedAt}`, leaving: [] });
  const left = borne(seen.before?.article);
  if (left === undefined || left === borne(article)) return;
  const [alone] = await bearing(run, tx, left, [article.id]);
  if (alone === undefined) return;
  // Its figure was not booked when it was read: units that left since its own change are not in it.
  const before = { ...alone, seenAt: Math.min(alone.seenAt, alone.article.updatedAt) };
  const change = `${alone.article.id}/${alone.article.updatedAt}/without/${article.id}/${article.updatedAt}`;
  await bookFigure(run, tx, count, { before, now: alone, pool: seen.pool, change, leaving: [article.id] });
}

interface FigureSeen {
  readonly before: SnapshotRow | undefined;
  readonly now: SnapshotRow;
  readonly pool: string;
  /** Names what made us look; part of the events' keys. */
  readonly change: string;
  /** Articles that bear the number no longer, whatever the snapshot still says. */
  readonly leaving: readonly string[];
}

async function bookFigure(run: PairRun, tx: Tx, count: CountFromArticle, seen: FigureSeen): Promise<void> {
  const { article, seenAt } = seen.now;
  const key = borne(article);
  if (key === undefined || article.number === undefined) return;
  const found = count(article);
  const unreadable = problemKey(run, 'STOCK_NOTE_UNREADABLE', article.id);
  if (found === undefined || !('reason' in found)) await tx.problems.clear(unreadable);
  if (found === undefined) return;
  if ('reason' in found) {
    const data = { article: article.title, sku: article.number, why: found.reason };
    return raiseProblem(tx, run, { code: 'STOCK_NOTE_UNREADABLE', subject: article.id, data });
  }
  if ((await bearing(run, tx, key, [article.id, ...seen.leaving])).length > 0) return;
  const [level] = await tx.stock.levels(seen.pool, [key]);
  if (level?.counted?.figure === found.onHand) return;
  const shipped =
    seen.before === undefined || found.countedAt !== undefined ? 0 : await shippedSince(tx, seen.pool, key, seen.before.seenAt);
  const at = seenAt > run.environment.clock.now() ? run.environment.clock.now() : seenAt;
  const event = (kind: StockEvent['kind'], units: number): StockEvent => ({
    key: `note/${seen.change}/${found.onHand}/${kind}`,
    pool: seen.pool,
    skuKey: key,
    kind,
    units,
    source: 'article-note',
    at,
  });
  const events = [event('count', found.onHand), ...(shipped > 0 ? [event('adjustment', -Math.min(shipped, found.onHand))] : [])];
  await bookStock(tx, events, { now: run.environment.clock.now(), pair: run.pair });
  const ambiguous = { code: 'STOCK_COUNT_AMBIGUOUS', subject: article.id };
  if (shipped > 0) {
    const data = { article: article.title, sku: article.number, figure: String(found.onHand), shipped: String(shipped) };
    await raiseProblem(tx, run, { ...ambiguous, data });
  } else await tx.problems.clear(problemKey(run, ambiguous.code, ambiguous.subject));
}

/** The SKU key that an article claims. An archived one claims none. */
function borne(article: Article | undefined): string | undefined {
  if (article?.number === undefined || article.number.trim() === '' || article.archived) return undefined;
  return skuKey(sku(article.number));
}

async function bearing(run: PairRun, tx: Tx, key: string, except: readonly string[]): Promise<readonly SnapshotRow[]> {
  const rows = await tx.snapshot.bySku(run.invoicingConnection, [key]);
  return rows.filter(({ article }) => !except.includes(article.id) && !article.archived);
}

async function shippedSince(tx: Tx, pool: string, key: string, since: Instant): Promise<number> {
  const events = await tx.stock.events(pool, key);
  return events.filter((event) => event.kind === 'shipment' && event.at >= since).reduce((units, event) => units + event.units, 0);
}
