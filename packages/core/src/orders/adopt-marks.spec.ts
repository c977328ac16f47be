import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, pair, shopConnection } from '../../test/bench.ts';
import { channelOrder, morning } from '../../test/orders.ts';
import { headOf } from '../../test/scripted-channel.ts';
import { done, rejected, retryable } from '../kernel/answer.ts';
import type { Instant } from '../kernel/instant.ts';
import { SyncError } from '../kernel/sync-error.ts';
import type { EffectRow } from '../ports/effect-ledger.ts';
import { adoptMarks, forgetLostHistory, marksAreFresh } from './adopt-marks.ts';
import { salesOrderKey, salesOrderMarker } from './order-keys.ts';
import { takeOrder } from './take-order.ts';

const account = { vendor: 'shop', accountId: 'store-1' };
const minute = 60_000;
const hour = 60 * minute;

/** A database that does not know what was done: the marks on the shop's orders do. */
describe('our mark on an order', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = createBench();
    await bench.tx((tx) => tx.pairs.put({ pair, invoicing: booksConnection, channel: shopConnection, channelAccount: 'store-1' }));
  });

  it('takes an order over as placed, and a person is told', async () => {
    await take('1');
    mark('1', 'so-9');

    await look();

    expect(await row('1')).toMatchObject({ state: 'done', result: 'so-9' });
    expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'placed', salesOrderId: 'so-9' });
    expect(await bench.problems()).toEqual(['ORDERS_PLACED_ELSEWHERE marks']);
  });

  it('is remembered for an order that was never seen here', async () => {
    mark('1', 'so-9');
    await look();

    await take('1');

    expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'placed', salesOrderId: 'so-9' });
  });

  it.each([
    ['of another order', salesOrderMarker(account, '2')],
    ['of another account', salesOrderMarker({ ...account, accountId: 'other' }, '1')],
  ])('counts for nothing with the marker %s: anybody may have written it', async (_whose, marker) => {
    await take('1');
    bench.shop.marks.push({ order: '1', salesOrderId: 'so-9', marker });

    await look();

    expect(await row('1')).toMatchObject({ state: 'intended' });
    expect(await bench.problems()).toEqual([]);
    expect(await epoch()).toBeUndefined();
  });

  it('is no news where the order stands as placed here', async () => {
    await take('1');
    const at = bench.environment.clock.now();
    const progress = { state: 'done' as const, attempt: 1, refusals: 0, notBefore: at, result: 'so-9' };
    await bench.tx((tx) => tx.effects.note(salesOrderKey(account, '1'), { at, what: 'done' }, progress));
    mark('1', 'so-9');

    await look();

    expect(await bench.problems()).toEqual([]);
    expect(await epoch()).toBeUndefined();
  });

  it('begins one epoch, however many looks it takes to find all of them', async () => {
    mark('1', 'so-9');
    await look();
    const begun = await epoch();
    await bench.environment.advance(23 * hour);
    mark('2', 'so-10');
    await look();

    expect(begun).toBe(morning);
    expect(await epoch()).toBe(begun);

    await bench.environment.advance(2 * hour);
    mark('3', 'so-11');
    await look();

    expect(await epoch()).toBe(morning + 25 * hour);
  });

  it('is looked for since ten minutes before the last look, and once from the beginning after a restored backup', async () => {
    const asked: Instant[] = [];
    Object.assign(bench.shop.port.marks ?? {}, {
      placed: ({ since }: { readonly since: Instant }) => {
        asked.push(since);
        return Promise.resolve(done({ items: [] }));
      },
    });

    await look();
    await bench.environment.advance(hour);
    await look();
    await bench.engine().beginEpoch();
    await look();

    expect(asked).toEqual([0, morning - 10 * minute, 0]);
  });

  it('is looked for since the same instant again where a look shortly before found nothing', async () => {
    const asked: Instant[] = [];
    Object.assign(bench.shop.port.marks ?? {}, {
      placed: ({ since }: { readonly since: Instant }) => {
        asked.push(since);
        return Promise.resolve(done({ items: [] }));
      },
    });

    for (const elapsed of [9 * minute, minute, 0]) {
      await look();
      await bench.environment.advance(elapsed);
    }
    await look();

    expect(asked).toEqual([0, morning - 10 * minute, morning - 10 * minute, morning]);
  });

  it.each([
    ['is down', retryable(new SyncError('UNREACHABLE', 'down'))],
    ['refuses the account', rejected(new SyncError('FORBIDDEN', 'no scope'))],
  ])('is not taken to be missing where the shop %s: nobody has looked', async (_name, answer) => {
    mark('1', 'so-9');
    const run = bench.run();
    const { marks } = run.channel;
    if (marks === undefined) throw new Error('no marks');
    const silent = { ...run, channel: { ...run.channel, marks: { ...marks, placed: () => Promise.resolve(answer) } } };

    expect(await adoptMarks(silent)).toMatchObject({ looked: false, failure: { side: 'channel' } });
    expect(await adoptMarks(bench.run())).toMatchObject({ looked: true });
    expect(await bench.problems()).toEqual(['ORDERS_PLACED_ELSEWHERE marks']);
  });

  it('of a look is trusted for an hour while the shop is silent, and not where nobody ever looked', async () => {
    expect(await marksAreFresh(bench.run())).toBe(false);
    await look();

    await bench.environment.advance(hour);
    expect(await marksAreFresh(bench.run())).toBe(true);
    await bench.environment.advance(1);
    expect(await marksAreFresh(bench.run())).toBe(false);
  });

  it('is counted over all looks that find some', async () => {
    mark('1', 'so-9');
    await look();
    mark('2', 'so-10');
    mark('3', 'so-11');
    await look();

    expect(await bench.tx((tx) => tx.problems.read(`${pair}/ORDERS_PLACED_ELSEWHERE/marks`))).toMatchObject({ data: { count: '3' } });
  });

  it('is told of for a day', async () => {
    mark('1', 'so-9');
    await look();
    const forget = () => bench.tx((tx) => forgetLostHistory(bench.run(), tx));

    await bench.environment.advance(23 * hour);
    await forget();
    expect(await bench.problems()).toEqual(['ORDERS_PLACED_ELSEWHERE marks']);

    await bench.environment.advance(2 * hour);
    await forget();
    expect(await bench.problems()).toEqual([]);
  });

  it('may be missing: what was taken in since the copy was put in place is looked for from when it was placed', async () => {
    await bench.environment.advance(5 * hour);
    await take('1');

    await bench.engine().beginEpoch();

    expect(await row('1')).toMatchObject({ state: 'unknown', lookBackTo: channelOrder('1').placedAt });
  });

  function mark(order: string, salesOrderId: string): void {
    bench.shop.marks.push({ order, salesOrderId, marker: salesOrderMarker(account, order) });
  }

  function look(): Promise<unknown> {
    return adoptMarks(bench.run(), { again: true });
  }

  function take(id: string): Promise<unknown> {
    const order = channelOrder(id);
    bench.shop.orders.set(id, order);
    return takeOrder(bench.run(), headOf(order), { baseline: false });
  }

  function row(id: string): Promise<EffectRow | undefined> {
    return bench.tx((tx) => tx.effects.read(salesOrderKey(account, id)));
  }

  async function epoch(): Promise<Instant | undefined> {
    return (await bench.tx((tx) => tx.pairs.read(pair)))?.epoch;
  }
});
