import type { Tx } from '../../ports/store.ts';
import { equal, fails, isTrue } from '../checks.ts';
import type { StoreClaim, StoreClaims } from '../claim.ts';
import {
  article,
  binding,
  books,
  intent,
  listing,
  orderRecord,
  orderRevision,
  otherPair,
  pair,
  pairRow,
  person,
  problem,
  rate,
  ruleSet,
  shop,
  snapshotRow,
  start,
  stockEvent,
} from '../samples.ts';

const claims: readonly StoreClaim[] = [
  {
    says: 'answers what the work answers, and keeps what it wrote',
    holds: async ({ tx }) => {
      equal(await tx(async ({ cursors }) => cursors.write(pair, 'orders', { page: 2 }).then(() => 'written')), 'written');
      equal(await tx(({ cursors }) => cursors.read(pair, 'orders')), { page: 2 });
    },
  },
  {
    says: 'shows a transaction its own writes before they are committed',
    holds: async ({ tx }) => {
      const seen = await tx(async ({ cursors }) => {
        await cursors.write(pair, 'orders', 1);
        await cursors.write(pair, 'orders', 2);
        return cursors.read(pair, 'orders');
      });
      equal(seen, 2);
    },
  },
  {
    says: 'rejects with the error of the work, and takes back everything it wrote',
    holds: async ({ tx }) => {
      await tx((transaction) => writeEverything(transaction, 'before'));
      const before = await tx(readEverything);

      const failure = new Error('the work failed');
      const seen = await tx(async (transaction) => {
        await writeEverything(transaction, 'after');
        throw failure;
      }).catch((error: unknown) => error);

      isTrue(seen === failure, 'the error of the work arrives unchanged');
      equal(await tx(readEverything), before, 'rows after the rollback');
    },
  },
  {
    says: 'takes back first writes, so that nothing is left of them',
    holds: async ({ tx }) => {
      const untouched = await tx(readEverything);
      await fails(
        () =>
          tx(async (transaction) => {
            await writeEverything(transaction, 'never');
            throw new Error('no');
          }),
        'work that throws',
      );
      equal(await tx(readEverything), untouched);
      equal(await tx(({ stock }) => stock.book([stockEvent('never')])), 1, 'the rolled back event booked again');
      equal(await tx(({ effects }) => effects.intend(intent(), start)), 'new', 'the rolled back intent again');
    },
  },
  {
    says: 'never shows one merchant a row of another, whatever the ids',
    holds: async ({ tx, otherTx }) => {
      const empty = await otherTx(readEverything);
      await tx((transaction) => writeEverything(transaction, 'mine'));
      equal(await otherTx(readEverything), empty, 'what the other merchant sees');

      const mine = await tx(readEverything);
      await otherTx((transaction) => writeEverything(transaction, 'theirs'));
      await otherTx(removeEverything);
      equal(await tx(readEverything), mine, 'what this merchant sees after the other wrote and removed');
    },
  },
  {
    says: 'runs transactions of one merchant one after another: no increment is lost',
    holds: async ({ tx }) => {
      await Promise.all(Array.from({ length: 10 }, () => tx(increment)));
      equal(await tx(({ cursors }) => cursors.read(pair, 'counter')), 10);
    },
  },
  {
    says: 'goes on with the next transaction after one that failed',
    holds: async ({ tx }) => {
      const failing = fails(
        () =>
          tx(async (transaction) => {
            await increment(transaction);
            throw new Error('no');
          }),
        'work that throws',
      );
      await Promise.all([tx(increment), failing, tx(increment)]);
      equal(await tx(({ cursors }) => cursors.read(pair, 'counter')), 2);
    },
  },
  {
    says: 'lets different merchants go on at the same time',
    holds: async ({ tx, otherTx }) => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let entered = () => {};
      const inside = new Promise<void>((resolve) => {
        entered = resolve;
      });
      const first = tx(async (transaction) => {
        await increment(transaction);
        entered();
        await held;
      });
      await inside;
      await otherTx(increment);
      release();
      await first;
      equal(await otherTx(({ cursors }) => cursors.read(pair, 'counter')), 1);
    },
  },
  {
    says: 'refuses a transaction that is used after its end',
    holds: async ({ tx }) => {
      const ended = await tx(async (transaction) => ({ transaction }));
      await fails(() => ended.transaction.cursors.write(pair, 'late', 1), 'a write after the end');
      await fails(() => ended.transaction.cursors.read(pair, 'late'), 'a read after the end');
      equal(await tx(({ cursors }) => cursors.read(pair, 'late')), undefined);
    },
  },
  {
    says: 'keeps what was written, whatever becomes of the object that was handed in or out',
    holds: async ({ tx }) => {
      const row = { article: { ...article('a1'), title: 'Before' }, hash: 'hash', seenAt: start };
      await tx(({ snapshot }) => snapshot.put(books, [row]));
      row.article.title = 'After';
      const [read] = await tx(({ snapshot }) => snapshot.readMany(books, ['a1']));
      equal(read?.article.title, 'Before');

      try {
        Object.assign(read?.article ?? {}, { title: 'Changed by a reader' });
      } catch {
        // A frozen row is as good as a copy.
      }
      const [again] = await tx(({ snapshot }) => snapshot.readMany(books, ['a1']));
      equal(again?.article.title, 'Before');
    },
  },
];

