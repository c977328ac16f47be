import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createEngine, type Environment, merchantId, type StockBooking, type StockEventKind } from '@megzo/core';
import { systemClock } from '../src/budget/system-clock.ts';
import type { PostgresStore } from '../src/index.ts';
import { startWorld, type World } from './world.ts';

/*
 * Goal: what stands on a shelf is read as fast from a long ledger as from a short one, and adding all of it up anew takes time in
 * proportion. Method: the same shelves with ten times the events, timed in one run; ratios alone are judged. `LEDGER_EVENTS`
 * sets the longer one; `npm run stock:ledger` takes 100,000.
 */
const long = process.env.LEDGER_EVENTS;
const most = Number(long ?? 10_000);
const items = 100;

jest.setTimeout(600_000);

const environment: Environment = {
  clock: { ...systemClock, now: Date.now },
  ids: { next: randomUUID },
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
};
const merchant = merchantId('acme');
const skus = Array.from({ length: items }, (_, n) => `sku-${n}`);

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

describe('a ledger of ten times the events', () => {
  it('is read in the same time, and added up in time that grows with it', async () => {
    const [short, whole] = [await measured(most / 10), await measured(most)];

    const reads = whole.readMs / short.readMs;
    const rebuilds = whole.rebuildMs / short.rebuildMs;
    if (long !== undefined) {
      const figures = [short, whole].map(
        ({ events, readMs, rebuildMs }) =>
          `${events} events: ${readMs.toFixed(1)} ms to read ${items} levels, ${rebuildMs.toFixed(0)} ms to rebuild`,
      );
      process.stdout.write(`${figures.join('; ')}; ${reads.toFixed(2)} × and ${rebuilds.toFixed(2)} × for 10 × the events\n`);
    }
    expect([short.events, whole.events, short.drifts, whole.drifts]).toEqual([most / 10, most, 0, 0]);
    expect(reads).toBeLessThan(4);
    expect(rebuilds).toBeLessThan(40);
  });
});

async function measured(events: number) {
  const { store } = await world.fresh();
  for (let from = 0; from < events; from += 1_000) {
    await store.transaction(merchant, (tx) =>
      tx.stock.book(Array.from({ length: 1_000 }, (_, n) => eventOf(from + n)).slice(0, events - from)),
    );
  }
  const readMs = await median(() => store.transaction(merchant, (tx) => tx.stock.levels('default', skus)));
  const desk = createEngine({ store, kit: environment }).stock(merchant);
  const from = performance.now();
  const rebuilt = await desk.rebuild();
  const rebuildMs = performance.now() - from;
  await checkLevels(store, events);
  return { events: rebuilt.events, drifts: rebuilt.drifts, readMs, rebuildMs };
}

const kinds: readonly StockEventKind[] = ['count', 'allocation', 'shipment', 'receipt', 'allocation', 'release'];

/** Every shelf goes through the kinds in turn; a turn leaves 500 − 1 + 3 units counted and no promise. */
function eventOf(n: number): StockBooking {
  const kind = kinds[Math.floor(n / items) % kinds.length] ?? 'count';
  const units = kind === 'count' ? 500 : kind === 'receipt' ? 3 : 1;
  return { key: `event/${n}`, pool: 'default', skuKey: skus[n % items] ?? '', kind, units, source: `order/${n % items}`, at: 1_000 + n };
}

async function checkLevels(store: PostgresStore, events: number): Promise<void> {
  const levels = await store.transaction(merchant, (tx) => tx.stock.levels('default', skus));
  const steps = Array.from({ length: events / items }, (_, turn) => kinds[turn % kinds.length]);
  const since = steps.slice(steps.lastIndexOf('count'));
  const onHand = 500 + (since.includes('receipt') ? 3 : 0) - (since.includes('shipment') ? 1 : 0);
  expect(levels.map((level) => level.onHand)).toEqual(skus.map(() => onHand));
}

async function median(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 25; round += 1) {
    const from = performance.now();
    await act();
    times.push(performance.now() - from);
  }
  return times.toSorted((left, right) => left - right)[12] ?? 0;
}
