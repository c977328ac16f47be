import { poolOf } from '../effects/pair-run.ts';
import type { CompiledRules } from '../mapping/compile-rules.ts';
import { mappingRefused } from '../mapping/refused.ts';
import type { ChannelSettings } from '../model/listing.ts';
import { sellableByRules, stockRecord } from '../stock/ruled-stock.ts';
import { type Wanted, wantStock } from '../stock/want-stock.ts';
import { type FieldChange, fieldDiff } from './field-diff.ts';
import type { PairParts } from './open-run.ts';
import { type NoPreview, type PreviewedRules, rulesBeside } from './preview-rules.ts';

export interface PreviewedStock {
  readonly articleId: string;
  readonly sku: string;
  /** `sellable`: by the active rules, and by these. */
  readonly changes: readonly FieldChange[];
  /** What the channel was told last. */
  readonly published?: number;
  /** These rules have no answer for it, so that none would be for sale. */
  readonly refused?: { readonly reason: string; readonly data: Readonly<Record<string, string>> };
}

export type PreviewedStocks =
  | {
      readonly status: 'previewed';
      /** Listings whose stock was counted; the others show no figure of ours. */
      readonly looked: number;
      readonly equal: number;
      readonly changed: number;
      readonly refused: number;
    }
  /** The merchant counts no stock for this pair. */
  | { readonly status: 'no-stock' }
  | NoPreview;

const pageSize = 100;

/** What some rules would show for sale by the ledger as it stands, against what the active rules show. Has no effect. */
export async function previewStock(
  parts: PairParts,
  {
    rules,
    limit = Number.POSITIVE_INFINITY,
    onStock,
  }: { readonly rules: PreviewedRules; readonly limit?: number; readonly onStock?: (stock: PreviewedStock) => void },
): Promise<PreviewedStocks> {
  const { merchant, pair, store, settings, steps } = parts;
  if (settings.stock === undefined) return { status: 'no-stock' };
  const beside = await rulesBeside(parts, 'stock', rules);
  if (beside.status !== 'ready') return beside;
  const { before, after, shop } = beside;
  const basis = { buffers: settings.stock.buffers, pool: poolOf(settings), steps: steps.stock };
  const counts = { looked: 0, equal: 0, changed: 0, refused: 0 };
  for (let last: string | undefined; counts.looked < limit; ) {
    const page = await store.transaction(merchant, async (tx) => {
      const bindings = await tx.bindings.pageListed(pair, last, pageSize);
      const wanted = await wantStock(
        { pair, channelSettings: shop, rules: { stock: { version: 0, compiled: before } } },
        tx,
        basis,
        bindings,
      );
      return { bindings, wanted };
    });
    for (const wanted of page.wanted.slice(0, limit - counts.looked)) {
      counts.looked += 1;
      const told = previewOne(wanted, after, shop);
      counts[told.refused !== undefined ? 'refused' : told.changes.length > 0 ? 'changed' : 'equal'] += 1;
      if (told.refused !== undefined || told.changes.length > 0) onStock?.(told);
    }
    last = page.bindings.at(-1)?.articleId;
    if (last === undefined || page.bindings.length < pageSize) break;
  }
  return { status: 'previewed', ...counts };
}

function previewOne(
  { binding, sku, level, buffered, available, target }: Wanted,
  after: CompiledRules,
  shop: ChannelSettings,
): PreviewedStock {
  const figures = { level, buffered, available };
  const mapped = after.apply('stock', stockRecord(figures, shop));
  const would = sellableByRules({ channelSettings: shop, rules: { stock: { version: 0, compiled: after } } }, figures);
  const published = binding.stock?.published;
  return {
    articleId: binding.articleId,
    sku,
    changes: fieldDiff({ sellable: target }, { sellable: would }),
    ...(published === undefined ? {} : { published }),
    ...(mapped.ok ? {} : { refused: withoutOk(mappingRefused(mapped)) }),
  };
}

function withoutOk({ reason, data }: ReturnType<typeof mappingRefused>): NonNullable<PreviewedStock['refused']> {
  return { reason, data };
}
