import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type ChannelPort,
  createEngine,
  decimal,
  defaultRules,
  type Environment,
  type InvoicingPort,
  type PairHandle,
  type Store,
} from '@megzo/core';
import { createMemoryChannel, createMemoryInvoicing } from '@megzo/core/testing';
import { systemClock } from '../src/budget/system-clock.ts';
import { startWorld, type World } from './world.ts';

/* Two processes, as two engines with a store each, on one PostgreSQL: who activates rules in one is heard in the other. */

jest.setTimeout(60_000);

const environment: Environment = {
  clock: { ...systemClock, now: Date.now },
  ids: { next: randomUUID },
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
};

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

describe('rules that are activated in one process', () => {
  it('count in every process from its next run on, while a run in flight ends on its own', async () => {
    const { store, another } = await world.fresh();
    const shop = createMemoryChannel({ clock: environment.clock });
    const books = createMemoryInvoicing({ clock: environment.clock });
    const gate = gated(books.port);
    const one = pairOn(await another(), gate.port, shop.port);
    const other = pairOn(store, gate.port, shop.port);
    gate.open();
    await other.sync();
    gate.close();
    for (let orders = 0; orders < 6; orders += 1) placeOrder();

    const running = one.sync();
    await gate.reached();
    expect(await other.rules.save({ flow: 'orders', content: titled('Neu'), by: 'anna', note: 'a title' })).toEqual({
      status: 'saved',
      version: 2,
    });
    expect(await other.rules.activate({ flow: 'orders', version: 2, by: 'anna', why: 'a title' })).toMatchObject({ before: 1 });
    gate.open();
    expect(await running).toMatchObject({ ok: true });
    placeOrder();
    await one.sync();
    placeOrder();
    await other.sync();

    expect(gate.titles).toEqual([...Array(6).fill(undefined), 'Neu', 'Neu']);
    expect((await one.rules.history('orders')).map(({ version, by }) => [version, by])).toEqual([
      [2, 'anna'],
      [1, 'engine'],
    ]);

    function placeOrder(): void {
      shop.shop.placeOrder({ lines: [{ sku: 'A-1', name: 'Tee', quantity: 1, unitGross: decimal('11.9') }], lastName: 'Muster' });
    }
  });

  it('are activated by one of two processes that both start from what counts now', async () => {
    const { store, another } = await world.fresh();
    const [shop, books] = [createMemoryChannel({ clock: environment.clock }), createMemoryInvoicing({ clock: environment.clock })];
    const pairs = [pairOn(store, books.port, shop.port), pairOn(await another(), books.port, shop.port)];
    const [first] = pairs;
    for (const word of ['Eins', 'Zwei', 'Drei']) await first?.rules.save({ flow: 'orders', content: titled(word), by: 'anna', note: word });
    await first?.rules.activate({ flow: 'orders', version: 1, by: 'anna', why: 'first' });

    const tried = await Promise.all(
      pairs.map(({ rules }, place) => rules.activate({ flow: 'orders', version: place + 2, by: 'berta', why: 'both', expected: 1 })),
    );

    const statuses = tried.map(({ status }) => status);
    expect(statuses.toSorted()).toEqual(['activated', 'moved']);
    expect((await first?.rules.read('orders'))?.version).toBe(statuses.indexOf('activated') + 2);
  });
});

function pairOn(store: Store, invoicing: InvoicingPort, channel: ChannelPort): PairHandle {
  return createEngine({ store, kit: environment }).pair({
    merchant: 'acme',
    name: 'main',
    invoicing,
    channel,
    ordersFrom: '2020-01-01T00:00:00Z',
    flows: { listings: false, stock: false, orders: true },
  });
}

/** The default rules with a title for the document. */
function titled(title: string): object {
  const { orders } = defaultRules();
  return { ...orders, blocks: { document: [...orders.blocks.document, { target: 'title', source: { value: title } }] } };
}

/** An invoicing system that holds every sales order back until it is let go, and notes their titles. */
function gated(port: InvoicingPort) {
  const titles: (string | undefined)[] = [];
  let letGo: () => void = () => {};
  let opened = Promise.resolve();
  let came: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    came = resolve;
  });
  const { salesOrders } = port;
  return {
    titles,
    port: {
      ...port,
      salesOrders: {
        ...salesOrders,
        send: async (draft, call) => {
          came();
          await opened;
          titles.push(draft.title);
          return salesOrders.send(draft, call);
        },
      } satisfies InvoicingPort['salesOrders'],
    },
    reached: () => arrived,
    close: () => {
      opened = new Promise((resolve) => {
        letGo = resolve;
      });
    },
    open: () => letGo(),
  };
}
