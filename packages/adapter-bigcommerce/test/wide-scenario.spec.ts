/**
 * Goal: nothing leaves and nothing comes back that the fact sheet does not know. Method: one wide conversation between the real
 * channel and the simulated store, with storefront, back office and errors, every exchange held to schemas that share nothing
 * with the client.
 */
import { describe, expect, it } from '@jest/globals';
import { decimal, type EffectCall, type ListingDraft, type Outcome, type ShipmentNotice, sku } from '@megzo/core';
import { allowedCalls } from '../src/client.ts';
import type { BigcommerceSettings } from '../src/simulator/index.ts';
import { otherApp } from './other-app.ts';
import { createRecorder } from './recorder.ts';
import { deliveryFaults } from './sheet-schemas/hooks.ts';
import { sheetCallOf } from './sheet-schemas/index.ts';
import { startStore } from './simulated-store.ts';
import { call } from './wire-double.ts';

const url = 'https://megzo.example/webhooks/acme-shop/7f3b';

function value<T>(outcome: Outcome<T>): T {
  if (outcome.status !== 'done') throw outcome.error;
  return outcome.value;
}

function effect(marker: string): EffectCall {
  return { ...call, marker, attempt: 1, maySend: () => true };
}

const draft: ListingDraft = {
  sku: sku('TASSE-1'),
  name: 'Tasse',
  description: '<p>Blau</p>',
  price: decimal('11.9'),
  taxClass: 1,
  kind: 'physical',
  weight: decimal('0.35'),
  gtin: '4006381333931',
  visible: true,
};

