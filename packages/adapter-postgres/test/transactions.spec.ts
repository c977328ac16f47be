import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connectionId, type MerchantId, merchantId, pairId, type Store, type Tx } from '@megzo/core';
import { type FreshStore, startWorld, type World } from './world.ts';

jest.setTimeout(60_000);

const acme = merchantId('acme\'s \\ "shop"; --');
const other = merchantId('other');
const pair = pairId('main');

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

describe('transactions of one merchant', () => {
  it('lose nothing when many processes count at once', async () => {
    const { store, another } = await world.fresh();
    const stores = [store, await another(), await another()];

    await Promise.all(Array.from({ length: 30 }, (_, place) => stores[place % 3]?.transaction(acme, increment)));

    expect(await counter(store, acme)).toBe(30);
  });

  it('lose nothing when some of them fail', async () => {
    const { store, another } = await world.fresh();
    const stores = [store, await another()];

    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, place) =>
        stores[place % 2]?.transaction(acme, async (tx) => {
          await increment(tx);
          if (place % 5 === 0) throw new Error('no');
        }),
      ),
    );

    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(4);
    expect(await counter(store, acme)).toBe(16);
  });

  it('match some serial order: each sees all that earlier ones of any process wrote', async () => {
    const { store, another } = await world.fresh();
    const stores = [store, await another(), await another()];

    const lists = await Promise.all(
      Array.from({ length: 15 }, (_, place) =>
        stores[place % 3]?.transaction(acme, async ({ cursors }) => {
          const seen = (await cursors.read(pair, 'list')) as readonly number[] | undefined;
          const list = [...(seen ?? []), place];
          await cursors.write(pair, 'list', list);
          return list;
        }),
      ),
    );

    const longest = lists.toSorted((a, b) => (b?.length ?? 0) - (a?.length ?? 0))[0];
    expect(longest).toHaveLength(15);
    for (const list of lists) expect(list).toEqual(longest?.slice(0, list?.length));
  });

  it('leave connections to other merchants, however many of them wait', async () => {
    const { store } = await world.fresh({ poolMax: 2 });
    const gate = makeGate();
    const first = store.transaction(acme, async (tx) => {
      await increment(tx);
      gate.enter();
      await gate.opened;
    });
    await gate.entered;
    const waiting = Array.from({ length: 5 }, () => store.transaction(acme, increment));

    await store.transaction(other, increment);

    gate.open();
    await Promise.all([first, ...waiting]);
    expect(await counter(store, acme)).toBe(6);
  });

  it('do not hold up another merchant in another process either', async () => {
    const { store, another } = await world.fresh();
    const second = await another();
    const gate = makeGate();
    const first = store.transaction(acme, async (tx) => {
      await increment(tx);
      gate.enter();
      await gate.opened;
    });
    await gate.entered;
    let isThrough = false;
    const blocked = second.transaction(acme, increment).then(() => {
      isThrough = true;
    });

    await second.transaction(other, increment);

    expect(isThrough).toBe(false);
    gate.open();
    await Promise.all([first, blocked]);
    expect(await counter(store, acme)).toBe(2);
  });

  it('need a merchant', async () => {
    const { store } = await world.fresh();

    await expect(store.transaction(merchantId(''), increment)).rejects.toMatchObject({ code: 'MERCHANT_MISSING' });
  });
});

