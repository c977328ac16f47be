import { contentHash } from '../../kernel/canonical-json.ts';
import { equal, fails, isTrue, sameRows } from '../checks.ts';
import type { StoreClaim, StoreClaims } from '../claim.ts';
import { otherPair, pair, problem, start } from '../samples.ts';

const cursorClaims: readonly StoreClaim[] = [
  {
    says: 'keeps any data as it was written, per pair and name, until it is written again',
    holds: async ({ tx }) => {
      equal(await tx(({ cursors }) => cursors.read(pair, 'orders')), undefined);
      const values = [{ since: start, page: 'x', deep: [{ a: null }] }, 'text', 0, false, [], {}, null, 'ß 😀 "\\'];
      for (const value of values) {
        await tx(({ cursors }) => cursors.write(pair, 'orders', value));
        equal(await tx(({ cursors }) => cursors.read(pair, 'orders')), value);
      }
      equal(await tx(({ cursors }) => cursors.read(pair, 'articles')), undefined);
      equal(await tx(({ cursors }) => cursors.read(otherPair, 'orders')), undefined);
    },
  },
];

const runClaims: readonly StoreClaim[] = [
  {
    says: 'gives a lane to one holder until the lease ends, and then to the next with a higher fence',
    holds: async ({ tx }) => {
      const first = await tx(({ runs }) => runs.begin('lane', start, 1000));
      isTrue(first !== undefined, 'a free lane is given');
      equal(await tx(({ runs }) => runs.begin('lane', start + 999, 1000)), undefined);
      isTrue((await tx(({ runs }) => runs.begin('other', start, 1000))) !== undefined, 'another lane is free');
      const second = await tx(({ runs }) => runs.begin('lane', start + 1000, 1000));
      isTrue((second ?? 0) > (first ?? 0), 'the fence rises');
    },
  },
  {
    says: 'keeps the lanes of merchants apart',
    holds: async ({ tx, otherTx }) => {
      await tx(({ runs }) => runs.begin('lane', start, 1000));
      isTrue((await otherTx(({ runs }) => runs.begin('lane', start, 1000))) !== undefined, 'the same lane of another merchant is free');
    },
  },
  {
    says: 'gives a lane to one of those who ask at the same time',
    holds: async ({ tx }) => {
      const fences = await Promise.all([1, 2, 3].map(() => tx(({ runs }) => runs.begin('lane', start, 1000))));
      equal(fences.filter((fence) => fence !== undefined).length, 1);
    },
  },
  {
    says: 'frees the lane of a transaction that was rolled back',
    holds: async ({ tx }) => {
      const rolledBack = tx(async ({ runs }) => {
        await runs.begin('lane', start, 1000);
        throw new Error('no');
      });
      await fails(() => rolledBack, 'work that throws');
      isTrue((await tx(({ runs }) => runs.begin('lane', start, 1000))) !== undefined, 'the lane is free');
    },
  },
  {
    says: 'extends the lease of the holder',
    holds: async ({ tx }) => {
      const fence = (await tx(({ runs }) => runs.begin('lane', start, 1000))) ?? 0;
      equal(await tx(({ runs }) => runs.extend('lane', fence, start + 900, 1000)), true);
      equal(await tx(({ runs }) => runs.begin('lane', start + 1899, 1000)), undefined);
      equal(await tx(({ runs }) => runs.extend('lane', fence, start + 5000, 1000)), true, 'a lane that nobody else took');
      equal(await tx(({ runs }) => runs.begin('lane', start + 5999, 1000)), undefined);
    },
  },
  {
    says: 'tells a holder whose lane another one took that it is lost, and lets them neither extend nor end it',
    holds: async ({ tx }) => {
      const first = (await tx(({ runs }) => runs.begin('lane', start, 1000))) ?? 0;
      await tx(({ runs }) => runs.begin('lane', start + 1000, 1000));
      equal(await tx(({ runs }) => runs.extend('lane', first, start + 1001, 9000)), false);
      await tx(({ runs }) => runs.end('lane', first));
      equal(await tx(({ runs }) => runs.begin('lane', start + 1002, 1000)), undefined, 'the lane of the second holder');
    },
  },
  {
    says: 'frees an ended lane at once, and knows its holder no more',
    holds: async ({ tx }) => {
      const first = (await tx(({ runs }) => runs.begin('lane', start, 1000))) ?? 0;
      await tx(({ runs }) => runs.end('lane', first));
      equal(await tx(({ runs }) => runs.extend('lane', first, start, 1000)), false);
      const second = await tx(({ runs }) => runs.begin('lane', start, 1000));
      isTrue((second ?? 0) > first, 'the fence rises over an end');
      equal(await tx(({ runs }) => runs.extend('never', 1, start, 1000)), false);
    },
  },
];

