import { describe, expect, it } from '@jest/globals';
import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import type { Call } from '@megzo/core';
import { unlimitedBudget } from '@megzo/core/memory';
import { slimOrders } from './slim-orders.ts';
import { createVirtualWorld } from './virtual-world.ts';

/**
 * Goal: the vendor counts seconds, and an import or a bulk edit puts more orders into one second than fit a page. None is
 * lost and no scan circles. Method: the real adapter over the simulated shop, with the settings that its sheet leaves open.
 */
const storeHash = 'abc123';
const accessToken = 'shop-token';
const call: Call = { signal: new AbortController().signal, priority: 'order' };
const orders = 600;

/** All orders of this shop were changed within one second, which is over when the scan begins, or not. */
function crowdedShop({ v2PageMax, dateFiltersInclusive }: { readonly v2PageMax: number; readonly dateFiltersInclusive: boolean }) {
  let now = Date.UTC(2026, 2, 2, 8);
  const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) };
  const shop = createBigcommerceSimulator({
    world: { clock, random: seededRandom(1) },
    storeHash,
    accessToken,
    settings: { quota: 'off', limitAboveMax: 'clamp', v2PageMax, dateFiltersInclusive },
  });
  const kit = createKit({ clock, budget: unlimitedBudget(), fetch: async (request) => slimOrders(await shop.handler(request)) });
  shop.seed.product({ name: 'Kaffee', sku: 'K-1', price: '17.90', tracking: 'none', taxClassId: 2 });
  const ids = Array.from({ length: orders }, () => shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] }));
  return {
    shop,
    ids,
    channel: createBigcommerceChannel({ storeHash, accessToken }, kit),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

async function scan(world: ReturnType<typeof crowdedShop>, since: number, between: (page: number) => void) {
  const seen = new Map<string, number>();
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await world.channel.orders.changed(cursor === undefined ? { since } : { since, cursor }, call);
    if (page.status !== 'done') throw page.error;
    for (const { id, modifiedAt } of page.value.items) seen.set(id, Math.max(modifiedAt, seen.get(id) ?? 0));
    cursor = page.value.next;
    pages += 1;
    if (pages > 100) throw new Error('the scan circles');
    between(pages);
  } while (cursor !== undefined);
  return { seen, pages };
}

const shops = [250, 50].flatMap((v2PageMax) => [true, false].map((dateFiltersInclusive) => ({ v2PageMax, dateFiltersInclusive })));

describe.each(shops)('600 orders of one second, $v2PageMax a page, the second asked for included: $dateFiltersInclusive', (shop) => {
  it('are each seen while nothing moves, in few pages', async () => {
    const world = crowdedShop(shop);
    world.pass(5_000);

    const { seen, pages } = await scan(world, Date.UTC(2026, 2, 2, 7), () => undefined);

    expect([...seen.keys()].sort()).toEqual(world.ids.map(String).sort());
    // Up, down, and once more as the second before the next one.
    expect(pages).toBeLessThanOrEqual(4 * Math.ceil(orders / shop.v2PageMax) + 6);
  });

  it('are each seen with their last change, while people edit them out of that second', async () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const world = crowdedShop(shop);
      world.pass(2_000);
      const random = seededRandom(seed);

      const { seen } = await scan(world, Date.UTC(2026, 2, 2, 7), (page) => {
        // People go home at last, or the list would never end.
        if (page > 8) return;
        for (let edits = 0; edits < 40; edits += 1) {
          world.shop.storefront.editNotes(world.ids[Math.floor(random() * orders)] ?? 0, { staffNotes: `${page}` });
        }
        world.pass(Math.floor(random() * 1_500));
      });

      expect(world.ids.filter((id) => !seen.has(String(id)))).toEqual([]);
    }
  });

  it('are each seen while the second still lasts and orders join it', async () => {
    const world = crowdedShop(shop);

    const { seen } = await scan(world, Date.UTC(2026, 2, 2, 7), (page) => {
      if (page <= 4) world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] });
    });

    expect(world.ids.filter((id) => !seen.has(String(id)))).toEqual([]);
  });
});

describe('a pair whose shop filled one second with more orders than a page', () => {
  it('takes each of them once and comes to rest', async () => {
    const world = createVirtualWorld({
      shop: { settings: { quota: 'off', limitAboveMax: 'clamp', v2PageMax: 50 } },
      pair: { flows: { listings: false, stock: false, orders: true }, ordersFrom: '2027-01-01T00:00:00+01:00' },
    });
    world.shop.seed.product({ name: 'Kaffee', sku: 'K-1', price: '17.90', tracking: 'none', taxClassId: 2 });
    const ids = Array.from({ length: 130 }, () =>
      world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }], payment: { kind: 'offline' } }),
    );

    const first = await world.sync();
    const second = await world.sync();

    expect(first.flows[0]).toMatchObject({ name: 'orders', processed: ids.length, failed: 0 });
    for (const id of ids) expect((await world.pair.order(String(id)))?.record.reason).toBe('ORDER_BEFORE_CUTOVER');
    expect(second.flows[0]).toMatchObject({ processed: 0, unchanged: ids.length });
  });
});
