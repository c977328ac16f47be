import type { StockLevel, StockMovement } from '../ports/stock-journal.ts';
import type { Tx } from '../ports/store.ts';
import { bookStock, type StockBookedBy } from './book-stock.ts';
import { type CountJudged, type CountResult, judgeCount, type StockCounted } from './judge-count.ts';
import { clearShortage } from './shortage.ts';

/** Books counts in order, each as of when it was made, and answers what each came to. */
export async function bookCounts(tx: Tx, counts: readonly StockCounted[], by: StockBookedBy): Promise<readonly CountResult[]> {
  const results: CountResult[] = [];
  for (const round of await roundsOf(tx, counts)) {
    const judged = await judgeCounts(tx, round);
    await bookStock(
      tx,
      judged.flatMap(({ events }) => events),
      by,
    );
    results.push(...judged.map(({ result }) => result));
    await clearShortages(tx, round, results.slice(-round.length));
  }
  return results;
}

/** What counts of different items would come to; books nothing. */
export async function judgeCounts(tx: Tx, counts: readonly StockCounted[]): Promise<readonly CountJudged[]> {
  const repeated = new Set((await tx.stock.find(counts.map(({ key }) => key))).map(({ key }) => key));
  const levels = new Map<string, StockLevel>();
  const moves = new Map<string, StockMovement[]>();
  for (const pool of new Set(counts.map((count) => count.pool))) {
    const here = counts.filter((count) => count.pool === pool);
    const skuKeys = here.map(({ skuKey }) => skuKey);
    for (const level of await tx.stock.levels(pool, skuKeys)) levels.set(placeKey(pool, level.skuKey), level);
    const since = here.reduce((earliest, { notBefore }) => Math.min(earliest, notBefore), Number.POSITIVE_INFINITY);
    const known = skuKeys.filter((skuKey) => levels.has(placeKey(pool, skuKey)));
    for (const move of known.length === 0 ? [] : await tx.stock.moves(pool, known, since)) {
      const place = placeKey(pool, move.skuKey);
      const before = moves.get(place);
      if (before === undefined) moves.set(place, [move]);
      else before.push(move);
    }
  }
  return counts.map((count) => {
    if (repeated.has(count.key)) return { result: { status: 'repeated' }, events: [] };
    const place = placeKey(count.pool, count.skuKey);
    return judgeCount(count, levels.get(place), moves.get(place) ?? []);
  });
}

/** Counts in the order given, cut where an item would come again: the later one is judged by what the earlier one left. */
async function roundsOf(tx: Tx, counts: readonly StockCounted[]): Promise<readonly (readonly StockCounted[])[]> {
  const items = new Map<string, Readonly<Record<string, string>>>();
  for (const pool of new Set(counts.map((count) => count.pool))) {
    const skuKeys = counts.filter((count) => count.pool === pool).map(({ skuKey }) => skuKey);
    items.set(pool, await tx.stock.items(pool, skuKeys));
  }
  const rounds: StockCounted[][] = [];
  let taken = new Set<string>();
  for (const count of counts) {
    const place = placeKey(count.pool, items.get(count.pool)?.[count.skuKey] ?? count.skuKey);
    if (rounds.length === 0 || taken.has(place)) {
      rounds.push([]);
      taken = new Set();
    }
    rounds.at(-1)?.push(count);
    taken.add(place);
  }
  return rounds;
}

/** More had left than was ever counted; now somebody counted. */
async function clearShortages(tx: Tx, counts: readonly StockCounted[], results: readonly CountResult[]): Promise<void> {
  for (const [index, result] of results.entries()) {
    const count = counts[index];
    const ended = result.status === 'booked' && (result.before ?? 0) < 0 && result.onHand >= 0;
    if (ended && count !== undefined) await clearShortage(tx, count.pool, count.skuKey);
  }
}

function placeKey(pool: string, skuKey: string): string {
  return `${pool}\0${skuKey}`;
}
