import { describe, expect, it } from '@jest/globals';
import { order, orderProduct, products, shippingAddresses, taxes } from '../test/order-fixtures.ts';
import { type Asked, call, channelOn, type Reply, wireNow } from '../test/wire-double.ts';

type Parts = Readonly<Partial<Record<'order' | 'products' | 'taxes' | 'shipping_addresses' | 'fees', unknown>>>;

/** A store that holds one order. A part that is `undefined` answers 204, as an empty v2 list does. */
function storeWith(parts: Parts) {
  return ({ path, query }: Asked): Reply => {
    const part = path === '/v2/orders/218' ? parts.order : parts[path.slice('/v2/orders/218/'.length) as keyof Parts];
    if (part === undefined) return { status: 204 };
    if (!Array.isArray(part)) return { body: part };
    const rows = part.slice((Number(query.page ?? 1) - 1) * 250, Number(query.page ?? 1) * 250);
    return rows.length === 0 ? { status: 204 } : { body: rows };
  };
}

const whole: Parts = { order: order(), products, taxes, shipping_addresses: shippingAddresses };

async function read(parts: Parts) {
  const { channel, asked } = channelOn(storeWith(parts));
  const answer = await channel.orders.read('218', call);
  if (answer.status !== 'done') throw answer.error;
  return { order: answer.value, paths: asked.map((one) => one.path), asked };
}

describe('a full order', () => {
  it('tells head, amounts and people as the vendor wrote them', async () => {
    const { order: full } = await read(whole);

    expect(full).toMatchObject({
      id: '218',
      placedAt: Date.parse('2019-03-05T21:40:11Z'),
      modifiedAt: Date.parse('2019-03-05T21:41:12Z'),
      status: 'open',
      currency: 'EUR',
      totalGross: '62.43',
      archived: false,
      pricesIncludeTax: true,
      paidByStoreCredit: '10',
      paidByGiftCertificate: '0',
      paymentMethod: 'Vorkasse',
    });
    expect(full?.people).toEqual({
      billing: {
        firstName: 'Erika',
        lastName: 'Mustermann',
        street: 'Heidestr. 17',
        supplement: 'Hinterhaus',
        zip: '51147',
        city: 'Köln',
        country: 'DE',
        fields: [{ name: 'USt-IdNr.', value: 'DE123456789' }],
      },
      shipping: [
        {
          firstName: 'Max',
          lastName: 'Mustermann',
          street: 'Heidestr. 17',
          supplement: 'Hinterhaus',
          zip: '51147',
          city: 'Köln',
          country: 'DE',
          fields: [],
        },
      ],
      email: 'erika@example.org',
      message: 'Bitte klingeln',
    });
  });

  it('takes each line after its discounts, with the rate that the tax list names for it', async () => {
    const { order: full } = await read(whole);

    expect(full?.lines).toEqual([
      {
        id: '15',
        ref: { product: '77', variant: '74' },
        sku: 'TASSE-1',
        name: 'Tasse',
        options: ['Farbe: Rot'],
        kind: 'physical',
        quantity: 2,
        quantityShipped: 1,
        quantityRefunded: 0,
        totalGross: '32.919',
        listGross: '35.78',
        taxRates: ['19'],
        tax: '5.256',
      },
      {
        id: '16',
        name: 'Backbuch',
        options: [],
        kind: 'physical',
        quantity: 1,
        quantityShipped: 0,
        quantityRefunded: 1,
        totalGross: '24.611',
        listGross: '26.75',
        taxRates: ['7'],
        tax: '1.6101',
      },
    ]);
  });

  it('names what is charged beside goods and leaves out what costs nothing', async () => {
    const { order: full } = await read(whole);

    expect(full?.charges).toEqual([{ kind: 'shipping', name: 'DHL Paket', gross: '4.9', tax: '0.7824', taxRates: ['19'] }]);
  });

  it('costs four calls', async () => {
    const { paths } = await read(whole);

    expect(paths).toEqual(['/v2/orders/218', '/v2/orders/218/products', '/v2/orders/218/taxes', '/v2/orders/218/shipping_addresses']);
  });

  it('asks for no addresses where the order says that it has none', async () => {
    const { order: full, paths } = await read({ ...whole, order: order({ shipping_address_count: 0 }) });

    expect(full?.people.shipping).toEqual([]);
    expect(paths).not.toContain('/v2/orders/218/shipping_addresses');
  });

  it('asks for the tax details', async () => {
    const { asked } = await read(whole);

    expect(asked.find((one) => one.path.endsWith('/taxes'))?.query).toMatchObject({ details: 'true' });
  });

  it('reads every page of the lines', async () => {
    const many = Array.from({ length: 251 }, (_, index) => orderProduct(1_000 + index));

    const { order: full } = await read({ ...whole, products: many });

    expect(full?.lines).toHaveLength(251);
    expect(full?.lines.at(-1)?.id).toBe('1250');
  });

  it('reads on where the server fills pages of 50 whatever was asked', async () => {
    const many = Array.from({ length: 60 }, (_, index) => orderProduct(1_000 + index));
    const { channel } = channelOn((asked) => {
      if (!asked.path.endsWith('/products')) return storeWith(whole)(asked);
      const page = Number(asked.query.page);
      return { body: many.slice((page - 1) * 50, page * 50) };
    });

    const answer = await channel.orders.quantities('218', call);

    expect(answer).toMatchObject({ status: 'done', value: { length: 60 } });
  });

  it('stops where the server knows no pages and repeats itself', async () => {
    const many = Array.from({ length: 50 }, (_, index) => orderProduct(1_000 + index));
    const { channel, asked } = channelOn(() => ({ body: many }));

    const answer = await channel.orders.quantities('218', call);

    expect(answer).toMatchObject({ status: 'done', value: { length: 50 } });
    expect(asked).toHaveLength(2);
  });
});

