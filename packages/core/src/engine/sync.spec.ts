import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, merchant, pair, shopConnection } from '../../test/bench.ts';
import { address, channelOrder, morning, orderLine, people } from '../../test/orders.ts';
import { merchantId, sku } from '../kernel/ids.ts';
import type { ChannelOrder } from '../model/order.ts';
import { countInNote } from '../stock/count-in-note.ts';
import { article, listing } from '../testing/samples.ts';
import { createEngine } from './create-engine.ts';
import type { PairOptions, SyncOptions, SyncProgress } from './pair-handle.ts';
import type { PairReport } from './report.ts';

describe('a sync', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
    put('1', 'Bestand: 12');
    put('2', 'Bestand: 5');
    order('100', { lines: [orderLine('1', { quantity: 2, gross: '23.8' })] });
  });

  it('lists, tells stock and places, and says so in its report', async () => {
    const report = await sync();

    expect(report).toMatchObject({ merchant: 'acme', pair: 'acme-main', ok: true, dryRun: false, problems: [], failures: [], more: false });
    expect(flows(report)).toEqual({
      listings: { processed: 2, created: 2, updated: 0, unchanged: 0, held: 0, parked: 0, failed: 0 },
      stock: { processed: 2, created: 0, updated: 2, unchanged: 0, held: 0, parked: 0, failed: 0 },
      orders: { processed: 1, created: 1, updated: 0, unchanged: 0, held: 0, parked: 0, failed: 0 },
    });
    expect([...bench.shop.shelf.values()].map(({ sku }) => sku)).toEqual(['SKU-1', 'SKU-2']);
    expect([...bench.shop.sellable.values()]).toEqual([10, 5]);
    expect(bench.books.orders.map(({ totals }) => totals.gross)).toEqual(['23.8']);
    expect(bench.shop.marks).toHaveLength(1);
  });

  it('writes nothing in an unchanged world', async () => {
    await sync();
    bench.shop.script.clear();
    bench.books.script.clear();

    const report = await sync();

    expect(writes()).toEqual([]);
    expect(report.calls).toMatchObject({ 'acme-books': { write: 0 }, 'acme-shop': { write: 0 } });
    expect(flows(report)).toMatchObject({
      listings: { processed: 2, unchanged: 2, created: 0 },
      stock: { processed: 2, unchanged: 2, updated: 0 },
      orders: { processed: 0, unchanged: 1, created: 0 },
    });
    expect(bench.shop.script.calls.filter((call) => /orders\.(read|quantities)/.test(call))).toEqual([]);
  });

  it('counts the calls of each connection at their first byte', async () => {
    const report = await sync();

    expect(report.calls).toEqual({
      'acme-books': { read: expect.any(Number), write: 1 },
      // Two listings, their assignment, their stock, one mark.
      'acme-shop': { read: expect.any(Number), write: 5 },
    });
  });

  it('does only the flow that it is asked for', async () => {
    expect((await sync({ flow: 'orders' })).flows.map(({ name }) => name)).toEqual(['orders']);
    expect(bench.shop.script.count('listings.create') + bench.shop.script.count('stock.set')).toBe(0);
    expect(bench.books.orders).toHaveLength(1);

    await sync({ flow: 'listings' });

    expect(bench.shop.shelf.size).toBe(2);
    expect(bench.shop.script.count('stock.set')).toBe(0);
  });

  it('does no flow that is switched off', async () => {
    const report = await sync({}, { flows: { listings: false, stock: false, orders: true } });

    expect(report.flows.map(({ name }) => name)).toEqual(['orders']);
    expect(bench.shop.shelf.size).toBe(0);
    // Articles are read for the lines of the order all the same.
    expect(bench.books.orders[0]?.draft.lines[0]).toMatchObject({ article: { id: '1' } });
  });

  it('tells how far it is', async () => {
    const steps = new Set<SyncProgress['step']>();
    await sync({ onProgress: ({ step }) => steps.add(step) });

    expect([...steps].sort()).toEqual([
      'index-shelf',
      'ingest-orders',
      'place-sales-orders',
      'publish-listings',
      'publish-stock',
      'pull-articles',
    ]);
  });

  it('waits for what becomes due within the time it is given, and counts it once', async () => {
    order('101', { people: people({ billing: address({ company: 'Kunde GmbH' }) }) });

    const report = await sync({ waitMaxMs: 60_000 });

    expect(report.flows.find(({ name }) => name === 'orders')).toMatchObject({ processed: 2, created: 2, held: 0 });
    expect(bench.books.contacts).toHaveLength(1);
  });

  it('counts what waits as held, and says when to come again', async () => {
    order('101', { people: people({ billing: address({ company: 'Kunde GmbH' }) }) });

    const report = await sync();

    expect(report.flows.find(({ name }) => name === 'orders')).toMatchObject({ created: 1, held: 1 });
    expect(report.nextAt).toBeGreaterThan(morning);
    expect(report.ok).toBe(true);
  });

  it('gives way after one slice of each flow where it is told to', async () => {
    for (let n = 200; n < 240; n += 1) order(String(n));
    const { read } = bench.shop.port.orders;
    bench.shop.port.orders.read = async (...given) => {
      await bench.environment.advance(1_000);
      return read(...given);
    };

    const report = await bench.engine().sync({ slices: 1 });

    expect(report.more).toBe(true);
    expect(flows(report).orders?.processed).toBeLessThan(41);
    // Not all open orders hold their units yet.
    expect(bench.shop.script.count('stock.set')).toBe(0);
    bench.shop.port.orders.read = read;
    await sync();
    expect(bench.shop.script.count('stock.set')).toBeGreaterThan(0);
  });

  it('ends at once when its signal says so, and leaves nothing half done', async () => {
    const controller = new AbortController();
    const { read } = bench.shop.port.orders;
    bench.shop.port.orders.read = async (...given) => {
      controller.abort();
      return read(...given);
    };

    await bench.engine().sync({ signal: controller.signal });
    expect(bench.books.orders).toEqual([]);
    await sync();

    expect(bench.books.orders).toHaveLength(1);
  });

  describe('that is dry', () => {
    it('reads and judges, and writes nothing outside', async () => {
      const report = await sync({ dryRun: true });

      expect(writes()).toEqual([]);
      expect(report).toMatchObject({ dryRun: true, ok: true });
      expect(flows(report)).toMatchObject({ listings: { created: 2 }, orders: { created: 1 } });
    });

    it('names what would be a problem of a listing, once, and raises nothing', async () => {
      bench.books.articles.set('3', article('3', { number: '' }));

      expect(await sync({ dryRun: true })).toMatchObject({ problems: [], foreseen: [{ code: 'ARTICLE_WITHOUT_NUMBER' }] });
      expect(await sync()).not.toHaveProperty('foreseen');
      expect(await sync({ dryRun: true })).toMatchObject({ problems: [{ code: 'ARTICLE_WITHOUT_NUMBER' }], foreseen: [] });
    });

    it('changes nothing for the real one after it', async () => {
      await sync({ dryRun: true });
      const report = await sync();

      expect(flows(report)).toMatchObject({ listings: { created: 2 }, stock: { updated: 2 } });
      expect(bench.books.orders).toHaveLength(1);
    });
  });

  describe('with a silent side', () => {
    it('does nothing where a side was never heard of, and says which', async () => {
      bench.books.script.plan('settings', { kind: 'rejected', code: 'UNAUTHORIZED' });

      const report = await sync();

      expect(report).toMatchObject({
        ok: false,
        failures: [{ connection: 'acme-books', error: { code: 'UNAUTHORIZED' }, remedy: { de: expect.any(String) } }],
        problems: [{ code: 'CONNECTION_UNAUTHORIZED', key: 'acme-main/connection/acme-books' }],
      });
      expect(writes()).toEqual([]);
    });

    it('goes on with the shop while the books are silent: orders are read, stock is told, nothing is placed', async () => {
      await sync();
      order('101', { modifiedAt: morning + 1, lines: [orderLine('2', { quantity: 2, gross: '23.8' })] });
      await bench.environment.advance(40_000);
      bench.shop.sellable.set('p2/1', 3);
      bench.books.script.plan('settings', { kind: 'retryable', code: 'UNREACHABLE' }, { times: 3 });
      bench.books.script.clear();

      const report = await sync();

      expect(report).toMatchObject({ ok: false, problems: [{ code: 'CONNECTION_UNREACHABLE' }] });
      expect(flows(report)).toMatchObject({ stock: { processed: 2, unchanged: 2, failed: 0 }, orders: { processed: 1 } });
      expect(bench.books.script.calls).toEqual(['settings']);
    });

    it('goes on with the books while the shop is silent: what is admitted is placed', async () => {
      bench.books.script.plan('salesOrders.send', { kind: 'retryable', code: 'VENDOR_FAILED' });
      await sync();
      await bench.environment.advance(10_000);
      bench.shop.script.plan('settings', { kind: 'retryable', code: 'UNREACHABLE' });

      const report = await sync();

      expect(report.failures.map(({ connection }) => connection)).toEqual(['acme-shop']);
      expect(bench.books.orders).toHaveLength(1);
    });

    it('takes the problem back when the side answers again', async () => {
      bench.shop.script.plan('settings', { kind: 'retryable', code: 'UNREACHABLE' });
      expect((await sync()).problems).toHaveLength(1);

      expect((await sync()).problems).toEqual([]);
    });
  });

  describe('with another account', () => {
    beforeEach(async () => {
      await sync();
      bench.shop.script.clear();
      bench.books.script.clear();
      order('101', { modifiedAt: morning + 1 });
      put('3', 'Bestand: 1');
    });

    it.each(['books', 'shop'] as const)('refuses the other %s and writes nothing anywhere', async (side) => {
      const own = { books: bench.books.settings, shop: bench.shop.settings };
      if (side === 'books') bench.books.settings = { ...own.books, accountId: 'another' };
      else bench.shop.settings = { ...own.shop, accountId: 'another' };

      const report = await sync();

      expect(report).toMatchObject({ ok: false, failures: [{ connection: `acme-${side}` }] });
      expect(report.problems.map(({ code }) => code)).toContain('PAIR_ACCOUNT_CHANGED');
      expect(writes()).toEqual([]);
      bench.books.settings = own.books;
      bench.shop.settings = own.shop;
      expect((await sync()).problems).toEqual([]);
      expect(bench.books.orders).toHaveLength(2);
    });

    it('refuses an account that another merchant holds', async () => {
      const other = createEngine({ store: bench.store, kit: bench.environment }).pair(options({ merchant: 'other', name: 'other-main' }));

      const report = await other.sync();

      expect(report.ok).toBe(false);
      expect(report.problems.map(({ code }) => code)).toContain('PAIR_ACCOUNT_TAKEN');
      expect(writes()).toEqual([]);
      expect(await bench.store.transaction(merchantId('other'), (tx) => tx.orders.count(pair))).toEqual({});
    });
  });

  describe('of a store that keeps its prices otherwise', () => {
    it.each([
      ['with net instead of gross prices', { pricesIncludeTax: false }, 'PRICE_MODE_CHANGED'],
      ['in another currency', { currency: 'CHF' }, 'CHANNEL_CURRENCY_UNSUPPORTED'],
    ])('%s, publishes no article, goes on with orders, and takes the problem back', async (_name, changes, code) => {
      await sync();
      const before = bench.shop.settings;
      bench.shop.settings = { ...before, ...changes };
      put('1', 'Bestand: 12', 'Neu');
      order('101', { modifiedAt: morning + 1 });

      const report = await sync();

      expect(report.problems.map((problem) => problem.code)).toEqual([code]);
      expect(bench.shop.shelf.get('p1/1')?.name).toBe('Artikel 1');
      expect(bench.books.orders).toHaveLength(2);
      bench.shop.settings = before;
      expect((await sync()).problems).toEqual([]);
      expect(bench.shop.shelf.get('p1/1')?.name).toBe('Neu');
    });
  });

  it('that moves to another pool keeps its price mode, and knows still that a backup was restored', async () => {
    await sync();
    await bench.engine().beginEpoch();
    const epoch = (await bench.tx((tx) => tx.pairs.read(pair)))?.epoch;
    expect(epoch).toBeDefined();
    bench.shop.settings = { ...bench.shop.settings, pricesIncludeTax: false };

    const report = await sync(
      {},
      { stock: { count: countInNote('Bestand: {count}'), buffer: { kind: 'fixed', units: 0 }, pool: 'north' } },
    );

    expect(report.problems.map(({ code }) => code)).toContain('PRICE_MODE_CHANGED');
    expect(await bench.tx((tx) => tx.pairs.read(pair))).toMatchObject({ pool: 'north', epoch, pricesIncludeTax: true });
  });

  it('tells no stock before every open order holds its units', async () => {
    bench.shop.script.plan('orders.open', { kind: 'rejected', code: 'REFUSED' }, { times: 100 });

    await sync();

    expect(bench.shop.script.count('stock.set')).toBe(0);
  });

  it('exits with a failure only where something failed: parked and held are none', async () => {
    order('101', { currency: 'CHF' });
    order('102', { status: 'pending' });

    expect(await sync()).toMatchObject({ ok: true, problems: [{ code: 'ORDER_CURRENCY_UNSUPPORTED' }] });
  });

  it('tells what became of an order, with the reason in words', async () => {
    order('101', { status: 'pending' });
    await sync();

    expect(await bench.engine().order('101')).toMatchObject({
      record: { state: 'held' },
      reason: { de: expect.stringContaining('Zahlung') },
    });
    expect(await bench.engine().order('100')).toMatchObject({ record: { state: 'placed', salesOrderId: 'so-1' } });
    expect(await bench.engine().order('999')).toBeUndefined();
  });

  it('keeps the rules that it began with as version 1', async () => {
    await sync();
    const active = await bench.tx((tx) => tx.rules.active(pair, 'orders'));
    await sync();

    expect(active).toMatchObject({ version: 1, by: 'engine' });
    expect(await bench.tx((tx) => tx.rules.read(pair, 'orders', 2))).toBeUndefined();
  });

  describe('of a plan', () => {
    it('stores what would be done, writes nothing, and does it when applied', async () => {
      put('3', '', 'Ohne Nummer', '');
      const plan = await bench.engine().plan('listings');

      expect(plan.counts).toEqual({ create: 2, adopt: 0, update: 0, park: 1, none: 0 });
      expect(plan.warnings).toMatchObject([{ code: 'ARTICLE_WITHOUT_NUMBER', text: { en: expect.stringContaining('Ohne Nummer') } }]);
      expect((await plan.items(0, 10)).map(({ articleId, action }) => [articleId, action])).toEqual([
        ['1', 'create'],
        ['2', 'create'],
        ['3', 'park'],
      ]);
      expect((await plan.items(1, 1)).map(({ articleId }) => articleId)).toEqual(['2']);
      expect(writes()).toEqual([]);

      expect(await bench.engine().apply(plan.id)).toMatchObject({ status: 'applied', report: { ok: true } });

      expect(bench.shop.shelf.size).toBe(2);
      expect((await bench.engine().plan('listings')).counts).toMatchObject({ create: 0, update: 0 });
    });

    it('is refused when the world moved, naming what moved, and writes nothing', async () => {
      const plan = await bench.engine().plan('listings');
      put('2', 'Bestand: 5', 'Neu');
      await bench.engine().plan('listings');

      expect(await bench.engine().apply(plan.id)).toEqual({ status: 'outdated', articleIds: ['2'] });
      expect(bench.shop.shelf.size).toBe(0);
    });

    it('is refused when the shop moved', async () => {
      const plan = await bench.engine().plan('listings');
      await bench.tx((tx) => tx.shelf.put(shopConnection, [listing('9', { sku: sku('SKU-1') })]));

      expect(await bench.engine().apply(plan.id)).toEqual({ status: 'outdated', articleIds: ['1'] });
    });

    it('is not known to another pair', async () => {
      const plan = await bench.engine().plan('listings');
      const other = createEngine({ store: bench.store, kit: bench.environment }).pair(options({ name: 'acme-second' }));

      expect(await other.apply(plan.id)).toEqual({ status: 'unknown-plan' });
      expect(await bench.engine().apply('none')).toEqual({ status: 'unknown-plan' });
    });
  });

  it.each(['2027-01-01', '2027-01-01T00:00:00', 'yesterday', ''])('is refused beforehand for the cutover %j', (ordersFrom) => {
    expect(() => bench.engine({ ordersFrom })).toThrow('ISO 8601 instant with an offset');
  });

  function put(id: string, note: string, title = `Artikel ${id}`, number = `SKU-${id}`): void {
    bench.books.articles.set(id, article(id, { note, title, number }));
  }

  function order(id: string, changes: Partial<ChannelOrder> = {}): void {
    bench.shop.orders.set(id, channelOrder(id, changes));
  }

  function options(changes: Partial<PairOptions> = {}): PairOptions {
    return {
      merchant,
      name: pair,
      invoicing: bench.books.port,
      channel: bench.shop.port,
      ordersFrom: '2026-01-01T00:00:00Z',
      taxClasses: { 19: 1 },
      ...changes,
    };
  }

  function sync(syncOptions: SyncOptions = {}, changes: Partial<PairOptions> = {}): Promise<PairReport> {
    return bench.environment.finish(bench.engine(changes).sync(syncOptions));
  }

  function flows(report: PairReport): Record<string, Omit<PairReport['flows'][number], 'name'>> {
    return Object.fromEntries(report.flows.map(({ name, ...stats }) => [name, stats]));
  }

  function writes(): readonly string[] {
    const all = [...bench.shop.script.calls, ...bench.books.script.calls];
    return all.filter((call) => /\.(send|create|update|set)\b/.test(call));
  }
});
