import { effectKey } from '../../kernel/ids.ts';
import { deliveryStates, type EffectClaim, type EffectProgress } from '../../ports/effect-ledger.ts';
import { equal } from '../checks.ts';
import type { StoreClaim, StoreClaims, StoreWorld } from '../claim.ts';
import { intent, otherPair, pair, start } from '../samples.ts';

const { key } = intent();
const leaseMs = 60_000;
const done: EffectProgress = { state: 'done', attempt: 1, refusals: 0, notBefore: start, result: 'made' };
const heard = { at: start + 7, what: 'heard', details: { from: 'event' } };

const claims: readonly StoreClaim[] = [
  {
    says: 'notes evidence beside whoever holds the row, and changes nothing else',
    holds: async (world) => {
      const claim = await claimed(world);
      equal(await world.tx(({ effects }) => effects.note(key, heard)), true);
      equal(await world.tx(({ effects }) => effects.read(key)), { ...claim.row, evidence: [heard] });
      equal(await world.tx(({ effects }) => effects.record(claim, done, { at: start, what: 'done' }, true)), true);
    },
  },
  ...deliveryStates.map(
    (state): StoreClaim => ({
      says: `settles by proof what is ${state}, and takes it from whoever holds it`,
      holds: async (world) => {
        const claim = await claimed(world);
        const before: EffectProgress = { ...done, state, reason: 'IN_DOUBT', pin: { rules: 1 } };
        await world.tx(({ effects }) => effects.record(claim, before, { at: start, what: 'brought here' }, false));
        equal(await world.tx(({ effects }) => effects.note(key, heard, { ...done, result: 'proved' })), true);
        const { fence, leaseUntil, evidence, ...row } = (await world.tx(({ effects }) => effects.read(key))) ?? {};
        equal(row, { ...intent(), ...done, result: 'proved', createdAt: start });
        equal(evidence?.at(-1), heard);
        equal(await world.tx(({ effects }) => effects.record(claim, done, { at: start, what: 'late' }, true)), false);
      },
    }),
  ),
  {
    says: 'knows of no row to note anything on where there is none',
    holds: async ({ tx }) => {
      equal(await tx(({ effects }) => effects.note(key, heard)), false);
      equal(await tx(({ effects }) => effects.note(key, heard, done)), false);
      equal(await tx(({ effects }) => effects.read(key)), undefined);
    },
  },
  {
    says: 'keeps what an attempt is made of, and forgets it with an intent that begins anew',
    holds: async (world) => {
      const claim = await claimed(world);
      const pinned: EffectProgress = { state: 'parked', attempt: 0, refusals: 0, notBefore: start, pin: { rules: 3, more: ['a', null] } };
      await world.tx(({ effects }) => effects.record(claim, pinned, { at: start, what: 'sends' }, true));
      equal((await world.tx(({ effects }) => effects.read(key)))?.pin, { rules: 3, more: ['a', null] });
      equal(await world.tx(({ effects }) => effects.replace(intent({ fingerprint: 'print-2' }), start)), true);
      equal((await world.tx(({ effects }) => effects.read(key)))?.pin, undefined);
    },
  },
  {
    says: 'finds the rows of a kind by their results, of all pairs, by key',
    holds: async ({ tx }) => {
      await tx(async ({ effects }) => {
        for (const [name, result, changes] of [
          ['b', 'made-b', {}],
          ['a', 'made-a', { pair: otherPair }],
          ['c', 'made-a', { kind: 'mark-order' }],
          ['d', 'made-d', {}],
        ] as const) {
          await effects.intend(intent({ key: effectKey(name), ...changes }), start);
          await effects.note(effectKey(name), heard, { ...done, result });
        }
        await effects.intend(intent({ key: effectKey('e') }), start);
      });
      const found = await tx(({ effects }) => effects.byResult('place-sales-order', ['made-a', 'made-b', 'nobody', 'made-a']));
      equal(
        found.map((row) => [row.key, row.result]),
        [
          ['a', 'made-a'],
          ['b', 'made-b'],
        ],
      );
      equal(await tx(({ effects }) => effects.byResult('place-sales-order', [])), []);
    },
  },
  {
    says: 'claims what is looked for and what is sent apart',
    holds: async ({ tx }) => {
      const states: Readonly<Record<string, EffectProgress>> = {
        doubt: { ...done, state: 'unknown' },
        taken: { ...done, state: 'taken' },
        vanished: { ...done, state: 'sending' },
        again: { ...done, state: 'intended', firstSentAt: start },
      };
      await tx(async ({ effects }) => {
        await effects.intend(intent({ key: effectKey('new') }), start);
        await effects.intend(intent({ key: effectKey('back'), lookBackTo: start - 5 }), start);
        for (const [name, progress] of Object.entries(states)) {
          await effects.intend(intent({ key: effectKey(name), ...(name === 'again' ? { lookBackTo: start - 5 } : {}) }), start);
          await effects.note(effectKey(name), heard, progress);
        }
      });
      const keysOf = (claimedRows: readonly EffectClaim[]) => claimedRows.map(({ row }) => row.key).toSorted();
      const due = { pairs: [pair], kinds: ['place-sales-order'], at: start, leaseMs, limit: 9 } as const;
      equal(keysOf(await tx(({ effects }) => effects.claim({ ...due, wants: 'send' }))), ['again', 'new']);
      equal(keysOf(await tx(({ effects }) => effects.claim({ ...due, wants: 'look' }))), ['back', 'doubt', 'taken', 'vanished']);
    },
  },
  {
    says: 'claims rows of several pairs together, oldest first, and none for no pair',
    holds: async ({ tx }) => {
      await tx(async ({ effects }) => {
        await effects.intend(intent({ key: effectKey('mine'), notBefore: start + 1 }), start);
        await effects.intend(intent({ key: effectKey('theirs'), pair: otherPair }), start);
      });
      const due = { kinds: ['place-sales-order'], at: start + 1, leaseMs, limit: 9 } as const;
      equal(await tx(({ effects }) => effects.claim({ ...due, pairs: [] })), []);
      const both = await tx(({ effects }) => effects.claim({ ...due, pairs: [pair, otherPair] }));
      equal(
        both.map(({ row }) => row.key),
        ['theirs', 'mine'],
      );
    },
  },
];

export const effectProof: StoreClaims = { area: 'proof in the effect ledger', claims };

async function claimed({ tx }: StoreWorld): Promise<EffectClaim> {
  return tx(async ({ effects }) => {
    await effects.intend(intent(), start);
    const [claim] = await effects.claim({ pairs: [pair], kinds: ['place-sales-order'], at: start, leaseMs, limit: 1 });
    if (claim === undefined) throw new Error('a new intent could not be claimed');
    return claim;
  });
}
