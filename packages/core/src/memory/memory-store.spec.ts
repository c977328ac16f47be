import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { merchantId, pairId } from '../kernel/ids.ts';
import type { Tx } from '../ports/store.ts';
import { applyOperations, randomOperations } from '../testing/random-operations.ts';
import { proveStore } from '../testing/store-contract.ts';
import { createMemoryStore } from './memory-store.ts';

proveStore({ describe, it, beforeAll, afterAll }, 'The store in memory', async () => ({
  store: createMemoryStore(),
  stop: async () => {},
}));

const merchant = merchantId('acme');
const pair = pairId('main');
const seeds = Array.from({ length: 14 }, (_, seed) => seed);

describe('A worker that is killed', () => {
  it('leaves nothing of its open transaction, and the next one goes on', async () => {
    const store = createMemoryStore();
    const doomed = store.connect('doomed').transaction(merchant, hangingAfter(count));
    const next = store.transaction(merchant, count);
    await turns();
    expect(await settled(next)).toBe(false);

    store.kill('doomed');

    expect(await next).toBe(1);
    expect(await settled(doomed)).toBe(false);
  });

  it('keeps what it committed before, even if it dies before it hears of it', async () => {
    const store = createMemoryStore();
    const committing = store.connect('doomed').transaction(merchant, count);
    const next = store.transaction(merchant, async (tx) => {
      // It is this one's turn: the other has committed, and its answer is on the way.
      store.kill('doomed');
      return count(tx);
    });

    expect(await next).toBe(2);
    await settled(committing);
  });

  it('takes no first step when it dies at its turn', async () => {
    const store = createMemoryStore();
    let stepped = false;
    void store.connect('doomed').transaction(merchant, async () => {
      stepped = true;
    });

    store.kill('doomed');

    expect(await store.transaction(merchant, count)).toBe(1);
    expect(stepped).toBe(false);
  });

  it('never gets its turn when it dies in the queue', async () => {
    const store = createMemoryStore();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = store.transaction(merchant, () => held);
    const waiting = store.connect('doomed').transaction(merchant, count);
    const behind = store.transaction(merchant, count);

    store.kill('doomed');
    release();

    await first;
    expect(await behind).toBe(1);
    expect(await settled(waiting)).toBe(false);
  });

  it('never has a call answered afterwards, in or out of a transaction', async () => {
    const store = createMemoryStore();
    const worker = store.connect('doomed');
    let leaked: Tx | undefined;
    void worker.transaction(merchant, async (tx) => {
      leaked = tx;
      await count(tx);
      await new Promise(() => {});
    });
    await turns();
    store.kill('doomed');

    expect(await settled(leaked?.cursors.read(pair, 'count') ?? Promise.resolve())).toBe(false);
    expect(await settled(worker.transaction(merchant, count))).toBe(false);
    expect(await settled(worker.directory.due(1, 1))).toBe(false);
    expect(await store.transaction(merchant, count)).toBe(1);
  });

  it('loses the answer to a call that was under way', async () => {
    const store = createMemoryStore();
    const worker = store.connect('doomed');
    const answer = worker.directory.claimAccount({ vendor: 'shop', accountId: '1' }, merchant);

    store.kill('doomed');

    expect(await settled(answer)).toBe(false);
    const holder = await store.directory.claimAccount({ vendor: 'shop', accountId: '1' }, merchantId('other'));
    expect(holder).toBe(merchant);
  });

  it('fails nobody with an error that its work throws after its death', async () => {
    const store = createMemoryStore();
    let fail = (_: Error) => {};
    const failing = store.connect('doomed').transaction(
      merchant,
      () =>
        new Promise<void>((_, reject) => {
          fail = reject;
        }),
    );
    await turns();
    store.kill('doomed');
    fail(new Error('too late'));

    expect(await settled(failing)).toBe(false);
    expect(await store.transaction(merchant, count)).toBe(1);
  });

  it('dies alone: other workers and merchants go on', async () => {
    const store = createMemoryStore();
    const other = store.connect('other');
    const doomed = store.connect('doomed').transaction(merchant, hangingAfter(count));
    await turns();
    expect(await other.transaction(merchantId('second'), count)).toBe(1);

    store.kill('doomed');
    store.kill('never connected');

    expect(await other.transaction(merchant, count)).toBe(1);
    expect(await settled(doomed)).toBe(false);
  });

  it('can connect again under its name', async () => {
    const store = createMemoryStore();
    const before = store.connect('worker');
    store.kill('worker');

    expect(await store.connect('worker').transaction(merchant, count)).toBe(1);
    expect(await settled(before.transaction(merchant, count))).toBe(false);
  });
});

