import { describe, expect, it } from '@jest/globals';
import { createVirtualWorld } from './virtual-world.ts';

/** Goal: a customer of two shops of one account is one contact, and no shop waits for the other's next run. */
describe('a company that buys in two shops of one account', () => {
  it('is made one contact by whichever pair runs, though the pair that needed it first never runs again', async () => {
    const world = createVirtualWorld({ books: { settings: { rateLimit: 'off', countries: ['DE'] } } });
    world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 50' }]);
    await world.sync();
    const second = world.pairOf(world.store, { name: 'acme-second', flows: { orders: true } });
    const billing = {
      firstName: 'Erika',
      lastName: 'Muster',
      company: 'Firma GmbH',
      email: 'einkauf@example.org',
      street1: 'Weg 1',
      city: 'Berlin',
      zip: '10115',
      country: 'Germany',
      countryIso2: 'DE',
    };
    world.shop.storefront.placeOrder({ billing, lines: [{ sku: 'K-1', quantity: 1 }] });
    // The first pair intends the contact and cannot make it: the line is down for its one request.
    world.books.faults.add({ method: 'GET', path: /contacts/, times: 1, fault: { kind: 'status', when: 'before', status: 429 } });
    await world.environment.finish(world.pair.sync({ slices: 1, flow: 'orders' }));
    expect(world.books.contacts).toHaveLength(0);

    for (let beat = 0; beat < 3; beat += 1) {
      await world.environment.advance(60_000);
      await world.environment.finish(second.sync({ waitMaxMs: 60_000 }));
    }

    expect(world.books.contacts).toHaveLength(1);
  });
});
