import { describe, expect, it } from '@jest/globals';
import type { PairReport } from '@megzo/core';
import { createVirtualWorld } from './virtual-world.ts';

const billing = {
  firstName: 'Erika',
  lastName: 'Muster',
  street1: 'Weg 1',
  city: 'Berlin',
  zip: '10115',
  country: 'Germany',
  countryIso2: 'DE',
};

function flow(report: PairReport, name: string): object | undefined {
  const found = report.flows.find((candidate) => candidate.name === name);
  return found && { created: found.created, updated: found.updated, unchanged: found.unchanged, held: found.held, parked: found.parked };
}

describe('the first runs of a merchant', () => {
  it('list articles, tell stock, place the order once, and then find nothing to write', async () => {
    const world = createVirtualWorld();
    world.books.seed.articles([
      { title: 'Kaffee Crema 1 kg', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 12' },
      { title: 'Handmühle', articleNumber: 'H-1', price: { net: '50.00' }, taxRate: 19, note: 'Bestand: 5' },
    ]);

    const first = await world.sync();

    expect(first.ok).toBe(true);
    expect(flow(first, 'listings')).toEqual({ created: 2, updated: 0, unchanged: 0, held: 0, parked: 0 });
    expect(flow(first, 'stock')).toEqual({ created: 0, updated: 2, unchanged: 0, held: 0, parked: 0 });
    expect(world.shop.storefront.purchasable('K-1')).toBe(10);
    expect(
      world.shop
        .products()
        .map(({ name, price, taxClassId, visible, channelIds }) => ({ name, price: String(price), taxClassId, visible, channelIds })),
    ).toEqual([
      { name: 'Handmühle', price: '59.5000', taxClassId: 1, visible: true, channelIds: [1] },
      { name: 'Kaffee Crema 1 kg', price: '17.9000', taxClassId: 2, visible: true, channelIds: [1] },
    ]);

    await world.environment.advance(5 * 60_000);
    const id = world.shop.storefront.placeOrder({
      billing,
      lines: [
        { sku: 'K-1', quantity: 3 },
        { sku: 'H-1', quantity: 1 },
      ],
      shipping: [{ cost: '4.90' }],
    });
    const second = await world.sync();

    expect(flow(second, 'orders')).toMatchObject({ created: 1, held: 0, parked: 0 });
    expect(world.books.orderConfirmations.map(({ status, totals }) => [status, String(totals?.gross)])).toEqual([['open', '118.1']]);
    expect(world.books.orderConfirmations[0]?.lines.at(-1)?.name).toMatch(new RegExp(`^Bestellung ${id} · abc123 · [0-9a-f]{12}$`));
    // The shop subtracted the sale itself: nothing was written, and the shelf is right.
    expect(flow(second, 'stock')).toMatchObject({ updated: 0, unchanged: 2 });
    expect(world.shop.storefront.purchasable('K-1')).toBe(7);

    const before = [world.books.journal.length, world.shop.journal.length];
    const third = await world.sync();

    expect(third.calls).toEqual({ 'acme-shop-invoicing': { read: 3, write: 0 }, 'acme-shop-channel': { read: 6, write: 0 } });
    expect(
      [...world.books.journal.slice(before[0]), ...world.shop.journal.slice(before[1])].filter(({ method }) => method !== 'GET'),
    ).toEqual([]);
    expect(world.shop.journal.slice(before[1]).filter(({ path }) => /orders\/\d+/.test(path))).toEqual([]);
    expect(flow(third, 'orders')).toEqual({ created: 0, updated: 0, unchanged: 1, held: 0, parked: 0 });
  });
});
