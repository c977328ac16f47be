/** Each literal body and trap of the fact sheet, given to the channel as a store would give it. */
import { describe, expect, it } from '@jest/globals';
import {
  type ChannelPort,
  decimal,
  type ListingChange,
  type ListingDraft,
  type Outcome,
  type ShelfLevel,
  type ShipmentNotice,
  sku,
} from '@megzo/core';
import { toVerdict } from '../src/errors.ts';
import { type Fixture, fixture, fixtureNames } from './fixtures.ts';
import { deliveryFaults } from './sheet-schemas/hooks.ts';
import { answerFaults } from './sheet-schemas/index.ts';
import { type Asked, call, channelOn, effectCall, type Reply } from './wire-double.ts';

const webhookSecret = 'a-long-random-webhook-secret';

/** A channel whose store gives this answer to its call, and to any other what `rest` says. */
function on(given: Fixture, rest: (asked: Asked) => Reply = () => ({ status: 204 })) {
  const respond = (asked: Asked): Reply => (asked.method === given.method && asked.path === given.path ? given : rest(asked));
  const { channel, limits } = channelOn(respond, { webhookSecret });
  const { listings, stock, marks, refunds, shipments, webhooks } = channel;
  if (!listings || !stock || !marks || !refunds || !shipments || !webhooks) throw new Error('a facet is missing');
  const { prices, taxClasses } = listings;
  const { payments } = channel.orders;
  if (!prices || !taxClasses || !stock.move || !payments) throw new Error('a facet is missing');
  const more = { limits, prices, taxClasses, payments, move: stock.move };
  return { ...channel, listings, stock, marks, refunds, shipments, webhooks, ...more } satisfies ChannelPort & typeof more;
}

const draft: ListingDraft = {
  ...{ sku: sku('X'), name: 'X', description: '', price: decimal('1') },
  ...{ taxClass: 0, kind: 'physical' as const, weight: decimal('0'), visible: true },
};
const change = (product: string, grouped = false): ListingChange => ({
  ref: { product, variant: '1' },
  grouped,
  draft,
  groups: ['content'],
});
const level = (variant: string): { readonly seen: ShelfLevel; readonly sellable: number } => {
  const seen = { ref: { product: '7', variant }, sellable: 0, safetyStock: 0, address: JSON.stringify({ location: 1, variant }) };
  return { seen, sellable: 5 };
};
const moves = [{ seen: level('106').seen, units: 3 }];
const prices = ['106', '107'].map((variant) => ({ ref: { product: '7', variant }, currency: 'EUR', price: decimal('1') }));
const notice: ShipmentNotice = { order: '218', awb: '1', trackingUrl: '', courier: 'dhl', items: [{ line: '15', quantity: 2 }] };
const mark = { order: '218', salesOrderId: 'so-1', marker: effectCall.marker };
const lines = { body: [{ id: 15, order_address_id: 9, quantity: 2, quantity_shipped: 0 }] };
const url = 'https://megzo.example/webhooks/x';
const switchedOff = { body: { data: [{ id: 7, scope: 'store/order/*', destination: url, is_active: false }] } };

function refusedWith(title: string, ...errors: readonly string[]) {
  return { status: 'rejected', error: { code: 'REFUSED', details: { title, ...(errors.length > 0 ? { errors } : {}) } } };
}

function value<T>(outcome: Outcome<T>): T {
  if (outcome.status !== 'done') throw outcome.error;
  return outcome.value;
}

/** What our client never calls is read as an error all the same: the shape alone must not upset it. */
function verdictOf(given: Fixture) {
  const { status, error } = toVerdict({ status: given.status, headers: new Headers(given.headers), body: given.body }) ?? {};
  return { status, code: error?.code, title: error?.details.title, errors: error?.details.errors };
}

function lookOf({ delivery }: Fixture) {
  const message = { headers: { 'x-megzo-secret': webhookSecret }, body: JSON.stringify(delivery) };
  return on(fixture('9-3-payload')).webhooks.read(message)?.look;
}

