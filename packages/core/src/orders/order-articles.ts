import type { PairRun } from '../effects/pair-run.ts';
import { type ConnectionId, skuKey } from '../kernel/ids.ts';
import type { CompiledRules } from '../mapping/compile-rules.ts';
import type { Article } from '../model/article.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { Tx } from '../ports/store.ts';
import { borneBy } from '../stock/bearers.ts';
import { articlesChosen } from './item-words.ts';
import type { SalesOrderFacts } from './recorded-sales-order.ts';

/** The articles that the order's SKUs name, and those that rules choose. A number that two articles bear names none of them. */
export async function articlesOf(run: PairRun, tx: Tx, order: ChannelOrder, rules: CompiledRules): Promise<ReadonlyMap<string, Article>> {
  const own = order.lines.flatMap((line) => (line.sku === undefined ? [] : [skuKey(line.sku)]));
  const articles = new Map(await find(tx, run.invoicingConnection, own));
  return withChosen(tx, run.invoicingConnection, { order, articles, timeZone: run.settings.timeZone }, rules);
}

/** The articles given, and those that rules choose beside them. */
export async function withChosen(
  tx: Tx,
  books: ConnectionId,
  { order, articles, timeZone }: Pick<SalesOrderFacts, 'order' | 'articles' | 'timeZone'>,
  rules: CompiledRules,
): Promise<ReadonlyMap<string, Article>> {
  return new Map([...articles, ...(await find(tx, books, articlesChosen(order, { articles, rules }, timeZone)))]);
}

async function find(tx: Tx, books: ConnectionId, wanted: readonly string[]): Promise<readonly (readonly [string, Article])[]> {
  const keys = [...new Set(wanted)];
  if (keys.length === 0) return [];
  const rows = await tx.snapshot.bySku(books, keys);
  return keys.flatMap((key) => {
    const bearers = rows.filter(({ article }) => borneBy(article) === key);
    const [only, ...others] = bearers;
    return only !== undefined && others.length === 0 ? [[key, only.article] as const] : [];
  });
}
