import type { Instant } from '../kernel/instant.ts';
import type { StockBinding } from '../ports/catalog-records.ts';

export type StockDecision =
  | { readonly do: 'nothing'; readonly stock: StockBinding }
  | { readonly do: 'write' }
  /** Not now: a write is still settling, or a difference was seen once. */
  | { readonly do: 'wait'; readonly stock: StockBinding; readonly until: Instant };

export interface StockSight {
  readonly known: StockBinding | undefined;
  /** Available to sell by the ledger. */
  readonly target: number;
  /** What the target's own causes are: count, buffer, listing. A sale is none of them; the channel subtracts it itself. */
  readonly targetKey: string;
  /** What the channel shows. */
  readonly shelf: number;
  readonly now: Instant;
  readonly settleMs: number;
}

/** Two sightings of the same difference, at least this far apart, are drift and no lag of the channel. */
export const driftMs = 60_000;

/**
 * An absolute write overwrites sales in flight, so it is made for a cause only: at once when the target was changed by a
 * count, a buffer or a new listing; after two equal sightings when the shelf differs for no cause that we know.
 */
export function decideStock({ known, target, targetKey, shelf, now, settleMs }: StockSight): StockDecision {
  if (shelf === target) return { do: 'nothing', stock: { published: target, targetKey } };
  const settledAt = (known?.writtenAt ?? Number.NEGATIVE_INFINITY) + settleMs;
  if (known !== undefined && now < settledAt) return { do: 'wait', stock: known, until: settledAt };
  if (known === undefined || known.targetKey !== targetKey) return { do: 'write' };
  const { drift, ...rest } = known;
  if (drift === undefined || drift.seen !== shelf) {
    return { do: 'wait', stock: { ...rest, drift: { seen: shelf, at: now } }, until: now + driftMs };
  }
  return now - drift.at >= driftMs ? { do: 'write' } : { do: 'wait', stock: known, until: drift.at + driftMs };
}
