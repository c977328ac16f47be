import type { PairRun } from '../effects/pair-run.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Tx } from '../ports/store.ts';

/** An order that was listed and could not be read yet. */
export interface UnreadOrder {
  readonly id: string;
  readonly since: Instant;
}

/** More orders than this that cannot be read are no bad records, but a bad line. */
export const unreadMax = 1_000;

const cursorName = 'orders-again';

/** The one that was asked for longest ago comes first. */
export async function unreadOrders(run: Pick<PairRun, 'store' | 'merchant' | 'pair'>): Promise<readonly UnreadOrder[]> {
  return run.store.transaction(run.merchant, (tx) => read(tx, run.pair));
}

/** Puts an order at the end of the list. `false`: the list is full, and nothing was written. */
export async function askAgain(tx: Tx, pair: PairId, { id, at }: { readonly id: string; readonly at: Instant }): Promise<boolean> {
  const all = await read(tx, pair);
  const others = all.filter((unread) => unread.id !== id);
  if (others.length >= unreadMax) return false;
  await write(tx, pair, [...others, { id, since: all.find((unread) => unread.id === id)?.since ?? at }]);
  return true;
}

export async function askNoMore(tx: Tx, pair: PairId, id: string): Promise<void> {
  const all = await read(tx, pair);
  const others = all.filter((unread) => unread.id !== id);
  if (others.length < all.length) await write(tx, pair, others);
}

async function read(tx: Tx, pair: PairId): Promise<readonly UnreadOrder[]> {
  return ((await tx.cursors.read(pair, cursorName)) as unknown as readonly UnreadOrder[] | undefined) ?? [];
}

async function write(tx: Tx, pair: PairId, unread: readonly UnreadOrder[]): Promise<void> {
  await tx.cursors.write(pair, cursorName, unread as unknown as Json);
}
