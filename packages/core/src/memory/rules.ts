import type { PairId } from '../kernel/ids.ts';
import type { ExchangeRates, StoredRate } from '../ports/rate-records.ts';
import type { RuleActivation, RuleSetHead, RuleSets, StoredRuleSet } from '../ports/rule-records.ts';
import type { AtOnce } from './at-once.ts';
import { createTable, keyOf, numberKey, type UndoLog } from './table.ts';

export function createRules(undo: UndoLog): AtOnce<RuleSets> {
  const versions = createTable<StoredRuleSet>(undo);
  const activations = createTable<RuleActivation>(undo);
  const read = (pair: PairId, flow: string, version: number) => versions.get(keyOf(pair, flow), numberKey(version));
  const last = (pair: PairId, flow: string) => activations.rows(keyOf(pair, flow)).at(-1);

  function active(pair: PairId, flow: string): StoredRuleSet | undefined {
    const activation = last(pair, flow);
    return activation === undefined ? undefined : read(pair, flow, activation.version);
  }

  return {
    active,
    activeHead: (pair, flow) => {
      const set = active(pair, flow);
      return set === undefined ? undefined : headOf(set);
    },
    read,
    page: (pair, flow, before, limit) =>
      versions
        .rows(keyOf(pair, flow))
        .toReversed()
        .filter(({ version }) => before === undefined || version < before)
        .slice(0, limit)
        .map(headOf),
    add: (set) => {
      const scope = keyOf(set.pair, set.flow);
      const version = (versions.rows(scope).at(-1)?.version ?? 0) + 1;
      versions.set(scope, numberKey(version), { ...set, version });
      return version;
    },
    activate: (activation) => {
      const { pair, flow, version, before } = activation;
      if (read(pair, flow, version) === undefined) throw new Error(`no version ${version} of the rules of ${flow} in pair ${pair}`);
      if (last(pair, flow)?.version !== before) return false;
      const scope = keyOf(pair, flow);
      activations.set(scope, numberKey(activations.rows(scope).length + 1), activation);
      return true;
    },
    activations: (pair, flow, limit) => activations.rows(keyOf(pair, flow)).toReversed().slice(0, limit),
  };
}

function headOf({ content: _content, ...head }: StoredRuleSet): RuleSetHead {
  return head;
}

export function createRates(undo: UndoLog): AtOnce<ExchangeRates> {
  const table = createTable<StoredRate>(undo);

  return {
    add: (rates) => {
      const count = table.rows('').length;
      for (const [place, rate] of rates.entries()) table.set('', numberKey(count + place + 1), rate);
    },
    list: (from) => table.rows('').filter(({ validFrom }) => validFrom >= from),
    stand: () => {
      const rows = table.rows('');
      return `${rows.length}/${rows.at(-1)?.at ?? ''}`;
    },
  };
}
