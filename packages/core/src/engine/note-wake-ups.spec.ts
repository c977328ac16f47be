import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, booksConnection, createBench, merchant, pair, pairSettings, shopConnection } from '../../test/bench.ts';
import type { WakeUp } from '../ports/call.ts';
import { reasonKinds } from '../ports/inbox.ts';
import { noteWakeUps } from './note-wake-ups.ts';

const looks: readonly WakeUp[] = [
  { what: 'sales-order', id: 'so-1' },
  { what: 'sales-order-gone', id: 'so-2' },
  { what: 'sales-document', id: 'invoice/1' },
  { what: 'order', id: '7' },
];

describe('what a webhook says', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('makes the pair due at once, and keeps what it names', async () => {
    await known();
    await note();

    expect(await due()).toEqual([bench.environment.clock.now()]);
    expect(await kept()).toEqual(['order 7', 'sales-document invoice/1', 'sales-order so-1', 'sales-order-gone so-2']);
  });

  it('does not put a run back that was due earlier', async () => {
    await known();
    await bench.tx((tx) => tx.pairs.due(pair, bench.environment.clock.now() - 5, 'set'));
    await note();

    expect(await due()).toEqual([bench.environment.clock.now() - 5]);
  });

  it('keeps no sales order where orders are switched off', async () => {
    await known();
    await note(false);

    expect(await kept()).toEqual(['order 7', 'sales-document invoice/1']);
    expect(await due()).toHaveLength(1);
  });

  it('is nothing to a pair that never ran', async () => {
    await note();

    expect(await kept()).toEqual([]);
    expect(await due()).toEqual([]);
  });

  function known(): Promise<void> {
    return bench.tx((tx) => tx.pairs.put({ pair, invoicing: booksConnection, channel: shopConnection }));
  }

  function note(orders = true): Promise<void> {
    const settings = { ...pairSettings, flows: { ...pairSettings.flows, orders } };
    return bench.tx((tx) => noteWakeUps(tx, { pair, settings, environment: bench.environment }, looks));
  }

  async function kept(): Promise<readonly string[]> {
    return (await bench.tx((tx) => tx.inbox.page(pair, reasonKinds, 99))).map(({ what, id }) => `${what} ${id}`);
  }

  async function due(): Promise<readonly number[]> {
    const found = await bench.store.directory.due(Number.MAX_SAFE_INTEGER, 9);
    return found.filter((one) => one.merchant === merchant).map(({ dueAt }) => dueAt);
  }
});
