import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench, pair } from '../../test/bench.ts';
import { channelOrder, morning } from '../../test/orders.ts';
import type { Slice } from '../effects/pair-run.ts';
import type { ChannelOrder } from '../model/order.ts';
import { askAgain, unreadMax, unreadOrders } from './ask-again.ts';
import { ingestOrders } from './ingest-orders.ts';

const minute = 60_000;

describe('orders that cannot be read', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('are asked for in turn, twenty a slice, so that what can be read goes on', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => String(n + 1));
    for (const id of ids) unreadable(id);
    await ingest();
    await bench.environment.advance(20 * minute);
    order('fresh', { modifiedAt: morning + 20 * minute });
    bench.shop.script.clear();

    await ingest();

    expect(reads()).toEqual([...ids.slice(0, 20), 'fresh']);
    expect((await unreadOrders(bench.run())).map(({ id }) => id)).toEqual([...ids.slice(20), ...ids.slice(0, 20)]);
    bench.shop.script.clear();
    await ingest();
    expect(reads()).toEqual([...ids.slice(20), ...ids.slice(0, 10)]);
  });

  it('bring the pair back within seconds while they are fresh, and with the heartbeat later', async () => {
    unreadable('1');

    expect((await ingest()).nextAt).toBe(bench.environment.clock.now() + 5_000);
    await bench.environment.advance(2 * minute);
    expect((await ingest()).nextAt).toBeUndefined();
  });

  it('hold the scan up where there are far too many of them: the next run begins at the same page, none is forgotten', async () => {
    await bench.tx(async (tx) => {
      for (let n = 0; n < unreadMax; n += 1) await askAgain(tx, pair, { id: `gone-${n}`, at: morning });
    });
    unreadable('1', { status: 'completed' });
    order('2', { modifiedAt: morning + 1 });
    await bench.environment.advance(minute);

    const { failure, more } = await ingest();

    expect(failure?.error).toMatchObject({ code: 'ANSWER_UNREADABLE', details: { reason: 'orders-unreadable' } });
    expect(more).toBe(false);
    bench.shop.notYet.clear();
    expect((await ingest()).failure).toBeUndefined();
    expect(await bench.tx(async (tx) => (await tx.orders.readMany(pair, ['1', '2'])).map(({ state }) => state))).toEqual([
      'admitted',
      'admitted',
    ]);
  });

  it('keep what was known of them: what was pending for days is not given up for a minute without lines', async () => {
    order('1', { status: 'pending' });
    await ingest();
    await bench.environment.advance(3 * 24 * 60 * minute);
    unreadable('1', { modifiedAt: morning + minute });
    await ingest();

    expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'held', reason: 'ORDER_NOT_READABLE' });
    bench.shop.notYet.clear();
    await ingest();
    expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'admitted' });
  });

  it('are not overwritten by an older state that another worker read before', async () => {
    order('1', { modifiedAt: morning });
    const { read } = bench.shop.port.orders;
    let asked = 0;
    bench.shop.port.orders.read = async (id, call) => {
      asked += 1;
      const answer = await read(id, call);
      if (asked === 1) {
        // Meanwhile the order is cancelled, and another worker sees it.
        order('1', { modifiedAt: morning + minute, status: 'cancelled' });
        await bench.environment.advance(minute);
        await ingestOrders(bench.run());
      }
      return answer;
    };

    await ingest();

    expect(await bench.tx((tx) => tx.orders.read(pair, '1'))).toMatchObject({ state: 'cancelled' });
  });

  function order(id: string, changes: Partial<ChannelOrder> = {}): void {
    bench.shop.orders.set(id, channelOrder(id, changes));
  }

  function unreadable(id: string, changes: Partial<ChannelOrder> = {}): void {
    order(id, changes);
    bench.shop.notYet.add(id);
  }

  function ingest(): Promise<Slice> {
    return ingestOrders(bench.run());
  }

  function reads(): readonly string[] {
    return bench.shop.script.calls.filter((call) => call.startsWith('orders.read')).map((call) => call.split(' ')[1] ?? '');
  }
});
