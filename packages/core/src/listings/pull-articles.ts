import { noStats, type PairRun, problemKey, raiseProblem, type Slice } from '../effects/pair-run.ts';
import { contentHash, type Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import { isAccountError } from '../kernel/sync-error.ts';
import type { Article } from '../model/article.ts';
import type { SnapshotRow } from '../ports/catalog-records.ts';
import type { Problem, Tx } from '../ports/store.ts';

/** Told of each article that is new or changed, inside the transaction that stores it. */
export type ArticleSeen = (tx: Tx, seen: { readonly before: SnapshotRow | undefined; readonly now: SnapshotRow }) => Promise<void>;

interface ArticlesCursor {
  /** The listing under way. */
  readonly sweep?: {
    readonly startedAt: Instant;
    readonly cursor?: string;
    readonly listed: boolean;
    /** Ids that this sweep could not read; stepped over until it ends. */
    readonly unreadable?: readonly string[];
  };
}

const cursorName = 'articles';
const singleReadsMax = 50;
const problemsMax = 100;
/** Gone from the invoicing system: kept as archived so that its listing is hidden, and never asked for again. */
const goneAt: Instant = Date.UTC(9999, 0, 1);

/**
 * Reads the full list of articles into the snapshot. A list paged by number can step over a row that moved meanwhile, so
 * articles that it did not name are read one by one before they count as gone.
 */
export async function pullArticles(run: PairRun, seen: ArticleSeen): Promise<Slice> {
  const { store, merchant, pair, invoicing, environment } = run;
  const clock = environment.clock;
  const stored = (await store.transaction(merchant, (tx) => tx.cursors.read(pair, cursorName))) as ArticlesCursor | undefined;
  let sweep: NonNullable<ArticlesCursor['sweep']> = stored?.sweep ?? { startedAt: clock.now(), listed: false };

  while (!sweep.listed) {
    if (clock.now() >= run.stopAt) return { stats: noStats, more: true };
    const cursor = sweep.cursor;
    const page = await invoicing.articles.changed(
      { since: 0, ...(cursor === undefined ? {} : { cursor }) },
      run.call('invoicing', 'catalog'),
    );
    if (page.status !== 'done') return { stats: noStats, more: false, failure: { side: 'invoicing', error: page.error } };
    const { items, next } = page.value;
    const moved = { startedAt: sweep.startedAt, listed: next === undefined, ...(next === undefined ? {} : { cursor: next }) };
    await store.transaction(merchant, async (tx) => {
      await takeArticles(run, tx, items, seen);
      await tx.cursors.write(pair, cursorName, { sweep: moved } as unknown as Json);
    });
    sweep = moved;
  }

  let unreadable = sweep.unreadable ?? [];
  // Rows that could not be read keep the instant of their last read, which tells the stock counts what shipped since.
  const unseen = await store.transaction(merchant, (tx) =>
    tx.snapshot.unseenSince(run.invoicingConnection, sweep.startedAt, singleReadsMax + unreadable.length),
  );
  const open = unseen.filter((id) => !unreadable.includes(id)).slice(0, singleReadsMax);
  for (const id of open) {
    if (clock.now() >= run.stopAt) return { stats: noStats, more: true };
    const answer = await invoicing.articles.read(id, run.call('invoicing', 'catalog'));
    // One record that cannot be read stops itself: it keeps its last known state and is asked for again by the next sweep.
    if (answer.status === 'rejected' && !isAccountError(answer.error)) {
      unreadable = [...unreadable, id];
      const cursor: ArticlesCursor = { sweep: { ...sweep, unreadable } };
      await store.transaction(merchant, async (tx) => {
        await raiseProblem(tx, run, { code: 'ARTICLE_UNREADABLE', subject: id, data: { id } });
        await tx.cursors.write(pair, cursorName, cursor as unknown as Json);
      });
      continue;
    }
    if (answer.status !== 'done') return { stats: noStats, more: false, failure: { side: 'invoicing', error: answer.error } };
    const article = answer.value;
    await store.transaction(merchant, (tx) =>
      article === undefined ? takeGone(run, tx, id, seen) : takeArticles(run, tx, [article], seen),
    );
  }
  if (open.length === singleReadsMax) return { stats: noStats, more: true };
  await store.transaction(merchant, async (tx) => {
    await clearReadable(run, tx, unreadable);
    await tx.cursors.write(pair, cursorName, {});
  });
  return { stats: noStats, more: false };
}

/** After a whole sweep everything else was read, or is gone. */
async function clearReadable(run: PairRun, tx: Tx, unreadable: readonly string[]): Promise<void> {
  const prefix = problemKey(run, 'ARTICLE_UNREADABLE', '');
  const still = new Set(unreadable.map((id) => `${prefix}${id}`));
  for (let after: string | undefined = prefix; after !== undefined; ) {
    const page: readonly Problem[] = await tx.problems.open(run.pair, after, problemsMax);
    const ours = page.filter(({ key }) => key.startsWith(prefix));
    for (const { key } of ours) if (!still.has(key)) await tx.problems.clear(key);
    after = ours.length === problemsMax ? ours.at(-1)?.key : undefined;
  }
}

async function takeArticles(run: PairRun, tx: Tx, articles: readonly Article[], seen: ArticleSeen): Promise<void> {
  const seenAt = run.environment.clock.now();
  const known = await tx.snapshot.readMany(
    run.invoicingConnection,
    articles.map((article) => article.id),
  );
  const before = new Map(known.map((row) => [row.article.id, row]));
  const changed: SnapshotRow[] = [];
  const unchanged: string[] = [];
  for (const article of new Map(articles.map((article) => [article.id, article])).values()) {
    const hash = contentHash(article);
    if (before.get(article.id)?.hash === hash) unchanged.push(article.id);
    else changed.push({ article, hash, seenAt });
  }
  // All of a page stand in the snapshot before any is judged: two of them may bear one number.
  if (changed.length > 0) await tx.snapshot.put(run.invoicingConnection, changed);
  for (const now of changed) await seen(tx, { before: before.get(now.article.id), now });
  if (unchanged.length > 0) await tx.snapshot.touch(run.invoicingConnection, unchanged, seenAt);
}

async function takeGone(run: PairRun, tx: Tx, id: string, seen: ArticleSeen): Promise<void> {
  const [before] = await tx.snapshot.readMany(run.invoicingConnection, [id]);
  if (before === undefined) return;
  const article: Article = { ...before.article, archived: true };
  const now: SnapshotRow = { article, hash: contentHash(article), seenAt: goneAt };
  await seen(tx, { before, now });
  await tx.snapshot.put(run.invoicingConnection, [now]);
}