/** Everything that the channel can do, on a store where everything happened. */
async function converse(store: ReturnType<typeof startStore>) {
  const { channel, simulator, advance } = store;
  value(await channel.check(call));
  value(await channel.taxClasses(call));
  value(await channel.settings(call));
  expect(value(await channel.webhooks.subscribe(url, call))).toEqual({ made: 6, standing: 0 });

  const ref = value(await channel.listings.create.send(draft, effect('TASSE-1')));
  expect((await channel.listings.create.send(draft, effect('TASSE-1'))).status).toBe('taken');
  value((await channel.listings.create.find?.({ marker: 'TASSE-1', from: 0, to: 1, draft }, call)) as Outcome<unknown>);
  value(
    (await channel.listings.create.find?.({ marker: 'X', from: 0, to: 1, draft: { ...draft, sku: sku('X') } }, call)) as Outcome<unknown>,
  );
  const shirt = simulator.seed.product({
    name: 'Hemd',
    price: '30',
    variants: [
      { sku: 'HEMD-S', label: 'S' },
      { sku: 'HEMD-M', label: 'M' },
    ],
  });
  const small = { product: String(shirt.id), variant: String(shirt.variantIds[0]) };
  const groups = ['content', 'assignment'] as const;
  value(await channel.listings.update([{ ref, grouped: false, draft: { ...draft, price: decimal('12.3456') }, groups }], call));
  value(await channel.listings.update([{ ref: small, grouped: true, draft, groups }], call));
  await channel.listings.update([{ ref: { product: '999', variant: '999' }, grouped: false, draft, groups }], call);
  value(await channel.listings.changed({ since: 0 }, call));
  value(await channel.listings.changed({ since: Date.parse('2026-03-01T00:00:00Z') }, call));
  value(await channel.listings.read(`${ref.product}/${ref.variant}`, call));
  expect(value(await channel.listings.read('999', call))).toBe(undefined);

  const levels = value(await channel.stock.read([ref, small], call));
  value(
    await channel.stock.set(
      levels.map((seen) => ({ seen, sellable: 40 })),
      call,
    ),
  );
  advance(60_000);
  const moves = value(await channel.stock.read([ref, small], call)).map((seen) => ({ seen, units: 2 }));
  value(await channel.move.send(moves, effect('Anlieferung 7')));
  expect(
    (
      await channel.move.send(
        moves.map(({ seen }) => ({ seen, units: -1_000 })),
        effect('Bruch'),
      )
    ).status,
  ).toBe('rejected');
  advance(60_000);

  expect(value(await channel.prices.lists(call))).toEqual([]);
  const list = await otherApp(simulator).makePriceList('Händler');
  expect(value(await channel.prices.lists(call))).toMatchObject([{ id: list, name: 'Händler' }]);
  const price = { ref, currency: 'EUR', price: decimal('9.8765') };
  value(await channel.prices.set(list, [price, { ...price, ref: small }, { ...price, currency: 'USD' }], call));
  await channel.prices.set(list, [price, { ...price, ref: { product: '999', variant: '999' } }], call);
  await channel.prices.set('999', [price], call);

  const cup = { sku: 'TASSE-1', quantity: 3, wrapping: { name: 'Papier', cost: '1.50' } };
  const whole = simulator.storefront.placeOrder({
    lines: [cup, { sku: 'HEMD-S', quantity: 1 }],
    shipping: [{ method: 'DHL Paket', cost: '4.90', handling: '1.00' }],
    fees: [{ name: 'Pfand', cost: '2.00' }],
    coupons: [{ code: 'ZEHN', kind: 'percent', amount: '10' }],
    manualDiscount: '0.50',
    storeCredit: '1.00',
    customerMessage: 'Bitte klingeln',
  });
  const guest = simulator.storefront.placeOrder({ lines: [{ sku: 'TASSE-1', quantity: 1 }], payment: { kind: 'offline' } });
  const digital = simulator.storefront.placeOrder({
    lines: [{ custom: { name: 'Datei', digital: true }, price: '5.00', quantity: 1 }],
    shipTo: [],
  });
  const foreign = simulator.storefront.placeOrder({ lines: [{ sku: 'TASSE-1', quantity: 1 }], currency: 'USD', shownCurrency: 'EUR' });
  const incomplete = simulator.storefront.startCheckout({ lines: [{ sku: 'TASSE-1', quantity: 1 }] });
  simulator.storefront.finishCheckout(incomplete);
  simulator.storefront.editNotes(guest, { staffNotes: 'ruft an', externalOrderId: 'A-1' });
  for (const id of [whole, guest, digital, foreign, incomplete]) value(await channel.orders.read(String(id), call));
  const odd = simulator.storefront.placeOrder({
    lines: [{ sku: 'TASSE-1', quantity: 1 }],
    shipping: [{ cost: '4.90' }],
    coupons: [{ code: 'EINS', kind: 'per-item', amount: '1' }],
  });
  const oddLine = simulator.order(odd).lines[0]?.id ?? 0;
  simulator.storefront.corrupt(odd, { lines: { [oddLine]: { discounted_total_inc_tax: '12.0000' } } });
  value(await channel.orders.read(String(odd), call));
  simulator.storefront.writeMessage(whole, 'Wo bleibt mein Paket?');
  for (const id of [whole, guest, digital]) {
    value(await channel.payments(String(id), call));
    value(await channel.messages(String(id), call));
  }
  expect((await channel.payments('99999', call)).status).toBe('rejected');
  expect((await channel.messages('99999', call)).status).toBe('rejected');
  value(await channel.orders.quantities(String(whole), call));
  expect(value(await channel.orders.read('99999', call))).toBe(undefined);
  value(await channel.orders.changed({ since: 0 }, call));
  value(await channel.orders.placed({ from: 0, to: Date.parse('2026-04-01T00:00:00Z') }, call));
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    cursor = value(await channel.orders.open({ since: 0, ...(cursor === '' ? {} : { cursor }) }, call)).next;
  }

  const marker = `Bestellung ${whole} · abc123 · 0123456789ab`;
  const mark = { order: String(whole), salesOrderId: 'so-1', marker };
  value(await channel.marks.send(mark, effect(marker)));
  expect((await channel.marks.send(mark, effect(marker))).status).toBe('taken');
  value((await channel.marks.find?.({ marker, from: 0, to: 1, draft: mark }, call)) as Outcome<unknown>);
  expect(value(await channel.marks.placed({ since: 0 }, call)).items).toEqual([mark]);
  expect(value(await channel.marks.placed({ since: Date.parse('2026-03-02T09:31:00Z') }, call)).items).toEqual([mark]);
  const other = { ...mark, salesOrderId: 'so-2' };
  value(await channel.marks.send(other, effect(marker)));
  expect(value(await channel.marks.placed({ since: 0 }, call)).items).toEqual([other]);

  const document = {
    order: String(whole),
    documentId: 'd-1',
    number: 'RE1',
    url: 'https://megzo.example/documents/x',
    sha256: 'ab'.repeat(32),
  };
  value(await channel.documents.send(document, effect('d-1')));
  expect((await channel.documents.send(document, effect('d-1'))).status).toBe('taken');
  expect(
    value((await channel.documents.find?.({ marker: 'd-1', from: 0, to: 1, draft: document }, call)) as Outcome<unknown>),
  ).toMatchObject({
    marked: [{ id: expect.any(String) }],
  });

  const [first, second] = simulator.order(whole).lines;
  const notice: ShipmentNotice = {
    order: String(whole),
    awb: '00340434161094042557',
    trackingUrl: 'https://www.dhl.de/x?piececode=00340434161094042557',
    courier: 'dhl',
    items: [{ line: String(first?.id), quantity: 2 }],
  };
  const shipped = value(await channel.shipments.send(notice, effect('s-1')));
  expect(value((await channel.shipments.find?.({ marker: 's-1', from: 0, to: 1, draft: notice }, call)) as Outcome<unknown>)).toEqual({
    marked: [shipped],
    alike: [],
  });
  const tooMany = { ...notice, awb: '2', items: [{ line: String(first?.id), quantity: 2 }] };
  expect((await channel.shipments.send(tooMany, effect('s-2'))).status).toBe('taken');
  value(
    (await channel.shipments.find?.(
      { marker: 's-2', from: 0, to: 1, draft: { ...notice, order: String(guest) } },
      call,
    )) as Outcome<unknown>,
  );

  const refund = simulator.storefront.refund(whole, {
    items: [
      { type: 'PRODUCT', itemId: first?.id ?? 0, quantity: 1, reason: 'Bruch' },
      { type: 'SHIPPING', itemId: simulator.order(whole).addresses[0]?.id ?? 0, amount: '1.00' },
    ],
  });
  simulator.storefront.declineRefund(refund);
  simulator.storefront.refund(guest, { items: [{ type: 'ORDER', itemId: guest, amount: '2.00' }], offline: true });
  simulator.storefront.refundByStatus(foreign);
  expect(second).toBeDefined();
  expect(value(await channel.refunds.changed({ since: 0 }, call)).items).toMatchObject([
    {
      order: String(whole),
      items: [
        { of: 'line', quantity: 1 },
        { of: 'shipping', amount: '1' },
      ],
      payments: [{ declined: true, offline: false }],
    },
    { order: String(guest), tax: '0', items: [{ of: 'order', amount: '2' }], payments: [{ declined: false, offline: true }] },
  ]);
}

