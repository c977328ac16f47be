import type { PairRun } from '../effects/pair-run.ts';
import { skuKey } from '../kernel/ids.ts';
import type { CompiledRules } from '../mapping/compile-rules.ts';
import type { Article } from '../model/article.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { Tx } from '../ports/store.ts';
import { articlesChosen } from './item-words.ts';

/** The articles that the order's SKUs name, and those that rules choose. A number that two articles bear names none of them. */
export async function articlesOf(run: PairRun, tx: Tx, order: ChannelOrder, rules: CompiledRules): Promise<ReadonlyMap<string, Article>> {
  const found = new Map<string, Article>();
  await find(
    run,
    tx,
    order.lines.flatMap((line) => (line.sku === undefined ? [] : [skuKey(line.sku)])),
    found,
  );
  await find(run, tx, articlesChosen(order, { articles: found, rules }, run.settings.timeZone), found);
  return found;
}

async function find(run: PairRun, tx: Tx, wanted: readonly string[], found: Map<string, Article>): Promise<void> {
  const keys = [...new Set(wanted)];
  if (keys.length === 0) return;
  const rows = await tx.snapshot.bySku(run.invoicingConnection, keys);
  for (const key of keys) {
    const bearers = rows.filter(({ article }) => article.number?.trim().toLowerCase() === key && !article.archived);
    const [only, ...others] = bearers;
    if (only !== undefined && others.length === 0) found.set(key, only.article);
  }
}
