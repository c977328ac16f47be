import { effectKey } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { EffectClaim, EffectKind, EffectProgress } from '../../ports/effect-ledger.ts';
import { equal, isTrue } from '../checks.ts';
import type { StoreClaim, StoreClaims, StoreWorld } from '../claim.ts';
import { intent, otherPair, pair, start } from '../samples.ts';

const claims: readonly StoreClaim[] = [
  {
    says: 'claims due rows, oldest first, up to the limit',
    holds: async (world) => {
      await intend(world, { late: start + 3, early: start + 1, middle: start + 2, future: start + 99 });
      equal(keysOf(await claim(world, start + 10, { limit: 2 })), ['early', 'middle']);
      equal(keysOf(await claim(world, start + 10)), ['late']);
    },
  },
  {
    says: 'claims rows of one instant by key, compared as text',
    holds: async (world) => {
      await intend(world, { b: start, a: start, Z: start, '9': start, '10': start });
      equal(keysOf(await claim(world, start, { limit: 3 })), ['10', '9', 'Z']);
    },
  },
  {
    says: 'claims nothing before its instant, and all of it at the instant',
    holds: async (world) => {
      await intend(world, { row: start + 5 });
      equal(keysOf(await claim(world, start + 4)), []);
      equal(keysOf(await claim(world, start + 5)), ['row']);
    },
  },
  {
    says: 'claims only rows of the pair and the kinds asked for',
    holds: async (world) => {
      await intend(world, { mine: start });
      await world.tx(async ({ effects }) => {
        await effects.intend(intent({ key: effectKey('mark'), kind: 'mark-order' }), start);
        await effects.intend(intent({ key: effectKey('theirs'), pair: otherPair }), start);
      });
      equal(keysOf(await claim(world, start, { kinds: ['create-listing'] })), []);
      equal(keysOf(await claim(world, start, { kinds: [] })), []);
      equal(keysOf(await claim(world, start, { kinds: ['place-sales-order', 'mark-order'] })).toSorted(), ['mark', 'mine']);
    },
  },
  {
    says: 'hands out the row as claimed: raised fence, lease until the end of the lease time',
    holds: async (world) => {
      await intend(world, { row: start });
      const [held] = await claim(world, start + 7);
      const row = await world.tx(({ effects }) => effects.read(effectKey('row')));
      equal(held?.row, row);
      equal(held?.fence, row?.fence);
      equal(row?.leaseUntil, start + 7 + leaseMs);
      equal(row?.state, 'intended');
    },
  },
  {
    says: 'gives a row to one holder only, however many ask at once',
    holds: async (world) => {
      await intend(world, { a: start, b: start, c: start });
      const taken = await Promise.all([1, 2, 3, 4].map(() => claim(world, start, { limit: 2 })));
      equal(taken.flatMap(keysOf).toSorted(), ['a', 'b', 'c']);
    },
  },
  {
    says: 'leaves a held row alone until the lease ends, and then raises the fence',
    holds: async (world) => {
      await intend(world, { row: start });
      const [first] = await claim(world, start);
      equal(keysOf(await claim(world, start + leaseMs - 1)), []);
      const [second] = await claim(world, start + leaseMs);
      isTrue((second?.fence ?? 0) > (first?.fence ?? 0), 'a later holder has a higher fence');
    },
  },
  {
    says: 'hands out a row in sending again once its lease ended, whatever its instant says',
    holds: async (world) => {
      await intend(world, { row: start });
      const held = await claimOne(world, start);
      await record(world, held, { ...sending, notBefore: start + 50_000_000 }, false);
      equal(keysOf(await claim(world, start + leaseMs - 1)), []);
      const [again] = await claim(world, start + leaseMs);
      equal([again?.row.state, again?.row.attempt, again?.row.deadline], ['sending', 1, sending.deadline]);
    },
  },
  {
    says: 'hands out rows in doubt and taken ones when their instant has come',
    holds: async (world) => {
      await intend(world, { doubt: start, taken: start });
      for (const state of ['unknown', 'taken'] as const) {
        await record(world, await claimOne(world, start), { ...sending, state, notBefore: start + 90 }, true);
      }
      equal(keysOf(await claim(world, start + 89)), []);
      equal(keysOf(await claim(world, start + 90)).toSorted(), ['doubt', 'taken']);
    },
  },
  {
    says: 'never hands out what is done or parked',
    holds: async (world) => {
      await intend(world, { done: start, parked: start });
      for (const state of ['done', 'parked'] as const) await record(world, await claimOne(world, start), { ...sending, state }, true);
      equal(keysOf(await claim(world, start + 50_000_000)), []);
    },
  },
  {
    says: 'gives the lease back when told to, and keeps it otherwise',
    holds: async (world) => {
      await intend(world, { kept: start, given: start + 1 });
      await record(world, await claimOne(world, start + 1), { ...sending, state: 'unknown' }, false);
      await record(world, await claimOne(world, start + 1), { ...sending, state: 'unknown' }, true);
      equal(keysOf(await claim(world, start + 2)), ['given']);
    },
  },
  {
    says: 'records progress as a whole: what the new state does not say is gone',
    holds: async (world) => {
      await intend(world, { row: start });
      const held = await claimOne(world, start);
      await record(world, held, { ...sending, reason: 'ODD', result: 'made' }, false);
      const done: EffectProgress = { state: 'done', attempt: 1, refusals: 2, notBefore: start + 3, result: 'made' };
      await record(world, held, done, true);
      const row = await world.tx(({ effects }) => effects.read(effectKey('row')));
      const { fence, leaseUntil, evidence, ...rest } = row ?? {};
      equal(rest, { ...intent({ key: effectKey('row') }), ...done, createdAt: start });
    },
  },
  {
    says: 'takes only the progress from a whole row that is handed in as progress',
    holds: async (world) => {
      await intend(world, { row: start });
      const held = await claimOne(world, start);
      const wrong = { ...held.row, marker: 'forged', fence: 77, createdAt: 1, evidence: [{ at: 1, what: 'forged' }], notBefore: start + 8 };
      equal(await record(world, held, wrong, false), true);
      const row = await world.tx(({ effects }) => effects.read(effectKey('row')));
      equal(
        [row?.marker, row?.fence, row?.createdAt, row?.notBefore, row?.evidence.map(({ what }) => what)],
        ['marker-1', held.fence, start, start + 8, ['seen']],
      );
    },
  },
  {
    says: 'appends evidence and never loses any of it',
    holds: async (world) => {
      await intend(world, { row: start });
      const held = await claimOne(world, start);
      const seen = [
        { at: start + 1, what: 'sends', details: { attempt: 1, again: false, code: 'X' } },
        { at: start + 2, what: 'no answer' },
        { at: start + 2, what: 'looked' },
      ];
      for (const evidence of seen) await world.tx(({ effects }) => effects.record(held, sending, evidence, false));
      equal((await world.tx(({ effects }) => effects.read(effectKey('row'))))?.evidence, seen);
    },
  },
  {
    says: 'records nothing for a holder whose row was claimed again',
    holds: async (world) => {
      await intend(world, { row: start });
      const first = await claimOne(world, start);
      const second = await claimOne(world, start + leaseMs);
      const before = await world.tx(({ effects }) => effects.read(effectKey('row')));
      equal(await record(world, first, { ...sending, state: 'done', result: 'stale' }, true), false);
      equal(await world.tx(({ effects }) => effects.read(effectKey('row'))), before);
      equal(await record(world, second, sending, false), true);
    },
  },
  {
    says: 'lets a holder record after the lease as long as nobody else took the row',
    holds: async (world) => {
      await intend(world, { row: start });
      equal(await record(world, await claimOne(world, start), { ...sending, state: 'done', result: 'made' }, true), true);
    },
  },
  {
    says: 'takes a claim back with the transaction that made it',
    holds: async (world) => {
      await intend(world, { row: start });
      await world
        .tx(async ({ effects }) => {
          await effects.claim({ pairs: [pair], kinds: ['place-sales-order'], at: start, leaseMs, limit: 1 });
          throw new Error('no');
        })
        .catch(() => {});
      equal(keysOf(await claim(world, start)), ['row']);
    },
  },
];

