import { describe, expect, it } from '@jest/globals';
import type { ShelfLevel, StockMove } from '@megzo/core';
import { type Asked, call, channelOn, effectCall, type Reply } from '../test/wire-double.ts';

const accepted: Reply = { body: { transaction_id: '3b241101-e2bb-4255-8caf-4136c566a962' } };

function moveOn(respond: (asked: Asked) => Reply) {
  const { channel, asked } = channelOn(respond);
  if (channel.stock?.move === undefined) throw new Error('the facet is missing');
  return { move: channel.stock.move, asked };
}

const move = (address: unknown, units: number): StockMove => {
  const seen: ShelfLevel = { ref: { product: '77', variant: '74' }, sellable: 5, safetyStock: 10, address: JSON.stringify(address) };
  return { seen, units };
};
const simple = { location: 1, product: '77' };
const red = { location: 1, variant: '106' };

describe('moving stock', () => {
  it('is one relative request with our marker, each item named as it is counted, the safety stock left out', async () => {
    const { move: port, asked } = moveOn(() => accepted);

    const outcome = await port.send([move(simple, 12), move(red, -3)], effectCall);

    expect(outcome).toEqual({ status: 'done', value: { id: '3b241101-e2bb-4255-8caf-4136c566a962' } });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v3/inventory/adjustments/relative']);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      reason: effectCall.marker,
      items: [
        { location_id: 1, product_id: 77, quantity: 12 },
        { location_id: 1, variant_id: 106, quantity: -3 },
      ],
    });
  });

  it('asks whether it may, and sends nothing if not', async () => {
    const { move: port, asked } = moveOn(() => accepted);

    expect(await port.send([move(simple, 1)], { ...effectCall, maySend: () => false })).toMatchObject({ status: 'retryable' });
    expect(asked).toEqual([]);
  });

  it('cannot be looked up, and says how long it may take', () => {
    const { move: port } = moveOn(() => accepted);

    expect(port.find).toBe(undefined);
    expect(port).toMatchObject({ timeoutMs: 30_000, settleMs: 60_000 });
  });

  it.each([
    'Item with variant_id 106 requires absolute adjustment before relative',
    'Item with variant_id 106 is tracked by product, please update stock by product id',
    'Item with variant_id 106 does not have enough stock',
  ])('is refused as a whole with “%s”', async (text) => {
    const { move: port } = moveOn(() => ({
      status: 422,
      body: { status: 422, title: 'Unprocessable', type: '', errors: { 'items.1': text } },
      headers: { 'content-type': 'application/problem+json' },
    }));

    expect(await port.send([move(simple, 1), move(red, -1)], effectCall)).toMatchObject({
      status: 'rejected',
      error: { code: 'REFUSED', details: { errors: [`items.1: ${text}`] } },
    });
  });

  it.each([
    [401, 'rejected'],
    [409, 'retryable'],
    [423, 'retryable'],
    [429, 'retryable'],
    [500, 'unknown'],
    [503, 'unknown'],
    [504, 'unknown'],
  ])('after a %i is %s: it must not happen twice', async (status, expected) => {
    const { move: port, asked } = moveOn(() => ({ status }));

    expect(await port.send([move(simple, 1)], effectCall)).toMatchObject({ status: expected });
    expect(asked).toHaveLength(1);
  });

  it('is in doubt where the answer names no transaction', async () => {
    expect(await moveOn(() => ({ body: {} })).move.send([move(simple, 1)], effectCall)).toMatchObject({ status: 'unknown' });
  });

  it.each([
    ['no move', []],
    ['a move of nothing', [move(simple, 1), move(red, 0)]],
    ['half a unit', [move(simple, 0.5)]],
    ['the one figure that all variants share', [move(simple, 1), move({ shared: true }, 1)]],
  ])('never sends %s', async (_case, moves) => {
    const { move: port, asked } = moveOn(() => accepted);

    expect(await port.send(moves, effectCall)).toMatchObject({ status: 'rejected', error: { code: 'REFUSED' } });
    expect(asked).toEqual([]);
  });

  it('takes the address that a read gave', async () => {
    const { channel, asked } = channelOn(({ path, method }) => {
      if (method === 'POST') return accepted;
      const identity = { sku: 'X', variant_id: 106, product_id: 80, sku_id: null };
      const data =
        path === '/v3/inventory/items'
          ? [{ identity, locations: [{ location_id: 1, available_to_sell: 4 }] }]
          : [{ id: 80, inventory_tracking: 'variant', base_variant_id: null }];
      return { body: { data, meta: {} } };
    });
    const levels = await channel.stock?.read([{ product: '80', variant: '106' }], call);
    const seen = levels?.status === 'done' ? levels.value[0] : undefined;

    await channel.stock?.move?.send(seen === undefined ? [] : [{ seen, units: -2 }], effectCall);

    expect(JSON.parse(asked.at(-1)?.body ?? '{}').items).toEqual([{ location_id: 1, variant_id: 106, quantity: -2 }]);
  });
});