export const transactions: StoreClaims = { area: 'transactions', claims };

async function increment({ cursors }: Tx): Promise<void> {
  const value = await cursors.read(pair, 'counter');
  await cursors.write(pair, 'counter', (typeof value === 'number' ? value : 0) + 1);
}

/** Touches every part of a transaction; `word` makes the rows differ where they may. */
async function writeEverything(tx: Tx, word: string): Promise<void> {
  await tx.pairs.put(pairRow({ invoicingAccount: word }));
  await tx.pairs.due(pair, start, 'set');
  const version = await tx.rules.add(ruleSet(word));
  const before = (await tx.rules.active(pair, 'orders'))?.version;
  await tx.rules.activate({ pair, flow: 'orders', version, ...(before === undefined ? {} : { before }), by: 'me', at: start, why: word });
  await tx.rates.add([rate('CHF', '2026-01-01', { source: word })]);
  await tx.cursors.write(pair, 'scan', word);
  await tx.runs.begin(`lane-${word}`, start, 1000);
  await tx.snapshot.put(books, [snapshotRow('a1', { title: word })]);
  await tx.shelf.put(shop, [listing('p1', { name: word })]);
  await tx.bindings.put([binding('a1', { inputsHash: word })]);
  await tx.plans.add({ id: `plan-${word}`, pair, flow: 'listings', createdAt: start });
  await tx.plans.addItems(`plan-${word}`, [{ position: 1, content: word }]);
  await tx.stock.book([stockEvent(word)]);
  await tx.orders.put(orderRecord('o1', { reason: word }));
  await tx.orders.addRevision(orderRevision('o1', version, { hash: word }));
  await tx.effects.intend(intent(), start);
  await tx.effects.replace(intent({ fingerprint: word }), start);
  await tx.explanations.put('subject', word, start);
  await tx.problems.raise(problem('p', { data: { word } }));
  await tx.people.put('person', person(word), start);
  await tx.people.read('person', { purpose: word, by: 'me', at: start });
  await tx.audit.add({ at: start, by: 'me', what: word, subject: 'subject' });
}

async function removeEverything(tx: Tx): Promise<void> {
  await tx.pairs.notDue(pair);
  await tx.snapshot.remove(books, ['a1']);
  await tx.shelf.remove(shop, [listing('p1').ref]);
  await tx.bindings.remove(pair, ['a1']);
  await tx.effects.withdraw(intent().key, 'gone', start);
  await tx.problems.clear('p');
  await tx.people.erase('person');
}

const words = ['before', 'after', 'mine', 'theirs', 'never'];

async function readEverything(tx: Tx): Promise<readonly unknown[]> {
  const plans: unknown[] = [];
  for (const word of words) plans.push(await tx.plans.read(`plan-${word}`), await tx.plans.items(`plan-${word}`, 0, 9));
  return [
    plans,
    await tx.pairs.list(),
    await tx.pairs.read(otherPair),
    await tx.rules.active(pair, 'orders'),
    await tx.rules.read(pair, 'orders', 2),
    await tx.rules.page(pair, 'orders', undefined, 9),
    await tx.rules.activations(pair, 'orders', 9),
    await tx.rates.list('2026-01-01'),
    await tx.cursors.read(pair, 'scan'),
    await tx.snapshot.page(books, undefined, 10),
    await tx.snapshot.bySku(books, ['sku-a1']),
    await tx.snapshot.count(books),
    await tx.shelf.bySku(shop, ['sku-p1']),
    await tx.shelf.byName(shop, words),
    await tx.bindings.readMany(pair, ['a1']),
    await tx.bindings.count(pair),
    await tx.stock.levels('main', ['sku-1']),
    await tx.stock.events('main', 'sku-1'),
    await tx.orders.read(pair, 'o1'),
    await tx.orders.revision(pair, 'o1', 1),
    await tx.orders.revision(pair, 'o1', 2),
    await tx.orders.count(pair),
    await tx.effects.read(intent().key),
    await tx.effects.nextDue(pair, ['place-sales-order']),
    await tx.effects.count(pair, 'place-sales-order'),
    await tx.effects.byResult('place-sales-order', ['made']),
    await tx.explanations.bySubject('subject'),
    await tx.problems.open(pair, undefined, 10),
    await tx.audit.bySubject('subject'),
    await tx.audit.bySubject('person'),
  ];
}
