import {
  type Call,
  type ChannelPort,
  done,
  type EffectPort,
  listingKey,
  type Outcome,
  type Row,
  type StockMove,
  type StockTarget,
} from '@megzo/core';

type Change = Parameters<StockTarget['set']>[0][number];

/**
 * The same channel told by relative writes: what the flow wants to set is sent as the difference to what it saw, or told last
 * since that look. Of the simulation alone, to compare both ways (ADR 19).
 */
export function byMoves(channel: ChannelPort): ChannelPort {
  const { stock } = channel;
  if (stock?.move === undefined) return channel;
  const { move } = stock;
  const told = new Map<string, Change>();
  return { ...channel, stock: { ...stock, set: (changes, call) => moveAll(move, told, changes, call) } };
}

/** One request per listing; the first without an answer ends it. */
async function moveAll(
  move: EffectPort<readonly StockMove[], unknown>,
  told: Map<string, Change>,
  changes: readonly Change[],
  call: Call,
): Promise<Outcome<readonly Row<void>[]>> {
  const rows: Row<void>[] = [];
  for (const change of changes) {
    const key = listingKey(change.seen.ref);
    const last = told.get(key);
    const units = change.sellable - (last?.seen === change.seen ? last.sellable : change.seen.sellable);
    if (units !== 0) {
      const sent = await move.send([{ seen: change.seen, units }], { ...call, marker: 'MEGZO', attempt: 1, maySend: () => true });
      if (sent.status === 'taken') throw new Error('no move stands in the way of another');
      if (sent.status !== 'done') return sent;
    }
    told.set(key, change);
    rows.push({ key, outcome: done(undefined) });
  }
  return done(rows);
}
