import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, merchant, pair } from '../../test/bench.ts';
import { channelOrder, orderLine } from '../../test/orders.ts';
import { createScriptedChannel, type ScriptedChannel } from '../../test/scripted-channel.ts';
import { pairId } from '../kernel/ids.ts';
import type { RawWebhook, WakeUp } from '../ports/call.ts';
import { reasonKinds } from '../ports/inbox.ts';
import { addLatency } from '../stock/stock-latency.ts';
import { article } from '../testing/samples.ts';
import { createEngine } from './create-engine.ts';
import type { PairHandle, SyncOptions } from './pair-handle.ts';
import type { PairReport } from './report.ts';

const second = pairId('acme-market');

describe('two channels of one merchant', () => {
  let bench: Bench;
  let market: ScriptedChannel;

  beforeEach(async () => {
    bench = createBench();
    market = createScriptedChannel();
    market.settings = { ...market.settings, accountId: 'store-2', name: 'Acme Markt' };
    bench.books.articles.set('1', article('1', { note: 'Bestand: 10' }));
    await run(shopPair());
    await run(marketPair());
    await bench.environment.advance(3_600_000);
    await run(shopPair());
    await run(marketPair());
    await bench.tx((tx) => Promise.all([pair, second].map((one) => tx.pairs.due(one, now() + 300_000, 'set'))));
    forget();
  });

  it('tell the same figure', () => {
    expect([shown(bench.shop), shown(market)]).toEqual([10, 10]);
  });

  it('learn of each other’s sales at once: what one sold lowers the other by a wake-up of a few calls', async () => {
    sell(bench.shop, '100', 3);
    await run(shopPair(), { woken: true });

    expect(await due()).toEqual([second]);
    forget();
    const report = await run(marketPair(), { woken: true });

    expect(shown(market)).toBe(7);
    expect(report).toMatchObject({ whole: false, calls: { 'market-books': { read: 0, write: 0 }, market: { write: 1 } } });
    expect(market.script.calls).toEqual([
      'orders.changed 0',
      expect.stringContaining('stock.read'),
      'orders.changed 0',
      expect.stringMatching(/stock\.set .*=7/),
      'orders.changed 0',
    ]);
    expect(bench.books.script.calls).toEqual([]);
    expect(await named(second)).toEqual([]);
  });

  it('write nothing where the sale was their own', async () => {
    sell(bench.shop, '100', 3);
    await run(shopPair(), { woken: true });
    await run(shopPair());

    expect(bench.shop.script.count('stock.set')).toBe(0);
    expect(await named(pair)).toEqual([]);
  });

  it('are raised again when the other channel’s order is cancelled', async () => {
    sell(bench.shop, '100', 3);
    await run(shopPair());
    await run(marketPair(), { woken: true });
    await bench.environment.advance(60_000);
    bench.shop.orders.set('100', { ...orderOf(bench.shop, '100'), status: 'cancelled', modifiedAt: now() });
    bench.shop.sellable.set([...bench.shop.sellable.keys()][0] ?? '', 10);
    await run(shopPair(), { woken: true });
    await run(marketPair(), { woken: true });

    expect(shown(market)).toBe(10);
  });

  it('are told at the beat too, when a wake-up was lost', async () => {
    sell(bench.shop, '100', 3);
    await run(shopPair());

    await run(marketPair());

    expect(shown(market)).toBe(7);
  });

  it('are told of a count that the other one’s run read', async () => {
    bench.books.articles.set('1', article('1', { note: 'Bestand: 4', updatedAt: now() }));
    await run(shopPair());

    expect(await due()).toEqual([second]);
    await run(marketPair(), { woken: true });

    expect([shown(bench.shop), shown(market)]).toEqual([4, 4]);
  });

  it('subtract no sale twice where the shop subtracts when it ships, and are told of their own', async () => {
    bench.shop.settings = { ...bench.shop.settings, stockLeavesAt: 'order-shipped' };
    await run(shopPair());
    forget();
    order(bench.shop, '100', 3);
    await run(shopPair(), { woken: true });

    expect(shown(bench.shop)).toBe(7);
    bench.shop.sellable.set([...bench.shop.sellable.keys()][0] ?? '', 4);
    const sold = orderOf(bench.shop, '100');
    await bench.environment.advance(60_000);
    const lines = sold.lines.map((line) => ({ ...line, quantityShipped: 3 }));
    bench.shop.orders.set('100', { ...sold, status: 'shipped', modifiedAt: now(), lines });
    await run(shopPair(), { woken: true });

    expect(shown(bench.shop)).toBe(7);
  });

  it('say beforehand how much they may oversell together, and less once they know of each other', async () => {
    expect(await shopPair().stockBound('SKU-1')).toMatchObject({ free: 10, bound: 10, channels: [{ shown: 10 }, { shown: 10 }] });
    sell(bench.shop, '100', 8);
    await run(shopPair());
    await run(marketPair(), { woken: true });
    await bench.environment.advance(60_000);

    expect(await shopPair().stockBound('sku-1')).toMatchObject({ free: 2, bound: 2, channels: [{ shown: 2 }, { shown: 2 }] });
    expect(await shopPair().stockBound('nothing')).toEqual({ sku: 'nothing', channels: [] });
  });

  it('say that a quiet channel alone oversells nothing, right after a sale too', async () => {
    const other = createScriptedChannel();
    other.settings = { ...other.settings, accountId: 'store-3' };
    const books = createBench();
    books.books.articles.set('1', article('1', { note: 'Bestand: 10' }));
    books.books.settings = { ...books.books.settings, accountId: 'org-solo' };
    const solo = bench.engine({ merchant: 'solo', name: 'solo-shop', channel: other.port, invoicing: books.books.port, stock: stock() });
    await run(solo);
    await bench.environment.advance(60_000);
    sell(other, '100', 4);
    await run(solo, { woken: true });

    expect(await solo.stockBound('SKU-1')).toMatchObject({ free: 6, bound: 0 });
  });

  it('say so of what a look saw, whatever the ledger makes of it', async () => {
    for (const [key] of bench.shop.sellable) bench.shop.sellable.set(key, 9);
    order(bench.shop, '100', 8);
    await run(shopPair());
    await run(marketPair(), { woken: true });
    await bench.environment.advance(60_000);

    // Eight were sold, of which the shop subtracted one: its shelf shows nine, where the ledger would make it two.
    expect(await shopPair().stockBound('SKU-1')).toMatchObject({
      free: 2,
      bound: 9,
      channels: expect.arrayContaining([{ channel: pair, shown: 9, perHour: 8, writingMs: 0, inDoubt: 0 }]),
    });
  });

  it('take a channel that has not been told yet to show what it was told last, and count the demand while a write settles', async () => {
    sell(bench.shop, '100', 8);
    await run(shopPair());
    const { channels, bound } = await shopPair().stockBound('SKU-1');

    expect(channels.map(({ channel, shown: units }) => [channel, units])).toEqual([
      [pair, 2],
      [second, 10],
    ]);
    expect(bound).toBe(10);
    await run(marketPair(), { woken: true });
    await bench.environment.advance(20_000);

    const told = (await shopPair().stockBound('SKU-1')).channels.find(({ channel }) => channel === second);
    expect(told).toMatchObject({ shown: 2, writingMs: (bench.shop.port.stock?.settleMs ?? 0) - 20_000 });
  });

  it('are advised by the slowest of them', async () => {
    await bench.tx(async (tx) => {
      await addLatency(tx, pair, { told: [7_000], writing: [] });
      await addLatency(tx, second, { told: [30_000], writing: [] });
    });

    expect(await shopPair().adviseStock({ sku: 'SKU-1', limit: 1e-4 })).toMatchObject({ windowMs: 30_000, measured: 2 });
    await bench.tx((tx) => addLatency(tx, pair, { told: [50_000], writing: [] }));
    expect(await shopPair().adviseStock({ sku: 'SKU-1', limit: 1e-4 })).toMatchObject({ windowMs: 50_000, measured: 3 });
  });

  it('look at the channels of their own pool alone', async () => {
    await run(marketPair({ pool: 'elsewhere' }));

    expect((await shopPair().stockBound('SKU-1')).channels.map(({ channel }) => channel)).toEqual([pair]);
    expect((await shopPair().adviseStock({ sku: 'SKU-1', limit: 1e-4 })).channels.map(({ channel }) => channel)).toEqual([pair]);
  });

  it('are stated to show what they were told while they move to another pool, and are told of it after one look', async () => {
    const desk = createEngine({ store: bench.store, kit: bench.environment }).stock(merchant);
    await desk.book([{ kind: 'count', sku: 'SKU-1', units: 3, pool: 'north' }]);
    const moved = marketPair({ pool: 'north' });

    expect(await moved.stockBound('SKU-1')).toMatchObject({ free: 3, bound: 7, channels: [{ channel: second, shown: 10 }] });
    await run(moved);
    expect(shown(market)).toBe(3);
  });

  it('count for every pool as long as nobody knows from which they sell', async () => {
    await bench.tx(async (tx) => {
      const row = await tx.pairs.read(second);
      if (row === undefined) throw new Error('it ran');
      const { pool: _pool, ...old } = row;
      await tx.pairs.put(old);
    });

    expect((await shopPair().stockBound('SKU-1')).channels.map(({ channel }) => channel)).toEqual([pair, second]);
  });

  it('are not taken out of their pool by a dry run', async () => {
    await run(marketPair({ pool: 'north' }), { dryRun: true });

    expect((await bench.tx((tx) => tx.pairs.read(second)))?.pool).toBe('default');
    expect((await shopPair().stockBound('SKU-1')).channels).toHaveLength(2);
  });

  it('settle by their own channel’s time, whoever asks', async () => {
    const slow = { ...market.port, stock: { ...market.port.stock, settleMs: 300_000 } } as typeof market.port;
    sell(bench.shop, '100', 3);
    await run(shopPair());
    await run(bench.engine({ name: second, channel: slow, connections: { invoicing: 'market-books', channel: 'market' }, stock: stock() }));
    await bench.environment.advance(60_000);

    const { channels } = await shopPair().stockBound('SKU-1');
    expect(channels.find(({ channel }) => channel === second)).toMatchObject({ shown: 7, writingMs: 240_000 });
  });

  it('get advice from what they sold and how late they learned of it', async () => {
    expect(await shopPair().adviseStock({ sku: 'SKU-1', limit: 1e-4 })).toMatchObject({ units: 0, windowMs: 300_000, measured: 0 });
    for (let sale = 1; sale <= 4; sale += 1) {
      sell(bench.shop, `10${sale}`, 1);
      await bench.environment.advance(30_000);
      await run(shopPair());
      await run(marketPair(), { woken: true });
    }
    await bench.environment.advance(60_000);

    const advice = await shopPair().adviseStock({ sku: 'SKU-1', limit: 1e-4, windowMs: 900_000 });
    expect(advice.channels.map(({ channel, perHour }) => [channel, perHour > 0])).toEqual(
      [
        [pair, true],
        [second, false],
      ].toSorted(),
    );
    expect(advice.words.de).toContain('15 Minuten');
    expect(await shopPair().adviseStock({ sku: 'SKU-1', limit: 1e-4 })).toMatchObject({ windowMs: 30_000, measured: 4 });
  });

  describe('a webhook', () => {
    it.each<[WakeUp['what'], boolean, boolean]>([
      ['order', true, false],
      ['sales-document', true, false],
      ['article', true, true],
      ['settings', true, true],
      ['listing', false, false],
    ])('about a changed %s wakes the pair: %s, for a whole run: %s', async (what, wakes, whole) => {
      expect(await shopPair([{ what, id: '7' }]).receive('channel', message)).toBe('woken');

      expect(await due()).toEqual(wakes ? [pair] : []);
      expect(await named(pair)).toEqual([`${what} 7`]);
      expect(await run(shopPair(), { woken: true })).toMatchObject({ whole });
      expect(await named(pair)).toEqual([]);
    });

    it('about an order has it placed without a look at anything else', async () => {
      order(bench.shop, '100', 1);
      await shopPair([{ what: 'order', id: '100' }]).receive('channel', message);

      const report = await run(shopPair(), { woken: true });

      expect(bench.books.orders).toHaveLength(1);
      expect(report.flows.find(({ name }) => name === 'orders')).toMatchObject({ created: 1 });
      expect([...bench.shop.script.calls, ...bench.books.script.calls].filter((call) => /settings|articles|listings/.test(call))).toEqual(
        [],
      );
    });

    it('stays named while the channel cannot be asked', async () => {
      await shopPair([{ what: 'order', id: '100' }]).receive('channel', message);
      bench.shop.script.plan('orders.changed', { kind: 'retryable', code: 'UNREACHABLE' });

      expect(await run(shopPair(), { woken: true })).toMatchObject({ ok: false });
      expect(await named(pair)).toEqual(['order 100']);
    });

    it('that is forged, or of a side without webhooks, changes nothing', async () => {
      const { webhooks: _none, ...silent } = bench.shop.port;
      expect(await shopPair('forged').receive('channel', message)).toBe('forged');
      expect(await bench.engine({ channel: silent }).receive('channel', message)).toBe('no-webhooks');
      expect([await due(), await named(pair)]).toEqual([[], []]);
    });

    it('that says nothing new is genuine', async () => {
      expect(await shopPair([]).receive('channel', message)).toBe('woken');
      expect(await due()).toEqual([]);
    });
  });

  describe('a wake-up', () => {
    it('never goes on with an account that a whole run refused', async () => {
      bench.shop.settings = { ...bench.shop.settings, accountId: 'somebody-elses' };
      await run(shopPair());
      forget();

      expect(await run(shopPair(), { woken: true })).toMatchObject({ whole: true, ok: false });
      expect(bench.shop.script.calls).toEqual(['settings']);
    });

    it('of a pair whose first run had a failure does everything', async () => {
      const third = bench.engine({ name: 'acme-third', channel: createScriptedChannel().port, stock: stock() });
      bench.books.script.plan('articles.changed', { kind: 'retryable', code: 'UNREACHABLE' });
      expect(await run(third)).toMatchObject({ ok: false });

      expect(await run(third, { woken: true })).toMatchObject({ whole: true, ok: true });
      expect(await run(third, { woken: true })).toMatchObject({ whole: false, ok: true });
    });

    it('of a pair that never was looked at as a whole does everything', async () => {
      const third = bench.engine({ name: 'acme-third', flows: { listings: false, stock: false, orders: false } });

      expect(await run(third, { woken: true })).toMatchObject({ whole: true });
    });

    it('takes no problem back about a side that it did not ask', async () => {
      bench.books.script.plan('settings', { kind: 'retryable', code: 'UNREACHABLE' });
      await run(shopPair());
      const before = (await run(shopPair(), { woken: true })).problems.map(({ code }) => code);

      expect(before).toHaveLength(1);
      expect((await run(shopPair())).problems).toEqual([]);
    });

    it('settles nothing in a dry run', async () => {
      await shopPair([{ what: 'order', id: '100' }]).receive('channel', message);
      await run(shopPair(), { woken: true, dryRun: true });

      expect(await named(pair)).toEqual(['order 100']);
    });

    it('of a pair without stock forgets what others sold', async () => {
      sell(bench.shop, '100', 3);
      await run(shopPair());
      await run(marketPair({ flows: { stock: false } }), { woken: true });

      expect(await named(second)).toEqual([]);
    });
  });

  const message: RawWebhook = { headers: {}, body: '' };

  function shopPair(look: readonly WakeUp[] | 'forged' = []): PairHandle {
    const webhooks = { read: () => (look === 'forged' ? undefined : { look }), subscribe: () => Promise.reject(new Error('not here')) };
    return bench.engine({ channel: { ...bench.shop.port, webhooks }, stock: stock() });
  }

  function marketPair({ pool, ...changes }: { readonly flows?: { readonly stock: boolean }; readonly pool?: string } = {}): PairHandle {
    const connections = { invoicing: 'market-books', channel: 'market' };
    const sells = pool === undefined ? stock() : { ...stock(), pool };
    return bench.engine({ name: second, channel: market.port, connections, stock: sells, ...changes });
  }

  function stock() {
    const { count } = bench.run().settings.stock ?? {};
    if (count === undefined) throw new Error('the bench counts');
    return { count, buffer: { kind: 'fixed', units: 0 } as const };
  }

  function run(handle: PairHandle, options: SyncOptions = {}): Promise<PairReport> {
    return bench.environment.finish(handle.sync(options));
  }

  function now(): number {
    return bench.environment.clock.now();
  }

  function order(shop: ScriptedChannel, id: string, quantity: number): void {
    const gross = String(11.9 * quantity);
    shop.orders.set(id, channelOrder(id, { placedAt: now(), modifiedAt: now(), lines: [orderLine('1', { quantity, gross })] }));
  }

  /** An order, and the units that the shop takes from its shelf for it. */
  function sell(shop: ScriptedChannel, id: string, quantity: number): void {
    order(shop, id, quantity);
    for (const [key, units] of shop.sellable) shop.sellable.set(key, units - quantity);
  }

  function orderOf(shop: ScriptedChannel, id: string) {
    const found = shop.orders.get(id);
    if (found === undefined) throw new Error('it was placed');
    return found;
  }

  function shown(shop: ScriptedChannel): number | undefined {
    return [...shop.sellable.values()][0];
  }

  function forget(): void {
    for (const { script } of [bench.shop, market, bench.books]) script.clear();
  }

  async function due(): Promise<readonly string[]> {
    return (await bench.store.directory.due(now(), 9)).filter((one) => one.merchant === merchant).map((one) => one.pair);
  }

  async function named(of: typeof pair): Promise<readonly string[]> {
    return (await bench.tx((tx) => tx.inbox.page(of, reasonKinds, 99))).map(({ what, id }) => `${what} ${id}`);
  }
});