const planClaims: readonly StoreClaim[] = [
  {
    says: 'keeps a plan and its items, in whatever order and calls they came',
    holds: async ({ tx, otherTx }) => {
      const plan = { id: 'plan-1', pair, flow: 'listings', createdAt: start };
      const item = (position: number) => ({ position, content: { position, change: 'x' } });
      await tx(async ({ plans }) => {
        await plans.add(plan);
        await plans.addItems('plan-1', [item(10), item(2)]);
        await plans.addItems('plan-1', []);
        await plans.addItems('plan-1', [item(1)]);
      });
      equal(await tx(({ plans }) => plans.read('plan-1')), plan);
      equal(await tx(({ plans }) => plans.items('plan-1', 0, 9)), [item(1), item(2), item(10)]);
      equal(await tx(({ plans }) => plans.items('plan-1', 2, 1)), [item(2)]);
      equal(await tx(({ plans }) => plans.items('plan-1', 11, 9)), []);
      equal(await tx(({ plans }) => plans.items('none', 0, 9)), []);
      equal(await otherTx(({ plans }) => plans.read('plan-1')), undefined);
    },
  },
  {
    says: 'can keep an empty plan, and remembers when it was applied',
    holds: async ({ tx }) => {
      const plan = { id: 'plan-1', pair, flow: 'stock', createdAt: start };
      await tx(({ plans }) => plans.add(plan));
      equal(await tx(({ plans }) => plans.items('plan-1', 0, 9)), []);
      await tx(({ plans }) => plans.applied('plan-1', start + 5));
      equal(await tx(({ plans }) => plans.read('plan-1')), { ...plan, appliedAt: start + 5 });
      equal(await tx(({ plans }) => plans.read('none')), undefined);
    },
  },
];

const explanationClaims: readonly StoreClaim[] = [
  {
    says: 'names an explanation by the hash of its content, and stores the same content once per subject',
    holds: async ({ tx }) => {
      const content = { rule: 3, inputs: { b: 1, a: [null, 'x'] } };
      const hash = contentHash(content);
      equal(await tx(({ explanations }) => explanations.put('order/1', content, start)), hash);
      equal(await tx(({ explanations }) => explanations.put('order/1', { inputs: { a: [null, 'x'], b: 1 }, rule: 3 }, start + 5)), hash);
      equal(await tx(({ explanations }) => explanations.bySubject('order/1')), [{ hash, content, at: start }]);
    },
  },
  {
    says: 'shows the same content under every subject that it explains, oldest first',
    holds: async ({ tx }) => {
      await tx(async ({ explanations }) => {
        await explanations.put('order/1', 'later', start + 9);
        await explanations.put('order/1', 'shared', start + 1);
        await explanations.put('order/2', 'shared', start + 2);
      });
      const shown = (subject: string) =>
        tx(({ explanations }) => explanations.bySubject(subject)).then((found) => found.map(({ content, at }) => [content, at]));
      equal(await shown('order/1'), [
        ['shared', start + 1],
        ['later', start + 9],
      ]);
      equal(await shown('order/2'), [['shared', start + 2]]);
      equal(await shown('order/3'), []);
    },
  },
  {
    says: 'keeps what explanations refer to once under its hash, and answers it by hash',
    holds: async ({ tx, otherTx }) => {
      const [article, settings] = [{ id: 'a', title: 'ß "' }, ['x', null]];
      const kept = await tx(({ explanations }) => explanations.keep([article, settings, { title: 'ß "', id: 'a' }]));
      equal(kept, [contentHash(article), contentHash(settings), contentHash(article)]);
      equal(await tx(({ explanations }) => explanations.keep([])), []);
      equal(await tx(({ explanations }) => explanations.keep([settings])), [contentHash(settings)]);
      const named = await tx(({ explanations }) => explanations.put('order/1', article, start));
      sameRows(await tx(({ explanations }) => explanations.byHash([...kept, named, 'none'])), [
        { hash: contentHash(article), content: article },
        { hash: contentHash(settings), content: settings },
      ]);
      equal(await tx(({ explanations }) => explanations.byHash([])), []);
      equal(await otherTx(({ explanations }) => explanations.byHash(kept)), []);
    },
  },
];

const problemClaims: readonly StoreClaim[] = [
  {
    says: 'raises a problem once; again brings its data up to date and keeps its instant',
    holds: async ({ tx }) => {
      equal(await tx(({ problems }) => problems.raise(problem('a'))), true);
      equal(await tx(({ problems }) => problems.raise(problem('a', { data: { order: '2' }, raisedAt: start + 9 }))), false);
      equal(await tx(({ problems }) => problems.open(pair, undefined, 9)), [problem('a', { data: { order: '2' } })]);
      equal(await tx(({ problems }) => problems.read('a')), problem('a', { data: { order: '2' } }));
      equal(await tx(({ problems }) => problems.read('b')), undefined);
    },
  },
  {
    says: 'clears what is gone, tells whether it stood, and can be raised again later',
    holds: async ({ tx }) => {
      await tx(({ problems }) => problems.raise(problem('a')));
      equal(await tx(({ problems }) => problems.clear('a')), true);
      equal(await tx(({ problems }) => problems.clear('a')), false);
      equal(await tx(({ problems }) => problems.open(pair, undefined, 9)), []);
      equal(await tx(({ problems }) => problems.raise(problem('a', { raisedAt: start + 9 }))), true);
      equal((await tx(({ problems }) => problems.open(pair, undefined, 9)))[0]?.raisedAt, start + 9);
    },
  },
  {
    says: 'pages open ones of a pair by key',
    holds: async ({ tx }) => {
      await tx(async ({ problems }) => {
        for (const key of ['c', 'a', 'B', 'd']) await problems.raise(problem(key));
        await problems.raise(problem('b', { pair: otherPair }));
        await problems.clear('d');
      });
      const page = (after: string | undefined) =>
        tx(({ problems }) => problems.open(pair, after, 2)).then((open) => open.map(({ key }) => key));
      equal([await page(undefined), await page('a'), await page('c')], [['B', 'a'], ['c'], []]);
    },
  },
];

export const flows: readonly StoreClaims[] = [
  { area: 'cursors', claims: cursorClaims },
  { area: 'runs', claims: runClaims },
  { area: 'plans', claims: planClaims },
  { area: 'explanations', claims: explanationClaims },
  { area: 'problems', claims: problemClaims },
];
