import type { Json } from '../kernel/canonical-json.ts';
import { sku as asSku, connectionId, skuKey } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { PairParts } from './open-run.ts';

/** Why values of one article were written: rule version, inputs, settings and values, as they were stored with the write. */
export interface ExplainedWrite {
  readonly articleId: string;
  readonly at: Instant;
  readonly content: Json;
}

/** What was written for a SKU, newest first; none where nothing was. Reads the store alone. */
export function explainArticle(
  { merchant, pair, store, connections, channel: { vendor } }: PairParts,
  { of, sku }: { readonly of: 'listing' | 'stock'; readonly sku: string },
): Promise<readonly ExplainedWrite[]> {
  return store.transaction(merchant, async (tx) => {
    const key = skuKey(asSku(sku));
    const rows = await tx.snapshot.bySku(connectionId(connections.invoicing), [key]);
    const ids = rows.map(({ article }) => article.id);
    const writes: ExplainedWrite[] = [];
    for (const articleId of ids) {
      const subjects = of === 'stock' ? [`stock/${articleId}`] : [`listing/${articleId}`, ...(await creations(articleId))];
      for (const subject of subjects) {
        for (const { at, content } of await tx.explanations.bySubject(subject)) writes.push({ articleId, at, content });
      }
    }
    return writes.sort((a, b) => b.at - a.at);

    /** A listing that was created stands under its effect. */
    async function creations(articleId: string): Promise<readonly string[]> {
      const row = await tx.pairs.read(pair);
      const [binding] = await tx.bindings.readMany(pair, [articleId]);
      return row?.channelAccount === undefined || binding === undefined
        ? []
        : [key].map((name) => `${vendor}:${row.channelAccount}/listing/${name}`);
    }
  });
}
