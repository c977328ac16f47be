import { contentHash } from '../../kernel/canonical-json.ts';
import { reasonKinds } from '../../ports/inbox.ts';
import { pair, pairRow, person, problem } from '../samples.ts';
import { everything, kind, late, maybe, none, type OperationKinds, some, somePair, unordered, words } from './kind.ts';

const subjects = ['7', '8', '10', 'X'];
const lanes = ['stock', 'orders'];
const planIds = ['plan-1', 'plan-2'];

/** Calls on what flows and people need beside their rows. */
export const upkeepOperations: OperationKinds = {
  'pairs.put': kind(
    (random) => pairRow({ pair: somePair(random), ...maybe(random, { channelAccount: random.pick(words), pool: random.pick(words) }) }),
    (tx, row) => tx.pairs.put(row),
  ),
  'pairs.read': kind(somePair, (tx, id) => tx.pairs.read(id)),
  'pairs.list': kind(none, (tx) => tx.pairs.list()),
  'pairs.due': kind(
    (random, at) => ({ id: somePair(random), at: at + random.below(50) - 25, mode: random.pick(['set', 'earlier'] as const) }),
    async (tx, { id, at, mode }) => {
      await tx.pairs.put((await tx.pairs.read(id)) ?? pairRow({ pair: id }));
      await tx.pairs.due(id, at, mode);
    },
  ),
  'pairs.notDue': kind(somePair, (tx, id) => tx.pairs.notDue(id)),

  'cursors.write': kind(
    (random) => ({ id: somePair(random), name: random.pick(lanes), value: random.pick([null, 0, 'x', { a: [1, null] }]) }),
    (tx, { id, name, value }) => tx.cursors.write(id, name, value),
  ),
  'cursors.read': kind(
    (random) => ({ id: somePair(random), name: random.pick(lanes) }),
    (tx, { id, name }) => tx.cursors.read(id, name),
  ),

  'inbox.note': kind(
    (random, at) => ({
      id: somePair(random),
      reasons: some(random, subjects).map((subject) => ({ what: random.pick(reasonKinds), id: subject, since: at - random.below(30) })),
    }),
    (tx, { id, reasons }) => tx.inbox.note(id, reasons),
  ),
  'inbox.page': kind(
    (random) => ({ kinds: some(random, reasonKinds), limit: 1 + random.below(4) }),
    async (tx, { kinds, limit }, held) => {
      const page = await tx.inbox.page(pair, kinds, limit);
      held.reasons.push(...page);
      return page;
    },
  ),
  'inbox.settle': kind(
    (random) => random.below(everything),
    async (tx, place, held) => {
      const read = late(held.reasons, place);
      if (read !== undefined) await tx.inbox.settle(pair, [read]);
      return tx.inbox.page(pair, reasonKinds, everything);
    },
  ),

  'runs.begin': kind(
    (random, at) => ({ lane: random.pick(lanes), at, leaseMs: random.below(300) }),
    async (tx, { lane, at, leaseMs }, held) => {
      const fence = await tx.runs.begin(lane, at, leaseMs);
      if (fence !== undefined) held.lanes.push({ lane, fence });
      return fence !== undefined;
    },
  ),
  'runs.extend': kind(
    (random, at) => ({ place: random.below(everything), at, leaseMs: random.below(60) }),
    async (tx, { place, at, leaseMs }, held) => {
      const begun = late(held.lanes, place);
      return begun === undefined ? 'nothing is held' : tx.runs.extend(begun.lane, begun.fence, at, leaseMs);
    },
  ),
  'runs.end': kind(
    (random) => random.below(everything),
    async (tx, place, held) => {
      const begun = late(held.lanes, place);
      if (begun !== undefined) await tx.runs.end(begun.lane, begun.fence);
    },
  ),

  'plans.add': kind(
    (random, at) => ({ id: random.pick(planIds), pair, flow: random.pick(lanes), createdAt: at }),
    async (tx, plan) => {
      if ((await tx.plans.read(plan.id)) === undefined) await tx.plans.add(plan);
    },
  ),
  'plans.addItems': kind(
    (random) => ({ id: random.pick(planIds), word: random.pick(words) }),
    async (tx, { id, word }) => {
      if ((await tx.plans.read(id)) === undefined) return;
      const position = (await tx.plans.items(id, 0, everything)).length;
      await tx.plans.addItems(id, [{ position, content: { word } }]);
    },
  ),
  'plans.items': kind(
    (random) => ({ id: random.pick(planIds), from: random.below(5), limit: 1 + random.below(3) }),
    (tx, { id, from, limit }) => tx.plans.items(id, from, limit),
  ),
  'plans.applied': kind(
    (random, at) => ({ id: random.pick(planIds), at }),
    async (tx, { id, at }) => {
      if ((await tx.plans.read(id)) !== undefined) await tx.plans.applied(id, at);
      return tx.plans.read(id);
    },
  ),

  'explanations.put': kind(
    (random, at) => ({ subject: random.pick(subjects), word: random.pick(words), at }),
    (tx, { subject, word, at }) => tx.explanations.put(subject, { word }, at),
  ),
  'explanations.keep': kind(
    (random) => some(random, words).map((word) => ({ word })),
    (tx, contents) => tx.explanations.keep(contents),
  ),
  'explanations.byHash': kind(
    (random) => [...some(random, words).map((word) => contentHash({ word })), 'none'],
    (tx, hashes) => tx.explanations.byHash(hashes),
  ),
  'explanations.bySubject': unordered(
    (random) => random.pick(subjects),
    (tx, subject) => tx.explanations.bySubject(subject),
  ),

  'problems.raise': kind(
    (random, at) => problem(random.pick(words), { pair, data: { order: random.pick(subjects) }, raisedAt: at }),
    (tx, raised) => tx.problems.raise(raised),
  ),
  'problems.clear': kind(
    (random) => random.pick(words),
    (tx, key) => tx.problems.clear(key),
  ),
  'problems.read': kind(
    (random) => random.pick(words),
    (tx, key) => tx.problems.read(key),
  ),
  'problems.open': kind(
    (random) => ({ ...maybe(random, { after: random.pick(words) }), limit: 1 + random.below(3) }),
    (tx, { after, limit }) => tx.problems.open(pair, after, limit),
  ),

  'people.put': kind(
    (random, at) => ({ key: random.pick(words), name: random.pick(subjects), endsAt: at + random.below(200) }),
    (tx, { key, name, endsAt }) => tx.people.put(key, person(name), endsAt),
  ),
  'people.read': kind(
    (random, at) => ({ key: random.pick(words), access: { purpose: 'a test', by: 'me', at } }),
    (tx, { key, access }) => tx.people.read(key, access),
  ),
  'people.erase': kind(
    (random) => random.pick(words),
    (tx, key) => tx.people.erase(key),
  ),
  'people.eraseEnded': kind(
    (_, at) => at,
    (tx, at) => tx.people.eraseEnded(at, everything),
  ),
  'audit.add': kind(
    (random, at) => ({ at, by: 'me', what: 'looked', subject: random.pick(words) }),
    (tx, entry) => tx.audit.add(entry),
  ),
  'audit.bySubject': kind(
    (random) => random.pick(words),
    (tx, subject) => tx.audit.bySubject(subject),
  ),
};
