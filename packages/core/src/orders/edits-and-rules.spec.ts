import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import type { PairRun } from '../effects/pair-run.ts';
import { runEffects } from '../effects/run-effects.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { effectKey } from '../kernel/ids.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { DeliveryState, EffectRow } from '../ports/effect-ledger.ts';
import { salesOrderDriver } from './place-sales-order.ts';
import { takeOrder } from './take-order.ts';

const key = effectKey('shop:store-1/order/1/place-sales-order');
const two = { lines: [orderLine('a', { quantity: 2, gross: '23.8' })] };

describe('an order that is edited or ruled otherwise while its sales order is under way', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  /** The sales order stands there, the reply was lost; then the row is in this state when the edit comes. */
  it.each<DeliveryState>(['sending', 'unknown', 'taken', 'parked', 'done'])(
    'never sends a second one while the row is %s',
    async (state) => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: true });
      await take();
      await place();
      await bring(state);
      const { fingerprint } = await row();
      bench.books.script.clear();

      await take({ ...two, modifiedAt: morning + 1 });
      expect((await row()).fingerprint).toBe(fingerprint);
      // Where it is to be sent again it was looked for: here it stands, so that only the look may settle it.
      if (state === 'intended') await bring('unknown');
      for (let beat = 0; beat < 4; beat += 1) {
        await bench.environment.advance(200_000);
        await place();
        await take({ ...two, modifiedAt: morning + 1 });
      }

      expect(bench.books.script.count('salesOrders.send')).toBe(0);
      expect(bench.books.orders).toHaveLength(1);
      expect((await row()).state).toBe(state === 'parked' ? 'parked' : 'done');
    },
  );

  describe('with newer rules in force', () => {
    const newer = rulesWith('Neuer Titel');

    it('looks and sends again by the rules that it was begun with', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: false });
      await store(rulesWith('Alter Titel'), 1);
      await store(newer, 2);
      await take();
      await place({ version: 1, content: rulesWith('Alter Titel') });
      expect((await row()).pin).toMatchObject({ rules: 1 });

      await bench.environment.advance(200_000);
      await place({ version: 2, content: newer });

      expect(bench.books.orders.map(({ draft }) => draft.title)).toEqual(['Alter Titel']);
      expect(await row()).toMatchObject({ state: 'done', attempt: 2, pin: { rules: 1 } });
    });

    it('tells in its explanation which rules those were', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: false });
      await store(rulesWith('Alter Titel'), 1);
      await store(newer, 2);
      await take();
      await place({ version: 1, content: rulesWith('Alter Titel') });
      await bench.environment.advance(200_000);
      await place({ version: 2, content: newer });

      const explained = await bench.tx((tx) => tx.explanations.bySubject(key));
      expect(explained.map(({ content }) => (content as { rules: { version: number } }).rules.version)).toEqual([1]);
    });

    it('is sent by the newer ones where nothing was sent before', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'retryable', code: 'UNREACHABLE' });
      await store(rulesWith('Alter Titel'), 1);
      await store(newer, 2);
      await take();
      await place({ version: 1, content: rulesWith('Alter Titel') });
      expect(await row()).not.toHaveProperty('pin');

      await bench.environment.advance(200_000);
      await place({ version: 2, content: newer });

      expect(bench.books.orders.map(({ draft }) => draft.title)).toEqual(['Neuer Titel']);
    });
  });

  function take(changes: Partial<ChannelOrder> = {}): Promise<unknown> {
    const order = channelOrder('1', changes);
    bench.shop.orders.set('1', order);
    return takeOrder(bench.run(), headOf(order), { baseline: false });
  }

  function place(rules?: { readonly version: number; readonly content: Json }): Promise<unknown> {
    const own = bench.run();
    const orders =
      rules === undefined
        ? own.rules.orders
        : { version: rules.version, compiled: own.compile(rules.content) ?? own.rules.orders.compiled };
    const run: PairRun = { ...own, rules: { ...own.rules, orders } };
    return runEffects(salesOrderDriver(run), { ...run, call: run.call('invoicing', 'order'), afterDoubt: 'send-again', attemptsMax: 6 });
  }

  async function row(): Promise<EffectRow> {
    const found = await bench.tx((tx) => tx.effects.read(key));
    if (found === undefined) throw new Error('there is no intent');
    return found;
  }

  async function bring(state: DeliveryState): Promise<void> {
    const { attempt, refusals, notBefore, firstSentAt = 0, deadline = 0, pin } = await row();
    const settled = state === 'done' ? { result: 'so-1' } : state === 'parked' ? { reason: 'IN_DOUBT' } : {};
    const progress = { state, attempt, refusals, notBefore, firstSentAt, deadline, ...(pin === undefined ? {} : { pin }), ...settled };
    await bench.tx((tx) => tx.effects.note(key, { at: morning, what: 'brought here' }, progress));
  }

  async function store(content: Json, version: number): Promise<void> {
    const added = await bench.tx((tx) => tx.rules.add({ pair, flow: 'orders', content, by: 'test', at: morning, note: '', checked: [] }));
    expect(added).toBe(version);
  }
});

function rulesWith(title: string): Json {
  const { blocks, ...rest } = defaultRules().orders;
  const own = { target: 'title', source: { value: title }, steps: [], required: false };
  return {
    ...rest,
    blocks: { ...blocks, document: [...(blocks.document ?? []).filter((rule) => !('target' in rule && rule.target === 'title')), own] },
  } as unknown as Json;
}
