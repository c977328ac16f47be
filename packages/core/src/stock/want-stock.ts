import { defaultPool, type PairRun } from '../effects/pair-run.ts';
import { contentHash } from '../kernel/canonical-json.ts';
import { type Sku, skuKey } from '../kernel/ids.ts';
import type { ListingRef } from '../model/listing.ts';
import type { PlacedBuffer } from '../model/stock.ts';
import type { Binding } from '../ports/catalog-records.ts';
import type { NotedReason } from '../ports/inbox.ts';
import type { StockLevel } from '../ports/stock-journal.ts';
import type { Tx } from '../ports/store.ts';
import { type Buffered, bufferFor } from './buffer.ts';
import { ruledStock } from './ruled-stock.ts';
import type { StockSteps } from './stock-steps.ts';

/** A listing with what it shall show. */
export interface Wanted {
  readonly binding: Binding;
  readonly ref: ListingRef;
  readonly sku: Sku;
  readonly level: StockLevel;
  readonly buffered: Buffered;
  /** On hand − allocated − safety stock, before the rules. */
  readonly available: number;
  readonly target: number;
  /** The rules had no answer, and so the target is 0: what they gave instead of a figure. */
  readonly unanswered?: string;
  /** Other buffers, rules or listings, or rules that have an answer again or none any more, are another key. */
  readonly targetKey: string;
  /** What the channel does not know yet; none: it is looked at because its turn came. */
  readonly reasons: readonly NotedReason[];
}

export interface StockBasis {
  readonly buffers: readonly PlacedBuffer[];
  readonly pool: string;
  readonly steps: StockSteps;
}

/** What listings shall show by the ledger as it stands. Left out: what is not listed, digital, or was never counted. */
export async function wantStock(
  run: Pick<PairRun, 'pair' | 'channelSettings'> & { readonly rules: Pick<PairRun['rules'], 'stock'> },
  tx: Tx,
  { buffers, pool, steps }: StockBasis,
  bindings: readonly Binding[],
): Promise<readonly Wanted[]> {
  const found = await tx.stock.levels(
    pool,
    bindings.flatMap((binding) => (binding.sku === undefined ? [] : [skuKey(binding.sku)])),
  );
  const levels = new Map(found.map((level) => [level.skuKey, level]));
  return bindings.flatMap((binding): readonly Wanted[] => {
    const { sku, ref } = binding;
    if (sku === undefined || ref === undefined || binding.draft?.kind === 'digital') return [];
    const level = levels.get(skuKey(sku));
    const available = steps.availableToSell(level, buffers, { channel: run.pair, pool });
    if (level === undefined || available === undefined) return [];
    const buffered = bufferFor(buffers, { skuKey: level.skuKey, channel: run.pair, pool, onHand: level.onHand ?? 0 });
    const { sellable: target, unanswered } = ruledStock(run, { level, buffered, available });
    const basis = [buffered.placed?.buffer, ref, run.rules.stock.compiled.hash, ...(pool === defaultPool ? [] : [pool])];
    const targetKey = contentHash(unanswered === undefined ? basis : [...basis, 'unanswered']);
    const ruled = unanswered === undefined ? {} : { unanswered };
    return [{ binding, ref, sku, level, buffered, available, target, ...ruled, targetKey, reasons: [] }];
  });
}
