import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Served, serve, systemWorld } from '@megzo/adapter-kit/simulator';
import { makePlace, type Place, run } from '../processes.ts';
import { merchantAt, startVendors, type Vendors } from '../vendors.ts';
import { createStockFeedSimulator } from './simulator.ts';

/* Goal: a merchant whose warehouse counts has to say so in a file and nothing else. Method: the built command line, loopback HTTP. */

jest.setTimeout(180_000);

const feed = createStockFeedSimulator({ world: systemWorld(3), token: 'word', pageSize: 2 });
let place: Place;
let vendors: Vendors;
let warehouse: Served;
let config: string;

beforeAll(async () => {
  place = await makePlace();
  vendors = await startVendors('feed');
  warehouse = await serve(feed.handler);
  const merchant = merchantAt(vendors);
  const source = { id: 'feed-warehouse', adapter: 'stock-feed', options: { baseUrl: warehouse.url, token: 'word' } };
  const stock = { count: { from: 'source', connection: 'feed-warehouse' }, buffer: { kind: 'fixed', units: 2 } };
  config = await place.config({
    merchants: [{ ...merchant, connections: [...merchant.connections, source], pairs: merchant.pairs.map((pair) => ({ ...pair, stock })) }],
  });
});
afterAll(async () => {
  await vendors?.close();
  await warehouse?.close();
  await place?.remove();
});

describe('a warehouse that counts', () => {
  it('fills the shop, in place of the articles’ notes, and has its bad rows named', async () => {
    for (const [sku, onHand] of [
      ['K-1', 40],
      ['T-1', 8],
      ['X-9', 3],
    ] as const) {
      feed.count({ sku, onHand });
    }
    feed.write('T-2', { sku: 'T-2', onHand: -4, countedAt: '2026-01-01T08:00:00+01:00' });

    const report = JSON.parse((await run(['sync', '--once', '--json', '--config', config], { dataDir: place.dataDir })).out);

    // Forty less orders of three, one and one, less the buffer; eight less the buffer; the row that cannot be read is not offered.
    expect(['K-1', 'T-1', 'T-2'].map((sku) => vendors.shop.storefront.purchasable(sku))).toEqual([33, 6, 0]);
    const [pair] = report.pairs;
    expect(pair.calls['feed-warehouse']).toEqual({ read: 2, write: 0 });
    expect(pair.problems).toContainEqual(
      expect.objectContaining({ code: 'STOCK_SOURCE_ROW_UNREADABLE', key: 'feed-main/STOCK_SOURCE_ROW_UNREADABLE/feed-warehouse/T-2' }),
    );
  });

  it('is looked at by doctor', async () => {
    const seen = await run(['doctor', '--config', config], { dataDir: place.dataDir });

    expect(seen.out).toContain('feed/feed-warehouse: account Lager Nord (warehouse-1)');
  });
});
