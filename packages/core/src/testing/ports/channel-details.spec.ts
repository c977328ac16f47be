import { describe, expect, it } from '@jest/globals';
import { done } from '../../kernel/answer.ts';
import type { ChannelPort, ListingTarget, PriceTarget, StockTarget } from '../../ports/channel.ts';
import { createMemoryChannel } from '../memory-channel.ts';
import { channelClaims } from '../port-contract.ts';
import type { StartWorld } from './port-claim.ts';
import type { ChannelWorld } from './port-world.ts';
import { brokenClaims } from './sabotage.ts';

function shop(breaks: (port: ChannelPort) => ChannelPort): StartWorld<ChannelWorld> {
  return ({ environment, budget }) => {
    const world = createMemoryChannel({ clock: environment.clock, budget, pageSize: 8 });
    return { ...world, connect: () => breaks(world.connect()) };
  };
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

function prices(change: (target: PriceTarget) => Partial<PriceTarget>): StartWorld<ChannelWorld> {
  return listings((target) => (target.prices === undefined ? {} : { prices: { ...target.prices, ...change(target.prices) } }));
}

function withoutFirstTaxClass(target: ListingTarget): Partial<ListingTarget> {
  return {
    taxClasses: async (call) => {
      const answer = await target.taxClasses?.(call);
      return answer?.status === 'done' ? done(answer.value.slice(1)) : done([]);
    },
  };
}

/** Faults that a channel could have: the area, the claim that must find it, what the channel does. */
const faults: readonly (readonly [area: string, says: RegExp, does: string, start: StartWorld<ChannelWorld>])[] = [
  [
    'payments',
    /what the shopper paid/,
    'tells a payment twice',
    orders((target) => ({
      payments: async (id, call) => {
        const answer = await target.payments?.(id, call);
        return answer?.status === 'done' ? done([...answer.value, ...answer.value]) : done([]);
      },
    })),
  ],
  [
    'messages',
    /written on this order/,
    'tells the messages of every order',
    orders((target) => ({
      messages: async (id, call) => {
        const answers = await Promise.all([id, String(Number(id) - 1), String(Number(id) - 2)].map((one) => target.messages?.(one, call)));
        return done(answers.flatMap((answer) => (answer?.status === 'done' ? answer.value : [])));
      },
    })),
  ],
  ['tax classes', /the one that listings use/, 'hides the first class', listings(withoutFirstTaxClass)],
  [
    'price lists',
    /full batch/,
    'calls every price written',
    prices((target) => ({
      set: async (list, given, call) => {
        await target.set(list, given, call);
        return done(given.map(({ ref }) => ({ key: `${ref.product}/${ref.variant}`, outcome: done(undefined) })));
      },
    })),
  ],
  [
    'price lists',
    /full batch/,
    'writes nothing',
    prices((target) => ({
      set: (list, given, call) =>
        target.set(
          list,
          given.map((one) => ({ ...one, currency: 'XXX' })),
          call,
        ),
    })),
  ],
  [
    'moving stock',
    /sends nothing when it may not/,
    'does not ask whether it may',
    stock(({ move }) =>
      move === undefined ? {} : { move: { ...move, send: (moves, call) => move.send(moves, { ...call, maySend: () => true }) } },
    ),
  ],
  [
    'moving stock',
    /makes one record by one write/,
    'moves one unit less',
    stock(({ move }) =>
      move === undefined
        ? {}
        : {
            move: {
              ...move,
              send: (moves, call) =>
                move.send(
                  moves.map((one) => ({ ...one, units: one.units - 1 })),
                  call,
                ),
            },
          },
    ),
  ],
];

describe('The contract of what a channel tells beyond the least', () => {
  it.each(faults)('%s: %s finds one that %s', async (area, says, _does, start) => {
    const sentences = await brokenClaims(channelClaims(start), area);

    expect(sentences).toContainEqual(expect.stringMatching(says));
  });

  it('asks nothing of a channel that has none of it', async () => {
    const bare = shop(({ orders: { payments: _payments, messages: _messages, ...rest }, listings: _listings, stock: _stock, ...port }) => ({
      ...port,
      orders: rest,
    }));

    const areas = channelClaims(bare).map(({ area }) => area);

    expect(areas.filter((area) => /payments|messages|tax|price|moving/.test(area))).toEqual([]);
  });

  it('names what the desk of a world lacks', async () => {
    const start: StartWorld<ChannelWorld> = (setting) => {
      const { writeMessage: _write, ...desk } = createMemoryChannel({ clock: setting.environment.clock }).shop;
      return { ...createMemoryChannel({ clock: setting.environment.clock, budget: setting.budget }), shop: desk };
    };

    expect(await brokenClaims(channelClaims(start), 'messages')).toHaveLength(1);
  });
});
