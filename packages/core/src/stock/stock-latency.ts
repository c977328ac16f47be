import type { Json } from '../kernel/canonical-json.ts';
import type { PairId } from '../kernel/ids.ts';
import type { Tx } from '../ports/store.ts';

/** What our own runs took, as last measured, ms. */
export interface StockLatency {
  /** From a sale on another channel until this one was told. */
  readonly told: readonly number[];
  /** From the last look at the orders before a write until the channel had accepted it. */
  readonly writing: readonly number[];
}

const cursorName = 'stock-latency';
/** Enough for a 99th percentile, and no more than a week of a busy shop. */
const keptMax = 400;

export async function readLatency(tx: Tx, pair: PairId): Promise<StockLatency> {
  const stored = (await tx.cursors.read(pair, cursorName)) as Partial<StockLatency> | undefined;
  return { told: stored?.told ?? [], writing: stored?.writing ?? [] };
}

export async function addLatency(tx: Tx, pair: PairId, more: StockLatency): Promise<void> {
  if (more.told.length === 0 && more.writing.length === 0) return;
  const { told, writing } = await readLatency(tx, pair);
  const latency = { told: [...told, ...more.told].slice(-keptMax), writing: [...writing, ...more.writing].slice(-keptMax) };
  await tx.cursors.write(pair, cursorName, latency as unknown as Json);
}

/** The smallest value that `share` of all values do not exceed; `undefined` of none. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
