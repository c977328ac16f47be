import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { PairRow, Pairs } from '../ports/store.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, type UndoLog } from './table.ts';

interface Due {
  readonly pair: PairId;
  readonly at: Instant;
}

/** `dues` stands apart for the directory, which shows only what is committed. */
export function createPairs(undo: UndoLog): { readonly pairs: AtOnce<Pairs>; dues(): readonly Due[] } {
  const rows = createTable<PairRow>(undo);
  const dues = createTable<Due>(undo);

  const pairs: AtOnce<Pairs> = {
    read: (pair) => rows.get('', pair),
    put: (row) => rows.set('', row.pair, row),
    list: () => rows.rows(''),
    due: (pair, at, mode) => {
      if (rows.get('', pair) === undefined) throw new Error(`no pair ${pair} that could be due`);
      const stands = dues.get('', pair);
      if (mode === 'set' || stands === undefined || at < stands.at) dues.set('', pair, { pair, at });
    },
    notDue: (pair) => {
      dues.delete('', pair);
    },
  };
  return { pairs, dues: () => dues.rows('') };
}
