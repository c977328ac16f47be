import { describe, expect, it } from '@jest/globals';
import { decimal, type ListingChange, type ListingDraft, type ListingTarget, sku } from '@megzo/core';
import { type Asked, call, channelOn, effectCall, type Reply } from '../test/wire-double.ts';
import { isGtin } from './listing-body.ts';

const draft: ListingDraft = {
  sku: sku('TASSE-1'),
  name: 'Tasse',
  description: '<p>Blau</p>',
  price: decimal('11.9'),
  taxClass: 2,
  kind: 'physical',
  weight: decimal('0.350'),
  gtin: '4006381333931',
  visible: true,
};

function listingsOn(respond: (asked: Asked) => Reply) {
  const { channel, asked } = channelOn(respond);
  if (channel.listings === undefined) throw new Error('the facet is missing');
  return { listings: channel.listings, asked };
}

function product(id: number, more: Readonly<Record<string, unknown>> = {}) {
  return {
    id,
    name: 'Tasse',
    sku: 'TASSE-1',
    date_modified: '2018-08-15T14:48:46+00:00',
    base_variant_id: id + 1_000,
    variants: [{ id: id + 1_000, product_id: id, sku: 'TASSE-1', sku_id: null, option_values: [] }],
    ...more,
  };
}

const grouped = product(80, {
  name: 'Hemd',
  sku: 'HEMD',
  base_variant_id: null,
  variants: [
    { id: 106, sku: 'HEMD-S' },
    { id: 107, sku: '' },
  ],
});

describe('changed listings', () => {
  it('tell every sellable variant', async () => {
    const { listings } = listingsOn(() => ({ body: { data: [product(77), grouped], meta: {} } }));

    const answer = await listings.changed({ since: 0 }, call);

    const modifiedAt = Date.parse('2018-08-15T14:48:46Z');
    expect(answer).toEqual({
      status: 'done',
      value: {
        items: [
          { ref: { product: '77', variant: '1077' }, sku: 'TASSE-1', name: 'Tasse', grouped: false, modifiedAt },
          { ref: { product: '80', variant: '106' }, sku: 'HEMD-S', name: 'Hemd', grouped: true, modifiedAt },
          { ref: { product: '80', variant: '107' }, name: 'Hemd', grouped: true, modifiedAt },
        ],
      },
    });
  });

  it('are read by rising id, from a full instant, and go on after the last one', async () => {
    const page = Array.from({ length: 250 }, (_, place) => product(place + 1));
    const { listings, asked } = listingsOn(({ query }) => ({ body: { data: query['id:greater'] === undefined ? page : [], meta: {} } }));
    const since = Date.parse('2026-01-02T03:04:05.678Z');

    const first = await listings.changed({ since }, call);
    const next = first.status === 'done' ? first.value.next : undefined;
    const last = await listings.changed({ since, cursor: next ?? '' }, call);

    expect(last).toEqual({ status: 'done', value: { items: [] } });
    expect(asked[0]?.query).toEqual({
      include: 'variants',
      sort: 'id',
      direction: 'asc',
      limit: '250',
      'date_modified:min': '2026-01-02T03:04:05+00:00',
    });
    expect(asked[1]?.query).toMatchObject({ 'id:greater': '250' });
  });

  it('are read one by one by product or by variant', async () => {
    const { listings } = listingsOn(({ path }) => (path === '/v3/catalog/products/80' ? { body: { data: grouped } } : { status: 404 }));

    expect(await listings.read('80/107', call)).toMatchObject({ value: { ref: { variant: '107' } } });
    expect(await listings.read('80', call)).toMatchObject({ value: { ref: { variant: '106' } } });
    expect(await listings.read('80/1', call)).toEqual({ status: 'done', value: undefined });
    expect(await listings.read('81', call)).toEqual({ status: 'done', value: undefined });
  });
});

