import { describe, expect, it } from '@jest/globals';
import type { ListingRef, ShelfLevel } from '@megzo/core';
import { type Asked, call, channelOn, type Reply } from '../test/wire-double.ts';

const simple: ListingRef = { product: '77', variant: '74' };
const red: ListingRef = { product: '80', variant: '106' };
const shared: ListingRef = { product: '90', variant: '120' };

function item(ref: ListingRef, level: Readonly<Record<string, unknown>>) {
  return {
    identity: { sku: 'X', variant_id: Number(ref.variant), product_id: Number(ref.product), sku_id: null },
    locations: [{ location_id: 1, location_code: 'BC-LOCATION-1', location_enabled: true, ...level }],
  };
}

function tracked(ref: ListingRef, inventory_tracking: string, base_variant_id: number | null) {
  return { id: Number(ref.product), inventory_tracking, base_variant_id };
}

function stockOn(respond: (asked: Asked) => Reply) {
  const { channel, asked } = channelOn(respond);
  if (channel.stock === undefined) throw new Error('the facet is missing');
  return { stock: channel.stock, asked };
}

function shelf(more: readonly Readonly<Record<string, unknown>>[] = []) {
  return ({ path }: Asked): Reply => ({
    body: {
      data:
        path === '/v3/inventory/items'
          ? [
              item(simple, { available_to_sell: 40, total_inventory_onhand: 50, settings: { safety_stock: 10, is_in_stock: true } }),
              item(red, { available_to_sell: 0, total_inventory_onhand: 0, settings: { safety_stock: 0 } }),
              item(shared, { available_to_sell: 3, settings: null }),
              ...more,
            ]
          : [tracked(simple, 'product', 74), tracked(red, 'variant', null), tracked(shared, 'product', null)],
      meta: {},
    },
  });
}

async function levels(refs: readonly ListingRef[]): Promise<readonly ShelfLevel[]> {
  const answer = await stockOn(shelf()).stock.read(refs, call);
  if (answer.status !== 'done') throw answer.error;
  return answer.value;
}

describe('reading the shelf', () => {
  it('tells what can be sold at the default location and what the store holds back', async () => {
    expect(await levels([simple, red])).toEqual([
      { ref: simple, sellable: 40, safetyStock: 10, address: expect.any(String) },
      { ref: red, sellable: 0, safetyStock: 0, address: expect.any(String) },
    ]);
  });

  it('asks two questions for a whole batch', async () => {
    const { stock, asked } = stockOn(shelf());

    await stock.read([simple, red], call);

    expect(asked.map((one) => [one.path, one.query])).toEqual([
      ['/v3/inventory/items', { 'variant_id:in': '74,106', 'location_id:in': '1', limit: '1000' }],
      ['/v3/catalog/products', { 'id:in': '77,80', include_fields: 'inventory_tracking,base_variant_id', limit: '250' }],
    ]);
  });

  it('leaves out what is gone, and asks nothing for nothing', async () => {
    const { stock, asked } = stockOn(shelf());

    expect(await stock.read([], call)).toEqual({ status: 'done', value: [] });
    expect(asked).toEqual([]);
    expect(await levels([{ product: '1', variant: '2' }, red])).toHaveLength(1);
  });

  it('keeps its address below 4 kB for a full batch of long ids', async () => {
    const { stock, asked } = stockOn(() => ({ body: { data: [], meta: {} } }));
    const refs = Array.from({ length: stock.batchMax }, (_, place) => ({
      product: String(9_000_000_000 + place),
      variant: String(8_000_000_000 + place),
    }));

    await stock.read(refs, call);

    for (const one of asked) expect(new URLSearchParams(one.query).toString().length).toBeLessThan(4_000);
  });

  it('never shows less than nothing', async () => {
    const { stock } = stockOn(({ path }) => ({
      body: {
        data:
          path === '/v3/inventory/items'
            ? [item(simple, { available_to_sell: -3, settings: { safety_stock: 5 } })]
            : [tracked(simple, 'product', 74)],
      },
    }));

    expect(await stock.read([simple], call)).toMatchObject({ value: [{ sellable: 0, safetyStock: 5 }] });
  });
});

describe('writing the shelf', () => {
  const accepted: Reply = { body: { transaction_id: '3b241101-e2bb-4255-8caf-4136c566a962' } };

  it('is one absolute request that names each item as it is counted and adds what the store holds back', async () => {
    const { stock, asked } = stockOn(() => accepted);
    const [simpleLevel, redLevel] = (await levels([simple, red])) as [ShelfLevel, ShelfLevel];

    const outcome = await stock.set(
      [
        { seen: simpleLevel, sellable: 12 },
        { seen: redLevel, sellable: 0 },
      ],
      call,
    );

    expect(outcome).toEqual({
      status: 'done',
      value: [
        { key: '77/74', outcome: { status: 'done', value: undefined } },
        { key: '80/106', outcome: { status: 'done', value: undefined } },
      ],
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'PUT', path: '/v3/inventory/adjustments/absolute' });
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      reason: 'MEGZO',
      items: [
        { location_id: 1, product_id: 77, quantity: 22 },
        { location_id: 1, variant_id: 106, quantity: 0 },
      ],
    });
  });

  it.each([
    [{ instance: '', 'items.1': 'Item with variant_id 106 is tracked by product, please update stock by product id' }],
    [{ 'items.1.quantity': 'must be positive' }],
    [{ '1': 'unknown item' }],
  ])('refuses the item that %j names and lets the others be sent again', async (errors) => {
    const { stock } = stockOn(() => ({ status: 422, body: { status: 422, title: 'Unprocessable', type: '', errors } }));
    const seen = await levels([simple, red]);

    const outcome = await stock.set(
      seen.map((level) => ({ seen: level, sellable: 5 })),
      call,
    );

    expect(outcome).toMatchObject({
      status: 'done',
      value: [
        { key: '77/74', outcome: { status: 'retryable' } },
        { key: '80/106', outcome: { status: 'rejected', error: { code: 'REFUSED' } } },
      ],
    });
  });

  it('refuses all items alike where none is named', async () => {
    const { stock } = stockOn(() => ({ status: 422, body: { status: 422, title: 'Unprocessable', errors: { reason: 'too long' } } }));
    const seen = await levels([simple, red]);

    const outcome = await stock.set(
      seen.map((level) => ({ seen: level, sellable: 5 })),
      call,
    );

    expect(outcome).toMatchObject({ value: [{ outcome: { status: 'rejected' } }, { outcome: { status: 'rejected' } }] });
  });

  it('is in doubt as a whole without an answer, and refused as a whole with the account', async () => {
    const [level] = (await levels([simple])) as [ShelfLevel];

    for (const [status, expected] of [
      [504, 'unknown'],
      [500, 'unknown'],
      [429, 'retryable'],
      [401, 'rejected'],
    ] as const) {
      const { stock } = stockOn(() => ({ status }));

      expect(await stock.set([{ seen: level, sellable: 1 }], call)).toMatchObject({ status: expected });
    }
  });

  it('never writes the one figure that all variants of a product share', async () => {
    const { stock, asked } = stockOn(() => accepted);
    const [level] = (await levels([shared])) as [ShelfLevel];

    const outcome = await stock.set([{ seen: level, sellable: 1 }], call);

    expect(outcome).toMatchObject({ status: 'done', value: [{ key: '90/120', outcome: { status: 'rejected' } }] });
    expect(asked).toEqual([]);
  });
});