const uses: Readonly<Record<string, (given: Fixture) => unknown>> = {
  '1-1-time': async (given) => {
    const outcome = await on(given, ({ path }) => (path === '/v2/store' ? { status: 500 } : { status: 204 })).check(call);
    // The clock is the first thing that is read; the store after it.
    expect(outcome).toMatchObject({ status: 'retryable', error: { details: { path: '/v2/store' } } });
  },
  '1-2-empty-collection': async (given) => expect(value(await on(given).listings.changed({ since: 0 }, call))).toEqual({ items: [] }),
  '1-2-bare-transaction-id': async (given) =>
    expect(value(await on(given).stock.set([level('106')], call))).toMatchObject([{ outcome: { status: 'done' } }]),
  '1-3-empty-list-204': async (given) => expect(value(await on(given).orders.changed({ since: 0 }, call))).toEqual({ items: [] }),
  '1-5-v2-not-found': async (given) => expect(value(await on(given).orders.read('218', call))).toBe(undefined),
  '1-5-v2-read-only-field': async (given) =>
    expect(await on(given, () => lines).shipments.send(notice, effectCall)).toMatchObject(
      refusedWith("The field 'id' cannot be written to. Please remove it from your request before trying again."),
    ),
  '1-5-v3-unnamed-batch-element': async (given) => {
    const rows = value(await on(given).listings.update([change('1'), change('2')], call));
    const errors = ['name: missing required field', 'price: missing required field'];
    expect(rows.map((row) => row.outcome)).toMatchObject([1, 2].map(() => refusedWith('Missing Required Fields', ...errors)));
  },
  '1-5-v3-too-many-items': async (given) =>
    expect(value(await on(given).listings.update([change('1')], call))[0]?.outcome).toMatchObject(
      refusedWith('The request payload is too large. The maximum items allowed in the array is 10.'),
    ),
  '1-5-problem-absolute-first': async (given) =>
    expect(await on(given).move.send(moves, effectCall)).toMatchObject(
      refusedWith('Inventory adjustments could not be processed', 'items.0: Item requires absolute adjustment before relative'),
    ),
  '1-5-problem-tracked-by-product': async (given) => {
    const rows = value(await on(given).stock.set([level('106'), level('107')], call));
    expect(rows.map((row) => row.outcome.status)).toEqual(['rejected', 'retryable']);
  },
  '1-5-variants-batch-errors': async (given) =>
    expect(value(await on(given).listings.update([change('1', true)], call))[0]?.outcome).toMatchObject(
      refusedWith('Price is invalid', '0.price: must be at least 0'),
    ),
  '1-5-price-list-batch-errors': async (given) => {
    const rows = value(await on(given).prices.set('1', prices, call));
    expect(rows.map((row) => row.outcome)).toMatchObject([
      { status: 'rejected', error: { details: { errors: ['variant_id 106 eur: price: The price is invalid'] } } },
      { status: 'done' },
    ]);
  },
  '1-5-metafield-batch-partial': (given) => expect(verdictOf(given)).toMatchObject({ status: 'rejected', code: 'REFUSED' }),
  '1-5-refunds-422': async (given) =>
    expect(await on(given).refunds.changed({ since: 0 }, call)).toMatchObject(refusedWith('The order cannot be refunded.')),
  '1-5-refunds-503': async (given) =>
    expect(await on(given).refunds.changed({ since: 0 }, call)).toMatchObject({ status: 'retryable', error: { code: 'VENDOR_FAILED' } }),
  '1-5-gateway-html': async (given) =>
    expect(await on(given).marks.send(mark, effectCall)).toMatchObject({ status: 'unknown', error: { code: 'VENDOR_FAILED' } }),
  '1-5-gateway-empty': async (given) =>
    expect(await on(given).marks.send(mark, effectCall)).toMatchObject({ status: 'unknown', error: { code: 'VENDOR_FAILED' } }),
  '1-5-hook-not-found': async (given) => {
    const rest = ({ query }: Asked): Reply => (query.page === '1' ? switchedOff : { status: 204 });
    expect(await on(given, rest).webhooks.subscribe(url, call)).toMatchObject({ status: 'rejected', error: { code: 'NOT_FOUND' } });
  },
  '1-5-hook-without-destination': async (given) =>
    expect(await on(given).webhooks.subscribe(url, call)).toMatchObject(
      refusedWith('JSON data is missing or invalid', 'destination: error.path.missing.'),
    ),
  '2-429-with-headers': async (given) => {
    const channel = on(given);
    expect(await channel.orders.read('218', call)).toMatchObject({ status: 'retryable', retryAfterMs: 20_000 });
    expect(channel.limits).toEqual([{ refused: true, pauseMs: 20_000 }]);
  },
  '2-429-without-headers': async (given) => {
    const channel = on(given);
    expect(await channel.orders.read('218', call)).toMatchObject({ status: 'retryable', error: { code: 'RATE_LIMITED' } });
    expect(channel.limits).toEqual([{ refused: true, pauseMs: 3_000 }]);
  },
  '3-1-product-with-options': async (given) =>
    expect(value(await on(given).listings.changed({ since: 0 }, call)).items).toMatchObject([
      { ref: { product: '77', variant: '106' }, sku: 'HEMD-106', grouped: true },
      { ref: { product: '77', variant: '107' }, sku: 'HEMD-107', grouped: true },
    ]),
  '3-1-simple-product': async (given) =>
    expect(value(await on(given).listings.changed({ since: 0 }, call)).items).toEqual([
      {
        ref: { product: '78', variant: '120' },
        sku: 'TASSE-1',
        name: 'Tasse',
        grouped: false,
        modifiedAt: Date.parse('2018-08-15T14:48:46Z'),
      },
    ]),
  '3-2-saved-in-part': async (given) =>
    expect(await on(given).listings.create.send(draft, effectCall)).toEqual({ status: 'done', value: { product: '79', variant: '130' } }),
  '3-5-metafield-made': async (given) =>
    expect(await on(given).marks.send(mark, effectCall)).toEqual({ status: 'done', value: { id: '6' } }),
  '3-5-metafield-conflict': async (given) => expect(await on(given).marks.send(mark, effectCall)).toMatchObject({ status: 'taken' }),
  '3-6-price-list-429': async (given) =>
    expect(await on(given).prices.set('1', prices, call)).toMatchObject({ status: 'retryable', error: { code: 'RATE_LIMITED' } }),
  '3-6-price-list-written': async (given) =>
    expect(value(await on(given).prices.set('1', prices, call)).map((row) => row.outcome.status)).toEqual(['done', 'done']),
  '4-1-safety-stock': async (given) => {
    const rest = (): Reply => ({ body: { data: [{ id: 78, inventory_tracking: 'product', base_variant_id: 120 }] } });
    const levels = value(await on(given, rest).stock.read([{ product: '78', variant: '120' }], call));
    expect(levels).toMatchObject([{ sellable: 40, safetyStock: 10 }]);
  },
  '4-2-relative-accepted': async (given) =>
    expect(await on(given).move.send(moves, effectCall)).toEqual({
      status: 'done',
      value: { id: '3b241101-e2bb-4255-8caf-4136c566a962' },
    }),
  '4-5-settings-of-a-channel': async (given) => {
    const settings = value(await on(given, () => fixture('10-store-without-logo')).settings(call));
    expect(settings.stockLeavesAt).toBe('order-shipped');
  },
  '4-7-out-of-stock': (given) => expect(verdictOf(given)).toMatchObject({ status: 'taken', title: /out of stock/ }),
  '5-1-rfc-2822-dates': async (given) =>
    expect(value(await on(given).orders.changed({ since: 0 }, call)).items).toMatchObject([
      {
        placedAt: Date.parse('2019-03-05T21:40:11Z'),
        modifiedAt: Date.parse('2019-03-05T21:41:12Z'),
        totalGross: '62.43',
        currency: 'EUR',
      },
    ]),
  '5-2-incomplete-order': async (given) =>
    expect(value(await on(given).orders.changed({ since: 0 }, call)).items).toMatchObject([{ status: 'incomplete' }]),
  '5-3-archived-order': async (given) =>
    expect(value(await on(given).orders.changed({ since: 0 }, call)).items).toMatchObject([{ archived: true }]),
  '5-4-custom-item': async (given) =>
    expect(value(await on(given).orders.quantities('218', call))).toEqual([{ line: '16', ordered: 1, shipped: 0, refunded: 1 }]),
  '5-5-metafields-of-all-orders': async (given) =>
    expect(value(await on(given).marks.placed({ since: 0 }, call))).toEqual({
      items: [{ order: '218', salesOrderId: 'so-1', marker: 'm-1' }],
      next: 'aWQ6Ng',
    }),
  '5-5-transactions': async (given) =>
    expect(value(await on(given).payments('218', call))).toMatchObject([
      { id: '3', event: 'purchase', amount: '62.43', provider: 'stripe', reference: 'ch_1', succeeded: true, test: true },
    ]),
  '5-5-transactions-204': async (given) => expect(value(await on(given).payments('218', call))).toEqual([]),
  '5-5-transactions-503': async (given) => expect(await on(given).payments('218', call)).toMatchObject({ status: 'retryable' }),
  '6-shipment-made': async (given) =>
    expect(await on(given, () => lines).shipments.send(notice, effectCall)).toEqual({ status: 'done', value: { id: '5' } }),
  '6-no-shipments': async (given) => {
    const found = await on(given).shipments.find?.({ marker: '', from: 0, to: 1, draft: notice }, call);
    expect(found).toEqual({ status: 'done', value: { marked: [], alike: [] } });
  },
  '7-1-order-level-refund': async (given) =>
    expect(value(await on(given).refunds.changed({ since: 0 }, call)).items).toMatchObject([
      { totalGross: '5', tax: '0', items: [{ of: 'order', id: '218', amount: '5' }] },
    ]),
  '7-1-tax-adjustment': async (given) =>
    expect(value(await on(given).refunds.changed({ since: 0 }, call)).items).toMatchObject([
      { totalGross: '0.03', tax: '-0.03', items: [] },
    ]),
  '7-1-declined-refund': async (given) =>
    expect(value(await on(given).refunds.changed({ since: 0 }, call)).items).toMatchObject([{ payments: [{ declined: true }] }]),
  '9-1-hook-in-an-envelope': async (given) =>
    expect(value(await on(given).webhooks.subscribe(url, call))).toEqual({ made: 6, standing: 0 }),
  '9-1-hook-bare': async (given) => expect(value(await on(given).webhooks.subscribe(url, call))).toEqual({ made: 6, standing: 0 }),
  '9-3-payload': (given) => expect(lookOf(given)).toEqual([{ what: 'order', id: '250' }]),
  '9-4-status-updated-without-status': (given) => expect(lookOf(given)).toEqual([{ what: 'order', id: '250' }]),
  '9-4-transaction': (given) => expect(lookOf(given)).toEqual([{ what: 'order', id: '250' }]),
  '9-4-metafield': (given) => expect(lookOf(given)).toEqual([]),
  '9-4-shipment': (given) => expect(lookOf(given)).toEqual([{ what: 'order', id: '250' }]),
  '9-4-channel-order': (given) => expect(lookOf(given)).toEqual([{ what: 'order', id: '250' }]),
  '10-store-without-logo': async (given) =>
    expect(value(await on(given, () => fixture('4-5-settings-of-a-channel')).settings(call))).toMatchObject({
      accountId: 'abc123',
      pricesIncludeTax: true,
    }),
  '10-tax-classes': async (given) =>
    expect(value(await on(given).taxClasses(call))).toEqual([
      { id: 0, name: 'Default Tax Class' },
      { id: 2, name: 'Ermäßigt' },
    ]),
};

const rateHeaders = Object.fromEntries(
  ['Time-Window-Ms', 'Time-Reset-Ms', 'Requests-Quota', 'Requests-Left'].map((name) => [`X-Rate-Limit-${name}`, '1']),
);

function answered({ status, headers, body }: Fixture) {
  return {
    status,
    headers: new Headers({ 'content-type': 'application/json', ...rateHeaders, ...headers }),
    body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
  };
}

describe('a fixture of the fact sheet', () => {
  it('is used by a test, each of them', () => {
    expect(Object.keys(uses).sort()).toEqual(fixtureNames);
  });

  it.each(fixtureNames.map((name) => [name, fixture(name).says] as const))('%s: %s', async (name) => {
    await uses[name]?.(fixture(name));
    expect.hasAssertions();
  });

  it.each(fixtureNames.filter((name) => fixture(name).trimmed !== true))('%s fits the schemas of the sheet', (name) => {
    const given = fixture(name);

    expect(given.delivery === undefined ? answerFaults(given, answered(given)) : deliveryFaults(given.delivery)).toEqual([]);
  });
});
