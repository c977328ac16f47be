import { describe, expect, it } from '@jest/globals';
import { createMemoryBudget } from '@megzo/adapter-kit';
import type { Call, Pace, Priority, RateBudget } from '@megzo/core';
import { createVirtualWorld, type VirtualWorld } from './virtual-world.ts';

/**
 * Goal: look-ups keep their share of lexoffice's budget whoever else wants it, and live orders overtake backfill. Method: the budget that ships, on
 * the virtual clock, with a crowd of other calls on the same account that never ends; counted are the calls that pass.
 */
const perSecond = 1.6;
const orders = 30;

describe('the budget of an account whose every call is wanted', () => {
  it('clears every doubt of thirty orders with its fifth, while a crowd wants all of it', async () => {
    const { world, passed, account } = crowded(['order', 'stock', 'catalog', 'backfill']);
    await world.sync();
    world.books.faults.add({ method: 'POST', path: /order-confirmations/, fault: { kind: 'lose-reply', when: 'after' } });
    for (let n = 1; n <= orders; n += 1) world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: n }] });
    const stop = crowd(world, account());

    await placedAll(world);

    stop();
    expect(world.books.orderConfirmations).toHaveLength(orders);
    const seconds = (world.environment.clock.now() - passed.since) / 1000;
    // All of the pace is used, and what looks took is the little that they need.
    expect(total(passed.calls) / seconds).toBeGreaterThan(0.9 * perSecond);
    expect(passed.calls.recovery ?? 0).toBeLessThan(1.5 * orders);
  });

  it('places live orders at once, though backfill wants all that there is', async () => {
    const { world, passed, account } = crowded(['backfill']);
    await world.sync();
    for (let n = 1; n <= orders; n += 1) world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity: n }] });
    const stop = crowd(world, account());
    const from = world.environment.clock.now();

    await placedAll(world);

    stop();
    const placed = world.books.journal.filter(({ method, path }) => method === 'POST' && path.endsWith('/order-confirmations'));
    const seconds = ((placed.at(-1)?.at ?? Number.POSITIVE_INFINITY) - from) / 1000;
    // Two calls each, and a few for the run: next to nothing is left to backfill meanwhile.
    expect(placed).toHaveLength(orders);
    expect(seconds).toBeLessThan(1.25 * ((2 * orders) / perSecond));
    expect(passed.calls.backfill ?? 0).toBeLessThan(0.4 * total(passed.calls));
  });
});

interface Crowded {
  readonly world: VirtualWorld;
  readonly passed: { since: number; readonly calls: Partial<Record<Priority, number>> };
  account(): Crowd;
}

interface Crowd {
  readonly passed: Crowded['passed'];
  readonly pace: Pace;
  readonly budget: RateBudget;
  readonly wanted: readonly Priority[];
}

function crowded(wanted: readonly Priority[]): Crowded {
  const passed: Crowded['passed'] = { since: 0, calls: {} };
  let books: Pace | undefined;
  let counting: RateBudget | undefined;
  const world = createVirtualWorld({
    shop: { settings: { quota: 'off' } },
    books: { settings: { rateLimit: 'off', countries: ['DE'] } },
    budget: (clock) => {
      const shared = createMemoryBudget(clock);
      counting = {
        slot: async (pace, call) => {
          await shared.slot(pace, call);
          if (!pace.account.startsWith('lexoffice:')) return;
          books = pace;
          passed.calls[call.priority] = (passed.calls[call.priority] ?? 0) + 1;
        },
        saw: (pace, limit) => shared.saw(pace, limit),
      };
      return counting;
    },
  });
  world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 90000' }]);
  return {
    world,
    passed,
    account: () => {
      if (books === undefined || counting === undefined) throw new Error('no call was made yet');
      return { passed, pace: books, budget: counting, wanted };
    },
  };
}

/** Callers that never have enough, until they are stopped. */
function crowd(world: VirtualWorld, { passed, pace, budget, wanted }: Crowd): () => void {
  const stop = new AbortController();
  passed.since = world.environment.clock.now();
  for (const priority of Object.keys(passed.calls) as Priority[]) delete passed.calls[priority];
  for (const priority of wanted) {
    for (let lane = 0; lane < 4; lane += 1) void callOn(budget, pace, { priority, signal: stop.signal });
  }
  return () => stop.abort();
}

async function callOn(budget: RateBudget, pace: Pace, call: Call): Promise<void> {
  while (!call.signal.aborted) await budget.slot(pace, call).catch(() => undefined);
}

async function placedAll(world: VirtualWorld): Promise<void> {
  for (let beat = 0; beat < 40; beat += 1) {
    await world.sync();
    const states = await Promise.all(world.shop.orders().map(async ({ id }) => (await world.pair.order(String(id)))?.record.state));
    if (states.length === orders && states.every((state) => state === 'placed')) return;
    await world.environment.advance(20_000);
  }
  throw new Error('some orders were never placed');
}

function total(calls: Partial<Record<Priority, number>>): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}
