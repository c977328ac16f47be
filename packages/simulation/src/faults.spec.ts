import { describe, expect, it } from '@jest/globals';
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

describe('placing orders over a bad line', () => {
  it('makes exactly one order confirmation when every reply of a creation is lost after the effect', async () => {
    const world = createVirtualWorld({ seed: 5 });
    world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 500' }]);
    await world.sync();
    world.books.faults.add({ method: 'POST', path: /order-confirmations/, fault: { kind: 'lose-reply', when: 'after' } });
    for (let n = 1; n <= 10; n += 1) world.shop.storefront.placeOrder({ billing, lines: [{ sku: 'K-1', quantity: n }] });
    let report = await world.sync();
    for (let beat = 0; beat < 10; beat += 1) {
      await world.environment.advance(5 * 60_000);
      report = await world.sync();
    }
    expect(world.books.orderConfirmations).toHaveLength(10);
    expect(report.problems).toEqual([]);
  });

  it('makes exactly one when the first two requests of each creation never arrive', async () => {
    const world = createVirtualWorld({ seed: 6 });
    world.books.seed.articles([{ title: 'Kaffee', articleNumber: 'K-1', price: { gross: '17.90' }, taxRate: 7, note: 'Bestand: 500' }]);
    await world.sync();
    world.books.faults.add({ method: 'POST', path: /order-confirmations/, times: 20, fault: { kind: 'lose-reply', when: 'before' } });
    for (let n = 1; n <= 10; n += 1) world.shop.storefront.placeOrder({ billing, lines: [{ sku: 'K-1', quantity: n }] });
    let report = await world.sync();
    for (let beat = 0; beat < 20; beat += 1) {
      await world.environment.advance(5 * 60_000);
      report = await world.sync();
    }
    expect(world.books.orderConfirmations).toHaveLength(10);
    expect(report.problems).toEqual([]);
  });
});
