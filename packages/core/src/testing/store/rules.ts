import type { PairId } from '../../kernel/ids.ts';
import { decimal } from '../../money/decimal.ts';
import type { RuleActivation } from '../../ports/rule-records.ts';
import { equal, fails } from '../checks.ts';
import type { StoreClaim, StoreClaims, StoreWorld } from '../claim.ts';
import { otherPair, pair, rate, ruleSet, start } from '../samples.ts';

const setClaims: readonly StoreClaim[] = [
  {
    says: 'numbers versions from 1 per pair and flow, and keeps every one of them',
    holds: async ({ tx }) => {
      const sets = [ruleSet('a'), ruleSet('b'), ruleSet('c', { flow: 'listings' }), ruleSet('d', { pair: otherPair })];
      const numbers: number[] = [];
      for (const set of sets) numbers.push(await tx(({ rules }) => rules.add(set)));
      equal(numbers, [1, 2, 1, 1]);
      equal(await tx(({ rules }) => rules.read(pair, 'orders', 1)), { ...ruleSet('a'), version: 1 });
      equal(await tx(({ rules }) => rules.read(pair, 'orders', 2)), { ...ruleSet('b'), version: 2 });
      equal(await tx(({ rules }) => rules.read(pair, 'orders', 3)), undefined);
    },
  },
  {
    says: 'pages versions newest first, without their rules',
    holds: async ({ tx, otherTx }) => {
      for (const word of ['a', 'b', 'c']) await tx(({ rules }) => rules.add(ruleSet(word)));
      await tx(({ rules }) => rules.add(ruleSet('d', { flow: 'listings' })));
      const { content: _content, ...head } = ruleSet('c');
      const numbers = async (before: number | undefined) =>
        (await tx(({ rules }) => rules.page(pair, 'orders', before, 2))).map(({ version }) => version);
      equal((await tx(({ rules }) => rules.page(pair, 'orders', undefined, 1)))[0], { ...head, version: 3 });
      equal([await numbers(undefined), await numbers(2), await numbers(1)], [[3, 2], [1], []]);
      equal(await otherTx(({ rules }) => rules.page(pair, 'orders', undefined, 9)), []);
    },
  },
  {
    says: 'makes a version active by a separate act, forward and back',
    holds: async ({ tx }) => {
      const activate = (version: number, before?: number) => tx(({ rules }) => rules.activate(activation(version, before)));
      const active = () => tx(({ rules }) => rules.active(pair, 'orders'));
      await tx(({ rules }) => rules.add(ruleSet('a')));
      equal(await active(), undefined);
      equal(await activate(1), true);
      await tx(({ rules }) => rules.add(ruleSet('b')));
      equal((await active())?.content, { word: 'a' });
      equal(await activate(2, 1), true);
      equal(await active(), { ...ruleSet('b'), version: 2 });
      const { content: _content, ...head } = ruleSet('b');
      equal(await tx(({ rules }) => rules.activeHead(pair, 'orders')), { ...head, version: 2 });
      equal(await activate(1, 2), true);
      equal((await active())?.version, 1);
      equal(await tx(({ rules }) => rules.active(otherPair, 'orders')), undefined);
      equal(await tx(({ rules }) => rules.activeHead(otherPair, 'orders')), undefined);
    },
  },
  {
    says: 'makes nothing active for someone who took another version for the active one',
    holds: async (world) => {
      const { tx } = world;
      await twoVersions(world);
      equal(await tx(({ rules }) => rules.activate(activation(1, 2))), false, 'before the first activation');
      await tx(({ rules }) => rules.activate(activation(1)));
      equal(await tx(({ rules }) => rules.activate(activation(2))), false, 'as the first one');
      equal(await tx(({ rules }) => rules.activate(activation(2, 2))), false, 'after another one');
      equal((await tx(({ rules }) => rules.active(pair, 'orders')))?.version, 1);
      equal((await tx(({ rules }) => rules.activations(pair, 'orders', 9))).length, 1);
    },
  },
  {
    says: 'makes active for one of those who try at the same time',
    holds: async (world) => {
      await twoVersions(world);
      await world.tx(({ rules }) => rules.activate(activation(1)));
      const tried = await Promise.all([1, 2, 3].map(() => world.tx(({ rules }) => rules.activate(activation(2, 1)))));
      equal(tried.filter((done) => done).length, 1);
    },
  },
  {
    says: 'refuses to make active what does not exist',
    holds: async ({ tx }) => {
      await fails(() => tx(({ rules }) => rules.activate(activation(1))), 'a version that was never added');
      equal(await tx(({ rules }) => rules.active(pair, 'orders')), undefined);
    },
  },
  {
    says: 'remembers every activation with who and why, newest first',
    holds: async (world) => {
      const { tx } = world;
      await twoVersions(world);
      const done = [activation(1), activation(2, 1), activation(1, 2)];
      for (const one of done) await tx(({ rules }) => rules.activate(one));
      await tx(async ({ rules }) => {
        await rules.add(ruleSet('x', { pair: otherPair }));
        await rules.activate(activation(1, undefined, otherPair));
      });
      equal(await tx(({ rules }) => rules.activations(pair, 'orders', 9)), done.toReversed());
      equal(await tx(({ rules }) => rules.activations(pair, 'orders', 1)), [done[2]]);
      equal(await tx(({ rules }) => rules.activations(pair, 'listings', 9)), []);
    },
  },
];

const rateClaims: readonly StoreClaim[] = [
  {
    says: 'keeps every rate that was added, in the order in which they came, and answers those that begin on a day or later',
    holds: async ({ tx, otherTx }) => {
      const first = [rate('CHF', '2026-02-01', { validTo: '2026-02-28' }), rate('USD', '2026-01-01')];
      const second = [rate('CHF', '2026-02-01', { rate: decimal('0.95') }), rate('GBP', '2025-12-31')];
      await tx(({ rates }) => rates.add(first));
      await tx(({ rates }) => rates.add([]));
      await tx(({ rates }) => rates.add(second));
      const list = (from: string) => tx(({ rates }) => rates.list(from));
      equal(await list('2025-12-31'), [...first, ...second]);
      equal(await list('2026-01-01'), [...first, second[0]]);
      equal(await list('2026-02-02'), []);
      equal([await tx(({ rates }) => rates.stand()), await otherTx(({ rates }) => rates.stand())], [`4/${second[1]?.at}`, '0/']);
      equal(await otherTx(({ rates }) => rates.list('0001-01-01')), []);
    },
  },
];

function activation(version: number, before?: number, of: PairId = pair): RuleActivation {
  return { pair: of, flow: 'orders', version, ...(before === undefined ? {} : { before }), by: 'me', at: start + version, why: 'better' };
}

async function twoVersions({ tx }: StoreWorld): Promise<void> {
  for (const word of ['a', 'b']) await tx(({ rules }) => rules.add(ruleSet(word)));
}

export const rules: readonly StoreClaims[] = [
  { area: 'rule sets', claims: setClaims },
  { area: 'exchange rates', claims: rateClaims },
];