describe('creating a listing', () => {
  it('is one request with every owned field, exact digits and no stock', async () => {
    const { listings, asked } = listingsOn(() => ({ body: { data: product(77), meta: {} } }));

    const outcome = await listings.create.send(draft, effectCall);

    expect(outcome).toEqual({ status: 'done', value: { product: '77', variant: '1077' } });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/v3/catalog/products' });
    expect(asked[0]?.body).toBe(
      '{"sku":"TASSE-1","name":"Tasse","type":"physical","description":"<p>Blau</p>","price":11.9,"weight":0.35,"tax_class_id":2,' +
        '"gtin":"4006381333931","is_visible":true,"inventory_tracking":"product","availability":"available"}',
    );
  });

  it('leaves out a GTIN that is none', async () => {
    const { listings, asked } = listingsOn(() => ({ body: { data: product(77), meta: {} } }));

    await listings.create.send({ ...draft, gtin: '4006381333932' }, effectCall);

    expect(JSON.parse(asked[0]?.body ?? '')).not.toHaveProperty('gtin');
  });

  it('is done when only a side matter failed', async () => {
    const { listings } = listingsOn(() => ({ status: 207, body: { data: { id: 77, base_variant_id: 74 }, meta: {} } }));

    expect(await listings.create.send(draft, effectCall)).toEqual({ status: 'done', value: { product: '77', variant: '74' } });
  });

  it('is in doubt when the answer names no variant', async () => {
    const { listings } = listingsOn(() => ({ body: { data: { id: 77 }, meta: {} } }));

    expect(await listings.create.send(draft, effectCall)).toMatchObject({ status: 'unknown' });
  });

  it('is taken when name or SKU stand there already', async () => {
    const { listings } = listingsOn(() => ({ status: 409, body: { status: 409, title: 'The product sku is a duplicate', errors: {} } }));

    expect(await listings.create.send(draft, effectCall)).toMatchObject({ status: 'taken' });
  });
});

describe('finding a listing', () => {
  async function find(found: { bySku?: unknown[]; variants?: unknown[]; byName?: unknown[] }) {
    const { listings, asked } = listingsOn(({ path, query }) => {
      if (path === '/v3/catalog/variants') return { body: { data: found.variants ?? [], meta: {} } };
      return { body: { data: (query.name === undefined ? found.bySku : found.byName) ?? [], meta: {} } };
    });
    const answer = await listings.create.find?.({ marker: 'TASSE-1', from: 0, to: 1, draft }, call);
    if (answer?.status !== 'done') throw new Error('no answer');
    return { ...answer.value, asked };
  }

  it('looks among products and variants, without regard to case, and names each once', async () => {
    const { marked, alike, asked } = await find({
      bySku: [product(77, { sku: 'tasse-1', variants: [{ id: 1_077, sku: 'tasse-1' }] })],
      variants: [
        { id: 1_077, product_id: 77, sku: 'Tasse-1' },
        { id: 5, product_id: 9, sku: 'TASSE-1' },
        { id: 6, product_id: 9, sku: 'TASSE-10' },
      ],
    });

    expect(marked).toEqual([
      { product: '9', variant: '5' },
      { product: '77', variant: '1077' },
    ]);
    expect(alike).toEqual([]);
    expect(asked.map((one) => [one.path, one.query])).toEqual([
      ['/v3/catalog/products', { sku: 'TASSE-1', include: 'variants' }],
      ['/v3/catalog/variants', { sku: 'TASSE-1' }],
    ]);
  });

  it('takes the same name under another SKU as alike', async () => {
    const { marked, alike } = await find({ byName: [product(50, { sku: 'OTHER', variants: [{ id: 51, sku: 'OTHER' }] })] });

    expect(marked).toEqual([]);
    expect(alike).toEqual([{ product: '50', variant: '51' }]);
  });

  it('takes a product with options that carries the SKU as alike, since nothing is sold under it', async () => {
    const { marked, alike } = await find({ bySku: [{ ...grouped, sku: 'TASSE-1' }] });

    expect(marked).toEqual([]);
    expect(alike).toEqual([{ product: '80', variant: '106' }]);
  });

  it('finds nothing in an empty store', async () => {
    expect(await find({})).toMatchObject({ marked: [], alike: [] });
  });
});

