import { decimal } from '../../money/decimal.ts';
import { kind, maybe, none, type OperationKinds, somePair, words } from './kind.ts';

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
  'rules.activeHead': kind(
    (random) => ({ pair: somePair(random), flow: random.pick(flows) }),
    (tx, { pair, flow }) => tx.rules.activeHead(pair, flow),
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

  'rates.add': kind(
    (random, at) => {
      const validFrom = `2026-0${1 + random.below(5)}-01`;
      const until = maybe(random, { validTo: '2026-09-30' });
      const percent = decimal(String(90 + random.below(9)));
      return [{ base: random.pick(['CHF', 'USD']), quote: 'EUR', rate: percent, validFrom, ...until, source: 'a test', by: 'me', at }];
    },
    (tx, rates) => tx.rates.add(rates),
  ),
  'rates.list': kind(
    (random) => `2026-0${1 + random.below(5)}-01`,
    (tx, from) => tx.rates.list(from),
  ),
  'rates.stand': kind(none, (tx) => tx.rates.stand()),
};