describe('Random sequences of operations', () => {
  it.each(seeds)('answer the same when they run again (seed %i)', async (seed) => {
    const operations = randomOperations(seed);

    const answers = await applyOperations(createMemoryStore(), operations);

    expect(await applyOperations(createMemoryStore(), JSON.parse(JSON.stringify(operations)))).toEqual(answers);
    expect(randomOperations(seed)).toEqual(operations);
    expect(randomOperations(seed + 1000)).not.toEqual(operations);
  });

  it.each(seeds)('answer the same without the transactions that were rolled back (seed %i)', async (seed) => {
    const operations = randomOperations(seed);
    const answers = await applyOperations(createMemoryStore(), operations);

    const committed = await applyOperations(
      createMemoryStore(),
      operations.filter(({ failing }) => !failing),
    );

    expect(committed).toEqual(withoutRolledBack(answers));
    expect(answers).toContain('rolled back');
  });

  it.each(seeds)('answer one merchant the same without the other (seed %i)', async (seed) => {
    const operations = randomOperations(seed);
    const answers = await applyOperations(createMemoryStore(), operations);

    const alone = await applyOperations(
      createMemoryStore(),
      operations.filter((operation) => operation.merchant === 'first'),
    );

    const first = (answer: string) => answer.startsWith('first ');
    expect(alone.filter(first)).toEqual(answers.filter(first));
    expect(alone.filter(first).length).toBeGreaterThan(50);
  });

  it('call every method of every part of a transaction', async () => {
    const called = new Set(seeds.flatMap((seed) => randomOperations(seed).flatMap(({ calls }) => calls.map(({ name }) => name))));
    const methods = await createMemoryStore().transaction(merchant, async (tx) =>
      Object.entries(tx).flatMap(([part, port]) => Object.keys(port).map((method) => `${part}.${method}`)),
    );

    // These two are called on the way to others.
    const missing = methods.filter((method) => !called.has(method));
    expect(missing.toSorted()).toEqual(['orders.revision', 'plans.read', 'rules.read']);
  });

  it('meet interesting answers, not only empty ones', async () => {
    const answers = (await Promise.all(seeds.map((seed) => applyOperations(createMemoryStore(), randomOperations(seed))))).flat();
    const answered = (name: string) =>
      new Set(answers.filter((answer) => answer.includes(` ${name} `)).map((answer) => answer.split(' -> ')[1]));

    expect(answered('effects.intend')).toEqual(new Set(['"new"', '"same"', '"conflict"']));
    for (const name of [
      'effects.record',
      'effects.replace',
      'effects.withdraw',
      'runs.begin',
      'runs.extend',
      'problems.raise',
      'people.erase',
    ]) {
      expect([name, answered(name).has('true'), answered(name).has('false')]).toEqual([name, true, true]);
    }
  });
});

async function count({ cursors }: Tx): Promise<number> {
  const value = await cursors.read(pair, 'count');
  const next = (typeof value === 'number' ? value : 0) + 1;
  await cursors.write(pair, 'count', next);
  return next;
}

function hangingAfter(work: (tx: Tx) => Promise<unknown>) {
  return async (tx: Tx) => {
    await work(tx);
    await new Promise(() => {});
  };
}

function withoutRolledBack(answers: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let open: string[] = [];
  for (const answer of answers) {
    open.push(answer);
    if (answer === 'committed') kept.push(...open);
    if (answer === 'committed' || answer === 'rolled back') open = [];
  }
  return kept;
}

/** Everything that can go on has gone on after a turn of the host's loop. */
function turns(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function settled(work: Promise<unknown>): Promise<boolean> {
  let is = false;
  const settle = () => {
    is = true;
  };
  work.then(settle, settle);
  await turns();
  return is;
}

describe('A backup', () => {
  it('brings back the rows of its moment, however much was committed since', async () => {
    const store = createMemoryStore();
    await store.transaction(merchant, count);
    const backup = store.backup();
    await store.transaction(merchant, count);
    await store.transaction(merchant, count);
    await expect(store.transaction(merchantId('later'), count)).resolves.toBe(1);

    store.restore(backup);

    expect(await store.transaction(merchant, count)).toBe(2);
    expect(await store.transaction(merchantId('later'), count)).toBe(1);
  });

  it('can be restored again after new work', async () => {
    const store = createMemoryStore();
    const backup = store.backup();
    await store.transaction(merchant, count);
    store.restore(backup);
    await store.transaction(merchant, count);

    store.restore(backup);

    expect(await store.transaction(merchant, count)).toBe(1);
  });

  it('is not put under an open transaction', async () => {
    const store = createMemoryStore();
    const backup = store.backup();
    void store.connect('slow').transaction(merchant, hangingAfter(count));
    await turns();

    expect(() => store.restore(backup)).toThrow('a transaction is open');
  });
});
