import { describe, expect, it } from '@jest/globals';
import { createMemoryStore } from '@megzo/core/memory';
import { createVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/** Goal: older orders are taken over once, when a person says so. Method: the real adapters over shops whose orders are older than the cutover. */
const day = 24 * 3_600_000;
const since = '2026-03-02T00:00:00+01:00';
const cutover = '2026-03-05T00:00:00+01:00';

async function oldShop(orders: number, store = createMemoryStore()) {
  const world = createVirtualWorld({
    store,
    shop: { settings: { quota: 'off' } },
    books: { settings: { rateLimit: 'off' } },
    pair: { ordersFrom: cutover, flows: { listings: false, stock: true, orders: true } },
  });
  world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 900' }]);
  world.shop.seed.product({ name: 'Kaffee', sku: 'K-1', price: '17.90', taxClassId: 2, tracking: 'none' });
  const place = (statusId = 11) => world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }], statusId });
  const ids = Array.from({ length: orders }, () => place());
  const others = { completed: place(10), cancelled: place(5), pending: place(1) };
  await world.environment.advance(5 * day);
  return { world, ids, others, store };
}

function backfill(world: VirtualWorld, apply: boolean) {
  return world.environment.finish(world.pair.backfill({ since, apply }));
}

describe('a backfill', () => {
  it('tells what it would do and writes nothing, anywhere', async () => {
    const { world } = await oldShop(4);
    await world.sync();
    const writes = () => [...world.shop.journal, ...world.books.journal].filter(({ method }) => method !== 'GET').length;
    const before = writes();

    const report = await backfill(world, false);

    expect(report).toMatchObject({ applied: false, ended: true, failures: [] });
    expect(report.counts).toEqual(
      expect.arrayContaining([
        { state: 'admitted', orders: 5, gross: { EUR: '89.5' } },
        { state: 'cancelled', reason: 'ORDER_CANCELLED', orders: 1, gross: { EUR: '17.9' } },
        { state: 'held', reason: 'ORDER_PENDING', orders: 1, gross: { EUR: '17.9' } },
      ]),
    );
    expect(writes()).toBe(before);
    expect(world.books.orderConfirmations).toEqual([]);
    expect((await world.sync()).flows.find(({ name }) => name === 'orders')).toMatchObject({ created: 0 });
  });

  it('places them once it is applied, says so with their sums, and again finds them placed', async () => {
    const { world, ids, others } = await oldShop(25);
    await world.sync();

    const first = await backfill(world, true);
    const second = await backfill(world, true);

    expect(first.counts).toEqual(expect.arrayContaining([{ state: 'placed', orders: 26, gross: { EUR: '465.4' } }]));
    expect(second.counts).toEqual(expect.arrayContaining([{ state: 'placed-before', orders: 26, gross: { EUR: '465.4' } }]));
    expect(world.books.orderConfirmations).toHaveLength(26);
    for (const id of [...ids, others.completed]) expect((await world.pair.order(String(id)))?.record.state).toBe('placed');
    // What was finished before the first figure was read had left the shelf by then.
    expect((await world.pair.order(String(others.cancelled)))?.record.state).toBe('cancelled');
  });

  it('never moves the live cursor, and what changes later among those orders is ours too', async () => {
    const { world, others } = await oldShop(2);
    await world.sync();
    await backfill(world, true);
    world.shop.storefront.setStatus(others.pending, 11);

    await world.sync();

    expect((await world.pair.order(String(others.pending)))?.record.state).toBe('placed');
  });

  it('adopts what carries our marker in the invoicing system, and asks about what somebody made by hand', async () => {
    const { world, ids } = await oldShop(3);
    const elsewhere = world.pairOf(createMemoryStore(), { ordersFrom: since });
    await world.environment.finish(elsewhere.sync({ waitMaxMs: 60_000 }));
    const made = world.books.orderConfirmations.length;
    expect(made).toBe(4);
    await world.environment.advance(10 * 60_000);

    const report = await backfill(world, true);
    await world.environment.advance(10 * 60_000);
    await world.sync();

    expect(report.failures).toEqual([]);
    expect(world.books.orderConfirmations).toHaveLength(made);
    for (const id of ids) expect((await world.pair.order(String(id)))?.record.state).toBe('placed');
  });

  it('goes on where a killed process left off, and makes nothing twice', async () => {
    const store = createMemoryStore();
    const { world, ids } = await oldShop(45, store);
    await world.sync();
    const worker = world.pairOf(store.connect('worker'));
    let made = 0;
    const watch = () => {
      made = world.books.orderConfirmations.length;
      if (made >= 17) store.kill('worker');
    };
    void worker.backfill({ since, apply: true });
    for (let turn = 0; turn < 4_000 && made < 17; turn += 1) {
      await world.environment.advance(50);
      watch();
    }
    expect(made).toBeGreaterThanOrEqual(17);
    expect(made).toBeLessThan(46);
    await world.environment.advance(10 * 60_000);

    const report = await backfill(world, true);
    await world.environment.advance(10 * 60_000);
    await world.sync();

    expect(report.ended).toBe(true);
    expect(world.books.orderConfirmations).toHaveLength(46);
    for (const id of ids) expect((await world.pair.order(String(id)))?.record.state).toBe('placed');
  });

  it('lets no live order wait for more than a handful of older ones', async () => {
    const { world } = await oldShop(60);
    await world.sync();
    const running = world.pair.backfill({ since, apply: true });
    const until = async (isSo: () => boolean) => {
      for (let turn = 0; turn < 10_000 && !isSo(); turn += 1) await world.environment.advance(50);
    };
    await until(() => world.books.orderConfirmations.length >= 5);
    const live = world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 2 }] });
    const before = world.books.orderConfirmations.length;
    const beat = world.pair.sync();
    let placedAt = 0;
    await until(() => {
      const place = world.books.orderConfirmations.findIndex(({ lines }) => JSON.stringify(lines).includes(`Bestellung ${live} `));
      placedAt = place < 0 ? placedAt : place;
      return place >= 0;
    });
    await world.environment.finish(Promise.all([running, beat]));

    expect(placedAt - before).toBeLessThanOrEqual(25);
    expect(world.books.orderConfirmations).toHaveLength(62);
  });

  it.each(['2026-03-02', 'yesterday'])('is refused for %j, which names no instant', async (wrong) => {
    const { world } = await oldShop(0);

    await expect(world.pair.backfill({ since: wrong })).rejects.toThrow('since must be an ISO 8601 instant');
  });
});
