/** Goal: whatever happens to orders between two looks, the ledger says what stands on the shelf. Method: whole looks, a real journal. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair, pairSettings } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import type { PairRun } from '../effects/pair-run.ts';
import { pairId } from '../kernel/ids.ts';
import type { ChannelOrder } from '../model/order.ts';
import type { StockLevel } from '../ports/stock-journal.ts';
import { bookStock } from '../stock/book-stock.ts';
import { auditOrders } from './audit-orders.ts';
import { backfillOrders } from './backfill-orders.ts';
import { ingestOrders, openOrdersTaken } from './ingest-orders.ts';

const day = 24 * 3_600_000;
const minute = 60_000;
const longAgo = { placedAt: morning - 90 * day, modifiedAt: morning - 89 * day };

describe('the shelf', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = createBench();
    await count(10);
  });

  it.each<[string, Partial<ChannelOrder>]>([
    ['ours to place', {}],
    ['older than the cutover', { placedAt: morning - 90 * day }],
    ['unpaid', { status: 'pending' }],
    ['in another currency', { currency: 'CHF' }],
  ])('is less by what an order %s took, though it was put away before we looked again', async (_name, changes) => {
    order('1', { ...changes, lines: lines(3) });
    await look();
    expect(await level()).toMatchObject({ onHand: 10, allocated: 3 });

    await bench.environment.advance(5 * minute);
    order('1', { ...changes, modifiedAt: morning + minute, status: 'shipped', archived: true, lines: lines(3, 3) });
    await look();

    expect(await level()).toMatchObject({ onHand: 7, allocated: 0 });
  });

  it.each<[string, Partial<ChannelOrder>]>([
    ['put away', { status: 'shipped', archived: true }],
    ['cancelled', { status: 'cancelled' }],
  ])('is less by what left of an order that came, was shipped and %s between two looks', async (_name, changes) => {
    await look();
    await bench.environment.advance(5 * minute);

    order('1', { placedAt: morning + minute, modifiedAt: morning + 2 * minute, ...changes, lines: lines(3, 3) });
    await look();

    expect(await level()).toMatchObject({ onHand: 7, allocated: 0 });
  });

  it('asks nothing of orders that were over before the first look', async () => {
    order('1', { archived: true, lines: lines(3, 3) });
    order('2', { status: 'cancelled', lines: lines(3) });
    await look();

    expect(bench.shop.script.calls.filter((call) => call.startsWith('orders.quantities'))).toEqual([]);
    expect(await level()).toMatchObject({ onHand: 10, allocated: 0 });
  });

  it.each<[string, Partial<ChannelOrder>]>([
    ['a note on it', { status: 'completed' }],
    ['a refund', { status: 'refunded' }],
    ['putting it away', { status: 'completed', archived: true }],
  ])('stays as it is where an order that was over before the first look is touched by %s', async (_name, changes) => {
    order('1', { ...longAgo, status: 'completed', lines: lines(3, 3) });
    await look();
    await bench.environment.advance(60 * minute);

    order('1', { ...longAgo, ...changes, modifiedAt: morning + 50 * minute, lines: lines(3, 3) });
    await look();

    expect(await level()).toMatchObject({ onHand: 10, allocated: 0 });
  });

  it('stays as it is where the audit or a backfill finds such an order', async () => {
    await look();
    await bench.environment.advance(25 * 60 * minute);
    order('9', { placedAt: morning + minute, modifiedAt: morning + 60 * minute, lines: [] });
    await look();
    const touched = { modifiedAt: morning + 20 * minute, status: 'completed', lines: lines(3, 3) } as const;
    order('1', { ...touched, placedAt: morning - minute });
    const { audit } = await auditOrders(bench.run());
    order('2', { ...touched, placedAt: morning - 30 * day });
    await backfillOrders(bench.run(), { since: morning - 60 * day, place: async () => undefined });

    expect(audit?.missing).toEqual(['1']);
    expect(await bench.tx((tx) => tx.orders.readMany(pair, ['1', '2']))).toHaveLength(2);
    expect(await level()).toMatchObject({ onHand: 10, allocated: 0 });
  });

  it('is less by what left of an order that we knew before it was finished, and of one that another pair of the account knew', async () => {
    const early = { placedAt: morning - minute };
    order('1', { ...early, status: 'incomplete', lines: lines(3) });
    order('2', { ...early, lines: lines(2) });
    await look();
    await bench.environment.advance(5 * minute);

    order('1', { ...early, modifiedAt: morning + minute, status: 'shipped', lines: lines(3, 3) });
    await look();
    order('2', { ...early, modifiedAt: morning + minute, status: 'shipped', lines: lines(2, 2) });
    await look({ ...bench.run(), pair: pairId('acme-second') });

    expect(await level()).toMatchObject({ onHand: 5, allocated: 0 });
  });

  it('of another pool holds the open orders of a pair that moves there, touched or not, before it is sold from', async () => {
    await count(10, 'north');
    order('1', { lines: lines(2) });
    order('2', { lines: lines(1) });
    await look();

    order('2', { modifiedAt: morning + minute, lines: lines(1) });
    expect(await openOrdersTaken(north())).toBe(false);
    await look(north());

    expect(await openOrdersTaken(north())).toBe(true);
    expect([await level(), await level('north')]).toMatchObject([
      { onHand: 10, allocated: 0 },
      { onHand: 10, allocated: 3 },
    ]);

    order('1', { modifiedAt: morning + minute, status: 'shipped', lines: lines(2, 2) });
    await look(north());
    expect([await level(), await level('north')]).toMatchObject([
      { onHand: 10, allocated: 0 },
      { onHand: 8, allocated: 1 },
    ]);
  });

  it('reads open orders of a pair that has not moved no second time', async () => {
    order('1', { lines: lines(2) });
    await look();
    bench.shop.script.calls.length = 0;
    await look();

    expect(bench.shop.script.calls.filter((call) => call.startsWith('orders.open'))).toEqual([]);
  });

  it('is less by what leaves after a count, though the clock was put back meanwhile', async () => {
    await bench.environment.advance(60 * minute);
    await count(10);
    const { clock } = bench.environment;
    const back = { environment: { ...bench.environment, clock: { ...clock, now: () => clock.now() - 60 * minute } } };
    order('1', { lines: lines(4) });
    await ingestOrders({ ...bench.run(), ...back });

    order('1', { modifiedAt: morning + 1, status: 'shipped', lines: lines(4, 4) });
    await ingestOrders({ ...bench.run(), ...back });

    expect(await level()).toMatchObject({ onHand: 6, allocated: 0 });
  });

  function order(id: string, changes: Partial<ChannelOrder>): void {
    bench.shop.orders.set(id, channelOrder(id, changes));
  }

  function lines(quantity: number, quantityShipped = 0): ChannelOrder['lines'] {
    return [orderLine('a', { quantity, quantityShipped, gross: '35.7' })];
  }

  async function look(run: PairRun = bench.run()): Promise<void> {
    await ingestOrders(run);
  }

  function north(): PairRun {
    return { ...bench.run(), settings: { ...pairSettings, stock: { buffers: [], ...pairSettings.stock, pool: 'north' } } };
  }

  async function level(pool = 'default'): Promise<StockLevel | undefined> {
    return (await bench.tx((tx) => tx.stock.levels(pool, ['sku-a'])))[0];
  }

  async function count(units: number, pool = 'default'): Promise<void> {
    const at = bench.environment.clock.now();
    const event = { key: `count/${pool}/${at}`, pool, skuKey: 'sku-a', kind: 'count', units, source: 'by-hand', at } as const;
    await bench.tx((tx) => bookStock(tx, [event], { now: at }));
  }
});
