import { noStats, type PairRun, type Slice } from '../effects/pair-run.ts';
import { contentHash, type Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import { isAccountError } from '../kernel/sync-error.ts';
import type { Article } from '../model/article.ts';
import type { SnapshotRow } from '../ports/catalog-records.ts';
import type { Tx } from '../ports/store.ts';

/** Told of each article that is new or changed, inside the transaction that stores it. */
export type ArticleSeen = (tx: Tx, seen: { readonly before: SnapshotRow | undefined; readonly now: SnapshotRow }) => Promise<void>;

interface ArticlesCursor {
  /** The listing under way. */
  readonly sweep?: { readonly startedAt: Instant; readonly cursor?: string; readonly listed: boolean };
}

const cursorName = 'articles';
const singleReadsMax = 50;
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
  let sweep = stored?.sweep ?? { startedAt: clock.now(), listed: false };
  const move = (cursor: ArticlesCursor): Promise<void> =>
    store.transaction(merchant, (tx) => tx.cursors.write(pair, cursorName, cursor as unknown as Json));

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

  const unseen = await store.transaction(merchant, (tx) =>
    tx.snapshot.unseenSince(run.invoicingConnection, sweep.startedAt, singleReadsMax),
  );
  let taken = 0;
  for (const id of unseen) {
    if (clock.now() >= run.stopAt) return { stats: noStats, more: true };
    const answer = await invoicing.articles.read(id, run.call('invoicing', 'catalog'));
    // One record that cannot be read stops itself: it keeps its last known state and is asked for again.
    if (answer.status === 'rejected' && !isAccountError(answer.error)) continue;
    if (answer.status !== 'done') return { stats: noStats, more: false, failure: { side: 'invoicing', error: answer.error } };
    const article = answer.value;
    await store.transaction(merchant, (tx) =>
      article === undefined ? takeGone(run, tx, id, seen) : takeArticles(run, tx, [article], seen),
    );
    taken += 1;
  }
  if (unseen.length === singleReadsMax && taken > 0) return { stats: noStats, more: true };
  await move({});
  return { stats: noStats, more: false };
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
  for (const now of changed) await seen(tx, { before: before.get(now.article.id), now });
  if (changed.length > 0) await tx.snapshot.put(run.invoicingConnection, changed);
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