describe('a wide conversation', () => {
  it('fits the fact sheet both ways, and makes every call that may be made', async () => {
    const recorder = createRecorder();
    const store = startStore({}, recorder.through);

    await converse(store);
    // Three quiet months switch a hook off (9.1).
    store.advance(91 * 86_400_000);
    await store.simulator.deliverDue(() => Promise.resolve(new Response()));
    expect(value(await store.channel.webhooks.subscribe(url, call))).toEqual({ made: 6, standing: 0 });
    expect(value(await store.channel.webhooks.subscribe(url, call))).toEqual({ made: 0, standing: 6 });

    expect(recorder.faults).toEqual([]);
    const allowed = allowedCalls.map(({ method, path }) => `${method} ${sheetCallOf(method, path.replaceAll(/\{\w+\}/g, '1'))?.path}`);
    expect(allowed.filter((one) => !recorder.seen.has(one)).sort()).toEqual([]);
  });

  it('fits it on every refusal: token, scope, quota with and without a word, page size, faults on the way', async () => {
    const recorder = createRecorder();
    const seen: number[] = [];
    const settings: readonly Partial<BigcommerceSettings>[] = [
      { scopes: [] },
      { quota: { perWindow: 1, windowMs: 30_000 } },
      { quota: { perWindow: 1, windowMs: 30_000 }, rateLimitMode: 'no-headers' },
      { quota: { perWindow: 1, windowMs: 30_000 }, rateLimitMode: '500' },
    ];
    for (const one of settings) {
      const { channel } = startStore(one, recorder.through);
      await channel.orders.read('1', call);
      await channel.orders.changed({ since: 0 }, call);
      await channel.refunds.changed({ since: 0 }, call);
      await channel.stock.read([{ product: '1', variant: '1' }], call);
      await channel.listings.create.send(draft, effect('x'));
      await channel.payments('1', call);
      await channel.messages('1', call);
      await channel.taxClasses(call);
      await channel.prices.lists(call);
      await channel.prices.set('1', [{ ref: { product: '1', variant: '1' }, currency: 'EUR', price: decimal('1') }], call);
      const address = JSON.stringify({ location: 1, product: '1' });
      const seen = { ref: { product: '1', variant: '1' }, sellable: 0, safetyStock: 0, address };
      await channel.move.send([{ seen, units: 1 }], effect('m'));
    }
    for (const statuses of recorder.seen.values()) seen.push(...statuses);

    expect(recorder.faults).toEqual([]);
    expect([...new Set(seen)].sort()).toEqual(expect.arrayContaining([403, 429, 500]));
  });

  it('tells of all that happened in webhooks that fit it, each of which the channel takes as genuine', async () => {
    for (const signing of [true, false]) {
      const store = startStore({ signing });
      const faults: string[] = [];
      const looks: string[] = [];
      const scopes = new Set<string>();
      await converse(store);

      await store.simulator.deliverDue(async (request) => {
        const headers = Object.fromEntries(request.headers);
        const body = await request.text();
        const taken = store.channel.webhooks.read({ headers, body });
        const payload = JSON.parse(body) as { readonly scope: string };
        scopes.add(payload.scope);
        faults.push(...deliveryFaults(payload), ...(taken === undefined ? [`not taken: ${body}`] : []));
        looks.push(...(taken?.look ?? []).map(({ what, id }) => `${what} ${id}`));
        return new Response();
      });

      expect(faults).toEqual([]);
      expect([...scopes]).toEqual(
        expect.arrayContaining([
          ...['store/order/created', 'store/order/updated', 'store/order/statusUpdated', 'store/order/refund/created'],
          ...['store/order/transaction/created', 'store/order/metafield/created', 'store/shipment/created', 'store/product/updated'],
        ]),
      );
      const ids = store.simulator.orders().map(({ id }) => `order ${id}`);
      expect(looks).toEqual(expect.arrayContaining(ids));
    }
  });
});
