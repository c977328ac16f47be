import { demandQuantile } from './oversell-odds.ts';

/** One channel that sells from a pool. */
export interface ShownStock {
  /** The pair that feeds the channel. */
  readonly channel: string;
  /** What it shows, as we last told or saw it. */
  readonly shown: number;
  /** Units per hour that shoppers ask for there. */
  readonly perHour: number;
  /** For so long an absolute write is on its way there, ms; 0 while none is. */
  readonly writingMs: number;
  /** The figure of a write without an answer, which may still land, and then be sold once more; absent or 0: none. */
  readonly inDoubt?: number;
}

/** Demand during a write stays at or below this share of all writes. */
const shareOfWrites = 0.99;
const hourMs = 3_600_000;

/**
 * The most that can be sold beyond what is there before the channels learn of each other: Σ shown − free, at least 0. An
 * absolute write overwrites what is sold while it is on its way, so the demand of that time comes on top. `free` is on hand −
 * allocated: a buffer is there to be sold in just this case.
 */
export function statedBound(free: number, channels: readonly ShownStock[]): number {
  const shown = channels.reduce((units, { shown: seen, inDoubt = 0 }) => units + seen + inDoubt, 0);
  const overwritten = channels
    .filter(({ writingMs }) => writingMs > 0)
    .reduce((units, { perHour, writingMs }) => units + demandQuantile((perHour * writingMs) / hourMs, shareOfWrites), 0);
  return Math.max(0, shown - free) + overwritten;
}
