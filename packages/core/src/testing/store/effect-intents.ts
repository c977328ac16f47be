import { effectKey } from '../../kernel/ids.ts';
import type { DeliveryState, EffectClaim, EffectProgress } from '../../ports/effect-ledger.ts';
import type { Tx } from '../../ports/store.ts';
import { equal, isTrue } from '../checks.ts';
import type { StoreClaim, StoreClaims, StoreWorld } from '../claim.ts';
import { intent, otherPair, pair, start } from '../samples.ts';

const { key } = intent();
const unsent: EffectProgress = { state: 'parked', attempt: 0, refusals: 0, notBefore: start, reason: 'TOTALS_DIFFER' };

const claims: readonly StoreClaim[] = [
  {
    says: 'writes a new intent as a row that nobody holds and that was never sent',
    holds: async ({ tx }) => {
      equal(await tx(({ effects }) => effects.intend(intent({ lookBackTo: start - 5 }), start + 1)), 'new');
      const row = await tx(({ effects }) => effects.read(key));
      const { fence, leaseUntil, ...rest } = row ?? {};
      equal(rest, {
        ...intent({ lookBackTo: start - 5 }),
        state: 'intended',
        attempt: 0,
        refusals: 0,
        createdAt: start + 1,
        evidence: [],
      });
      isTrue((leaseUntil ?? Number.NaN) <= start + 1, 'nobody holds a new row');
    },
  },
  {
    says: 'answers nothing for a key that was never intended',
    holds: async ({ tx }) => {
      equal(await tx(({ effects }) => effects.read(key)), undefined);
    },
  },
  {
    says: 'takes the same key with the same fingerprint as a replay that changes nothing',
    holds: async ({ tx }) => {
      await tx(({ effects }) => effects.intend(intent(), start));
      const before = await tx(({ effects }) => effects.read(key));
      equal(await tx(({ effects }) => effects.intend(intent({ marker: 'other', notBefore: start + 9 }), start + 1)), 'same');
      equal(await tx(({ effects }) => effects.read(key)), before);
    },
  },
  {
    says: 'takes the same key with another fingerprint as a conflict that writes nothing',
    holds: async ({ tx }) => {
      await tx(({ effects }) => effects.intend(intent(), start));
      const before = await tx(({ effects }) => effects.read(key));
      equal(await tx(({ effects }) => effects.intend(intent({ fingerprint: 'print-2' }), start + 1)), 'conflict');
      equal(await tx(({ effects }) => effects.read(key)), before);
    },
  },
  {
    says: 'lets one of many who intend the same at the same time be the first',
    holds: async ({ tx }) => {
      const answers = await Promise.all([1, 2, 3].map(() => tx(({ effects }) => effects.intend(intent(), start))));
      equal(answers.toSorted(), ['new', 'same', 'same']);
    },
  },
  {
    says: 'replaces an intent that was never sent, and says so in its evidence',
    holds: async ({ tx }) => {
      await tx(({ effects }) => effects.intend(intent({ lookBackTo: start }), start));
      const edited = intent({ fingerprint: 'print-2', marker: 'marker-2', input: { revision: 2 }, notBefore: start + 5 });
      equal(await tx(({ effects }) => effects.replace(edited, start + 3)), true);
      const { fence, leaseUntil, ...rest } = (await tx(({ effects }) => effects.read(key))) ?? {};
      equal(rest, {
        ...edited,
        state: 'intended',
        attempt: 0,
        refusals: 0,
        createdAt: start,
        evidence: [{ at: start + 3, what: 'replaced' }],
      });
    },
  },
  {
    says: 'replaces an intent that was parked before any send; it waits again and has no reason',
    holds: async (world) => {
      await bring(world, unsent);
      equal(await world.tx(({ effects }) => effects.replace(intent({ fingerprint: 'print-2' }), start + 3)), true);
      const row = await world.tx(({ effects }) => effects.read(key));
      equal([row?.state, row?.reason, row?.fingerprint], ['intended', undefined, 'print-2']);
    },
  },
  {
    says: 'withdraws an intent that was never sent, and keeps why in its evidence',
    holds: async ({ tx }) => {
      await tx(({ effects }) => effects.intend(intent(), start));
      equal(await tx(({ effects }) => effects.withdraw(key, 'cancelled', start + 4)), true);
      const row = await tx(({ effects }) => effects.read(key));
      equal([row?.state, row?.evidence], ['withdrawn', [{ at: start + 4, what: 'withdrawn', details: { why: 'cancelled' } }]]);
      equal(await tx(({ effects }) => effects.claim(everyDue(start + 100))), [], 'a withdrawn row is never due');
    },
  },
  {
    says: 'withdraws an intent that was parked before any send',
    holds: async (world) => {
      await bring(world, unsent);
      equal(await world.tx(({ effects }) => effects.withdraw(key, 'cancelled', start)), true);
      const row = await world.tx(({ effects }) => effects.read(key));
      equal([row?.state, row?.reason], ['withdrawn', undefined]);
    },
  },
  {
    says: 'begins a withdrawn intent anew',
    holds: async ({ tx }) => {
      await tx(({ effects }) => effects.intend(intent(), start));
      await tx(({ effects }) => effects.withdraw(key, 'cancelled', start + 4));
      equal(await tx(({ effects }) => effects.replace(intent(), start + 5)), true);
      const row = await tx(({ effects }) => effects.read(key));
      equal([row?.state, row?.attempt, row?.createdAt], ['intended', 0, start]);
      equal((await tx(({ effects }) => effects.claim(everyDue(start + 100)))).length, 1, 'it is due again');
    },
  },
  {
    says: 'neither replaces nor withdraws what is not there',
    holds: async ({ tx }) => {
      equal(await tx(({ effects }) => effects.replace(intent(), start)), false);
      equal(await tx(({ effects }) => effects.withdraw(key, 'cancelled', start)), false);
      equal(await tx(({ effects }) => effects.read(key)), undefined);
    },
  },
  ...sentStates().map(
    (progress): StoreClaim => ({
      says: `neither replaces nor withdraws a row that is ${progress.state} after ${progress.attempt} sends`,
      holds: async (world) => {
        await bring(world, progress);
        const before = await world.tx(({ effects }) => effects.read(key));
        equal(await world.tx(({ effects }) => effects.replace(intent({ fingerprint: 'print-2' }), start + 3)), false);
        equal(await world.tx(({ effects }) => effects.withdraw(key, 'cancelled', start + 3)), false);
        equal(await world.tx(({ effects }) => effects.read(key)), before);
      },
    }),
  ),
  {
    says: 'takes a replaced or withdrawn row away from who holds it: they can record nothing, so they send nothing',
    holds: async ({ tx }) => {
      const second = effectKey('second');
      await tx(async ({ effects }) => {
        await effects.intend(intent(), start);
        await effects.intend(intent({ key: second }), start);
      });
      const held = await tx(({ effects }) => effects.claim(everyDue(start)));
      equal(held.length, 2);
      await tx(async ({ effects }) => {
        await effects.replace(intent({ fingerprint: 'print-2' }), start);
        await effects.withdraw(second, 'cancelled', start);
      });
      for (const claim of held) equal(await tx((transaction) => recordSending(transaction, claim)), false);
      const again = await tx(({ effects }) => effects.claim(everyDue(start)));
      equal(
        again.map(({ row }) => [row.key, row.fingerprint]),
        [[key, 'print-2']],
        'the replaced row is due at once, the withdrawn one never',
      );
    },
  },
  {
    says: 'tells the earliest instant at which something waits, per pair and kind',
    holds: async ({ tx }) => {
      await tx(async ({ effects }) => {
        await effects.intend(intent({ key: effectKey('a'), notBefore: start + 30 }), start);
        await effects.intend(intent({ key: effectKey('b'), notBefore: start + 20 }), start);
        await effects.intend(intent({ key: effectKey('c'), kind: 'mark-order', notBefore: start + 10 }), start);
        await effects.intend(intent({ key: effectKey('d'), pair: otherPair, notBefore: start }), start);
      });
      equal(await tx(({ effects }) => effects.nextDue(pair, ['place-sales-order'])), start + 20);
      equal(await tx(({ effects }) => effects.nextDue(pair, ['place-sales-order', 'mark-order'])), start + 10);
      equal(await tx(({ effects }) => effects.nextDue(pair, ['create-listing'])), undefined);
    },
  },
  {
    says: 'counts a lease in: a row that somebody holds is not due before it ends',
    holds: async ({ tx }) => {
      await tx(({ effects }) => effects.intend(intent(), start));
      const [claim] = await tx(({ effects }) => effects.claim(everyDue(start)));
      equal(await tx(({ effects }) => effects.nextDue(pair, ['place-sales-order'])), start + 1000);
      await tx((transaction) => recordSending(transaction, claim as EffectClaim));
      equal(await tx(({ effects }) => effects.nextDue(pair, ['place-sales-order'])), start + 1000);
    },
  },
  {
    says: 'takes a person’s word on a parked row, and on no other',
    holds: async (world) => {
      await bring(world, { state: 'parked', attempt: 2, refusals: 0, notBefore: start, firstSentAt: start, reason: 'ALIKE_FOUND' });
      const word: EffectProgress = { state: 'done', attempt: 2, refusals: 0, notBefore: start, result: 'theirs' };
      equal(await world.tx(({ effects }) => effects.decide(key, word, { at: start + 7, what: 'adopted by a person' })), true);
      const row = await world.tx(({ effects }) => effects.read(key));
      equal([row?.state, row?.result, row?.reason, row?.evidence.at(-1)?.what], ['done', 'theirs', undefined, 'adopted by a person']);
      equal(await world.tx(({ effects }) => effects.decide(key, word, { at: start + 8, what: 'again' })), false);
      equal((await world.tx(({ effects }) => effects.read(key)))?.evidence.at(-1)?.what, 'adopted by a person');
    },
  },
  {
    says: 'doubts every open row of the pair after a restored backup, and takes it away from who holds it',
    holds: async ({ tx }) => {
      await tx(async ({ effects }) => {
        await effects.intend(intent(), start);
        await effects.intend(intent({ key: effectKey('other pair'), pair: otherPair }), start);
      });
      const [claim] = await tx(({ effects }) => effects.claim(everyDue(start)));
      equal(await tx(({ effects }) => effects.doubt(pair, start + 50, { at: start + 1, what: 'a backup was restored' })), 1);
      equal(await tx((transaction) => recordSending(transaction, claim as EffectClaim)), false);
      const row = await tx(({ effects }) => effects.read(key));
      equal([row?.state, row?.notBefore, row?.attempt], ['unknown', start + 50, 0]);
      equal((await tx(({ effects }) => effects.read(effectKey('other pair'))))?.state, 'intended');
    },
  },
  {
    says: 'waits for nothing once all rows are done, parked or withdrawn',
    holds: async (world) => {
      await bring(world, { state: 'done', attempt: 1, refusals: 0, notBefore: start, result: 'made' });
      await world.tx(async ({ effects }) => {
        await effects.intend(intent({ key: effectKey('withdrawn') }), start);
        await effects.withdraw(effectKey('withdrawn'), 'cancelled', start);
      });
      equal(await world.tx(({ effects }) => effects.nextDue(pair, ['place-sales-order'])), undefined);
    },
  },
  {
    says: 'counts the rows of one kind by state',
    holds: async (world) => {
      await bring(world, { state: 'done', attempt: 1, refusals: 0, notBefore: start, result: 'made' });
      await world.tx(async ({ effects }) => {
        await effects.intend(intent({ key: effectKey('b') }), start);
        await effects.intend(intent({ key: effectKey('c') }), start);
        await effects.intend(intent({ key: effectKey('d'), kind: 'mark-order' }), start);
        await effects.intend(intent({ key: effectKey('e'), pair: otherPair }), start);
      });
      equal(await world.tx(({ effects }) => effects.count(pair, 'place-sales-order')), { done: 1, intended: 2 });
      equal(await world.tx(({ effects }) => effects.count(pair, 'create-listing')), {});
    },
  },
];

