import type { PairId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { PairRow, Pairs, RuleSets, StoredRuleSet } from '../ports/store.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, keyOf, numberKey, type UndoLog } from './table.ts';

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

export function createRules(undo: UndoLog): AtOnce<RuleSets> {
  const versions = createTable<StoredRuleSet>(undo);
  const active = createTable<number>(undo);
  const read = (pair: PairId, flow: string, version: number) => versions.get(keyOf(pair, flow), numberKey(version));

  return {
    active: (pair, flow) => {
      const version = active.get(pair, flow);
      return version === undefined ? undefined : read(pair, flow, version);
    },
    read,
    add: (set) => {
      const scope = keyOf(set.pair, set.flow);
      const version = (versions.rows(scope).at(-1)?.version ?? 0) + 1;
      versions.set(scope, numberKey(version), { ...set, version });
      return version;
    },
    activate: (pair, flow, version) => {
      if (read(pair, flow, version) === undefined) throw new Error(`no version ${version} of the rules of ${flow} in pair ${pair}`);
      active.set(pair, flow, version);
    },
  };
}
