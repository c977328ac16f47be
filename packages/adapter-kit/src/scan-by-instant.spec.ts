import { describe, expect, it } from '@jest/globals';
import { type Answer, done, type Instant, type Page } from '@megzo/core';
import { callError } from './call-error.ts';
import { scanByInstant } from './scan-by-instant.ts';
import { seededRandom } from './simulator/index.ts';

interface Order {
  readonly id: number;
  at: Instant;
  version: number;
}

const pageSize = 50;
const options = { instantOf: (row: Order) => row.at, pageSize, precisionMs: 1000 };
const start = Date.UTC(2026, 0, 5, 8);

/** A shop that counts seconds, whose orders change between two page reads. Ties are in the order of ids. */
function createShop(seed: number, sameSecond: number) {
  const random = seededRandom(seed);
  const size = 200 + Math.floor(random() * 301);
  const orders: Order[] = Array.from({ length: size }, (_, index) => ({
    id: index + 1,
    at: start + Math.floor(index / sameSecond) * 1000 * (1 + Math.floor(random() * 3)),
    version: 1,
  }));
  let now = start + size * 5_000;
  // Kept in the list's own order, because five hundred worlds are read.
  let listed = [...orders].sort((a, b) => a.at - b.at || a.id - b.id);
  const shop = {
    orders,
    page(from: Instant, page: number): readonly Order[] {
      const begin = listed.findIndex(({ at }) => at >= from);
      if (begin < 0) return [];
      return listed.slice(begin + (page - 1) * pageSize, begin + page * pageSize).map((order) => ({ ...order }));
    },
    change(share = 0.02): void {
      now += 1000;
      const moved = orders.filter(() => random() < share);
      for (const order of moved) Object.assign(order, { at: now, version: order.version + 1 });
      listed = [...listed.filter(({ at }) => at < now), ...moved];
    },
  };
  return shop;
}

/** What was seen, by id, with the newest version. */
async function scanAll(shop: ReturnType<typeof createShop>, share?: number): Promise<Map<number, number>> {
  const seen = new Map<number, number>();
  let cursor: string | undefined;
  let pages = 0;
  do {
    const scan = { since: start, ...(cursor === undefined ? {} : { cursor }) };
    const answer: Answer<Page<Order>> = await scanByInstant(scan, async (from, page) => done(shop.page(from, page)), options);
    if (answer.status !== 'done') throw answer.error;
    for (const { id, version } of answer.value.items) seen.set(id, version);
    cursor = answer.value.next;
    pages += 1;
    if (pages > 500) throw new Error('the scan does not end');
    if (cursor !== undefined) shop.change(share);
  } while (cursor !== undefined);
  return seen;
}

/** How two public connectors read this list. */
function scanByPageNumber(shop: ReturnType<typeof createShop>): Map<number, number> {
  const seen = new Map<number, number>();
  for (let page = 1; ; page += 1) {
    const items = shop.page(start, page);
    for (const { id, version } of items) seen.set(id, version);
    if (items.length < pageSize) return seen;
    shop.change();
  }
}

function lost(shop: ReturnType<typeof createShop>, seen: Map<number, number>): number {
  return shop.orders.filter(({ id }) => !seen.has(id)).length;
}
function outdated(shop: ReturnType<typeof createShop>, seen: Map<number, number>): number {
  return shop.orders.filter(({ id, version }) => seen.get(id) !== version).length;
}

const seeds = Array.from({ length: 500 }, (_, index) => index + 1);

