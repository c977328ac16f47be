import { describe, expect, it } from '@jest/globals';
import type { ChannelPort } from '@megzo/core';
import { createVirtualWorld, type VirtualWorld, type WorldOptions } from './virtual-world.ts';

const day = 24 * 3_600_000;

function worldWithCoffee(options: WorldOptions = {}): VirtualWorld {
  const world = createVirtualWorld(options);
  world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 900' }]);
  return world;
}

function order(world: VirtualWorld, quantity = 1): number {
  return world.shop.storefront.placeOrder({ lines: [{ sku: 'K-1', quantity }] });
}

/** A document that somebody copied by hand and took our marker out of: a person must decide. */
async function parkedOrder(world: VirtualWorld): Promise<number> {
  await world.sync();
  const id = order(world, 2);
  world.books.faults.add({ method: 'POST', path: /order-confirmations$/, times: 1, fault: { kind: 'lose-reply', when: 'after' } });
  await world.sync();
  const made = world.books.orderConfirmations[0];
  if (made === undefined) throw new Error('nothing was made');
  world.books.backOffice.backToDraft(made.id);
  world.books.backOffice.editTexts(made.id, { withoutTextLines: true });
  await world.environment.advance(5 * 60_000);
  await world.sync();
  return id;
}

describe('what people decide', () => {
  it('is asked for when a document without our marker could be ours', async () => {
    const world = worldWithCoffee();
    const id = await parkedOrder(world);

    expect(await world.pair.order(String(id))).toMatchObject({ record: { state: 'parked', reason: 'SALES_ORDER_ALIKE_FOUND' } });
    expect(world.books.orderConfirmations).toHaveLength(1);
  });

  it.each([
    ['adopt', 1, 'placed'],
    ['create', 2, 'placed'],
    ['drop', 1, 'excluded'],
  ] as const)('“%s” is carried out once', async (choice, documents, state) => {
    const world = worldWithCoffee();
    const id = await parkedOrder(world);
    const salesOrderId = world.books.orderConfirmations[0]?.id ?? '';
    const word = choice === 'adopt' ? { choice, salesOrderId } : { choice };
    const say = (why: string) => world.pair.orders.decide({ orderId: String(id), choice: word, by: 'anna', why, force: true });

    expect(await world.environment.finish(say('looked it up'))).toEqual({ status: 'decided' });
    await world.sync();

    expect(world.books.orderConfirmations).toHaveLength(documents);
    expect((await world.pair.order(String(id)))?.record.state).toBe(state);
    expect(await world.environment.finish(say('again'))).toMatchObject({ status: 'refused' });
    expect((await world.sync()).problems).toEqual([]);
  });
});

describe('the daily audit', () => {
  it('names exactly the orders that the scan never showed, and fetches them', async () => {
    const hidden = new Set<string>();
    const world = worldWithCoffee();
    const pair = world.pairOf(world.store, { channel: blindTo(hidden, world.channel) });
    await world.environment.finish(pair.sync({ waitMaxMs: 60_000 }));
    const ids = [order(world), order(world), order(world), order(world)].map(String);
    for (const id of ids.slice(1, 3)) hidden.add(id);
    await world.environment.finish(pair.sync({ waitMaxMs: 60_000 }));
    expect(world.books.orderConfirmations).toHaveLength(2);

    await world.environment.advance(day);
    order(world);
    await world.environment.finish(pair.sync({ waitMaxMs: 60_000 }));
    await world.environment.advance(day);
    const report = await world.environment.finish(pair.sync({ waitMaxMs: 60_000 }));

    expect(world.books.orderConfirmations).toHaveLength(5);
    expect(report.problems).toEqual([]);
  });
});

function blindTo(hidden: ReadonlySet<string>, channel: ChannelPort): ChannelPort {
  const without = async (asked: ReturnType<ChannelPort['orders']['changed']>): ReturnType<ChannelPort['orders']['changed']> => {
    const answer = await asked;
    if (answer.status !== 'done') return answer;
    return { status: 'done', value: { ...answer.value, items: answer.value.items.filter(({ id }) => !hidden.has(id)) } };
  };
  const { orders } = channel;
  return {
    ...channel,
    orders: {
      ...orders,
      changed: (scan, call) => without(orders.changed(scan, call)),
      open: (scan, call) => without(orders.open(scan, call)),
    },
  };
}
