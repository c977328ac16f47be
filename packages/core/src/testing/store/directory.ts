import { connectionId, pairId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { equal, fails, isTrue } from '../checks.ts';
import type { StoreClaim, StoreClaims, StoreWorld } from '../claim.ts';
import { otherPair, pair, pairRow, start } from '../samples.ts';

const pairClaims: readonly StoreClaim[] = [
  {
    says: 'keeps pairs as put, replaces them, and lists them by id',
    holds: async ({ tx, otherTx }) => {
      const full = pairRow({ invoicingAccount: 'i', channelAccount: 'c', pricesIncludeTax: false, epoch: start, pool: 'north' });
      const second = pairRow({ pair: otherPair, channel: connectionId('other') });
      await tx(({ pairs }) => pairs.put(second));
      await tx(({ pairs }) => pairs.put(full));
      equal(await tx(({ pairs }) => pairs.list()), [full, second]);
      await tx(({ pairs }) => pairs.put(pairRow()));
      equal(await tx(({ pairs }) => pairs.read(pair)), pairRow());
      equal(await otherTx(({ pairs }) => pairs.list()), []);
      equal(await otherTx(({ pairs }) => pairs.read(pair)), undefined);
    },
  },
  {
    says: 'sets when a pair is due, or brings it forward only',
    holds: async (world) => {
      await world.tx(({ pairs }) => pairs.put(pairRow()));
      equal(await dueAt(world), undefined);
      for (const [at, mode, expected] of [
        [50, 'earlier', 50],
        [60, 'earlier', 50],
        [40, 'earlier', 40],
        [70, 'set', 70],
      ] as const) {
        await world.tx(({ pairs }) => pairs.due(pair, start + at, mode));
        equal(await dueAt(world), start + expected);
      }
    },
  },
  {
    says: 'forgets when a pair is due, and can be told again',
    holds: async (world) => {
      await world.tx(async ({ pairs }) => {
        await pairs.put(pairRow());
        await pairs.due(pair, start, 'set');
        await pairs.notDue(pair);
      });
      equal(await dueAt(world), undefined);
      await world.tx(({ pairs }) => pairs.due(pair, start + 5, 'earlier'));
      equal(await dueAt(world), start + 5);
    },
  },
  {
    says: 'stays due when the row of the pair is put again',
    holds: async (world) => {
      await world.tx(async ({ pairs }) => {
        await pairs.put(pairRow());
        await pairs.due(pair, start, 'set');
        await pairs.put(pairRow({ epoch: start }));
      });
      equal(await dueAt(world), start);
    },
  },
  {
    says: 'refuses to make due what was never put: nothing would ever run it',
    holds: async ({ tx }) => {
      await fails(() => tx(({ pairs }) => pairs.due(pairId('never'), start, 'set')), 'a pair that is not there');
    },
  },
];

const directoryClaims: readonly StoreClaim[] = [
  {
    says: 'gives an account to the merchant who claims it first, and answers that one ever after',
    holds: async ({ store, merchant, other, tag }) => {
      const account = { vendor: 'shop', accountId: `account-${tag}` };
      equal(await store.directory.claimAccount(account, merchant), merchant);
      equal(await store.directory.claimAccount(account, merchant), merchant);
      equal(await store.directory.claimAccount(account, other), merchant);
      equal(await store.directory.claimAccount({ ...account, vendor: 'books' }, other), other, 'the same id at another vendor');
      equal(await store.directory.claimAccount({ ...account, accountId: `second-${tag}` }, other), other, 'another account');
    },
  },
  {
    says: 'gives an account to one of those who claim it at the same time',
    holds: async ({ store, merchant, other, tag }) => {
      const account = { vendor: 'shop', accountId: `account-${tag}` };
      const holders = await Promise.all([merchant, other, merchant, other].map((one) => store.directory.claimAccount(account, one)));
      equal(new Set(holders).size, 1);
    },
  },
  {
    says: 'names due pairs across merchants, earliest first, up to the limit',
    holds: async ({ store, merchant, other, tx, otherTx }) => {
      // Before every other instant of these claims, so that the pairs of other claims are later.
      const early = (await earliest(store)) - 1000;
      await tx(async ({ pairs }) => {
        for (const [name, at] of [
          [pair, 30],
          [otherPair, 10],
        ] as const) {
          await pairs.put(pairRow({ pair: name }));
          await pairs.due(name, early + at, 'set');
        }
      });
      await otherTx(async ({ pairs }) => {
        await pairs.put(pairRow());
        await pairs.due(pair, early + 20, 'set');
      });
      const expected = [
        { merchant, pair: otherPair, dueAt: early + 10 },
        { merchant: other, pair, dueAt: early + 20 },
        { merchant, pair, dueAt: early + 30 },
      ];
      equal(await store.directory.due(early + 30, 9), expected);
      equal(await store.directory.due(early + 29, 9), expected.slice(0, 2));
      equal(await store.directory.due(early + 30, 1), expected.slice(0, 1));
    },
  },
  {
    says: 'knows nothing of a due pair before it is committed, nor after a rollback',
    holds: async (world) => {
      await world.tx(({ pairs }) => pairs.put(pairRow()));
      await world
        .tx(async ({ pairs }) => {
          await pairs.due(pair, start, 'set');
          equal(await dueAt(world), undefined, 'due before the commit');
          throw new Error('no');
        })
        .catch((error: Error) => isTrue(error.message === 'no', error.message));
      equal(await dueAt(world), undefined, 'due after the rollback');
    },
  },
  {
    says: 'names instances not heard of for the time given, once, and never one that is heard of',
    holds: async ({ store, tag }) => {
      const [one, two] = [`one-${tag}`, `two-${tag}`];
      const heard = async (instance: string, at: Instant) =>
        (await store.directory.alive(instance, at, 1000)).filter((name) => name.endsWith(tag));
      equal(await heard(one, start), []);
      equal(await heard(two, start + 500), []);
      equal(await heard(two, start + 999), []);
      equal(await heard(two, start + 1500), [one]);
      equal(await heard(two, start + 1501), [], 'one that was named before');
      equal(await heard(two, start + 9000), [], 'the one that speaks');
      isTrue(((await store.directory.lastHeard()) ?? 0) >= start + 9000, 'the last time that anyone was heard of');
      equal(await heard(one, start + 9001), []);
    },
  },
];

export const directory: readonly StoreClaims[] = [
  { area: 'pairs', claims: pairClaims },
  { area: 'directory', claims: directoryClaims },
];

async function dueAt({ store, merchant }: StoreWorld): Promise<Instant | undefined> {
  const due = await store.directory.due(Number.MAX_SAFE_INTEGER, 10_000);
  return due.find((one) => one.merchant === merchant && one.pair === pair)?.dueAt;
}

async function earliest({ directory: { due } }: StoreWorld['store']): Promise<Instant> {
  const [first] = await due(Number.MAX_SAFE_INTEGER, 1);
  return Math.min(start, first?.dueAt ?? start);
}
