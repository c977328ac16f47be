import type { PairRun } from '../effects/pair-run.ts';
import { sku, skuKey } from '../kernel/ids.ts';
import type { Article } from '../model/article.ts';
import type { SnapshotRow } from '../ports/catalog-records.ts';
import type { Tx } from '../ports/store.ts';

/** The SKU key that an article claims. An archived one claims none. */
export function borneBy(article: Article | undefined): string | undefined {
  if (article?.number === undefined || article.number.trim() === '' || article.archived) return undefined;
  return skuKey(sku(article.number));
}

/** Articles that bear one of these numbers, but for those named. */
export async function bearersOf(
  run: PairRun,
  tx: Tx,
  skuKeys: readonly string[],
  except: readonly string[],
): Promise<readonly SnapshotRow[]> {
  if (skuKeys.length === 0) return [];
  const rows = await tx.snapshot.bySku(run.invoicingConnection, skuKeys);
  return rows.filter(({ article }) => !except.includes(article.id) && !article.archived);
}
