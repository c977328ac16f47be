import type { Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Cursors, Runs } from '../ports/store.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, type UndoLog } from './table.ts';

export function createCursors(undo: UndoLog): AtOnce<Cursors> {
  const table = createTable<{ readonly value: Json }>(undo);

  return {
    read: (pair, name) => table.get(pair, name)?.value,
    write: (pair, name, value) => table.set(pair, name, { value }),
  };
}

interface Lane {
  readonly fence: number;
  /** Absent: ended. */
  readonly leaseUntil?: Instant;
}

export function createRuns(undo: UndoLog): AtOnce<Runs> {
  const lanes = createTable<Lane>(undo);

  return {
    begin: (lane, at, leaseMs) => {
      const last = lanes.get('', lane);
      if (last?.leaseUntil !== undefined && last.leaseUntil > at) return undefined;
      const fence = (last?.fence ?? 0) + 1;
      lanes.set('', lane, { fence, leaseUntil: at + leaseMs });
      return fence;
    },
    // A lease that ran out is still the holder's as long as nobody else took the lane.
    extend: (lane, fence, at, leaseMs) => {
      const last = lanes.get('', lane);
      if (last?.leaseUntil === undefined || last.fence !== fence) return false;
      lanes.set('', lane, { fence, leaseUntil: at + leaseMs });
      return true;
    },
    end: (lane, fence) => {
      if (lanes.get('', lane)?.fence === fence) lanes.set('', lane, { fence });
    },
  };
}
