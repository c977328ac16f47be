import { describe, expect, it } from '@jest/globals';
import { type Answer, done } from '../kernel/answer.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { ChannelOrder, OrderHead } from '../model/order.ts';
import { type DecimalText, decimal } from '../money/decimal.ts';
import type { Call, Page, Scan } from '../ports/call.ts';
import type { ChannelPort, ListingTarget, StockTarget } from '../ports/channel.ts';
import { createMemoryChannel } from './memory-channel.ts';
import { channelClaims, proveChannel } from './port-contract.ts';
import type { StartWorld } from './ports/port-claim.ts';
import type { ChannelWorld } from './ports/port-world.ts';
import { type Around, around, brokenClaims } from './ports/sabotage.ts';
import { type PortSetting, personalCanary } from './ports/setting.ts';

proveChannel({ describe, it }, 'a shop in memory', ({ environment, budget }) =>
  createMemoryChannel({ clock: environment.clock, budget, pageSize: 12 }),
);

const pageSize = 8;

function shop(breaks: (port: ChannelPort, setting: PortSetting) => ChannelPort): StartWorld<ChannelWorld> {
  return (setting) => {
    const world = createMemoryChannel({ clock: setting.environment.clock, budget: setting.budget, pageSize });
    return { ...world, connect: () => breaks(world.connect(), setting) };
  };
}

function everywhere(change: Around): StartWorld<ChannelWorld> {
  return shop((port, setting) => around(port, change, setting));
}

function orders(change: (target: ChannelPort['orders']) => Partial<ChannelPort['orders']>): StartWorld<ChannelWorld> {
  return shop((port) => ({ ...port, orders: { ...port.orders, ...change(port.orders) } }));
}

function listings(change: (target: ListingTarget) => Partial<ListingTarget>): StartWorld<ChannelWorld> {
  return shop((port) => (port.listings === undefined ? port : { ...port, listings: { ...port.listings, ...change(port.listings) } }));
}

function stock(change: (target: StockTarget) => Partial<StockTarget>): StartWorld<ChannelWorld> {
  return shop((port) => (port.stock === undefined ? port : { ...port, stock: { ...port.stock, ...change(port.stock) } }));
}

function readOrders(change: (order: ChannelOrder) => ChannelOrder): StartWorld<ChannelWorld> {
  return orders((target) => ({
    read: async (id, call) => {
      const answer = await target.read(id, call);
      return answer.status === 'done' && answer.value !== undefined ? done(change(answer.value)) : answer;
    },
  }));
}

/** One page, counted by number in the list as it stands now. */
async function pageByNumber(target: ChannelPort['orders'], { since, cursor }: Scan, call: Call): Promise<Answer<Page<OrderHead>>> {
  const rows: OrderHead[] = [];
  let next: string | undefined;
  do {
    const page = await target.changed(next === undefined ? { since } : { since, cursor: next }, call);
    if (page.status !== 'done') return page;
    rows.push(...page.value.items);
    next = page.value.next;
  } while (next !== undefined);
  const from = Number(cursor ?? 0) * pageSize;
  const items = rows.slice(from, from + pageSize);
  return done(rows.length > from + pageSize ? { items, next: String(Number(cursor ?? 0) + 1) } : { items });
}

/** Keeps the real cursors to itself and gives numbers for them. */
function withCursorsInMemory(port: ChannelPort): ChannelPort {
  const places: string[] = [];
  return {
    ...port,
    orders: {
      ...port.orders,
      changed: async ({ since, cursor }, call) => {
        const real = cursor === undefined ? undefined : places[Number(cursor)];
        const page = await port.orders.changed(real === undefined ? { since } : { since, cursor: real }, call);
        if (page.status !== 'done' || page.value.next === undefined) return page;
        return done({ ...page.value, next: String(places.push(page.value.next) - 1) });
      },
    },
  };
}

