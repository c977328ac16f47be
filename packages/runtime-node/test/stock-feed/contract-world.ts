import { createKit } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { createContractWire, type PortSetting, type StockSourceWorld } from '@megzo/core/testing';
import { createStockFeed } from '../../src/stock-feed/stock-feed.ts';
import { createStockFeedSimulator } from './simulator.ts';

/** A simulated warehouse for the contract of the stock source. */
export function startContractWarehouse({ environment, budget, seed, secret }: PortSetting): StockSourceWorld {
  const { clock, ids, log } = environment;
  const simulator = createStockFeedSimulator({ world: { clock, random: seededRandom(seed) }, token: secret, pageSize: 40 });
  const { fetch, ...wire } = createContractWire(simulator);
  const kit = createKit({ clock, ids, log, budget, fetch });
  return {
    ...wire,
    connect: () => createStockFeed({ baseUrl: 'https://warehouse.example/feed/', token: secret }, kit),
    pageSize: 40,
    missingId: '999999',
    warehouse: {
      count: simulator.count,
      spoil: (sku) => simulator.write(sku, { sku, onHand: 'viele', countedAt: '2026-11-26T14:30:00+01:00' }),
    },
  };
}
