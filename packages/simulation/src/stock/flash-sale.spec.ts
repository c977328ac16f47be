import { describe, expect, it } from '@jest/globals';
import { type FlashSale, type FlashSaleEnd, tellFlashSale } from './flash-sale.ts';

/**
 * Goal: what is oversold stays below what was stated beforehand, and the statement is no idle one. Method: seeded flash sales over real
 * adapters and simulated shops; shoppers, not our tables, say what was sold.
 */
const seeds = 6;

async function tellAll(sale: FlashSale): Promise<readonly FlashSaleEnd[]> {
  const ends: FlashSaleEnd[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) ends.push(await tellFlashSale(seed, sale));
  return ends;
}

describe('a flash sale', () => {
  it.each<[string, FlashSale]>([
    ['on two channels by heartbeat', { channels: 2, webhooks: false, counted: false }],
    ['while a count is entered', { channels: 2, webhooks: false, counted: true }],
  ])(
    '%s oversells no more than was stated, and the statement is at most half as much again as the worst',
    async (_name, sale) => {
      const ends = await tellAll(sale);

      expect(faultsOf(ends)).toEqual([]);
      expect(ends.filter(({ oversold, bound }) => oversold > bound)).toEqual([]);
      const worst = Math.max(...ends.map(({ oversold }) => oversold));
      expect(worst).toBeGreaterThan(0);
      expect(Math.max(...ends.map(({ bound }) => bound))).toBeLessThanOrEqual(1.5 * worst);
    },
    120_000,
  );

  it('on two channels oversells less with webhooks, though some are late and some are lost, and is never told more than is right', async () => {
    const ends = await tellAll({ channels: 2, webhooks: true, counted: false });
    const byHeartbeat = await tellAll({ channels: 2, webhooks: false, counted: false });

    expect(faultsOf(ends)).toEqual([]);
    expect(sumOf(ends)).toBeGreaterThan(0);
    expect(sumOf(ends)).toBeLessThan(sumOf(byHeartbeat));
  }, 120_000);

  it('with lost answers, orders shipped by hand and an order from before the cutover tells no shop more than is right', async () => {
    const ends = await tellAll({ channels: 2, webhooks: false, counted: true, rough: true });

    expect(faultsOf(ends)).toEqual([]);
    expect(ends.reduce((writes, { lost }) => writes + lost, 0)).toBeGreaterThan(0);
  }, 120_000);

  it('on one quiet channel oversells nothing, needs no write, and nothing else is stated', async () => {
    for (const { oversold, bound, writes, faults } of await tellAll({ channels: 1, webhooks: false, counted: false })) {
      expect({ oversold, bound, writes, faults }).toEqual({ oversold: 0, bound: 0, writes: 0, faults: [] });
    }
  }, 120_000);
});

function faultsOf(ends: readonly FlashSaleEnd[]): readonly string[] {
  return ends.flatMap(({ seed, faults }) => faults.map((fault) => `seed ${seed}: ${fault}`));
}

function sumOf(ends: readonly FlashSaleEnd[]): number {
  return ends.reduce((units, { oversold }) => units + oversold, 0);
}
