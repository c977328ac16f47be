/** The pitfalls of section 11 of the fact sheet. Where the engine holds the counter, the row says so and shows the adapter's part. */
import { describe, expect, it } from '@jest/globals';
import { decimal, sku } from '@megzo/core';
import { toLimits } from '../src/errors.ts';
import { otherApp } from './other-app.ts';
import { startStore } from './simulated-store.ts';
import { calls, draft, effect, noticeOf, smallShop, value } from './small-shop.ts';
import { call } from './wire-double.ts';

describe('the pitfalls of section 11', () => {
  it('1, 3 and 4: see rows 2 and 3; reading twice and reading orders around a write are the engine’s', () => {
    expect(calls.filter((path) => path.includes('adjustments'))).toEqual([
      'PUT /v3/inventory/adjustments/absolute',
      'POST /v3/inventory/adjustments/relative',
    ]);
  });

  it('2: no call is made beside another one', async () => {
    let now = 0;
    let most = 0;
    const { channel, simulator } = startStore({}, (store) => async (request) => {
      now += 1;
      most = Math.max(most, now);
      const answer = await store(request);
      await Promise.resolve();
      now -= 1;
      return answer;
    });
    const { id, variantIds } = simulator.seed.product({ name: 'T', sku: 'T', price: '1', stock: 1 });
    const ref = { product: String(id), variant: String(variantIds[0]) };

    value(await channel.listings.update([{ ref, grouped: false, draft, groups: ['content', 'assignment'] }], call));
    const seen = value(await channel.stock.read([ref], call));
    value(
      await channel.stock.set(
        seen.map((one) => ({ seen: one, sellable: 3 })),
        call,
      ),
    );
    value(await channel.webhooks.subscribe('https://megzo.example/w', call));

    expect(most).toBe(1);
  });

  it('5 and 6: stock is read from the inventory service and written under the id by which the item is counted', async () => {
    const { channel, level, simulator, writes } = smallShop();
    const shirt = simulator.seed.product({ name: 'Hemd', price: '30', variants: [{ sku: 'S', label: 'S', stock: 1 }] });
    const ref = { product: String(shirt.id), variant: String(shirt.variantIds[0]) };
    const seen = [await level(), ...value(await channel.stock.read([ref], call))];

    const rows = value(
      await channel.stock.set(
        seen.map((one) => ({ seen: one, sellable: 3 })),
        call,
      ),
    );

    expect(seen[0]).toMatchObject({ sellable: 40, safetyStock: 10 });
    expect(rows.map((row) => row.outcome.status)).toEqual(['done', 'done']);
    expect(writes().at(-1)?.body).toMatchObject({ items: [{ product_id: expect.any(Number) }, { variant_id: shirt.variantIds[0] }] });
  });

  it('7, 18 and 19: a refund puts nothing back on the shelf; one of the whole order has no tax; one by status leaves no record', async () => {
    const { channel, level, simulator, order } = smallShop({ refundStockAdjustment: false });
    const [refunded, byStatus] = [order(), order()];
    simulator.storefront.refund(refunded, { items: [{ type: 'ORDER', itemId: refunded, amount: '5.00' }] });
    simulator.storefront.refundByStatus(byStatus);

    const { items } = value(await channel.refunds.changed({ since: 0 }, call));

    expect((await level()).sellable).toBe(36);
    expect(items).toMatchObject([{ order: String(refunded), tax: '0', items: [{ of: 'order', amount: '5' }] }]);
    expect(value(await channel.orders.read(String(byStatus), call))?.status).toBe('refunded');
  });

  it('8 and 30: a 204 is an empty list, and a page for people is no list at all', async () => {
    const { channel, simulator } = smallShop();

    expect(value(await channel.orders.changed({ since: 0 }, call)).items).toEqual([]);
    simulator.faults.add({ fault: { kind: 'html', when: 'before', status: 200 } });
    expect(await channel.orders.changed({ since: 0 }, call)).toMatchObject({ status: 'retryable', error: { code: 'ANSWER_UNREADABLE' } });
  });

  it('9: all lines of a long order are read', async () => {
    const { channel, order } = smallShop();
    const lines = Array.from({ length: 301 }, (_, place) => ({ custom: { name: `Teil ${place}` }, price: '1.00', quantity: 1 }));

    const read = value(await channel.orders.read(String(order({ lines })), call));

    expect(new Set(read?.lines.map((line) => line.name)).size).toBe(301);
  });

  it('10 and 11: the status admits an order, and an edit after placement shows in its head', async () => {
    const { channel, simulator, order, advance } = smallShop();
    const id = order();
    const before = value(await channel.orders.read(String(id), call));
    advance(60_000);
    simulator.storefront.editOrder(id, { lines: [{ id: simulator.order(id).lines[0]?.id ?? 0, quantity: 5 }] });

    const after = value(await channel.orders.read(String(id), call));

    expect([before?.status, after?.status]).toEqual(['open', 'open']);
    expect(after?.modifiedAt).toBeGreaterThan(before?.modifiedAt ?? 0);
    expect(after?.lines[0]?.quantity).toBe(5);
  });

  it('12, 13 and 29: no order is written, no status set', () => {
    expect(calls.filter((path) => /^(PUT|DELETE) \/v2|^POST \/v2\/orders$/.test(path))).toEqual([]);
  });

  it('24: prices of a list go in one request; a second one beside it is refused, with nothing written', async () => {
    const { channel, ref, writes, simulator } = smallShop();
    const app = otherApp(simulator);
    const list = await app.makePriceList('Händler');
    const set = (price: string) => channel.prices.set(list, [{ ref, currency: 'EUR', price: decimal(price) }], call);

    const outcomes = await Promise.all([set('9.9'), set('8.8')]);

    const [refused] = outcomes.filter(({ status }) => status !== 'done');
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['done', 'retryable']);
    expect(refused).toMatchObject({ error: { code: 'RATE_LIMITED' } });
    expect(await app.pricesOn(list)).toEqual([[ref.variant, 'eur', outcomes[0] === refused ? '8.8' : '9.9']]);
    expect(writes().filter(({ path }) => path.endsWith('/records'))).toHaveLength(2);
  });

  it('13 and 14: a shipment carries its tracking at once, and after a lost reply is found by its number', async () => {
    const { channel, simulator, order } = smallShop();
    const id = order();
    const notice = noticeOf(id, simulator.order(id).lines[0]?.id);
    simulator.faults.add({ fault: { kind: 'lose-reply', when: 'after' }, method: 'POST', times: 1 });

    const sent = await channel.shipments.send(notice, effect('s'));
    const found = value(await channel.shipments.find?.({ marker: 's', from: 0, to: 1, draft: notice }, call));

    expect(sent.status).toBe('unknown');
    expect(found.marked).toHaveLength(1);
    expect(simulator.shipments(id)).toMatchObject([{ trackingNumber: notice.awb, trackingLink: notice.trackingUrl, shippingProvider: '' }]);
  });

  it('15 and 16: instants are sent whole, in the vendor’s own zone, and from a second before', async () => {
    const { channel, simulator } = smallShop();

    await channel.orders.changed({ since: Date.parse('2026-03-02T01:00:00+01:00') }, call);
    await channel.listings.changed({ since: Date.parse('2026-03-02T01:00:00+01:00') }, call);
    const asked = simulator.journal.map(({ query }) => new URLSearchParams(query));

    expect(asked[0]?.get('min_date_modified')).toBe('Sun, 01 Mar 2026 23:59:59 +0000');
    expect(asked[1]?.get('date_modified:min')).toBe('2026-03-02T00:00:00+00:00');
  });

  it('17 and 31: amounts keep their four decimals, in the currency that was paid', async () => {
    const { channel, simulator, order } = smallShop();
    const id = order({ currency: 'USD', shownCurrency: 'EUR' });
    simulator.storefront.corrupt(id, { lines: { [simulator.order(id).lines[0]?.id ?? 0]: { discounted_total_inc_tax: '3.3333' } } });

    const read = value(await channel.orders.read(String(id), call));

    expect(read).toMatchObject({ currency: 'USD', lines: [{ totalGross: '3.3333' }] });
  });

  it('20 and 22: a refused batch refuses each of its rows; a SKU is taken whatever its case', async () => {
    const { channel, ref } = smallShop();
    const named = { ...draft, sku: sku('tasse-1') };

    const rows = value(
      await channel.listings.update(
        [
          { ref, grouped: false, draft, groups: ['content'] },
          { ref: { product: '999', variant: '1' }, grouped: false, draft, groups: ['content'] },
        ],
        call,
      ),
    );
    const taken = await channel.listings.create.send(named, effect('tasse-1'));
    const found = value(await channel.listings.create.find?.({ marker: 'tasse-1', from: 0, to: 1, draft: named }, call));

    expect(rows.map((row) => row.outcome.status)).toEqual(['rejected', 'rejected']);
    expect(taken.status).toBe('taken');
    expect(found.marked).toEqual([ref]);
  });

  it('21: the price of one variant among several is written on the variant, of a simple product on the product', async () => {
    const { channel, ref, writes, simulator } = smallShop();
    const shirt = simulator.seed.product({ name: 'Hemd', price: '30', variants: [{ sku: 'S', label: 'S' }] });
    const variant = { product: String(shirt.id), variant: String(shirt.variantIds[0]) };

    value(
      await channel.listings.update(
        [
          { ref, grouped: false, draft, groups: ['content'] },
          { ref: variant, grouped: true, draft, groups: ['content'] },
        ],
        call,
      ),
    );

    expect(
      writes().map(({ path, body }) => [path.replace('/stores/abc123', ''), (body as readonly { id: number }[]).map(({ id }) => id)]),
    ).toEqual([
      ['/v3/catalog/products', [Number(ref.product)]],
      ['/v3/catalog/variants', [Number(variant.variant)]],
    ]);
  });

  it('23 and 28: a new product shows once it is assigned, and no brand is made on the way', async () => {
    const { channel, simulator, writes } = smallShop({ multiStorefront: true });

    const ref = value(await channel.listings.create.send(draft, effect('TASSE-2')));
    const hidden = simulator.products().find(({ id }) => id === Number(ref.product))?.channelIds;
    value(await channel.listings.update([{ ref, grouped: false, draft, groups: ['assignment'] }], call));

    expect(hidden).toEqual([]);
    expect(simulator.products().find(({ id }) => id === Number(ref.product))?.channelIds).toEqual([1]);
    expect(
      writes()
        .flatMap(({ body }) => Object.keys(body ?? {}))
        .filter((name) => name.startsWith('brand')),
    ).toEqual([]);
  });

  it('25: a refusal for pace without headers pauses the account for three seconds', () => {
    expect(toLimits({ status: 429, headers: new Headers(), body: undefined })).toEqual({ pauseMs: 3_000 });
  });

  it('26 and 27: a hook that went silent and a new API account are mended by subscribing again; old marks stay readable', async () => {
    const { channel, simulator, order, advance } = smallShop();
    const url = 'https://megzo.example/w';
    value(await channel.webhooks.subscribe(url, call));
    const mark = { order: String(order()), salesOrderId: 'so-1', marker: 'm' };
    value(await channel.marks.send(mark, effect('m')));

    advance(91 * 86_400_000);
    await simulator.deliverDue(() => Promise.resolve(new Response()));
    const quiet = value(await channel.webhooks.subscribe(url, call));
    simulator.rotateAccount('a-new-account');
    const rotated = value(await channel.webhooks.subscribe(url, call));

    expect([quiet.made, rotated.made]).toEqual([6, 6]);
    expect(simulator.hooks().filter(({ active }) => active)).toHaveLength(6);
    expect(value(await channel.marks.placed({ since: 0 }, call)).items).toEqual([mark]);
  });

  it('32: goods for several addresses are no one shipment', async () => {
    const { channel, simulator, order } = smallShop();
    const id = order({
      shipTo: [{ city: 'Berlin' }, { city: 'Köln' }],
      lines: [
        { sku: 'TASSE-1', quantity: 1, shipTo: 0 },
        { sku: 'TASSE-1', quantity: 1, shipTo: 1 },
      ],
    });
    const [first, second] = simulator.order(id).lines;
    const both = { ...noticeOf(id, first?.id), items: [first, second].map((line) => ({ line: String(line?.id), quantity: 1 })) };

    expect(await channel.shipments.send(both, effect('s'))).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
    value(await channel.shipments.send(noticeOf(id, second?.id), effect('s')));
    expect(simulator.shipments(id)).toMatchObject([{ addressId: second?.addressId }]);
  });
});
