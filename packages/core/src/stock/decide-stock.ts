import type { Instant } from '../kernel/instant.ts';
import type { StockBinding } from '../ports/catalog-records.ts';

export type StockDecision =
  | { readonly do: 'nothing'; readonly stock: StockBinding }
  | { readonly do: 'write' }
  /** Not now: a write may still land, or a difference was seen once. */
  | { readonly do: 'wait'; readonly stock: StockBinding; readonly until: Instant }
  /** Told a short while ago and refused: a person is asked, and the channel is left alone. */
  | { readonly do: 'leave'; readonly stock: StockBinding };

export interface StockSight {
  readonly known: StockBinding | undefined;
  /** Available to sell by the ledger. */
  readonly target: number;
  /** What the target depends on beside the ledger: buffer and listing. */
  readonly targetKey: string;
  /** The ledger was moved by something that the channel does not know: a count, a sale on another channel. */
  readonly caused: boolean;
  /** What the channel shows. */
  readonly shelf: number;
  readonly now: Instant;
  readonly settleMs: number;
}

/** Two sightings of the same difference, at least this far apart, are drift and no lag of the channel. */
export const driftMs = 60_000;
/** What was refused is tried again after this time, or as soon as there is a cause. */
export const refusedMs = 3_600_000;

/** Whether the shelf shows the target; not while a write of another figure settles, since it may show this one only until that is applied. */
export function isShown({
  known,
  target,
  shelf,
  now,
  settleMs,
}: Pick<StockSight, 'known' | 'target' | 'shelf' | 'now' | 'settleMs'>): boolean {
  const settles = now < (known?.writtenAt ?? Number.NEGATIVE_INFINITY) + settleMs;
  return shelf === target && !(settles && known?.published !== target);
}

/**
 * An absolute write overwrites sales in flight, so it is made for a cause only: at once when the ledger was moved by what
 * the channel does not know, or buffer or listing changed; after two equal sightings when the shelf differs for no cause
 * that we know. A sale on the channel itself is no cause: it was subtracted there.
 */
export function decideStock({ known, target, targetKey, caused, shelf, now, settleMs }: StockSight): StockDecision {
  const inDoubtUntil = known?.inDoubtUntil ?? Number.NEGATIVE_INFINITY;
  const settledAt = (known?.writtenAt ?? Number.NEGATIVE_INFINITY) + settleMs;
  if (isShown({ known, target, shelf, now, settleMs })) {
    const inDoubt = known?.inDoubt === undefined ? {} : { inDoubt: known.inDoubt };
    return { do: 'nothing', stock: { published: target, targetKey, ...(now < inDoubtUntil ? { inDoubtUntil, ...inDoubt } : {}) } };
  }
  if (known === undefined) return { do: 'write' };
  if (now < inDoubtUntil) return { do: 'wait', stock: known, until: inDoubtUntil };
  // Its view would be stale by the time it is applied: what sells meanwhile would be put back. What is on its way is too much all the same.
  const mayShow = now < settledAt ? Math.max(shelf, known.published) : shelf;
  if (known.rush !== undefined && now < known.rush.until && mayShow <= target) return { do: 'wait', stock: known, until: known.rush.until };
  // What was accepted is applied in the order of its coming, so that a new cause need not wait for it to settle.
  if (caused || known.rush !== undefined || known.targetKey !== targetKey) return { do: 'write' };
  if (now < settledAt) return { do: 'wait', stock: known, until: settledAt };
  if (known.refusedAt !== undefined && now < known.refusedAt + refusedMs) return { do: 'leave', stock: known };
  const { drift, ...rest } = known;
  if (drift === undefined || drift.seen !== shelf) {
    return {
      do: 'wait',
      stock: { ...rest, drift: { seen: shelf, at: now, ...(shelf > target ? { over: true as const } : {}) } },
      until: now + driftMs,
    };
  }
  return now - drift.at >= driftMs ? { do: 'write' } : { do: 'wait', stock: known, until: drift.at + driftMs };
}
