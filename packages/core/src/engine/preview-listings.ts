import { connectionId } from '../kernel/ids.ts';
import { articleRecord, channelRecord } from '../mapping/records.ts';
import { mappingRefused } from '../mapping/refused.ts';
import type { RuleFault } from '../mapping/rule-fault.ts';
import type { ChannelSettings } from '../model/listing.ts';
import { rateTable } from '../money/exchange-rate.ts';
import { checkRuleSet } from './check-rule-set.ts';
import { type FieldChange, fieldDiff } from './field-diff.ts';
import type { PairParts } from './open-run.ts';

export interface PreviewedListing {
  readonly articleId: string;
  readonly sku: string;
  readonly changes: readonly FieldChange[];
  /** These rules make no listing of it. */
  readonly refused?: { readonly reason: string; readonly data: Readonly<Record<string, string>> };
}

export type PreviewedListings =
  | { readonly status: 'previewed'; readonly looked: number; readonly equal: number; readonly changed: number; readonly refused: number }
  | { readonly status: 'unknown-version' }
  /** No run has read the settings of the shop yet. */
  | { readonly status: 'never-ran' }
  | { readonly status: 'refused'; readonly faults: readonly RuleFault[] };

const pageSize = 100;

/** What some rules would write for the articles as they were last read, against what the active rules write. Has no effect. */
export async function previewListings(
  parts: PairParts,
  {
    rules,
    limit = Number.POSITIVE_INFINITY,
    onListing,
  }: {
    readonly rules: number | { readonly content: unknown };
    readonly limit?: number;
    readonly onListing?: (listing: PreviewedListing) => void;
  },
): Promise<PreviewedListings> {
  const { merchant, pair, store, connections, settings, compileRules, transforms } = parts;
  const given = await store.transaction(merchant, async (tx) => ({
    content: typeof rules === 'number' ? (await tx.rules.read(pair, 'listings', rules))?.content : rules.content,
    active: (await tx.rules.active(pair, 'listings'))?.content,
    shop: ((await tx.cursors.read(pair, 'settings')) as { readonly channel?: ChannelSettings } | undefined)?.channel,
    rates: await tx.rates.list(''),
  }));
  if (given.content === undefined && typeof rules === 'number') return { status: 'unknown-version' };
  const [next, active] = [checkRuleSet(parts, 'listings', given.content), checkRuleSet(parts, 'listings', given.active)];
  if (!next.ok) return { status: 'refused', faults: next.faults };
  if (given.shop === undefined || !active.ok) return { status: 'never-ran' };
  const surroundings = { timeZone: settings.timeZone, transforms, rates: rateTable(given.rates) };
  const [before, after] = [compileRules(active.rules, surroundings), compileRules(next.rules, surroundings)];
  const channel = channelRecord(given.shop);
  const counts = { looked: 0, equal: 0, changed: 0, refused: 0 };
  for (let last: string | undefined; counts.looked < limit; ) {
    const page = await store.transaction(merchant, (tx) =>
      tx.snapshot.page(connectionId(connections.invoicing), last, Math.min(pageSize, limit - counts.looked)),
    );
    for (const { article } of page.filter((row) => !row.article.archived)) {
      counts.looked += 1;
      const record = { article: articleRecord(article), channel };
      const [was, is] = [before.apply('listing', record), after.apply('listing', record)];
      const changes = fieldDiff(was.ok ? was.values : {}, is.ok ? is.values : {});
      if (is.ok && changes.length === 0) counts.equal += 1;
      else if (is.ok) counts.changed += 1;
      else counts.refused += 1;
      if (is.ok && changes.length === 0) continue;
      const told = { articleId: article.id, sku: article.number ?? '' };
      onListing?.(is.ok ? { ...told, changes } : { ...told, changes: [], refused: mappingRefused(is) });
    }
    last = page.at(-1)?.article.id;
    if (last === undefined || page.length < pageSize) break;
  }
  return { status: 'previewed', ...counts };
}
