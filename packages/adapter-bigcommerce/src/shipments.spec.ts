import { describe, expect, it } from '@jest/globals';
import type { EffectCall, ShipmentNotice } from '@megzo/core';
import { type Asked, call, channelOn, effectCall, type Reply } from '../test/wire-double.ts';

const notice: ShipmentNotice = {
  order: '218',
  awb: '00340434161094042557',
  trackingUrl: 'https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode=00340434161094042557',
  courier: 'dhl',
  items: [
    { line: '15', quantity: 2 },
    { line: '16', quantity: 1 },
  ],
};
const lines = [
  { id: 15, order_address_id: 9, quantity: 3, quantity_shipped: 1 },
  { id: 16, order_address_id: 9, quantity: 1, quantity_shipped: 0 },
  { id: 17, order_address_id: 10, quantity: 1, quantity_shipped: 0 },
  { id: 18, order_address_id: 0, quantity: 1, quantity_shipped: 0 },
];
const made = { id: 5, order_id: 218, tracking_number: notice.awb };

function shipmentsOn(respond: (asked: Asked) => Reply) {
  const { channel, asked } = channelOn(respond);
  if (channel.shipments?.find === undefined) throw new Error('the facet is missing');
  return { send: channel.shipments.send, find: channel.shipments.find, asked };
}

function orderOf(rows: readonly unknown[]) {
  return shipmentsOn(({ method }) =>
    method === 'POST' ? { status: 201, body: made } : rows.length === 0 ? { status: 204 } : { body: rows },
  );
}

describe('a shipment on an order', () => {
  it('is one request with an effect: number, link and no provider, at the address of its lines', async () => {
    const { send, asked } = orderOf(lines);

    expect(await send(notice, effectCall)).toEqual({ status: 'done', value: { id: '5' } });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v2/orders/218/products', 'POST /v2/orders/218/shipments']);
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      order_address_id: 9,
      shipping_provider: '',
      tracking_number: notice.awb,
      tracking_link: notice.trackingUrl,
      items: [
        { order_product_id: 15, quantity: 2 },
        { order_product_id: 16, quantity: 1 },
      ],
    });
  });

  it.each([
    ['its lines go to several addresses', { items: [notice.items[0], { line: '17', quantity: 1 }] }, /several addresses/],
    ['one of its lines goes nowhere', { items: [{ line: '18', quantity: 1 }] }, /no address/],
    ['a line was edited away', { items: [{ line: '99', quantity: 1 }] }, /no longer on the order/],
    ['it holds nothing', { items: [] }, /nothing/],
    ['it has no number to be found by', { awb: '' }, /tracking number/],
    ['its number would be cut', { awb: '1'.repeat(51) }, /50 characters/],
    ['its link would be cut', { trackingUrl: `https://dhl.de/${'x'.repeat(500)}` }, /500 characters/],
  ])('is refused with a remedy where %s', async (_case, change, words) => {
    const { send, asked } = orderOf(lines);

    const outcome = await send({ ...notice, ...change } as ShipmentNotice, effectCall);

    expect(outcome).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
    expect(outcome.status === 'rejected' && outcome.error.message).toMatch(words);
    expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('waits for lines that cannot be read yet, and is refused where there is no such order', async () => {
    expect(await orderOf([]).send(notice, effectCall)).toMatchObject({ status: 'retryable' });
    expect(await shipmentsOn(() => ({ status: 404, body: [] })).send(notice, effectCall)).toMatchObject({
      status: 'rejected',
      error: { code: 'NOT_FOUND' },
    });
  });

  it('is not sent once the right to send has run out, before the reads or after them', async () => {
    const early = orderOf(lines);
    const late = orderOf(lines);
    const leases = [true, false];
    const expiring: EffectCall = { ...effectCall, maySend: () => leases.shift() === true };

    expect(await early.send(notice, { ...effectCall, maySend: () => false })).toMatchObject({ error: { code: 'SELF_FENCED' } });
    expect(await late.send(notice, expiring)).toMatchObject({ status: 'retryable', error: { code: 'SELF_FENCED' } });
    expect(early.asked).toEqual([]);
    expect(late.asked.map(({ method }) => method)).toEqual(['GET']);
  });

  it('is taken where it is refused and its units were shipped before, and refused where they were not', async () => {
    const refusing = (shipped: number) =>
      shipmentsOn(({ method }) =>
        method === 'GET'
          ? { body: lines.map((line) => ({ ...line, quantity_shipped: line.id === 15 ? shipped : 0 })) }
          : { status: 400, body: [{ status: 400, message: 'The quantity is invalid.' }] },
      );

    expect(await refusing(2).send(notice, effectCall)).toMatchObject({ status: 'taken', error: { code: 'REFUSED' } });
    expect(await refusing(1).send(notice, effectCall)).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
  });

  it('is in doubt when the answer cannot be read', async () => {
    const { send } = shipmentsOn(({ method }) => (method === 'GET' ? { body: lines } : { status: 201, body: '<html></html>' }));

    expect(await send(notice, effectCall)).toMatchObject({ status: 'unknown' });
  });

  it('is found by its number, the oldest first, on any page', async () => {
    const others = Array.from({ length: 50 }, (_, place) => ({ id: 100 + place, tracking_number: `${place}` }));
    const pages = [
      [...others.slice(0, 49), { id: 7, tracking_number: notice.awb }],
      [
        { id: 6, tracking_number: ` ${notice.awb} ` },
        { id: 8, tracking_number: null },
      ],
    ];
    const { find, asked } = shipmentsOn(({ query }) => ({ body: pages[Number(query.page) - 1] ?? [] }));

    expect(await find({ marker: 'any', from: 0, to: 1, draft: notice }, call)).toEqual({
      status: 'done',
      value: { marked: [{ id: '6' }, { id: '7' }], alike: [] },
    });
    expect(asked).toHaveLength(2);
  });

  it('is not found on an order without shipments', async () => {
    const { find } = orderOf([]);

    expect(await find({ marker: 'any', from: 0, to: 1, draft: notice }, call)).toEqual({
      status: 'done',
      value: { marked: [], alike: [] },
    });
  });
});
