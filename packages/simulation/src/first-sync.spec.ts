import { describe, expect, it } from '@jest/globals';
import { createVirtualWorld } from './virtual-world.ts';

const billing = { first_name: 'Erika', last_name: 'Muster', street_1: 'Weg 1', city: 'Berlin', zip: '10115', country: 'Germany', country_iso2: 'DE', email: 'erika@example.org' };

describe('a first sync of a merchant', () => {
  it('lists articles, tells stock and places the order', async () => {
    const world = createVirtualWorld();
    world.books.seed.articles([
      { title: 'Kaffee Crema 1 kg', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 12' },
      { title: 'Handmühle', articleNumber: 'H-1', price: { net: '50.00' }, taxRate: 19, note: 'Bestand: 5' },
    ]);
    const first = await world.sync();
    console.log(JSON.stringify(first, undefined, 1));
    await world.environment.advance(5 * 60_000);
    world.shop.storefront.placeOrder({
      billing,
      lines: [
        { sku: 'K-1', quantity: 3 },
        { sku: 'H-1', quantity: 1 },
      ],
      shipping: [{ cost: '4.90' }],
    });
    const second = await world.sync();
    console.log(JSON.stringify(second, undefined, 1), JSON.stringify(world.books.orderConfirmations, undefined, 1));
    expect(second.ok).toBe(true);
    expect(world.books.orderConfirmations).toHaveLength(1);
    const reads = world.shop.journal.length;
    const third = await world.sync();
    console.log(JSON.stringify(third, undefined, 1), world.shop.journal.slice(reads).map((entry) => `${entry.method} ${entry.path}${entry.query} ${entry.answered}`));
  });
});
