/** What the real channel makes of payments, messages, tax classes, price lists and moves of a simulated store. */
import { describe, expect, it } from '@jest/globals';
import { decimal } from '@megzo/core';
import { otherApp } from './other-app.ts';
import { effect, smallShop, value } from './small-shop.ts';
import { call } from './wire-double.ts';

describe('details of a simulated store', () => {
  it.each(['empty-object', 'null'] as const)('tell what was paid, authorised, taken and given back (absent parts: %s)', async (parts) => {
    const { channel, simulator, order, advance } = smallShop({ emptyTransactionObjects: parts });
    const id = order({ payment: { kind: 'authorized', gateway: 'paypal', gatewayTransactionId: 'AUTH-1', test: true } });
    advance(1_000);
    simulator.storefront.capture(id);
    advance(1_000);
    simulator.storefront.refund(id, { items: [{ type: 'ORDER', itemId: id, amount: '5.00' }] });
    const offline = order({ payment: { kind: 'offline' } });

    const payments = value(await channel.payments(String(id), call));

    expect(payments.map(({ event, amount, currency, provider }) => [event, amount, currency, provider])).toEqual([
      ['authorization', '23.8', 'EUR', 'paypal'],
      ['capture', '23.8', 'EUR', 'paypal'],
      ['refund', '5', 'EUR', 'paypal'],
    ]);
    expect(payments[0]).toMatchObject({ reference: 'AUTH-1', succeeded: true, test: true, at: Date.parse('2026-03-02T09:30:00Z') });
    expect(value(await channel.payments(String(offline), call))).toEqual([]);
    expect(await channel.payments('99999', call)).toMatchObject({ status: 'rejected', error: { code: 'NOT_FOUND' } });
  });

  it('tell what a customer wrote', async () => {
    const { channel, simulator, order, advance } = smallShop();
    const id = order();
    const before = value(await channel.messages(String(id), call));
    for (const text of ['Wo bleibt mein Paket?', 'Es ist da.']) {
      advance(1_000);
      simulator.storefront.writeMessage(id, text);
    }

    const after = value(await channel.messages(String(id), call));

    expect(before).toEqual([]);
    expect(after.map(({ by, text, at }) => [by, text, at])).toEqual([
      ['customer', 'Wo bleibt mein Paket?', Date.parse('2026-03-02T09:30:01Z')],
      ['customer', 'Es ist da.', Date.parse('2026-03-02T09:30:02Z')],
    ]);
    expect(await channel.messages('99999', call)).toMatchObject({ status: 'rejected', error: { code: 'NOT_FOUND' } });
  });

  it('tell the tax classes', async () => {
    const { channel } = smallShop();

    expect(value(await channel.taxClasses(call))).toContainEqual({ id: 2, name: 'Ermäßigter Steuersatz' });
  });

  it('take prices of a list but for the ones that are refused, and the same again without a change', async () => {
    const { channel, ref, simulator } = smallShop();
    const app = otherApp(simulator);
    const list = await app.makePriceList('Händler');
    const prices = [
      { ref, currency: 'EUR', price: decimal('9.9999') },
      { ref: { product: '1', variant: '999' }, currency: 'EUR', price: decimal('1') },
      { ref, currency: 'USD', price: decimal('10.5') },
    ];

    const rows = value(await channel.prices.set(list, prices, call));
    const once = await app.pricesOn(list);
    const again = value(await channel.prices.set(list, prices, call));

    expect(value(await channel.prices.lists(call))).toEqual([{ id: list, name: 'Händler', active: true }]);
    expect(rows.map(({ outcome }) => outcome.status)).toEqual(['done', 'rejected', 'done']);
    expect(again.map(({ outcome }) => outcome.status)).toEqual(['done', 'rejected', 'done']);
    expect(once).toEqual([
      [ref.variant, 'eur', '9.9999'],
      [ref.variant, 'usd', '10.5'],
    ]);
    expect(await app.pricesOn(list)).toEqual(once);
  });

  it('show every one of many price lists', async () => {
    const { channel, simulator } = smallShop();
    const app = otherApp(simulator);
    for (let number = 0; number < 260; number += 1) await app.makePriceList(`Liste ${number}`);

    expect(new Set(value(await channel.prices.lists(call)).map(({ name }) => name)).size).toBe(260);
  });

  it('move stock under the id by which an item is counted, and show it once it is applied', async () => {
    const { channel, ref, simulator, advance } = smallShop({ inventoryLagMs: 5_000 });
    const shirt = simulator.seed.product({ name: 'Hemd', price: '30', variants: [{ sku: 'S', label: 'S', stock: 4 }] });
    const refs = [ref, { product: String(shirt.id), variant: String(shirt.variantIds[0]) }];
    const seen = value(await channel.stock.read(refs, call));

    value(
      await channel.move.send(
        seen.map((level, place) => ({ seen: level, units: place === 0 ? 3 : -1 })),
        effect('Anlieferung 7'),
      ),
    );
    const early = value(await channel.stock.read(refs, call));
    advance(5_000);
    const late = value(await channel.stock.read(refs, call));

    expect(early.map(({ sellable }) => sellable)).toEqual([40, 4]);
    expect(late.map(({ sellable }) => sellable)).toEqual([43, 3]);
    expect(simulator.journal.find(({ method }) => method === 'POST')?.body).toMatchObject({ reason: 'Anlieferung 7' });
  });

  it('read coupons where a total does not add up, and leave figures that no coupon off the shipping explains', async () => {
    const { channel, simulator, order, requests } = smallShop();
    const shipping = [{ cost: '4.90' }];
    const coupons = [{ code: 'ZEHN', kind: 'percent', amount: '10' }] as const;
    const [sound, odd] = [order({ shipping, coupons }), order({ shipping, coupons })];
    const line = simulator.order(odd).lines[0]?.id ?? 0;
    simulator.storefront.corrupt(odd, { lines: { [line]: { discounted_total_inc_tax: '23.0000' } } });

    value(await channel.orders.read(String(sound), call));
    const read = value(await channel.orders.read(String(odd), call));

    expect(requests().filter((request) => request.endsWith('/coupons'))).toEqual([`GET /v2/orders/${odd}/coupons`]);
    expect(read?.charges).toMatchObject([{ kind: 'shipping', gross: '4.9' }]);
  });
});
