import type { NotedReason, Reason } from '../../ports/inbox.ts';
import { reasonKinds } from '../../ports/inbox.ts';
import { equal } from '../checks.ts';
import type { StoreClaim, StoreClaims, StoreWorld } from '../claim.ts';
import { otherPair, pair, start } from '../samples.ts';

const claims: readonly StoreClaim[] = [
  {
    says: 'answers reasons of the kinds asked for, the oldest first, at most as many as asked for',
    holds: async ({ tx }) => {
      const sold = [reason('sku-2', 5), reason('sku-1', 5), reason('sku-3', 1)];
      await tx(({ inbox }) => inbox.note(pair, [...sold, reason('7', 0, 'order')]));
      const [third, second, first] = sold.map((one) => ({ ...one, times: 1 }));
      equal(await tx(({ inbox }) => inbox.page(pair, ['elsewhere', 'count'], 9)), [first, second, third]);
      equal(await tx(({ inbox }) => inbox.page(pair, ['elsewhere'], 2)), [first, second]);
      equal(await tx(({ inbox }) => inbox.page(pair, ['article'], 9)), []);
      equal((await all(tx)).length, 4);
    },
  },
  {
    says: 'keeps pairs and merchants apart',
    holds: async ({ tx, otherTx }) => {
      await tx(({ inbox }) => inbox.note(otherPair, [reason('sku-1')]));
      equal(await all(tx), []);
      equal(await otherTx(({ inbox }) => inbox.page(otherPair, reasonKinds, 9)), []);
      await otherTx(({ inbox }) => inbox.settle(otherPair, [{ ...reason('sku-1'), times: 1 }]));
      equal((await tx(({ inbox }) => inbox.page(otherPair, reasonKinds, 9))).length, 1);
    },
  },
  {
    says: 'keeps one row per kind and id with its earliest instant, and counts how often it came',
    holds: async ({ tx }) => {
      await tx(({ inbox }) => inbox.note(pair, [reason('sku-1', 5), reason('sku-1', 4), reason('sku-1', 9, 'count')]));
      await tx(({ inbox }) => inbox.note(pair, [reason('sku-1', 7)]));
      await tx(({ inbox }) => inbox.note(pair, [reason('sku-1', 3)]));
      await tx(({ inbox }) => inbox.note(pair, []));
      equal(await all(tx), [
        { ...reason('sku-1', 3), times: 3 },
        { ...reason('sku-1', 9, 'count'), times: 1 },
      ]);
    },
  },
  {
    says: 'forgets what was looked at, and keeps what came again since it was read',
    holds: async ({ tx }) => {
      await tx(({ inbox }) => inbox.note(pair, [reason('sku-1'), reason('sku-2'), reason('sku-3')]));
      const read = await all(tx);
      await tx(({ inbox }) => inbox.note(pair, [reason('sku-2', 8)]));
      await tx(({ inbox }) => inbox.settle(pair, read.slice(0, 2)));
      await tx(({ inbox }) => inbox.settle(pair, []));
      equal(
        (await all(tx)).map(({ id }) => id),
        ['sku-2', 'sku-3'],
      );
      await tx(({ inbox }) => inbox.settle(pair, read));
      equal(
        (await all(tx)).map(({ id, times }) => [id, times]),
        [['sku-2', 2]],
      );
    },
  },
  {
    says: 'forgets what a transaction noted that fails',
    holds: async ({ tx }) => {
      const failing = tx(async ({ inbox }) => {
        await inbox.note(pair, [reason('sku-1')]);
        throw new Error('this work fails on purpose');
      });
      await failing.catch(() => undefined);
      equal(await all(tx), []);
    },
  },
];

export const inbox: StoreClaims = { area: 'inbox', claims };

function reason(id: string, afterMs = 0, what: Reason['what'] = 'elsewhere'): Reason {
  return { what, id, since: start + afterMs };
}

function all(tx: StoreWorld['tx']): Promise<readonly NotedReason[]> {
  return tx((rows) => rows.inbox.page(pair, reasonKinds, 99));
}