export const effectIntents: StoreClaims = { area: 'intents of the effect ledger', claims };

function everyDue(at: number) {
  return { pairs: [pair], kinds: ['place-sales-order'], at, leaseMs: 1000, limit: 10 } as const;
}

function recordSending({ effects }: Tx, claim: EffectClaim): Promise<boolean> {
  const progress: EffectProgress = { state: 'sending', attempt: 1, refusals: 0, notBefore: start, firstSentAt: start };
  return effects.record(claim, progress, { at: start, what: 'sends' }, false);
}

/** Intends the row and brings it to a state. */
async function bring({ tx }: StoreWorld, progress: EffectProgress): Promise<void> {
  await tx(async ({ effects }) => {
    await effects.intend(intent(), start);
    const [claim] = await effects.claim(everyDue(start));
    if (claim === undefined) throw new Error('a new intent could not be claimed');
    equal(await effects.record(claim, progress, { at: start, what: 'brought here' }, true), true);
  });
}

function sentStates(): readonly EffectProgress[] {
  const sent = { attempt: 1, refusals: 0, notBefore: start, firstSentAt: start, deadline: start + 9 };
  const states: readonly DeliveryState[] = ['intended', 'sending', 'unknown', 'taken', 'done', 'parked'];
  return states.map((state) => ({ ...sent, state, ...(state === 'parked' ? { reason: 'IN_DOUBT' } : {}) }));
}
