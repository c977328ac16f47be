import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench } from '../../test/bench.ts';
import { address, channelOrder, orderLine, people } from '../../test/orders.ts';
import { activate, unitTable } from '../../test/rules.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { runEffects } from '../effects/run-effects.ts';
import type { PairHandle } from '../engine/pair-handle.ts';
import { compileRules } from '../mapping/compile-rules.ts';
import { defaultRules } from '../mapping/default-rules.ts';
import type { ChannelOrder } from '../model/order.ts';
import { decimal } from '../money/decimal.ts';
import { salesOrderKey } from './order-keys.ts';
import { salesOrderDriver } from './place-sales-order.ts';
import { takeOrder } from './take-order.ts';

const unknown = unitTable({ physical: 'Stück' });
const known = unitTable({ physical: 'Stück', digital: 'Lizenz' });

describe('orders that no rule had an answer for', () => {
  let bench: Bench;
  let engine: PairHandle;

  beforeEach(async () => {
    bench = createBench();
    engine = bench.engine();
    await activate(bench, 'orders', unknown);
    order('1');
    order('2', { lines: [orderLine('a', { kind: 'digital' }), orderLine('b')] });
    order('3');
  });

  it('are parked with the rule and the value, and go on by themselves under a new version', async () => {
    await sync();
    expect(await states()).toEqual({ 1: 'placed', 2: 'parked', 3: 'placed' });
    expect(await bench.problems()).toEqual(['MAPPING_VALUE_UNKNOWN 2']);
    expect(await engine.order('2')).toMatchObject({ reason: { en: expect.stringContaining('“unit” does not know the value “digital”') } });

    await sync();
    expect(await states()).toMatchObject({ 2: 'parked' });
    await activate(bench, 'orders', known);
    await sync();

    expect(await states()).toMatchObject({ 2: 'placed' });
    expect(await bench.problems()).toEqual([]);
    expect(bench.books.orders.map(({ draft }) => draft.lines.map((line) => (line.kind === 'priced' ? line.unit : '')))).toContainEqual([
      'Lizenz',
      'Stück',
    ]);
  });

  it.each<[string, string, Parameters<typeof order>[1]]>([
    [
      'goods with a download abroad',
      'distance-sale',
      { lines: [orderLine('a'), orderLine('b', { kind: 'digital' })], people: people({ billing: address({ country: 'AT' }) }) },
    ],
    ['untaxed goods at home', 'photovoltaics', { lines: [orderLine('a', { rate: '0' })] }],
    [
      'a download for a consumer outside the EU',
      'domestic',
      { lines: [orderLine('a', { kind: 'digital' })], people: people({ billing: address({ country: 'CH' }) }) },
    ],
  ])('go on where a new version chooses how they are taxed: %s', async (_what, value, changes) => {
    bench.books.settings = { ...bench.books.settings, distanceSales: 'origin' };
    order('7', changes);
    await sync();
    expect(await states()).toMatchObject({ 7: 'parked' });
    const { orders } = defaultRules();
    await activate(bench, 'orders', {
      ...orders,
      blocks: { document: [...orders.blocks.document, { target: 'treatment', source: { value } }] },
    });

    for (let run = 0; run < 2; run += 1) {
      await sync();
      await bench.environment.advance(600_000);
    }

    expect(await states()).toMatchObject({ 7: 'placed' });
  });

  it('go on where the merchant keeps the VAT rate that was missing', async () => {
    bench.books.settings = { ...bench.books.settings, distanceSales: 'destination' };
    order('7', { lines: [orderLine('a', { rate: '21.5' })], people: people({ billing: address({ country: 'AT' }) }) });
    await sync();
    expect(await states()).toMatchObject({ 7: 'parked' });
    engine = bench.engine({ vatRates: { AT: [{ from: '2020-01-01', rates: ['21.5'] }] } });
    for (let run = 0; run < 2; run += 1) {
      await sync();
      await bench.environment.advance(600_000);
    }

    expect(await states()).toMatchObject({ 7: 'placed' });
  });

  it('are tried once per version, not at every run', async () => {
    await sync();
    const tried = await evidence();
    await sync();
    await sync();

    expect(await evidence()).toEqual(tried);
  });

  it('stay parked, told as before, if the new version knows no answer either', async () => {
    await sync();
    await activate(bench, 'orders', unitTable({ physical: 'Kiste' }));
    await sync();

    expect(await states()).toMatchObject({ 2: 'parked' });
    expect(await bench.problems()).toEqual(['MAPPING_VALUE_UNKNOWN 2']);
  });

  it('go on even if a run under the older version parks them after the new one was tried', async () => {
    await sync();
    await activate(bench, 'orders', known);
    await sync();
    order('4', { lines: [orderLine('a', { kind: 'digital' })] });
    const { listings, stock } = bench.run().rules;
    const older = bench.run({ rules: { listings, stock, orders: { version: 1, compiled: compileRules(unknown) } }, rulesStand: '1/0' });
    await takeOrder(older, headOf(channelOrder('4')), { baseline: false });
    await runEffects(salesOrderDriver(older), { ...older, call: older.call('invoicing', 'order'), afterDoubt: 'ask', attemptsMax: 6 });
    expect(await states()).toMatchObject({ 4: 'parked' });

    await sync();

    expect(await states()).toMatchObject({ 4: 'placed' });
  });

  it('are tried in pages, however many are parked for other reasons before them', async () => {
    for (let id = 100; id < 160; id += 1) order(String(id), { totalGross: decimal('50') });
    for (let id = 160; id < 220; id += 1) order(String(id), { lines: [orderLine('a', { kind: 'digital' })] });
    await sync();
    await activate(bench, 'orders', known);

    await sync();

    expect(Object.values(await states()).filter((state) => state === 'parked')).toHaveLength(60);
    expect(bench.books.orders).toHaveLength(63);
  });

  it('leave alone what is parked for another reason', async () => {
    order('5', { totalGross: decimal('50') });
    await sync();
    const before = await evidence('5');
    await activate(bench, 'orders', known);
    await sync();

    expect(await evidence('5')).toEqual(before);
    expect(await states()).toMatchObject({ 2: 'placed', 5: 'parked' });
    expect(await bench.problems()).toEqual(['ORDER_SUM_DIFFERS 5']);
  });

  it('are not placed while they are not there, and are once they can be read', async () => {
    await sync();
    const kept = bench.shop.orders.get('2') as ChannelOrder;
    bench.shop.orders.delete('2');
    await takeOrder(bench.run(), headOf(kept), { baseline: false }, 'unreadable');
    await activate(bench, 'orders', known);
    await sync();
    expect((await engine.order('2'))?.record).toMatchObject({ state: 'held', reason: 'ORDER_NOT_READABLE' });
    expect(await bench.problems()).toEqual([]);
    expect(bench.books.orders).toHaveLength(2);

    order('2', { ...kept, modifiedAt: bench.environment.clock.now() + 1_000 });
    await bench.environment.advance(60_000);
    await sync();

    expect(await states()).toMatchObject({ 2: 'placed' });
    expect(bench.books.orders).toHaveLength(3);
  });

  it('are looked for first where a backup was restored, though they were parked in the copy', async () => {
    // A shop without marks: the look is all that knows.
    Object.assign(bench.shop.port, { marks: undefined });
    await sync();
    const parkedThen = bench.store.backup();
    await activate(bench, 'orders', known);
    await sync();
    expect(bench.books.orders).toHaveLength(3);

    bench.store.restore(parkedThen);
    await bench.environment.advance(60_000);
    await engine.beginEpoch();
    await activate(bench, 'orders', known);
    await sync();
    await bench.environment.advance(10 * 60_000);
    await sync();

    expect(await states()).toMatchObject({ 2: 'placed' });
    expect(bench.books.orders).toHaveLength(3);
  });

  function order(id: string, changes: Partial<ChannelOrder> = {}): void {
    bench.shop.orders.set(id, channelOrder(id, { modifiedAt: bench.environment.clock.now(), ...changes }));
  }

  async function evidence(id = '2'): Promise<unknown> {
    return bench.tx(async ({ effects }) => (await effects.read(salesOrderKey({ vendor: 'shop', accountId: 'store-1' }, id)))?.evidence);
  }

  function sync() {
    return bench.environment.finish(engine.sync());
  }

  async function states(): Promise<Readonly<Record<string, string>>> {
    const found: Record<string, string> = {};
    for (const id of bench.shop.orders.keys()) {
      const seen = await engine.order(id);
      if (seen !== undefined) found[id] = seen.record.state;
    }
    return found;
  }
});
