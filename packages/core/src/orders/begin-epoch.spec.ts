import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair, shopConnection } from '../../test/bench.ts';
import { channelOrder, morning, orderLine } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { runEffects } from '../effects/run-effects.ts';
import { pairId } from '../kernel/ids.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import { beginEpoch } from './begin-epoch.ts';
import { marksCursor, moveMarks } from './marks-cursor.ts';
import { salesOrderKey } from './order-keys.ts';
import { salesOrderDriver } from './place-sales-order.ts';
import { takeOrder } from './take-order.ts';

const account = { vendor: 'shop', accountId: 'store-1' };
const hour = 3_600_000;

describe('an epoch', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = createBench();
    await bench.tx((tx) => tx.pairs.put({ pair, invoicing: booksConnection, channel: shopConnection, channelAccount: 'store-1' }));
    await bench.environment.advance(hour);
  });

  it('puts every intent of the pair in doubt that is not finished, until no request of the lost history can be on its way', async () => {
    await take('1');
    await take('2');
    await place();
    await take('3');

    // The third order, and the marks of the other two.
    expect(await begin()).toBe(3);

    expect(await row('1')).toMatchObject({ state: 'done' });
    expect(await row('3')).toMatchObject({ state: 'unknown', lookBackTo: channelOrder('3').placedAt });
    // The pace, and the longest of the ports’ time-outs and settle times.
    expect(((await row('3'))?.notBefore ?? 0) - now()).toBeGreaterThanOrEqual(30_000 + 30_000);
  });

  it('is noted with who said so and why, and has all marks read again', async () => {
    await bench.tx((tx) => moveMarks(tx, pair, { until: morning }));

    await begin();

    expect(await bench.tx((tx) => tx.pairs.read(pair))).toMatchObject({ epoch: now(), channelAccount: 'store-1' });
    expect(await bench.tx((tx) => tx.audit.bySubject(pair))).toEqual([
      { at: now(), by: 'anna', what: 'a copy was put in place', subject: pair },
    ]);
    expect(await bench.tx((tx) => marksCursor(tx, pair))).toEqual({});
  });

  it('begun again begins no other doubt than the first', async () => {
    await take('1');
    await begin();
    const first = await row('1');
    await bench.environment.advance(hour);

    await begin();

    expect(await row('1')).toMatchObject({ state: 'unknown', attempt: first?.attempt, lookBackTo: first?.lookBackTo });
  });

  it('may come before anything is known of the pair', async () => {
    const fresh = createBench();
    const run = { ...fresh.run(), pair: pairId('new') };

    expect(await fresh.tx((tx) => beginEpoch(tx, run, { at: morning, by: 'anna', why: 'x' }))).toBe(0);

    expect(await fresh.tx((tx) => tx.pairs.read(run.pair))).toMatchObject({ epoch: morning, channel: shopConnection });
  });

  it('parks what nobody could make of the order for the order’s own reason', async () => {
    // Its lines come to another sum than the shop charged.
    await take('1', { totalGross: channelOrder('2', { lines: [orderLine('a', { gross: '99' })] }).totalGross });
    await begin();
    await bench.environment.advance(hour);

    await place();

    const record = await bench.tx((tx) => tx.orders.read(pair, '1'));
    expect(record).toMatchObject({ state: 'parked', reason: 'ORDER_SUM_DIFFERS' });
    expect(await bench.problems()).toEqual(['ORDER_SUM_DIFFERS 1']);
    expect(bench.books.orders).toEqual([]);
    // Taken in anew it says the same, in words without a gap.
    await take('1', { modifiedAt: morning + 5, totalGross: channelOrder('2', { lines: [orderLine('a', { gross: '98' })] }).totalGross });
    expect((await bench.tx((tx) => tx.orders.read(pair, '1')))?.reason ?? '').not.toMatch(/^SALES_ORDER_ORDER/);
  });

  function begin(): Promise<number> {
    return bench.tx((tx) => beginEpoch(tx, bench.run(), { at: now(), by: 'anna', why: 'a copy was put in place' }));
  }

  async function take(id: string, changes: Parameters<typeof channelOrder>[1] = {}): Promise<void> {
    const order = channelOrder(id, changes);
    bench.shop.orders.set(id, order);
    await takeOrder(bench.run(), headOf(order), { baseline: false });
  }

  function place(): Promise<unknown> {
    const run = bench.run();
    return runEffects(salesOrderDriver(run), { ...run, call: run.call('invoicing', 'order'), afterDoubt: 'send-again', attemptsMax: 6 });
  }

  function row(id: string): Promise<EffectRow | undefined> {
    return bench.tx((tx) => tx.effects.read(salesOrderKey(account, id)));
  }

  function now(): number {
    return bench.environment.clock.now();
  }
});
