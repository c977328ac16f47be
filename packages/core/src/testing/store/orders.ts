import { type OrderHead, openStatuses, orderStatuses } from '../../model/order.ts';
import { equal, fails, sameRows } from '../checks.ts';
import type { StoreClaim, StoreClaims } from '../claim.ts';
import { orderHead, orderRecord, orderRevision, otherPair, pair, start } from '../samples.ts';

const claims: readonly StoreClaim[] = [
  {
    says: 'keeps a record as it was put, and replaces it as a whole',
    holds: async ({ tx }) => {
      const first = orderRecord('1', { state: 'held', reason: 'UNPAID', reasonData: { since: 'today' }, readAsOf: start });
      await tx(({ orders }) => orders.put(first));
      equal(await tx(({ orders }) => orders.read(pair, '1')), first);
      const second = orderRecord('1', {
        state: 'placed',
        revision: 1,
        revisionHash: 'h',
        salesOrderId: 's',
        placedRevision: 1,
      });
      await tx(({ orders }) => orders.put(second));
      equal(await tx(({ orders }) => orders.read(pair, '1')), second);
    },
  },
  {
    says: 'reads many at once, each once, and leaves out what it does not have',
    holds: async ({ tx }) => {
      await tx(async ({ orders }) => {
        for (const id of ['1', '2', '3']) await orders.put(orderRecord(id));
      });
      sameRows(await tx(({ orders }) => orders.readMany(pair, ['3', '1', 'none', '3'])), [orderRecord('1'), orderRecord('3')]);
      equal(await tx(({ orders }) => orders.readMany(pair, [])), []);
    },
  },
  {
    says: 'keeps orders of two pairs apart',
    holds: async ({ tx }) => {
      await tx(({ orders }) => orders.put(orderRecord('1')));
      equal(await tx(({ orders }) => orders.read(otherPair, '1')), undefined);
      equal(await tx(({ orders }) => orders.readMany(otherPair, ['1'])), []);
      equal(await tx(({ orders }) => orders.page(otherPair, 'admitted', undefined, 9)), []);
      equal(await tx(({ orders }) => orders.count(otherPair)), {});
    },
  },
  {
    says: 'pages the records of one state by id, compared as text, each exactly once',
    holds: async ({ tx }) => {
      const ids = ['1', '10', '9', 'Z', 'a', 'é'];
      await tx(async ({ orders }) => {
        for (const id of ids.toReversed()) await orders.put(orderRecord(id));
        await orders.put(orderRecord('5', { state: 'parked' }));
      });
      const seen: string[] = [];
      let after: string | undefined;
      for (let pages = 0; pages < 4; pages++) {
        const page = await tx(({ orders }) => orders.page(pair, 'admitted', after, 2));
        seen.push(...page.map(({ orderId }) => orderId));
        after = page.at(-1)?.orderId ?? after;
      }
      equal(seen, ids);
    },
  },
  {
    says: 'goes on after an id that is gone from the state',
    holds: async ({ tx }) => {
      await tx(async ({ orders }) => {
        for (const id of ['1', '2', '3']) await orders.put(orderRecord(id));
        await orders.put(orderRecord('2', { state: 'placed' }));
      });
      const page = await tx(({ orders }) => orders.page(pair, 'admitted', '2', 9));
      equal(
        page.map(({ orderId }) => orderId),
        ['3'],
      );
    },
  },
  {
    says: 'pages the open orders by id, whatever became of them here, and leaves out what is finished or put away there',
    holds: async ({ tx }) => {
      const headOf = (id: string, changes: Partial<OrderHead>) => ({ head: { ...orderHead(id), ...changes } });
      await tx(async ({ orders }) => {
        for (const [place, status] of orderStatuses.entries()) {
          const id = String(10 + place);
          await orders.put(orderRecord(id, { ...headOf(id, { status }), state: place % 2 === 0 ? 'placed' : 'excluded' }));
        }
        await orders.put(orderRecord('30', headOf('30', { status: 'open', archived: true })));
        await orders.put({ ...orderRecord('31'), pair: otherPair });
      });
      const open = orderStatuses.flatMap((status, place) => (openStatuses.includes(status) ? [String(10 + place)] : []));
      const seen = (after: string | undefined, limit: number) =>
        tx(async ({ orders }) => (await orders.open(pair, after, limit)).map(({ orderId }) => orderId));
      equal(await seen(undefined, 99), open);
      equal(await seen(open[1], 2), open.slice(2, 4));
    },
  },
  {
    says: 'counts the records of a pair by state',
    holds: async ({ tx }) => {
      await tx(async ({ orders }) => {
        await orders.put(orderRecord('1'));
        await orders.put(orderRecord('2', { state: 'placed' }));
        await orders.put(orderRecord('3', { state: 'placed' }));
        await orders.put(orderRecord('1', { state: 'placed' }));
        await orders.put(orderRecord('4', { state: 'held' }));
      });
      equal(await tx(({ orders }) => orders.count(pair)), { placed: 3, held: 1 });
    },
  },
  {
    says: 'appends revisions and keeps every one of them',
    holds: async ({ tx }) => {
      await tx(async ({ orders }) => {
        await orders.addRevision(orderRevision('1', 1));
        await orders.addRevision(orderRevision('1', 2));
        await orders.addRevision(orderRevision('2', 1));
      });
      equal(await tx(({ orders }) => orders.revision(pair, '1', 1)), orderRevision('1', 1));
      equal(await tx(({ orders }) => orders.revision(pair, '1', 2)), orderRevision('1', 2));
      equal(await tx(({ orders }) => orders.revision(pair, '1', 3)), undefined);
      equal(await tx(({ orders }) => orders.revision(otherPair, '1', 1)), undefined);
    },
  },
  {
    says: 'adds nothing for the hash of the last revision, under whatever number',
    holds: async ({ tx }) => {
      await tx(({ orders }) => orders.addRevision(orderRevision('1', 1)));
      await tx(({ orders }) => orders.addRevision(orderRevision('1', 1, { at: start + 99 })));
      await tx(({ orders }) => orders.addRevision(orderRevision('1', 2, { hash: 'hash-1' })));
      equal(await tx(({ orders }) => orders.revision(pair, '1', 1)), orderRevision('1', 1));
      equal(await tx(({ orders }) => orders.revision(pair, '1', 2)), undefined);
    },
  },
  {
    says: 'adds a state that stood before: only the last revision counts',
    holds: async ({ tx }) => {
      await tx(async ({ orders }) => {
        await orders.addRevision(orderRevision('1', 1, { hash: 'a' }));
        await orders.addRevision(orderRevision('1', 2, { hash: 'b' }));
        await orders.addRevision(orderRevision('1', 3, { hash: 'a' }));
      });
      equal((await tx(({ orders }) => orders.revision(pair, '1', 3)))?.hash, 'a');
    },
  },
  {
    says: 'finds the last revision by number: the tenth comes after the ninth',
    holds: async ({ tx }) => {
      await tx(async ({ orders }) => {
        for (let revision = 1; revision <= 10; revision++) await orders.addRevision(orderRevision('1', revision));
        await orders.addRevision(orderRevision('1', 11, { hash: 'hash-10' }));
      });
      equal(await tx(({ orders }) => orders.revision(pair, '1', 11)), undefined);
    },
  },
  {
    says: 'refuses another content under a number that stands',
    holds: async ({ tx }) => {
      await tx(({ orders }) => orders.addRevision(orderRevision('1', 1)));
      await fails(() => tx(({ orders }) => orders.addRevision(orderRevision('1', 1, { hash: 'other' }))), 'a changed revision');
      equal(await tx(({ orders }) => orders.revision(pair, '1', 1)), orderRevision('1', 1));
    },
  },
];

export const orders: StoreClaims = { area: 'orders', claims };
