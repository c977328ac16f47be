import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, createBench } from '../../test/bench.ts';
import { done, type Outcome, retryable } from '../kernel/answer.ts';
import { SyncError } from '../kernel/sync-error.ts';

describe('subscribing to webhooks', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('tells a person when the vendor will not call, until it does', async () => {
    expect(await subscribe(retryable(new SyncError('UNREACHABLE', 'down')))).toMatchObject({ status: 'retryable' });
    expect(await bench.problems()).toEqual(['CONNECTION_WEBHOOKS_MISSING channel']);

    expect(await subscribe(done({ made: 1, standing: 5 }))).toMatchObject({ status: 'done', value: { made: 1 } });
    expect(await bench.problems()).toEqual([]);
  });

  it('asks nothing of a side without webhooks', async () => {
    expect(await bench.engine().subscribe('invoicing', 'https://megzo.example/webhooks/books/secret')).toEqual({ status: 'no-webhooks' });
  });

  function subscribe(outcome: Outcome<{ made: number; standing: number }>) {
    const webhooks = { read: () => undefined, subscribe: async () => outcome };
    return bench.engine({ channel: { ...bench.shop.port, webhooks } }).subscribe('channel', 'https://megzo.example/webhooks/shop/secret');
  }
});
