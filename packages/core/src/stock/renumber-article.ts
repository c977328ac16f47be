import { type PairRun, problemKey, raiseProblem } from '../effects/pair-run.ts';
import type { Article } from '../model/article.ts';
import type { StockLevel } from '../ports/stock-journal.ts';
import type { Tx } from '../ports/store.ts';
import { bearersOf, borneBy } from './bearers.ts';
import { bookedByRun, bookStock } from './book-stock.ts';
import { correctionSource } from './fold-stock.ts';
import { itemOfArticle } from './stock-item.ts';

export interface Renumbering {
  readonly pool: string;
  readonly article: Article;
  readonly from: string;
  readonly to: string;
}

/**
 * `carried`: units and open orders go on under the new number. `apart`: they could not, and a person is asked; the
 * figure in the note is as old as it was. `unknown`: nothing was known of the old number.
 */
export type Renumbered = 'carried' | 'apart' | 'unknown';

/**
 * An article got another number: what is on its shelf did not change, and open orders still name the old one. So the new
 * number names the same item, unless the old one belongs to another article too or the new one has stock of its own.
 */
export async function renumberArticle(run: PairRun, tx: Tx, { pool, article, from, to }: Renumbering): Promise<Renumbered> {
  const { [from]: item = from, [to]: other = to } = await tx.stock.items(pool, [from, to]);
  const problem = { code: 'STOCK_NUMBER_CHANGED', subject: article.id };
  await tx.problems.clear(problemKey(run, problem.code, problem.subject));
  if (item === other) return 'carried';
  const before = await tx.stock.stored({ pool, item });
  if (before === undefined) return 'unknown';
  const shared = (await bearersOf(run, tx, [from, to], [article.id])).length > 0;
  const standing = await tx.stock.stored({ pool, item: other });
  if (!shared && (standing === undefined || (await isLeftBehind(run, tx, { pool, article, name: to, item: other })))) {
    await tx.stock.name(pool, to, item);
    const at = run.environment.clock.now();
    await tx.audit.add({ at, by: 'engine', what: `its number changed from ${from}; its stock was carried over`, subject: `stock/${to}` });
    return 'carried';
  }
  if (shared && before.onHand === undefined) return 'unknown';
  await lowerToBoth(run, tx, { pool, article, from, to }, before, standing);
  await raiseProblem(tx, run, { ...problem, data: { article: article.title, from, to } });
  return 'apart';
}

/**
 * A number that an article bears for the first time, and that an item goes by which is another article's under a newer
 * number: the two are not the same goods, so it names an item of its own from now on.
 */
export async function partFromFormer(run: PairRun, tx: Tx, pool: string, article: Article): Promise<void> {
  const name = borneBy(article);
  if (name === undefined) return;
  const { [name]: item = name } = await tx.stock.items(pool, [name]);
  if (await isLeftBehind(run, tx, { pool, article, name, item })) await tx.stock.name(pool, name, itemOfArticle(name, article.id));
}

/** The item goes by another name now, which another article bears. */
async function isLeftBehind(
  run: PairRun,
  tx: Tx,
  { pool, article, name, item }: { readonly pool: string; readonly article: Article; readonly name: string; readonly item: string },
): Promise<boolean> {
  const { [item]: all = [] } = await tx.stock.names(pool, [item]);
  const names = all.filter((candidate) => candidate !== name);
  return (await bearersOf(run, tx, names, [article.id])).length > 0;
}

/** Until somebody counts, no more is offered under the new number than was left under either. */
async function lowerToBoth(
  run: PairRun,
  tx: Tx,
  { pool, article, from, to }: Renumbering,
  before: StockLevel,
  standing: StockLevel | undefined,
): Promise<void> {
  if (standing?.onHand === undefined) return;
  const most = Math.min(standing.onHand, before.onHand ?? standing.onHand) - before.allocated;
  const units = most - standing.onHand;
  if (units >= 0) return;
  const key = `renumbered/${article.id}/${article.updatedAt}/${from}/${to}`;
  const at = run.environment.clock.now();
  await bookStock(tx, [{ key, pool, skuKey: to, kind: 'adjustment', units, source: correctionSource, at }], bookedByRun(run));
}