/** Faults that a channel could have: the area, the claim that must find it, what the channel does. */
const faults: readonly (readonly [area: string, says: RegExp, does: string, start: StartWorld<ChannelWorld>])[] = [
  [
    'listing changed orders',
    /misses no row under heavy change/,
    'pages by number',
    orders((target) => ({ changed: (scan, call) => pageByNumber(target, scan, call) })),
  ],
  ['listing changed orders', /never saw the scan/, 'keeps its place in memory', shop(withCursorsInMemory)],
  [
    'listing orders by placement',
    /every row of many pages/,
    'reads the first page alone',
    orders((target) => ({
      placed: async (span, call) => {
        const page = await target.placed(span, call);
        return page.status === 'done' ? done({ items: page.value.items }) : page;
      },
    })),
  ],
  [
    'listing open orders',
    /misses no row under heavy change/,
    'shows only what is paid',
    orders((target) => ({
      open: async (scan, call) => {
        const page = await target.open(scan, call);
        if (page.status !== 'done') return page;
        return done({ ...page.value, items: page.value.items.filter((head) => head.status === 'open') });
      },
    })),
  ],
  [
    'listing changed listings',
    /every row of many pages/,
    'leaves out the last of each page',
    listings((target) => ({
      changed: async (scan, call) => {
        const page = await target.changed(scan, call);
        return page.status === 'done' ? done({ ...page.value, items: page.value.items.slice(0, -1) }) : page;
      },
    })),
  ],
  [
    'orders',
    /undefined where there are none/,
    'rejects what is not there',
    orders(() => ({ read: async () => ({ status: 'rejected', error: new SyncError('NOT_FOUND', 'none') }) })),
  ],
  [
    'orders',
    /what the shopper was charged/,
    'loses a line’s amount',
    readOrders((order) => ({ ...order, lines: order.lines.map((line) => ({ ...line, totalGross: decimal('0.01') })) })),
  ],
  [
    'orders',
    /what the shopper was charged/,
    'writes amounts with an exponent',
    readOrders((order) => ({ ...order, paidByStoreCredit: '0e0' as DecimalText })),
  ],
  ['orders', /say the same in the list/, 'tells another status in the list', readOrders((order) => ({ ...order, status: 'pending' }))],
  ['orders', /what became of them/, 'shows no shipment', readOrders((order) => ({ ...order, status: 'open' }))],
  [
    'listings',
    /full batch of changes/,
    'names rows by product alone',
    listings((target) => ({
      update: async (changes, call) => {
        const outcome = await target.update(changes, call);
        return outcome.status === 'done' ? done(outcome.value.map((row) => ({ ...row, key: row.key.split('/')[0] ?? '' }))) : outcome;
      },
    })),
  ],
  [
    'creating listings',
    /never looks before it sends/,
    'looks before it sends',
    listings(({ create }) => ({
      create: {
        ...create,
        send: async (draft, call) => {
          const found = await create.find?.({ marker: call.marker, draft, from: 0, to: 4e12 }, call);
          const [first] = found?.status === 'done' ? found.value.marked : [];
          return first === undefined ? create.send(draft, call) : done(first);
        },
      },
    })),
  ],
  [
    'creating listings',
    /only looks alike/,
    'takes a namesake for its own',
    listings(({ create }) => ({
      create: {
        ...create,
        find: async (sent, call) => {
          const found = await create.find?.(sent, call);
          if (found?.status !== 'done') throw new Error('it can be found');
          return done({ marked: [...found.value.marked, ...found.value.alike], alike: [] });
        },
      },
    })),
  ],
  [
    'stock',
    /once the horizon has passed/,
    'writes one unit less',
    stock((target) => ({
      set: (changes, call) =>
        target.set(
          changes.map((change) => ({ ...change, sellable: change.sellable - 1 })),
          call,
        ),
    })),
  ],
  [
    'marks',
    /come back in full/,
    'lists the youngest first',
    shop(({ marks, ...port }) => ({
      ...port,
      ...(marks !== undefined && {
        marks: {
          ...marks,
          placed: async (scan, call) => {
            const page = await marks.placed(scan, call);
            return page.status === 'done' ? done({ ...page.value, items: page.value.items.toReversed() }) : page;
          },
        },
      }),
    })),
  ],
  [
    'marks',
    /written anew in the place of the first/,
    'leaves what stands there',
    shop(({ marks, ...port }) => {
      const marked = new Set<string>();
      return {
        ...port,
        ...(marks !== undefined && {
          marks: {
            ...marks,
            send: (draft, call) => {
              const first = marked.has(draft.order) ? { ...draft, salesOrderId: 'sales-order-1' } : draft;
              marked.add(draft.order);
              return marks.send(first, call);
            },
          },
        }),
      };
    }),
  ],
  [
    'marks',
    /written anew in the place of the first/,
    'finds the first for the second',
    shop(({ marks, ...port }) => ({
      ...port,
      ...(marks?.find !== undefined && {
        marks: {
          ...marks,
          find: async (sent, call) => {
            const found = await marks.find?.({ ...sent, draft: { ...sent.draft, salesOrderId: 'sales-order-2' } }, call);
            return found ?? done({ marked: [], alike: [] });
          },
        },
      }),
    })),
  ],
  [
    'the call orders.read',
    /one slot per request/,
    'asks for another priority',
    everywhere((run, call) => run({ ...call, priority: 'order' })),
  ],
  [
    'the call settings',
    /one slot per request/,
    'asks for two slots',
    everywhere(async (run, call, { budget }) => {
      await budget.slot({ account: 'memory-shop', perSecond: 1, burst: 1 }, call);
      return run(call);
    }),
  ],
  [
    'the call orders.changed',
    /before its slot is given/,
    'cannot be cancelled while it waits',
    everywhere((run, call) => run({ ...call, signal: new AbortController().signal })),
  ],
  [
    'the call stock.set',
    /signal that is aborted/,
    'does not mind an aborted signal',
    everywhere((run, call) => run({ ...call, signal: new AbortController().signal })),
  ],
  ['the call marks.find', /tells of each request/, 'tells of nothing', everywhere((run, { count: _count, ...call }) => run(call))],
  [
    'the call marks.send',
    /tells of each request/,
    'calls its writes reads',
    everywhere((run, call) => run({ ...call, count: () => call.count?.('read') })),
  ],
  [
    'the call orders.quantities',
    /tells of each request/,
    'tells of a request when it is over',
    everywhere(async (run, call) => {
      const kinds: ('read' | 'write')[] = [];
      const outcome = await run({ ...call, count: (kind) => void kinds.push(kind) });
      for (const kind of kinds) call.count?.(kind);
      return outcome;
    }),
  ],
  [
    'the call listings.update',
    /does not try again under paced$/,
    'tries again',
    everywhere(async (run, call) => {
      const outcome = await run(call);
      return outcome.status === 'retryable' ? run(call) : outcome;
    }),
  ],
  [
    'the call orders.open',
    /does not try again under paced-with-pause/,
    'waits for the pause itself',
    everywhere(async (run, call, { environment }) => {
      const outcome = await run(call);
      if (outcome.status === 'retryable') await environment.clock.sleep(outcome.retryAfterMs ?? 0);
      return outcome;
    }),
  ],
  [
    'the call listings.read',
    /takes no time of its own/,
    'waits between its calls',
    everywhere(async (run, call, { environment }) => {
      await environment.clock.sleep(100);
      return run(call);
    }),
  ],
  [
    'the call listings.create.send',
    /hands on the pause/,
    'keeps the pause to itself',
    everywhere(async (run, call) => {
      const outcome = await run(call);
      return outcome.status === 'retryable' ? { status: 'retryable', error: outcome.error } : outcome;
    }),
  ],
  [
    'the call orders.read',
    /nothing secret/,
    'quotes a person in an error',
    everywhere(async (run, call) => {
      const outcome = await run(call);
      if (outcome.status === 'done') return outcome;
      return { ...outcome, error: new SyncError('NO_ANSWER', 'no answer', { details: { name: `${personalCanary} 1` } }) };
    }),
  ],
  [
    'the call orders.read',
    /nothing secret/,
    'hands on a cause that holds the key',
    everywhere(async (run, call, { secret }) => {
      const outcome = await run(call);
      if (outcome.status === 'done') return outcome;
      return { ...outcome, error: new SyncError('NO_ANSWER', 'no answer', { cause: new Error(`sent with ${secret}`) }) };
    }),
  ],
  [
    'the call check',
    /nothing secret/,
    'logs the key',
    everywhere((run, call, { environment, secret }) => {
      environment.log.debug('called', { key: secret });
      return run(call);
    }),
  ],
  [
    'the call orders.read',
    /the same to every instance/,
    'remembers that it was asked',
    shop((port) => {
      let calls = 0;
      return { ...port, orders: { ...port.orders, read: (id, call) => port.orders.read(calls++ === 0 ? id : '999999', call) } };
    }),
  ],
];

describe('The contract of the channel', () => {
  it.each(faults)('%s: %s finds one that %s', async (area, says, _does, start) => {
    const sentences = await brokenClaims(channelClaims(start), area);

    expect(sentences).toContainEqual(expect.stringMatching(says));
  });

  it('names the facets that a port has not, and proves nothing about them', () => {
    const titles: string[] = [];
    const small = shop(({ listings: _listings, stock: _stock, marks: _marks, ...port }) => port);
    const note = (name: string, body: () => void): void => {
      titles.push(name);
      body();
    };

    proveChannel({ describe: note, it: (name) => void titles.push(name) }, 'a small shop', small);

    const missing = titles.filter((title) => title.includes('no part of this port'));
    expect(missing.length).toBeGreaterThanOrEqual(3);
    expect(titles).toEqual(expect.arrayContaining(['listings', 'stock', 'marks', 'orders']));
    expect(titles.filter((title) => /listings\.|stock\.|marks\.|creating|marking/.test(title))).toEqual([]);
  });
});
