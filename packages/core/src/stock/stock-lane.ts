import type { PairRun } from '../effects/pair-run.ts';
import type { StockTarget } from '../ports/channel.ts';
import type { Tx } from '../ports/store.ts';

/** The right to write a store's stock: one holder at a time, whatever pair or process it is. */
export interface StockLane {
  /** Rises with every holder. */
  readonly version: number;
  /** Keeps the lane while shelves are read. `false`: it was lost. */
  keep(): Promise<boolean>;
  /** Keeps it for one write: until the latest instant at which that may land, also if nobody is there to give it back. */
  keepForWrite(): Promise<boolean>;
  /** Asked in the transaction that stores what was found out. `false`: a later holder may know better. */
  holds(tx: Tx): Promise<boolean>;
  /** Whether a write that begins now lands within what is kept. */
  maySend(): boolean;
  /** Gives it back. */
  leave(): Promise<void>;
}

/** Between two reads, ms. A holder that dies while reading holds the others up for so long. */
const readingMs = 60_000;
/** A write may wait so long for its turn in the budget, ms. */
const pacingMs = 30_000;

/** `undefined`: another holds it. */
export async function enterStockLane(run: PairRun, target: StockTarget): Promise<StockLane | undefined> {
  const { store, merchant, channel, channelSettings, environment } = run;
  const { clock } = environment;
  // By account, so that two connections to one store meet here.
  const lane = `inventory/${channel.vendor}:${channelSettings.accountId}`;
  const flightMs = target.timeoutMs + target.settleMs;
  const version = await store.transaction(merchant, (tx) => tx.runs.begin(lane, clock.now(), readingMs));
  if (version === undefined) return undefined;
  let lastStart = Number.NEGATIVE_INFINITY;
  const extend = (at: number, leaseMs: number): Promise<boolean> =>
    store.transaction(merchant, (tx) => tx.runs.extend(lane, version, at, leaseMs));
  return {
    version,
    keep: () => extend(clock.now(), readingMs),
    holds: (tx) => tx.runs.extend(lane, version, clock.now(), readingMs),
    async keepForWrite() {
      const at = clock.now();
      const kept = await extend(at, pacingMs + flightMs);
      lastStart = kept ? at + pacingMs : Number.NEGATIVE_INFINITY;
      return kept;
    },
    maySend: () => clock.now() <= lastStart,
    leave: () => store.transaction(merchant, (tx) => tx.runs.end(lane, version)),
  };
}