export const effectClaims: StoreClaims = { area: 'claims of the effect ledger', claims };

const leaseMs = 60_000;
const sending: EffectProgress = {
  state: 'sending',
  attempt: 1,
  refusals: 0,
  notBefore: start,
  firstSentAt: start,
  deadline: start + 30_000,
};

async function intend({ tx }: StoreWorld, rows: Readonly<Record<string, Instant>>): Promise<void> {
  await tx(async ({ effects }) => {
    for (const [key, notBefore] of Object.entries(rows)) await effects.intend(intent({ key: effectKey(key), notBefore }), start);
  });
}

function claim(
  { tx }: StoreWorld,
  at: Instant,
  { limit = 10, kinds = ['place-sales-order'] }: { limit?: number; kinds?: readonly EffectKind[] } = {},
): Promise<readonly EffectClaim[]> {
  return tx(({ effects }) => effects.claim({ pairs: [pair], kinds, at, leaseMs, limit }));
}

async function claimOne(world: StoreWorld, at: Instant): Promise<EffectClaim> {
  const [held] = await claim(world, at, { limit: 1 });
  if (held === undefined) throw new Error('nothing could be claimed');
  return held;
}

function record({ tx }: StoreWorld, held: EffectClaim, progress: EffectProgress, release: boolean): Promise<boolean> {
  return tx(({ effects }) => effects.record(held, progress, { at: start, what: 'seen' }, release));
}

function keysOf(held: readonly EffectClaim[]): readonly string[] {
  return held.map(({ row }) => row.key);
}