describe('updating listings', () => {
  const change = (productId: string, more: Partial<ListingChange> = {}): ListingChange => ({
    ref: { product: productId, variant: `${productId}0` },
    grouped: false,
    draft,
    groups: ['content'],
    ...more,
  });
  const update = async (listings: ListingTarget, changes: readonly ListingChange[]) => listings.update(changes, call);

  it('writes simple products, prices of variants and channel assignments in one request each', async () => {
    const { listings, asked } = listingsOn(({ path, body }) => {
      if (path.endsWith('channel-assignments')) return { status: 204 };
      return { body: { data: (JSON.parse(body) as { id: number }[]).map(({ id }) => ({ id })), meta: {} } };
    });

    const outcome = await update(listings, [
      change('1', { groups: ['content', 'assignment'] }),
      change('2', { grouped: true, groups: ['content', 'assignment'] }),
      change('2', { ref: { product: '2', variant: '21' }, grouped: true, groups: ['assignment'] }),
    ]);

    expect(outcome).toMatchObject({
      status: 'done',
      value: [
        { key: '1/10', outcome: { status: 'done', value: { product: '1', variant: '10' } } },
        { key: '2/20', outcome: { status: 'done' } },
        { key: '2/21', outcome: { status: 'done' } },
      ],
    });
    expect(asked.map((one) => [one.method, one.path, one.body])).toEqual([
      [
        'PUT',
        '/v3/catalog/products',
        '[{"id":1,"name":"Tasse","type":"physical","description":"<p>Blau</p>","price":11.9,"weight":0.35,"tax_class_id":2,' +
          '"gtin":"4006381333931","is_visible":true,"inventory_tracking":"product"}]',
      ],
      ['PUT', '/v3/catalog/variants', '[{"id":20,"price":11.9}]'],
      ['PUT', '/v3/catalog/products/channel-assignments', '[{"product_id":1,"channel_id":1},{"product_id":2,"channel_id":1}]'],
    ]);
  });

  it('answers every row with the refusal of a batch that names none', async () => {
    const { listings, asked } = listingsOn(() => ({
      status: 422,
      body: { status: 422, title: 'Missing Required Fields', errors: { name: 'x', price: 'y' } },
    }));

    const outcome = await update(listings, [change('1', { groups: ['content', 'assignment'] }), change('2')]);

    expect(outcome).toMatchObject({ status: 'done', value: [{ outcome: { status: 'rejected' } }, { outcome: { status: 'rejected' } }] });
    expect(asked).toHaveLength(1);
  });

  it('refuses the rows that a batch names and lets the others be sent again', async () => {
    const { listings } = listingsOn(() => ({ status: 422, body: { status: 422, title: 'Invalid', errors: { '1.price': 'below zero' } } }));

    const outcome = await update(listings, [change('1'), change('2')]);

    expect(outcome).toMatchObject({ value: [{ outcome: { status: 'retryable' } }, { outcome: { status: 'rejected' } }] });
  });

  it('refuses rather than takes over when a name or SKU stands there already', async () => {
    const { listings } = listingsOn(() => ({ status: 409, body: { status: 409, title: 'Duplicate', errors: {} } }));

    expect(await update(listings, [change('1')])).toMatchObject({
      value: [{ outcome: { status: 'rejected', error: { code: 'CONFLICT' } } }],
    });
  });

  it('tells the rows of a partial failure that were not written', async () => {
    for (const body of [
      { data: [{ id: 1 }], meta: {} },
      { data: [{ id: 1 }], errors: [{ status: 422, title: 'x' }], meta: {} },
    ]) {
      const { listings } = listingsOn(() => ({ status: 207, body }));

      expect(await update(listings, [change('1'), change('2')])).toMatchObject({
        value: [{ outcome: { status: 'done' } }, { outcome: { status: 'retryable' } }],
      });
    }
  });

  it('is one answer where nothing can be told of single rows', async () => {
    for (const [status, expected] of [
      [504, 'unknown'],
      [429, 'retryable'],
      [403, 'rejected'],
    ] as const) {
      const { listings, asked } = listingsOn(() => ({ status }));

      expect(await update(listings, [change('1', { groups: ['content', 'assignment'] }), change('2')])).toMatchObject({ status: expected });
      expect(asked).toHaveLength(1);
    }
  });

  it('asks nothing for nothing', async () => {
    const { listings, asked } = listingsOn(() => ({ status: 500 }));

    expect(await update(listings, [])).toEqual({ status: 'done', value: [] });
    expect(asked).toEqual([]);
  });
});

describe('a GTIN', () => {
  it.each(['4006381333931', '73513537', '036000291452', '00012345600012'])('of %s is one', (text) => {
    expect(isGtin(text)).toBe(true);
  });

  it.each(['', '4006381333932', '400638133393', '123', 'ABCDEFGH', '4006381333931 '])('of "%s" is none', (text) => {
    expect(isGtin(text)).toBe(false);
  });
});
