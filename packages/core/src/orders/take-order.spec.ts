import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { channelOrder, morning, orderLine, people } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { runEffects } from '../effects/run-effects.ts';
import { effectKey, sku } from '../kernel/ids.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import type { OrderRecord } from '../ports/order-records.ts';
import type { Store } from '../ports/store.ts';
import { salesOrderDriver } from './place-sales-order.ts';
import { takeOrder } from './take-order.ts';
import type { Taken } from './taken.ts';

const two = { lines: [orderLine('a', { quantity: 2, gross: '23.8' })] };
const foreignRate = { lines: [orderLine('a', { rate: '20' })] };

describe('taking an order', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('stores record, revision, people, bookings and intent together', async () => {
    await take();

    expect(await record()).toMatchObject({
      state: 'admitted',
      revision: 1,
    });
    expect(await held()).toEqual({ 'sku-a': [1, 0] });
    expect(await effect()).toMatchObject({
      state: 'intended',
      input: { revision: 1 },
      marker: expect.stringContaining('Bestellung 1 · store-1'),
    });
    const revision = await bench.tx((tx) => tx.orders.revision(pair, '1', 1));
    expect(JSON.stringify(revision?.content)).not.toContain('Muster');
    expect(await bench.tx((tx) => tx.people.read(revision?.peopleKey ?? '', { purpose: 'test', by: 'test', at: morning }))).toEqual({
      kind: 'order',
      people: people(),
    });
  });

  it('stores nothing at all if anything of it fails', async () => {
    put();
    let transactions = 0;
    const failing: Store = {
      directory: bench.store.directory,
      transaction: (merchant, work) =>
        bench.store.transaction(merchant, async (tx) => {
          const result = await work(tx);
          transactions += 1;
          if (transactions === 2) throw new Error('no room');
          return result;
        }),
    };

    await expect(takeOrder(bench.run({ store: failing }), head(), { baseline: false })).rejects.toThrow('no room');

    expect(await record()).toBeUndefined();
    expect(await effect()).toBeUndefined();
    expect(await bench.tx((tx) => tx.stock.levels('default', ['sku-a']))).toEqual([]);
  });

  describe('again, before it is placed', () => {
    it('puts an edit into the intent and changes what it holds', async () => {
      await take();
      await take({ ...two, modifiedAt: morning + 1 });

      expect(await effect()).toMatchObject({ state: 'intended', input: { revision: 2 } });
      expect(await record()).toMatchObject({ state: 'admitted', revision: 2 });
      expect(await held()).toEqual({ 'sku-a': [2, 0] });
    });

    it('makes a revision of an edit, not of a status, a shipment or a refund', async () => {
      await take();
      await take({
        status: 'partially-shipped',
        modifiedAt: morning + 1,
        lines: [orderLine('a', { quantityShipped: 1, quantityRefunded: 1 })],
      });

      expect(await record()).toMatchObject({ revision: 1 });
      expect(await held()).toEqual({ 'sku-a': [0, 1] });
      await take({ modifiedAt: morning + 2, people: people({ email: 'other@example.org' }) });
      expect(await record()).toMatchObject({ revision: 2 });
    });

    it.each<[string, Partial<ChannelOrder>, string]>([
      ['cancelled', { status: 'cancelled' }, 'cancelled'],
      ['declined', { status: 'declined' }, 'cancelled'],
      ['put under review', { status: 'under-review' }, 'held'],
      ['archived', { archived: true }, 'excluded'],
    ])('withdraws what is %s, and intends it anew when it comes back', async (_name, changes, state) => {
      await take();
      await take({ ...changes, modifiedAt: morning + 1 });
      expect(await record()).toMatchObject({ state });
      expect(await effect()).toMatchObject({ state: 'withdrawn' });

      await take({ modifiedAt: morning + 2 });

      expect(await record()).toMatchObject({ state: 'admitted' });
      expect(await effect()).toMatchObject({ state: 'intended' });
      await place();
      expect(bench.books.orders).toHaveLength(1);
    });

    it('releases the units of a cancelled order and holds them again when it comes back', async () => {
      await take();
      await take({ status: 'cancelled', modifiedAt: morning + 1 });
      expect(await allocated()).toBe(0);
      await take({ modifiedAt: morning + 2 });
      expect(await allocated()).toBe(1);
    });

    it('admits an order once its checkout is finished', async () => {
      await take({ status: 'incomplete' });
      expect(await record()).toMatchObject({ state: 'excluded' });
      expect(await held()).toEqual({});

      await take({ modifiedAt: morning + 1 });

      expect(await record()).toMatchObject({ state: 'admitted' });
      expect(await held()).toEqual({ 'sku-a': [1, 0] });
      expect(await effect()).toMatchObject({ state: 'intended' });
    });
  });

  describe('again, while it is parked', () => {
    beforeEach(async () => {
      await take(foreignRate);
      await place();
    });

    it('stays parked while nothing about it changed', async () => {
      expect(await bench.problems()).toEqual(['TAX_RATE_NOT_ALLOWED 1']);
      await take({ ...foreignRate, modifiedAt: morning + 1 });

      expect(await record()).toMatchObject({ state: 'parked', reason: 'TAX_RATE_NOT_ALLOWED' });
      expect(await bench.problems()).toEqual(['TAX_RATE_NOT_ALLOWED 1']);
    });

    it('is tried again after an edit, and the problem goes', async () => {
      await take({ modifiedAt: morning + 1 });
      expect(await bench.problems()).toEqual([]);

      await place();

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
    });

    it('ends cancelled if it is cancelled, and the problem goes', async () => {
      await take({ ...foreignRate, status: 'cancelled', modifiedAt: morning + 1 });

      expect(await record()).toMatchObject({ state: 'cancelled' });
      expect(await bench.problems()).toEqual([]);
    });
  });

  it('stays parked for a doubt, whatever is edited: what may stand there is not sent a second time', async () => {
    await take();
    bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: false });
    await place();
    await bench.environment.advance(160_000);
    await place('ask');
    expect(await bench.problems()).toEqual(['SALES_ORDER_IN_DOUBT 1']);

    await take({ ...two, modifiedAt: morning + 1 });

    expect(await record()).toMatchObject({ state: 'parked', reason: 'SALES_ORDER_IN_DOUBT' });
    expect(await bench.problems()).toEqual(['SALES_ORDER_IN_DOUBT 1']);
    await place();
    expect(bench.books.script.count('salesOrders.send')).toBe(1);
  });

  it.each(['cancelled', 'under-review'] as const)('still asks about a doubt when the order is %s meanwhile', async (status) => {
    await take();
    bench.books.script.plan('salesOrders.send', { kind: 'unknown', happened: false });
    await place();
    await bench.environment.advance(160_000);
    await place('ask');

    await take({ status, modifiedAt: morning + 1 });

    expect(await record()).toMatchObject({ state: 'parked', reason: 'SALES_ORDER_IN_DOUBT' });
    expect(await bench.problems()).toEqual(['SALES_ORDER_IN_DOUBT 1']);
  });

  it('sends a refused order again once it was edited', async () => {
    await take();
    bench.books.script.plan('salesOrders.send', { kind: 'rejected', code: 'REFUSED' });
    await place();
    expect(await bench.problems()).toEqual(['SALES_ORDER_REFUSED 1']);

    await take({ ...two, modifiedAt: morning + 1 });
    await place();

    expect(await record()).toMatchObject({ state: 'placed', placedRevision: 2 });
    expect(await bench.problems()).toEqual([]);
    expect(bench.books.orders).toHaveLength(1);
  });

  describe('again, after it was placed', () => {
    beforeEach(async () => {
      await take();
      await place();
    });

    it('tells a person of an edit, changes what it holds and places nothing', async () => {
      const taken = await take({ ...two, modifiedAt: morning + 1 });

      expect(taken).toEqual({ status: 'taken', stats: { processed: 1, updated: 1 } });
      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1', placedRevision: 1, revision: 2 });
      expect(await bench.problems()).toEqual(['ORDER_EDITED_AFTER_PLACING 1']);
      expect(await allocated()).toBe(2);
      await place();
      expect(bench.books.orders).toHaveLength(1);
    });

    it('takes the problem back when the edit is taken back', async () => {
      await take({ ...two, modifiedAt: morning + 1 });
      await take({ modifiedAt: morning + 2 });

      expect(await bench.problems()).toEqual([]);
      expect(await record()).toMatchObject({ placedRevision: 1, revision: 3 });
    });

    it('tells a person of a cancellation, and releases the units', async () => {
      await take({ status: 'cancelled', modifiedAt: morning + 1 });

      expect(await record()).toMatchObject({ state: 'placed', salesOrderId: 'so-1' });
      expect(await bench.problems()).toEqual(['ORDER_CANCELLED_AFTER_PLACING 1']);
      expect(await allocated()).toBe(0);
    });

    it('takes that back too, when the order lives again', async () => {
      await take({ status: 'cancelled', modifiedAt: morning + 1 });
      await take({ status: 'open', modifiedAt: morning + 2 });

      expect(await bench.problems()).toEqual([]);
    });

    it('takes a shipment for no edit', async () => {
      const taken = await take({ status: 'shipped', modifiedAt: morning + 1 });

      expect(taken).toEqual({ status: 'taken', stats: { processed: 1, unchanged: 1 } });
      expect(await bench.problems()).toEqual([]);
    });
  });

  it('books the SKU that the listing bears today, where the shop’s own is another', async () => {
    const ref = { product: 'p1', variant: '1' };
    const binding = { pair, articleId: '7', state: 'bound' as const, ref, sku: sku('NEW'), grouped: false, inputsHash: '', published: {} };
    await bench.tx((tx) => tx.bindings.put([binding]));

    await take({ lines: [orderLine('a', { ref, sku: sku('OLD') })] });

    expect(await held()).toEqual({ new: [1, 0] });
  });

  it('takes units that left before the first figure as they are, and later ones not', async () => {
    await take({ lines: [orderLine('a', { quantity: 3, quantityShipped: 1 })] }, true);
    const events = await bench.tx((tx) => tx.stock.events('default', 'sku-a'));
    expect(events.map(({ kind, units }) => [kind, units])).toEqual([['allocation', 2]]);

    await take({ modifiedAt: morning + 1, lines: [orderLine('a', { quantity: 3, quantityShipped: 2 })] }, true);

    const later = await bench.tx((tx) => tx.stock.events('default', 'sku-a'));
    expect(later.map(({ kind, units }) => [kind, units])).toEqual([
      ['allocation', 2],
      ['shipment', 1],
    ]);
  });

  it('takes shipped units from the shelf once, though the order is put away and brought back', async () => {
    const shipped = { lines: [orderLine('a', { quantity: 3, quantityShipped: 1 })] };
    await take(shipped);
    await take({ ...shipped, archived: true, modifiedAt: morning + 1 });
    await take({ ...shipped, modifiedAt: morning + 2 });

    const events = await bench.tx((tx) => tx.stock.events('default', 'sku-a'));
    expect(events.filter(({ kind }) => kind === 'shipment').map(({ units }) => units)).toEqual([1]);
    expect(await allocated()).toBe(2);
  });

  function put(changes: Partial<ChannelOrder> = {}): void {
    bench.shop.orders.set('1', channelOrder('1', changes));
  }

  function head(): ReturnType<typeof headOf> {
    return headOf(bench.shop.orders.get('1') ?? channelOrder('1'));
  }

  function take(changes: Partial<ChannelOrder> = {}, baseline = false): Promise<Taken> {
    put(changes);
    return takeOrder(bench.run(), head(), { baseline });
  }

  function place(afterDoubt: 'send-again' | 'ask' = 'send-again'): Promise<unknown> {
    const run = bench.run();
    return runEffects(salesOrderDriver(run), { ...run, call: run.call('invoicing', 'order'), afterDoubt, attemptsMax: 6 });
  }

  function record(): Promise<OrderRecord | undefined> {
    return bench.tx((tx) => tx.orders.read(pair, '1'));
  }

  function effect(): Promise<EffectRow | undefined> {
    return bench.tx((tx) => tx.effects.read(effectKey('shop:store-1/order/1/place-sales-order')));
  }

  /** Allocated and shipped units of the order, by item. */
  async function held(): Promise<Readonly<Record<string, readonly [number, number]>>> {
    const holdings = await bench.tx((tx) => tx.stock.holdings('shop:store-1/order/1'));
    return Object.fromEntries(holdings.map(({ item, allocated, shipped }) => [item, [allocated, shipped]]));
  }

  async function allocated(): Promise<number | undefined> {
    return (await bench.tx((tx) => tx.stock.levels('default', ['sku-a'])))[0]?.allocated;
  }
});