describe('fees', () => {
  const fee = {
    id: 4,
    type: 'custom_fee',
    display_name_customer: 'Pfand',
    display_name_merchant: 'P',
    source: 'AA',
    base_cost: '2.0000',
    cost_ex_tax: '1.6807',
    cost_inc_tax: '2.0000',
    cost_tax: '0.3193',
    tax_class_id: 0,
  };

  it('are asked for where the total cannot be explained without them, and take the rate of their tax class', async () => {
    const { order: full, paths } = await read({ ...whole, order: order({ total_inc_tax: '64.4300' }), fees: [fee] });

    expect(paths.at(-1)).toBe('/v2/orders/218/fees');
    expect(full?.charges.at(-1)).toEqual({ kind: 'fee', name: 'Pfand', gross: '2', tax: '0.3193', taxRates: ['19'] });
  });

  it('are taken from the order where it carries them', async () => {
    const { order: full, paths } = await read({ ...whole, order: order({ total_inc_tax: '64.4300', fees: [fee] }) });

    expect(full?.charges.at(-1)?.name).toBe('Pfand');
    expect(paths).not.toContain('/v2/orders/218/fees');
  });

  it('name no rate that contradicts their own tax', async () => {
    const untaxed = { ...fee, cost_ex_tax: '2.0000', cost_tax: '0.0000' };
    const { order: full } = await read({ ...whole, order: order({ fees: [untaxed] }) });

    expect(full?.charges.at(-1)).toMatchObject({ tax: '0', taxRates: [] });
  });

  it('are not asked for because of a rounding below half a cent', async () => {
    const { paths } = await read({ ...whole, order: order({ total_inc_tax: '62.4340' }) });

    expect(paths).not.toContain('/v2/orders/218/fees');
  });
});

describe('an order that cannot be read whole yet', () => {
  it('is not there when the vendor does not know it', async () => {
    const { channel } = channelOn(() => ({ status: 404, body: [{ status: 404, message: 'The requested resource was not found.' }] }));

    expect(await channel.orders.read('218', call)).toEqual({ status: 'done', value: undefined });
    expect(await channel.orders.quantities('218', call)).toEqual({ status: 'done', value: undefined });
  });

  it.each([
    ['none', []],
    ['one of two', shippingAddresses],
  ])('is not yet there while it has addresses of delivery and %s can be read', async (_what, rows) => {
    const { order: full } = await read({ ...whole, order: order({ shipping_address_count: rows.length + 1 }), shipping_addresses: rows });

    expect(full).toBeUndefined();
  });

  it('is not yet there while it has items and no lines', async () => {
    const { order: full } = await read({ ...whole, products: undefined });

    expect(full).toBeUndefined();
  });

  it('is there without lines when it has no items', async () => {
    const { order: full } = await read({ ...whole, order: order({ items_total: 0, total_tax: '0.0000' }), products: undefined });

    expect(full?.lines).toEqual([]);
  });

  it('waits for the tax rows of a fresh order', async () => {
    const young = new Date(wireNow - 60_000).toUTCString().replace('GMT', '+0000');

    const { order: full } = await read({ ...whole, order: order({ date_created: young }), taxes: undefined });

    expect(full).toBeUndefined();
  });

  it('shows a taxed line without a rate rather than as untaxed when the tax rows never come', async () => {
    const { order: full } = await read({ ...whole, taxes: undefined });

    expect(full?.lines.map((line) => [line.taxRates, line.tax])).toEqual([
      [[], '5.7127'],
      [[], '1.75'],
    ]);
    expect(full?.charges[0]).toMatchObject({ taxRates: [], tax: '0.7824' });
  });

  it('hands on the failure of any part', async () => {
    for (const part of ['products', 'taxes', 'shipping_addresses', 'fees']) {
      const { channel } = channelOn((asked) =>
        asked.path.endsWith(part)
          ? { status: 503, body: '<html>maintenance</html>' }
          : storeWith({ ...whole, order: order({ total_inc_tax: '99.0000' }) })(asked),
      );

      expect(await channel.orders.read('218', call)).toMatchObject({ status: 'retryable', error: { code: 'VENDOR_FAILED' } });
    }
  });
});

describe('quantities', () => {
  it('come from the lines alone, without personal data', async () => {
    const { channel, asked } = channelOn(storeWith(whole));

    const answer = await channel.orders.quantities('218', call);

    expect(answer).toEqual({
      status: 'done',
      value: [
        { line: '15', ref: { product: '77', variant: '74' }, sku: 'TASSE-1', ordered: 2, shipped: 1, refunded: 0 },
        { line: '16', ordered: 1, shipped: 0, refunded: 1 },
      ],
    });
    expect(asked.map((one) => one.path)).toEqual(['/v2/orders/218/products']);
  });

  it('are not yet there while no line can be read', async () => {
    const { channel } = channelOn(() => ({ status: 204 }));

    expect(await channel.orders.quantities('218', call)).toEqual({ status: 'done', value: undefined });
  });
});
