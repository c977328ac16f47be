import { ruleDataKinds } from '../../ports/rule-records.ts';
import { kind, maybe, type OperationKinds, somePair, words } from './kind.ts';

const flows = ['orders', 'listings'];

/** Calls on rule sets and on what rules look up. */
export const ruleOperations: OperationKinds = {
  'rules.add': kind(
    (random, at) => ({
      ...{ pair: somePair(random), flow: random.pick(flows), content: { word: random.pick(words) }, by: 'me', at },
      ...{ note: random.pick(words), checked: random.pick([null, [{ level: 'warning' }]]) },
    }),
    (tx, set) => tx.rules.add(set),
  ),
  'rules.activate': kind(
    (random, at) => ({
      ...{ pair: somePair(random), flow: random.pick(flows), version: 1 + random.below(3), by: 'me', at, why: random.pick(words) },
      ...maybe(random, { guess: 1 + random.below(3) }),
    }),
    async (tx, { guess, ...activation }) => {
      const { pair, flow, version } = activation;
      if ((await tx.rules.read(pair, flow, version)) === undefined) return 'no such version';
      const before = guess ?? (await tx.rules.active(pair, flow))?.version;
      return tx.rules.activate({ ...activation, ...(before === undefined ? {} : { before }) });
    },
  ),
  'rules.active': kind(
    (random) => ({ pair: somePair(random), flow: random.pick(flows) }),
    (tx, { pair, flow }) => tx.rules.active(pair, flow),
  ),
  'rules.page': kind(
    (random) => ({
      pair: somePair(random),
      flow: random.pick(flows),
      ...maybe(random, { before: 1 + random.below(4) }),
      limit: 1 + random.below(3),
    }),
    (tx, { pair, flow, before, limit }) => tx.rules.page(pair, flow, before, limit),
  ),
  'rules.activations': kind(
    (random) => ({ pair: somePair(random), flow: random.pick(flows), limit: 1 + random.below(4) }),
    (tx, { pair, flow, limit }) => tx.rules.activations(pair, flow, limit),
  ),

  'ruleData.add': kind(
    (random, at) => ({
      ...{ kind: random.pick(ruleDataKinds), name: random.pick(words), content: { word: random.pick(words) } },
      ...{ source: random.pick(words), by: 'me', at },
    }),
    (tx, data) => tx.ruleData.add(data),
  ),
  'ruleData.newest': kind(
    (random) => ({ of: random.pick(ruleDataKinds), name: random.pick(words) }),
    (tx, { of, name }) => tx.ruleData.newest(of, name),
  ),
  'ruleData.read': kind(
    (random) => ({ of: random.pick(ruleDataKinds), name: random.pick(words), version: 1 + random.below(3) }),
    (tx, { of, name, version }) => tx.ruleData.read(of, name, version),
  ),
  'ruleData.heads': kind(
    (random) => random.pick(ruleDataKinds),
    (tx, of) => tx.ruleData.heads(of),
  ),
};