describe('a transaction', () => {
  it('carries out calls that were started at once one after another, each as a whole', async () => {
    const { store } = await world.fresh();
    const event = (key: string) => ({ key, pool: 'main', skuKey: 'a', kind: 'allocation', units: 1, source: 'me', at: 1 }) as const;

    await store.transaction(acme, ({ stock }) => Promise.all(Array.from({ length: 8 }, (_, place) => stock.book([event(`${place}`)]))));

    expect(await store.transaction(acme, ({ stock }) => stock.levels('main', ['a']))).toEqual([{ skuKey: 'a', allocated: 8, changes: 0 }]);
  });

  it('commits calls that nobody waited for', async () => {
    const { store } = await world.fresh();

    await store.transaction(acme, async ({ cursors }) => {
      void cursors.write(pair, 'counter', 7);
    });
    expect(await counter(store, acme)).toBe(7);
  });

  it('is refused as a whole when the work swallowed the failure of a statement', async () => {
    const { store } = await world.fresh();

    const outcome = store.transaction(acme, async ({ cursors, plans }) => {
      await cursors.write(pair, 'counter', 1);
      await plans.items('plan', Number.NaN, 1).catch(() => undefined);
    });

    await expect(outcome).rejects.toMatchObject({ code: 'COMMIT_REFUSED' });
    expect(await counter(store, acme)).toBe(0);
  });

  it('goes on after a refusal that is not a failed statement', async () => {
    const { store } = await world.fresh();

    await store.transaction(acme, async (tx) => {
      await expect(tx.plans.applied('none', 1)).rejects.toThrow('no plan none');
      await expect(tx.pairs.due(pair, 1, 'set')).rejects.toThrow('no pair main');
      await increment(tx);
    });

    expect(await counter(store, acme)).toBe(1);
  });

  it('rolls back when its connection is ended, and leaves a pool that works', async () => {
    const { store, sql } = await world.fresh({ poolMax: 1 });

    const outcome = store.transaction(acme, async (tx) => {
      await increment(tx);
      await endConnections(sql);
      await increment(tx);
    });

    await expect(outcome).rejects.toThrow();
    expect(await counter(store, acme)).toBe(0);
    await store.transaction(acme, increment);
    expect(await counter(store, acme)).toBe(1);
  });

  it('says that the outcome is unknown when the connection ends before the answer to its commit', async () => {
    const { store, sql } = await world.fresh({ poolMax: 1 });

    const outcome = store.transaction(acme, async (tx) => {
      await increment(tx);
      await endConnections(sql);
    });

    await expect(outcome).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
    expect(await counter(store, acme)).toBe(0);
  });

  it('survives connections that were ended while nobody used them', async () => {
    const { store, sql } = await world.fresh();
    await Promise.all([store.transaction(acme, increment), store.transaction(other, increment)]);

    await endConnections(sql);
    // The pool hears of it by the sockets.
    await new Promise((resolve) => setImmediate(resolve));

    await eventually(() => store.transaction(acme, increment));
    expect(await counter(store, acme)).toBe(2);
  });

  it('is waited for by close, after which the store answers no more', async () => {
    const { store, another } = await world.fresh();
    const gate = makeGate();
    const open = store.transaction(acme, async (tx) => {
      gate.enter();
      await gate.opened;
      await increment(tx);
    });
    await gate.entered;

    const closed = store.close();
    gate.open();
    await Promise.all([open, closed, store.close()]);

    await expect(store.transaction(acme, increment)).rejects.toThrow();
    expect(await counter(await another(), acme)).toBe(1);
  });

  it('keeps text that PostgreSQL cannot hold, with a mark in place of what it cannot', async () => {
    const { store } = await world.fresh();
    const connection = connectionId('shop');
    const name = 'a\0b \ud83d \\u0000 \ud83d\ude00';
    const listing = { ref: { product: '1', variant: '2' }, name, grouped: false, modifiedAt: 1 };

    await store.transaction(acme, ({ shelf }) => shelf.put(connection, [listing]));

    const [found] = await store.transaction(acme, ({ shelf }) => shelf.byName(connection, [name]));
    expect(found?.name).toBe('a\ufffdb \ufffd \\u0000 \ud83d\ude00');
  });

  it('keeps instants to the millisecond and beyond the years that have four digits', async () => {
    const { store } = await world.fresh();
    const instants = [0, 1, 1_772_442_000_123, 253_402_300_799_999, -62_135_596_800_000, Number.MAX_SAFE_INTEGER];
    await store.transaction(acme, async ({ plans }) => {
      for (const at of instants) await plans.add({ id: `${at}`, pair, flow: 'x', createdAt: at });
    });

    for (const at of instants) expect((await store.transaction(acme, ({ plans }) => plans.read(`${at}`)))?.createdAt).toBe(at);
  });
});

async function increment({ cursors }: Tx): Promise<void> {
  await cursors.write(pair, 'counter', Number((await cursors.read(pair, 'counter')) ?? 0) + 1);
}

async function counter(store: Store, merchant: MerchantId): Promise<number> {
  return Number((await store.transaction(merchant, ({ cursors }) => cursors.read(pair, 'counter'))) ?? 0);
}

async function endConnections(sql: FreshStore['sql']): Promise<void> {
  const ended = await sql(
    `SELECT pg_terminate_backend(pid, 5000) AS done FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'megzo'`,
  );
  expect(ended.length).toBeGreaterThan(0);
  for (const { done } of ended) expect(done).toBe(true);
}

/** A pool finds out about a dead idle connection when it uses it at the latest. */
async function eventually<T>(work: () => Promise<T>, attempts = 3): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

function makeGate() {
  let enter = () => {};
  let open = () => {};
  const entered = new Promise<void>((resolve) => {
    enter = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { enter, open, entered, opened };
}
