import { effectKey } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { orderStatuses } from '../../model/order.ts';
import { deliveryStates, type EffectIntent, type EffectProgress, type EffectRow, effectKinds } from '../../ports/effect-ledger.ts';
import { orderStates } from '../../ports/order-records.ts';
import type { Random } from '../random.ts';
import { intent, orderHead, orderRecord, orderRevision, pair, start } from '../samples.ts';
import { everything, kind, late, maybe, none, type OperationKinds, some, somePair, unordered, words } from './kind.ts';

const orderIds = ['7', '8', '10', 'X'];
const effectKeys = ['a', 'b', 'c', 'd', 'e'];

/** Calls on orders and effects. */
export const ledgerOperations: OperationKinds = {
  'orders.put': kind(
    (random, at) => {
      const id = random.pick(orderIds);
      const head = { ...orderHead(id), status: random.pick(orderStatuses), archived: random.percent(20) };
      return orderRecord(id, { state: random.pick(orderStates), head, ...maybe(random, { readAsOf: at }) });
    },
    (tx, record) => tx.orders.put(record),
  ),
  'orders.read': kind(
    (random) => random.pick(orderIds),
    (tx, id) => tx.orders.read(pair, id),
  ),
  'orders.readMany': unordered(
    (random) => some(random, orderIds),
    (tx, ids) => tx.orders.readMany(pair, ids),
  ),
  'orders.addRevision': kind(
    (random) => ({ id: random.pick(orderIds), hash: random.pick(words) }),
    async (tx, { id, hash }) => {
      let next = 1;
      while ((await tx.orders.revision(pair, id, next)) !== undefined) next += 1;
      await tx.orders.addRevision(orderRevision(id, next, { hash }));
      return tx.orders.revision(pair, id, next);
    },
  ),
  'orders.page': kind(
    (random) => ({ state: random.pick(orderStates), ...maybe(random, { after: random.pick(orderIds) }), limit: 1 + random.below(3) }),
    (tx, { state, after, limit }) => tx.orders.page(pair, state, after, limit),
  ),
  'orders.open': kind(
    (random) => ({ ...maybe(random, { after: random.pick(orderIds) }), limit: 1 + random.below(3) }),
    (tx, { after, limit }) => tx.orders.open(pair, after, limit),
  ),
  'orders.count': kind(somePair, (tx, id) => tx.orders.count(id)),

  'effects.intend': kind(
    (random, at) => ({ intent: someIntent(random, at), at }),
    (tx, args) => tx.effects.intend(args.intent, args.at),
  ),
  'effects.replace': kind(
    (random, at) => ({ intent: someIntent(random, at), at }),
    (tx, args) => tx.effects.replace(args.intent, args.at),
  ),
  'effects.withdraw': kind(
    (random, at) => ({ key: effectKey(random.pick(effectKeys)), at }),
    (tx, { key, at }) => tx.effects.withdraw(key, 'cancelled', at),
  ),
  'effects.claim': kind(
    (random, at) => ({
      pairs: [pair],
      kinds: effectKinds,
      ...maybe(random, { wants: random.pick(['look', 'send'] as const) }),
      at,
      leaseMs: random.below(80),
      limit: 1 + random.below(3),
    }),
    async (tx, due, held) => {
      const claimed = await tx.effects.claim(due);
      held.claims.push(...claimed);
      return claimed.map(({ row }) => [withoutFence(row), row.leaseUntil]);
    },
  ),
  'effects.record': kind(
    (random, at) => ({ place: random.below(everything), progress: someProgress(random, at), at, release: random.percent(70) }),
    async (tx, { place, progress, at, release }, held) => {
      const claim = late(held.claims, place);
      return claim === undefined
        ? 'nothing is held'
        : tx.effects.record(claim, progress, { at, what: 'recorded', details: { place } }, release);
    },
  ),
  'effects.read': kind(
    (random) => effectKey(random.pick(effectKeys)),
    async (tx, key) => {
      const row = await tx.effects.read(key);
      return row === undefined ? undefined : withoutFence(row);
    },
  ),
  'effects.note': kind(
    (random, at) => ({ key: effectKey(random.pick(effectKeys)), at, ...maybe(random, { progress: someProgress(random, at) }) }),
    (tx, { key, at, progress }) => tx.effects.note(key, { at, what: 'heard' }, progress),
  ),
  'effects.byResult': kind(
    (random) => some(random, words),
    async (tx, results) => (await tx.effects.byResult('place-sales-order', results)).map(withoutFence),
  ),
  'effects.decide': kind(
    (random, at) => ({ key: effectKey(random.pick(effectKeys)), progress: someProgress(random, at), at }),
    (tx, { key, progress, at }) => tx.effects.decide(key, progress, { at, what: 'decided' }),
  ),
  'effects.doubt': kind(
    (random, at) => ({ notBefore: at + random.below(60) - 30, at }),
    (tx, { notBefore, at }) => tx.effects.doubt(pair, notBefore, { at, what: 'restored' }),
  ),
  'effects.nextDue': kind(none, (tx) => tx.effects.nextDue(pair, effectKinds)),
  'effects.count': kind(
    (random) => random.pick(effectKinds),
    (tx, of) => tx.effects.count(pair, of),
  ),
};

/** How far a claim raises a fence, and what stands for a lease that was given back, is a store's own. */
function withoutFence({ fence: _, leaseUntil: __, ...row }: EffectRow): Omit<EffectRow, 'fence' | 'leaseUntil'> {
  return row;
}

function someIntent(random: Random, at: Instant): EffectIntent {
  const key = random.pick(effectKeys);
  return intent({
    key: effectKey(key),
    kind: key === 'a' ? 'mark-order' : 'place-sales-order',
    fingerprint: random.pick(words),
    notBefore: at - 40 + random.below(60),
    ...maybe(random, { lookBackTo: start }),
  });
}

function someProgress(random: Random, at: Instant): EffectProgress {
  return {
    state: random.pick(deliveryStates.filter((state) => state !== 'withdrawn')),
    attempt: random.below(3),
    refusals: random.below(2),
    notBefore: at + random.below(60) - 30,
    ...maybe(random, { firstSentAt: at, deadline: at + 30 }),
    ...maybe(random, { result: random.pick(words) }),
    ...maybe(random, { reason: random.pick(words) }),
    ...maybe(random, { pin: { rules: random.below(3) } }),
  };
}
