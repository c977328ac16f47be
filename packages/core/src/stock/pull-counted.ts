import { noStats, type PairRun, poolOf, type Slice } from '../effects/pair-run.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { pullArticles } from '../listings/pull-articles.ts';
import type { CountFromArticle } from '../ports/stock-source.ts';
import { countArticle, recountArticle } from './count-articles.ts';

interface FiguresCursor {
  /** How figures are read, and into which pool, as of the last time that all articles were read for it. */
  readonly read?: string;
  /** The walk under way: how it reads, and the article after which it goes on. */
  readonly walk?: { readonly as: string; readonly after?: string };
}

const cursorName = 'stock-figures';
const pageSize = 200;

/**
 * Reads the articles and books the figures that changed. Where figures were never read in this way before, because the
 * pattern is new or another pair pulled the articles, those that are known already are read first: an article that does
 * not change would never be looked at again.
 */
export async function pullCounted(run: PairRun): Promise<Slice> {
  const count = run.settings.stock?.count;
  if (count === undefined) return pullArticles(run, async () => undefined);
  const pool = poolOf(run.settings);
  const walked = await recountAll(run, count, pool);
  if (walked.more) return walked;
  return pullArticles(run, (tx, seen) => countArticle(run, tx, count, { ...seen, pool }));
}

async function recountAll(run: PairRun, count: CountFromArticle, pool: string): Promise<Slice> {
  const as = `${pool}/${count.key ?? ''}`;
  const connection = run.invoicingConnection;
  for (;;) {
    const more = await run.store.transaction(run.merchant, async (tx) => {
      const cursor = ((await tx.cursors.read(run.pair, cursorName)) ?? {}) as FiguresCursor;
      if (cursor.read === as) return false;
      const after = cursor.walk?.as === as ? cursor.walk.after : undefined;
      const rows = await tx.snapshot.page(connection, after, pageSize);
      for (const row of rows) await recountArticle(run, tx, count, row, pool);
      const last = rows.at(-1)?.article.id;
      const next: FiguresCursor = last === undefined ? { read: as } : { ...cursor, walk: { as, after: last } };
      await tx.cursors.write(run.pair, cursorName, next as unknown as Json);
      return last !== undefined;
    });
    if (!more) return { stats: noStats, more: false };
    if (run.environment.clock.now() >= run.stopAt) return { stats: noStats, more: true };
  }
}