describe('scanByInstant', () => {
  it.each([
    ['each order has a second of its own', 1],
    ['a handful share each second', 7],
    ['a full page shares each second', 50],
    ['more than a page shares each second', 120],
    ['all share one second', 1_000],
  ])('loses no order and no change in 500 worlds where %s', async (_name, sameSecond) => {
    let orders = 0;
    let changes = 0;
    const bad: number[] = [];
    for (const seed of seeds) {
      const shop = createShop(seed, sameSecond);
      const seen = await scanAll(shop, 0.05);
      orders += shop.orders.length;
      changes += shop.orders.reduce((sum, { version }) => sum + version - 1, 0);
      if (lost(shop, seen) > 0 || outdated(shop, seen) > 0) bad.push(seed);
    }

    expect(bad).toEqual([]);
    expect(orders).toBeGreaterThan(100_000);
    expect(changes).toBeGreaterThan(50_000);
  });

  it('does what page numbers cannot: they lose orders in most of the same worlds', () => {
    const losing = seeds.filter((seed) => {
      const shop = createShop(seed, 1);
      return lost(shop, scanByPageNumber(shop)) > 0;
    });

    expect(losing.length).toBeGreaterThan(400);
  });

  it('loses nothing where orders join the second that is being read', async () => {
    for (const seed of seeds.slice(0, 100)) {
      const random = seededRandom(seed);
      const now = start + 60_000;
      // Early ones are touched and join the last second while it is read; once it is over, some of it moves on.
      const early = Array.from({ length: 40 }, (_, index) => ({ id: index + 1, at: start, version: 1 }));
      const last = Array.from({ length: 170 }, (_, index) => ({ id: 100 + index, at: now, version: 1 }));
      const shop = { ...createShop(seed, 1), orders: [...early, ...last] };
      let reads = 0;
      const joining = Math.floor(random() * 9);
      shop.page = (from, page) =>
        shop.orders
          .filter(({ at }) => at >= from)
          .sort((a, b) => a.at - b.at || a.id - b.id)
          .slice((page - 1) * pageSize, page * pageSize)
          .map((order) => ({ ...order }));
      shop.change = () => {
        reads += 1;
        const to = reads <= joining ? now : now + reads * 1000;
        for (const order of shop.orders) {
          if (random() < 0.08 && order.at <= to && (reads > joining || order.at < now)) order.at = to;
        }
      };

      const seen = await scanAll(shop);

      expect(lost(shop, seen)).toBe(0);
    }
  });

  it('reads a quiet list once, apart from the rows at the seams', async () => {
    const shop = createShop(3, 1);
    shop.change = () => {};
    let reads = 0;
    const read = shop.page;
    shop.page = (from, page) => {
      reads += 1;
      return read(from, page);
    };

    await scanAll(shop);

    expect(reads).toBeLessThanOrEqual(Math.ceil(shop.orders.length / (pageSize - 1)) + 1);
  });

  it('gets past a second that fills several pages of a quiet list', async () => {
    const shop = createShop(6, 120);
    shop.change = () => {};

    const seen = await scanAll(shop);

    expect(lost(shop, seen)).toBe(0);
  });

  it('goes on in another process with nothing but its cursor', async () => {
    const shop = createShop(4, 1);
    const read = async (from: Instant, page: number) => done(shop.page(from, page));
    const first = await scanByInstant({ since: start }, read, options);
    const cursor = first.status === 'done' ? first.value.next : undefined;

    const second = await scanByInstant({ since: start, cursor: JSON.parse(JSON.stringify(cursor)) }, read, options);

    expect(first).toMatchObject({ value: { items: shop.page(start, 1) } });
    expect(second).toMatchObject({ value: { items: expect.arrayContaining([expect.objectContaining({ id: 51 })]) } });
  });

  it('asks from the second in which the watermark lies', async () => {
    const asked: Instant[] = [];

    await scanByInstant(
      { since: start + 999 },
      async (from) => {
        asked.push(from);
        return done([]);
      },
      options,
    );

    expect(asked).toEqual([start]);
  });

  it.each(['', 'x', '1.0.up', '1.1.sideways', '{"from":1}'])('starts again with the cursor %j, which it cannot read', async (cursor) => {
    const shop = createShop(5, 1);

    const answer = await scanByInstant({ since: start, cursor }, async (from, page) => done(shop.page(from, page)), options);

    expect(answer).toMatchObject({ status: 'done', value: { items: shop.page(start, 1) } });
  });

  it('hands a failure on', async () => {
    const failure = { status: 'rejected', error: callError('UNAUTHORIZED') } as const;

    expect(await scanByInstant({ since: start }, async () => failure, options)).toBe(failure);
  });

  it.each([
    ['falls', [start + 2000, start + 1000]],
    ['begins before what was asked for', [start - 1000]],
    ['names no instant', [Number.NaN]],
  ])('does not trust a list that %s', async (_name, instants) => {
    const rows = instants.map((at, id) => ({ id, at, version: 1 }));

    const answer = await scanByInstant({ since: start }, async () => done(rows), options);

    expect(answer).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
  });
});
