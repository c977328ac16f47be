import { poolOf } from '../effects/pair-run.ts';
import { type PairId, type Sku, skuKey, sku as skuOf } from '../kernel/ids.ts';
import type { Words } from '../kernel/problem-catalogue.ts';
import type { StockEvent } from '../ports/stock-journal.ts';
import type { PairRow, Tx } from '../ports/store.ts';
import { adviceWords, adviseBuffer, type BufferAdvice } from '../stock/advise-buffer.ts';
import { observedPerHour } from '../stock/observe-demand.ts';
import { type ShownStock, statedBound } from '../stock/stated-bound.ts';
import { quantile, readLatency } from '../stock/stock-latency.ts';
import type { PairParts } from './open-run.ts';

/** How far the channels of one pool may oversell one SKU now, and why. */
export interface StockBound {
  readonly sku: Sku;
  /** On hand − allocated; absent until something was counted. */
  readonly free?: number;
  readonly channels: readonly ShownStock[];
  /** Units that may be sold beyond what is there; absent with `free`. */
  readonly bound?: number;
}

export interface StockAdviceAsked {
  readonly sku: string;
  /** In how many windows more may be sold than is there, such as 0.0001. */
  readonly limit: number;
  /** In place of what was measured, ms. */
  readonly windowMs?: number;
}

export type StockAdvice = BufferAdvice & {
  readonly words: Words;
  /** How many sales the window was measured on; 0: it was given, or is the default. */
  readonly measured: number;
};

/** A heartbeat and its run: what a channel waits at the most that no wake-up reaches. */
const unmeasuredMs = 5 * 60_000;
const shareOfWindows = 0.99;
const eventsPerRead = 1_000;
const notedMax = 10_000;

export function stockBound({ store, merchant, pair: asking, settings, environment }: PairParts, name: string): Promise<StockBound> {
  const key = skuKey(skuOf(name));
  const pool = poolOf(settings);
  const now = environment.clock.now();
  return store.transaction(merchant, async (tx) => {
    const [level] = await tx.stock.levels(pool, [key]);
    const free = level?.onHand === undefined ? undefined : level.onHand - level.allocated;
    const channels: ShownStock[] = [];
    const events = await eventsOf(tx, pool, key);
    for (const { pair, channelAccount = '', pool: sellsFrom = pool } of await sellersFrom(tx, pool, asking)) {
      const [binding] = await tx.bindings.bySku(pair, [key]);
      if (binding?.stock === undefined) continue;
      const { published, drift, inDoubt = 0, inDoubtUntil = 0, settlesAt: applied = 0 } = binding.stock;
      const settlesAt = Math.max(inDoubtUntil, applied);
      const perHour = observedPerHour(events, channelAccount, now);
      const noted = (await tx.inbox.page(pair, ['count', 'elsewhere'], notedMax)).some(({ id }) => id === key);
      // Where nothing is noted all that was taken since was sold there, and the channel subtracted it. What a look saw beyond
      // what was right counts before that: stock may have been put there by hand, or be subtracted otherwise than we think.
      const isTold = !noted && free !== undefined && sellsFrom === pool;
      const seen = drift?.seen ?? published;
      const shown = isTold && drift?.over !== true ? Math.min(seen, Math.max(0, free)) : seen;
      channels.push({ channel: pair, shown, perHour, writingMs: Math.max(0, settlesAt - now), inDoubt: now < inDoubtUntil ? inDoubt : 0 });
    }
    if (free === undefined) return { sku: skuOf(name), channels };
    return { sku: skuOf(name), free, channels, bound: statedBound(free, channels) };
  });
}

/** Throws RangeError for a limit or demand that no buffer answers. */
export async function adviseStock(parts: PairParts, { sku: name, limit, windowMs }: StockAdviceAsked): Promise<StockAdvice> {
  const key = skuKey(skuOf(name));
  const pool = poolOf(parts.settings);
  const now = parts.environment.clock.now();
  const { channels, told } = await parts.store.transaction(parts.merchant, async (tx) => {
    const events = await eventsOf(tx, pool, key);
    const seen: { channel: string; perHour: number; told: readonly number[] }[] = [];
    for (const { pair, channelAccount = '' } of await sellersFrom(tx, pool, parts.pair)) {
      if ((await tx.bindings.bySku(pair, [key])).length === 0) continue;
      seen.push({ channel: pair, perHour: observedPerHour(events, channelAccount, now), told: (await readLatency(tx, pair)).told });
    }
    return { channels: seen.map(({ channel, perHour }) => ({ channel, perHour })), told: seen.map((one) => one.told) };
  });
  // The slowest channel decides.
  const measured = told.flatMap((times) => quantile(times, shareOfWindows) ?? []);
  const window = windowMs ?? (measured.length === 0 ? unmeasuredMs : Math.max(...measured));
  const advice = adviseBuffer({ channels, windowMs: window, limit });
  const sales = windowMs === undefined ? told.reduce((sum, times) => sum + times.length, 0) : 0;
  return { ...advice, words: adviceWords(advice), measured: sales };
}

/** Pairs whose channels sell from a pool: one that never ran may sell from any, and the one that asks is about to sell from this. */
async function sellersFrom(tx: Tx, pool: string, asking: PairId): Promise<readonly PairRow[]> {
  return (await tx.pairs.list()).filter((row) => row.pair === asking || (row.pool ?? pool) === pool);
}

async function eventsOf(tx: Tx, pool: string, key: string): Promise<readonly StockEvent[]> {
  const events: StockEvent[] = [];
  for (let from = 0; ; from += eventsPerRead) {
    const page = await tx.stock.events(pool, key, { from, limit: eventsPerRead });
    events.push(...page);
    if (page.length < eventsPerRead) return events;
  }
}
