import { describe, expect, it } from '@jest/globals';
import { type Asked, call, channelOn, type Reply, wireNow } from '../test/wire-double.ts';

const store = { id: 'abc123', store_id: '1025646', name: 'Tassenladen', currency: 'EUR', is_price_entered_with_tax: true, logo: [] };
const taxClasses = [
  { id: '0', name: 'Default Tax Class' },
  { id: '2', name: 'Ermäßigt' },
];

function storeAnswers(more: Readonly<Record<string, Reply>> = {}) {
  const replies: Readonly<Record<string, Reply>> = {
    '/v2/time': { body: { time: wireNow / 1_000 + 300 } },
    '/v2/store': { body: store },
    '/v2/tax_classes': { body: taxClasses },
    '/v3/orders/1/transactions': { status: 404, body: { status: 404, title: 'The order was not found.' } },
    '/v3/settings/inventory': { body: { data: { update_stock_behavior: 'order_placed' }, meta: {} } },
    '/v2/orders': { status: 204 },
    '/v3/catalog/products': { body: { data: [], meta: {} } },
    '/v3/inventory/items': { body: { data: [], meta: {} } },
    '/v3/catalog/products/channel-assignments': { body: { data: [], meta: {} } },
    ...more,
  };
  return ({ path }: Asked): Reply => replies[path] ?? { status: 404 };
}

async function findings(more: Readonly<Record<string, Reply>> = {}) {
  const { channel } = channelOn(storeAnswers(more));
  const answer = await channel.check(call);
  if (answer.status !== 'done') throw answer.error;
  return answer.value.findings;
}

describe('the check of a store', () => {
  it('tells the account and finds nothing to do in a healthy one', async () => {
    const { channel, asked } = channelOn(storeAnswers());

    const answer = await channel.check(call);

    expect(answer).toMatchObject({ status: 'done', value: { accountId: 'abc123', name: 'Tassenladen' } });
    expect(answer.status === 'done' && answer.value.findings.every((finding) => finding.level === 'ok')).toBe(true);
    expect(asked.every((one) => one.method === 'GET')).toBe(true);
  });

  it.each([
    ['/v2/store', 'store_v2_information'],
    ['/v2/orders', 'store_v2_orders'],
    ['/v3/catalog/products', 'store_v2_products'],
    ['/v3/inventory/items', 'store_inventory'],
    ['/v3/catalog/products/channel-assignments', 'store_channel_listings'],
  ])('names the scope that is missing for %s, and goes on', async (path, scope) => {
    const found = await findings({ [path]: { status: 403, body: { status: 403, title: 'no' } } });

    expect(found.filter((finding) => finding.level === 'failure')).toEqual([
      { level: 'failure', about: `scope ${scope}`, remedy: expect.stringContaining(scope) },
    ]);
    expect(found).toHaveLength(9);
  });

  it('lists the tax classes, which a configuration names by their numbers', async () => {
    expect(await findings()).toContainEqual({ level: 'ok', about: 'tax classes: 0 Default Tax Class, 2 Ermäßigt' });
    expect(await findings({ '/v2/tax_classes': { status: 204 } })).toContainEqual({ level: 'ok', about: 'tax classes: none' });
    expect((await findings({ '/v2/tax_classes': { status: 403 } })).filter(({ about }) => about.startsWith('tax'))).toEqual([]);
  });

  it.each([404, 204, 422])('takes a %i of an order that need not exist as the right to read payments', async (status) => {
    const found = await findings({ '/v3/orders/1/transactions': { status } });

    expect(found).toContainEqual({ level: 'ok', about: 'scope store_v2_transactions' });
  });

  it('only warns where payments cannot be read', async () => {
    const found = await findings({ '/v3/orders/1/transactions': { status: 403 } });

    expect(found.filter((finding) => finding.level !== 'ok')).toEqual([
      {
        level: 'warning',
        about: expect.stringContaining('store_v2_transactions'),
        remedy: expect.stringContaining('store_v2_transactions'),
      },
    ]);
  });

  it.each(['/v2/tax_classes', '/v3/orders/1/transactions'])('is tried again where %s fails for the moment', async (path) => {
    const { channel } = channelOn(storeAnswers({ [path]: { status: 503 } }));

    expect(await channel.check(call)).toMatchObject({ status: 'retryable' });
  });

  it('warns of a clock that is more than five minutes off, on either side', async () => {
    for (const seconds of [301, -301]) {
      const found = await findings({ '/v2/time': { body: { time: wireNow / 1_000 + seconds } } });

      expect(found.filter((finding) => finding.level === 'warning')).toHaveLength(1);
    }
  });

  it('warns where stock leaves the shelf only at shipment', async () => {
    const found = await findings({ '/v3/settings/inventory': { body: { data: { update_stock_behavior: 'order_completed_or_shipped' } } } });

    expect(found.filter((finding) => finding.level === 'warning')).toHaveLength(1);
  });

  it('answers a token that is refused on the way as such', async () => {
    const { channel } = channelOn(storeAnswers({ '/v3/orders/1/transactions': { status: 401 } }));

    expect(await channel.check(call)).toMatchObject({ status: 'rejected', error: { code: 'UNAUTHORIZED' } });
  });

  it('answers a refused token as such', async () => {
    const { channel } = channelOn(() => ({ status: 401 }));

    expect(await channel.check(call)).toMatchObject({ status: 'rejected', error: { code: 'UNAUTHORIZED' } });
  });
});

describe('the settings of a store', () => {
  it('tell account, currency, price mode and when stock leaves', async () => {
    const { channel } = channelOn(storeAnswers());

    expect(await channel.settings(call)).toEqual({
      status: 'done',
      value: { accountId: 'abc123', name: 'Tassenladen', currency: 'EUR', pricesIncludeTax: true, stockLeavesAt: 'order-placed' },
    });
  });

  it('tell net prices and late stock', async () => {
    const { channel } = channelOn(
      storeAnswers({
        '/v2/store': { body: { ...store, is_price_entered_with_tax: false } },
        '/v3/settings/inventory': { body: { data: { update_stock_behavior: 'order_completed_or_shipped' } } },
      }),
    );

    expect(await channel.settings(call)).toMatchObject({ value: { pricesIncludeTax: false, stockLeavesAt: 'order-shipped' } });
  });
});
