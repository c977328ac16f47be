import { equal } from '../checks.ts';
import type { StoreClaim, StoreClaims } from '../claim.ts';
import { person, start } from '../samples.ts';

const access = { purpose: 'placing the order', by: 'worker', at: start + 1 };

const peopleClaims: readonly StoreClaim[] = [
  {
    says: 'keeps what is put under a key, and replaces it as a whole',
    holds: async ({ tx, otherTx }) => {
      await tx(({ people }) => people.put('order/1', person('Maß'), start + 1000));
      equal(await tx(({ people }) => people.read('order/1', access)), person('Maß'));
      await tx(({ people }) => people.put('order/1', person('Neu'), start + 1000));
      equal(await tx(({ people }) => people.read('order/1', access)), person('Neu'));
      equal(await otherTx(({ people }) => people.read('order/1', access)), undefined);
    },
  },
  {
    says: 'leaves a trace of every read that finds something, and of no other',
    holds: async ({ tx }) => {
      await tx(({ people }) => people.put('order/1', person('Maß'), start + 1000));
      equal(await tx(({ audit }) => audit.bySubject('order/1')), []);
      await tx(({ people }) => people.read('order/1', access));
      await tx(({ people }) => people.read('order/1', { ...access, by: 'clerk', purpose: 'a question', at: start + 2 }));
      await tx(({ people }) => people.read('order/2', access));
      equal(await tx(({ audit }) => audit.bySubject('order/1')), [
        { at: start + 1, by: 'worker', what: 'read for placing the order', subject: 'order/1' },
        { at: start + 2, by: 'clerk', what: 'read for a question', subject: 'order/1' },
      ]);
      equal(await tx(({ audit }) => audit.bySubject('order/2')), []);
    },
  },
  {
    says: 'erases for good, and tells whether something was there',
    holds: async ({ tx }) => {
      await tx(({ people }) => people.put('order/1', person('Maß'), start + 1000));
      equal(await tx(({ people }) => people.erase('order/1')), true);
      equal(await tx(({ people }) => people.erase('order/1')), false);
      equal(await tx(({ people }) => people.read('order/1', access)), undefined);
      equal(await tx(({ audit }) => audit.bySubject('order/1')), []);
    },
  },
  {
    says: 'erases what ended, at the instant of its end, up to the limit, and nothing else',
    holds: async ({ tx, otherTx }) => {
      await tx(async ({ people }) => {
        for (const [key, endsAt] of Object.entries({ a: 10, b: 20, c: 30, d: 40 })) await people.put(key, person(key), start + endsAt);
      });
      await otherTx(({ people }) => people.put('a', person('a'), start));
      equal(await tx(({ people }) => people.eraseEnded(start + 9, 9)), 0);
      equal(await tx(({ people }) => people.eraseEnded(start + 30, 2)), 2);
      equal(await tx(({ people }) => people.eraseEnded(start + 30, 2)), 1);
      equal(await tx(({ people }) => people.eraseEnded(start + 30, 2)), 0);
      equal(await tx(({ people }) => people.read('c', access)), undefined);
      equal(await tx(({ people }) => people.read('d', access)), person('d'));
      equal(await otherTx(({ people }) => people.read('a', access)), person('a'), 'the vault of another merchant');
    },
  },
  {
    says: 'moves the end with the data that is put again',
    holds: async ({ tx }) => {
      await tx(({ people }) => people.put('a', person('a'), start + 10));
      await tx(({ people }) => people.put('a', person('a'), start + 50));
      equal(await tx(({ people }) => people.eraseEnded(start + 49, 9)), 0);
      equal(await tx(({ people }) => people.eraseEnded(start + 50, 9)), 1);
    },
  },
];

const auditClaims: readonly StoreClaim[] = [
  {
    says: 'keeps every entry, equal ones too, in the order in which they were added',
    holds: async ({ tx, otherTx }) => {
      const entry = (what: string, at = start) => ({ at, by: 'me', what, subject: 'rules/orders' });
      const entries = [entry('activated', start + 5), entry('activated', start + 5), entry('added', start)];
      for (const added of entries) await tx(({ audit }) => audit.add(added));
      await tx(({ audit }) => audit.add({ ...entry('seen'), subject: 'other' }));
      equal(await tx(({ audit }) => audit.bySubject('rules/orders')), entries);
      equal(await otherTx(({ audit }) => audit.bySubject('rules/orders')), []);
    },
  },
];

export const people: readonly StoreClaims[] = [
  { area: 'person vault', claims: peopleClaims },
  { area: 'audit', claims: auditClaims },
];
