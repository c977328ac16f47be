import { connectionId, skuKey } from '../kernel/ids.ts';
import { draftOf } from '../listings/plan-listings.ts';
import { articleRecord, channelRecord } from '../mapping/records.ts';
import type { Mapped } from '../mapping/rule-program.ts';
import { type FieldChange, fieldDiff } from './field-diff.ts';
import type { PairParts } from './open-run.ts';
import { type NoPreview, type PreviewedRules, rulesBeside } from './preview-rules.ts';

export interface PreviewedListing {
  readonly articleId: string;
  /** Empty where the article has no number. */
  readonly sku: string;
  readonly title: string;
  readonly changes: readonly FieldChange[];
  /** These rules make no listing of it, or one that would take another one's SKU. */
  readonly refused?: { readonly reason: string; readonly data: Readonly<Record<string, string>> };
}

export type PreviewedListings =
  | { readonly status: 'previewed'; readonly looked: number; readonly equal: number; readonly changed: number; readonly refused: number }
  | NoPreview;

const pageSize = 100;

/** What some rules would write for the articles as they were last read, against what the active rules write. Has no effect. */
export async function previewListings(
  parts: PairParts,
  {
    rules,
    limit = Number.POSITIVE_INFINITY,
    onListing,
  }: {
    readonly rules: PreviewedRules;
    readonly limit?: number;
    readonly onListing?: (listing: PreviewedListing) => void;
  },
): Promise<PreviewedListings> {
  const { merchant, store, connections } = parts;
  const beside = await rulesBeside(parts, 'listings', rules);
  if (beside.status !== 'ready') return beside;
  const { before, after } = beside;
  const channel = channelRecord(beside.shop);
  const counts = { looked: 0, equal: 0, changed: 0, refused: 0 };
  const skus = new Set<string>();
  for (let last: string | undefined; counts.looked < limit; ) {
    const page = await store.transaction(merchant, (tx) =>
      tx.snapshot.page(connectionId(connections.invoicing), last, Math.min(pageSize, limit - counts.looked)),
    );
    for (const { article } of page.filter((row) => !row.article.archived)) {
      counts.looked += 1;
      const record = { article: articleRecord(article), channel };
      const [was, is] = [before.apply('listing', record), after.apply('listing', record)];
      const changes = fieldDiff(was.ok ? was.values : {}, is.ok ? is.values : {});
      const isEqual = is.ok && changes.length === 0;
      const refused = refusalOf(is, parts, skus);
      if (isEqual) counts.equal += 1;
      else if (refused === undefined) counts.changed += 1;
      else counts.refused += 1;
      if (isEqual) continue;
      const told = { articleId: article.id, sku: article.number ?? '', title: article.title };
      onListing?.(refused === undefined ? { ...told, changes } : { ...told, changes: [], refused });
    }
    last = page.at(-1)?.article.id;
    if (last === undefined || page.length < pageSize) break;
  }
  return { status: 'previewed', ...counts };
}

/** Why no listing would be made, or one whose SKU another one of these articles has by then: orders and stock go by it. */
function refusalOf(mapped: Mapped, { settings }: PairParts, skus: Set<string>): PreviewedListing['refused'] {
  const made = draftOf(mapped, settings);
  if (!made.ok) return { reason: made.reason, data: made.data };
  const key = skuKey(made.draft.sku);
  if (skus.has(key)) return { reason: 'SKU_NOT_UNIQUE', data: { sku: made.draft.sku } };
  skus.add(key);
  return undefined;
}
