import { describe, expect, it } from '@jest/globals';
import { createBigcommerceChannel } from '@megzo/adapter-bigcommerce';
import { type BigcommerceSimulator, createBigcommerceSimulator } from '@megzo/adapter-bigcommerce/simulator';
import { createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import type { Call, ChannelPort } from '@megzo/core';
import { unlimitedBudget } from '@megzo/core/memory';
import { slimOrders } from './slim-orders.ts';

const storeHash = 'abc123';
const accessToken = 'shop-token';
const seeds = 500;
const pageSize = 250;
const call: Call = { signal: new AbortController().signal, priority: 'order' };

interface BusyShop {
  readonly shop: BigcommerceSimulator;
  readonly channel: ChannelPort;
  /** Ids of the orders that stand there. */
  readonly ids: number[];
  now(): number;
  /** Time passes, and people pay, edit and cancel orders of theirs, or place new ones. */
  bustle(random: () => number): void;
}

/** A shop of one page and a bit, whose orders were placed one after another. */
function busyShop(): BusyShop {
  let now = Date.UTC(2026, 2, 2, 8);
  // A deadline that never comes: nothing here waits for time.
  const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) };
  const shop = createBigcommerceSimulator({
    world: { clock, random: seededRandom(1) },
    storeHash,
    accessToken,
    settings: { quota: 'off' },
  });
  const kit = createKit({ clock, budget: unlimitedBudget(), fetch: async (request) => slimOrders(await shop.handler(request)) });
  const ids: number[] = [];
  shop.seed.product({ name: 'Kaffee', sku: 'K-1', price: '17.90', tracking: 'none', taxClassId: 2 });
  const place = (): void => {
    ids.push(shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: 1 }] }));
  };
  for (let order = 0; order < pageSize + 20; order += 1) {
    place();
    now += 700;
  }
  return {
    shop,
    ids,
    now: () => now,
    channel: createBigcommerceChannel({ storeHash, accessToken }, kit),
    bustle: (random) => {
      for (let change = 0; change < 1 + random() * 60; change += 1) {
        const id = ids[Math.floor(random() * ids.length)] ?? 0;
        const kind = random();
        if (kind < 0.7) shop.storefront.setStatus(id, 7 + Math.floor(random() * 5));
        else if (kind < 0.98) shop.storefront.editNotes(id, { staffNotes: `seen ${change}` });
        else place();
        if (random() < 0.5) now += Math.floor(random() * 900);
      }
    },
  };
}

/** Reads through the adapter while people go on; answers the ids seen. */
async function scanChanged({ channel, bustle }: BusyShop, random: () => number): Promise<ReadonlySet<number>> {
  const seen = new Set<number>();
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await channel.orders.changed(cursor === undefined ? { since: 0 } : { since: 0, cursor }, call);
    if (page.status !== 'done') throw page.error;
    for (const head of page.value.items) seen.add(Number(head.id));
    cursor = page.value.next;
    pages += 1;
    // People go home at last, or the list would never end.
    if (pages < 3) bustle(random);
  } while (cursor !== undefined);
  return seen;
}

/** The same by page numbers, as everybody writes it first. */
async function scanByNumber({ shop, bustle }: BusyShop, random: () => number): Promise<ReadonlySet<number>> {
  const seen = new Set<number>();
  for (let page = 1; ; page += 1) {
    const url = `https://shop.example/stores/${storeHash}/v2/orders?sort=date_modified:asc&limit=${pageSize}&page=${page}`;
    const answer = await shop.handler(new Request(url, { headers: { 'x-auth-token': accessToken, accept: 'application/json' } }));
    const rows = answer.status === 204 ? [] : ((await answer.json()) as readonly { readonly id: number }[]);
    for (const { id } of rows) seen.add(id);
    if (rows.length < pageSize) return seen;
    if (page < 3) bustle(random);
  }
}

/** In how many scans an order was missed that stood there before the scan began. */
async function scansThatMiss(
  scan: (world: BusyShop, random: () => number) => Promise<ReadonlySet<number>>,
  count: number,
): Promise<readonly number[]> {
  const missing: number[] = [];
  let world = busyShop();
  for (let seed = 1; seed <= count; seed += 1) {
    // A list that has grown too long only costs time.
    if (world.ids.length > pageSize + 70) world = busyShop();
    const before = [...world.ids];
    const seen = await scan(world, seededRandom(seed));
    if (before.some((id) => !seen.has(id))) missing.push(seed);
  }
  return missing;
}

describe('A list of orders that changes while it is read', () => {
  it(`misses no order, in ${seeds} scans with heavy edits between the pages`, async () => {
    expect(await scansThatMiss(scanChanged, seeds)).toEqual([]);
  }, 300_000);

  it('loses orders in most scans when it is read by page numbers', async () => {
    const missing = await scansThatMiss(scanByNumber, 40);

    expect(missing.length).toBeGreaterThan(20);
  }, 60_000);
});
