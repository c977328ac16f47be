import { describe, expect, it } from '@jest/globals';
import { merchantId, type PairHandle, type PairReport, pairId, SyncError, type SyncOptions, type WholeRun } from '@megzo/core';
import { createMemoryEnvironment, createMemoryStore } from '@megzo/core/memory';
import type { RunnablePair } from '../container/pairs.ts';
import { makeDue, runDuePair } from './run-pair.ts';

const beatMs = 300_000;
const at = Date.parse('2026-10-14T09:00:10Z');

function startWorld(sync: (options: SyncOptions | undefined) => Promise<Partial<PairReport>>) {
  const { clock, log } = createMemoryEnvironment({ at, seed: 1 });
  const store = createMemoryStore();
  const report: PairReport = {
    ...{ merchant: 'acme', pair: 'main', startedAt: at, finishedAt: at, ok: true, dryRun: false, whole: true },
    ...{ flows: [], calls: {}, problems: [], failures: [], more: false },
  };
  const handle: Pick<PairHandle, 'sync'> = { sync: async (options) => ({ ...report, ...(await sync(options)) }) };
  const runnable: RunnablePair = {
    merchant: { id: 'acme', name: 'Acme', language: 'de', timeZone: 'Europe/Berlin' },
    pair: { id: 'main', invoicing: 'books', channel: 'shop', ordersFrom: '2026-01-01T00:00:00Z' },
    handle: handle as PairHandle,
  };
  const world = { store, clock, log, beatMs };
  return {
    store,
    clock,
    beatMs,
    runnable,
    run: (isFirst = false) => runDuePair(runnable, { rank: 0, signal: new AbortController().signal, isFirst }, world),
    dueAt: async () => (await store.directory.due(Number.MAX_SAFE_INTEGER, 10)).map(({ dueAt }) => dueAt - at),
  };
}

describe('A pair at the start of the service', () => {
  it('is due at once where it is the first, and soon after the one before otherwise', async () => {
    const dues = await Promise.all(
      [0, 1, 40, 4_999].map(async (rank) => {
        const world = startWorld(async () => ({}));
        await makeDue(world, world.runnable, rank);
        return (await world.dueAt())[0] ?? Number.NaN;
      }),
    );

    expect(dues.slice(0, 3)).toEqual([0, 250, 10_000]);
    expect(dues[3]).toBeLessThanOrEqual(beatMs);
  });

  it('keeps an earlier instant at which it was due', async () => {
    const world = startWorld(async () => ({}));
    await makeDue(world, world.runnable, 0);

    await makeDue(world, world.runnable, 8);

    expect(await world.dueAt()).toEqual([0]);
  });
});

describe('A due pair', () => {
  it('is due at its next slot after a run', async () => {
    const world = startWorld(async () => ({}));
    await makeDue(world, world.runnable, 0);

    await world.run();

    expect(await world.dueAt()).toEqual([290_000]);
  });

  it('is due at once where more can be done, and sooner where something waits', async () => {
    const more = startWorld(async () => ({ more: true }));
    await makeDue(more, more.runnable, 0);
    const waiting = startWorld(async () => ({ nextAt: at + 2_000 }));
    await makeDue(waiting, waiting.runnable, 0);

    await more.run();
    await waiting.run();

    expect(await more.dueAt()).toEqual([0]);
    expect(await waiting.dueAt()).toEqual([2_000]);
  });

  it('waits for its next slot where a side failed, however much there is to do', async () => {
    const words = { de: '', en: '' };
    const failure = {
      flow: 'orders' as const,
      connection: 'books',
      error: new SyncError('UNREACHABLE', 'down'),
      text: words,
      remedy: words,
    };
    const world = startWorld(async () => ({ ok: false, more: true, failures: [failure] }));
    await makeDue(world, world.runnable, 0);

    await world.run();

    expect(await world.dueAt()).toEqual([290_000]);
  });

  it('comes again at its next slot after it broke off', async () => {
    const world = startWorld(async () => {
      throw new Error('a fault of ours');
    });
    await makeDue(world, world.runnable, 0);

    await world.run();

    expect(await world.dueAt()).toEqual([290_000]);
  });

  it('keeps a wake-up that came in while it ran', async () => {
    const world = startWorld(async () => {
      await world.store.transaction(merchantId('acme'), (tx) => tx.pairs.due(pairId('main'), at + 500, 'earlier'));
      return {};
    });
    await makeDue(world, world.runnable, 0);

    await world.run();

    expect(await world.dueAt()).toEqual([500]);
  });

  it('is taken up again within ten minutes where its process dies in a run', async () => {
    let dueInRun: readonly number[] = [];
    const world = startWorld(async () => {
      dueInRun = await world.dueAt();
      return {};
    });
    await makeDue(world, world.runnable, 0);

    await world.run();

    expect(dueInRun).toEqual([600_000]);
  });

  describe('that was looked at as a whole a short while ago', () => {
    it.each<[string, WholeRun | undefined, boolean, boolean, number]>([
      ['does only what woke it, and keeps its place in the beat', { at: at - 1_000 }, false, true, 290_000],
      ['does everything when its beat has come', { at: at - 20_000 }, false, false, 290_000],
      ['does everything when something that waited is due', { at: at - 1_000, nextAt: at }, false, false, 290_000],
      ['keeps in mind what waits', { at: at - 1_000, nextAt: at + 7_000 }, false, true, 7_000],
      ['does everything the first time in a process', { at: at - 1_000 }, true, false, 290_000],
      ['does everything where it never was', undefined, false, false, 290_000],
    ])('%s', async (_name, last, isFirst, woken, dueAt) => {
      const seen: (boolean | undefined)[] = [];
      const world = startWorld(async (options) => {
        seen.push(options?.woken);
        return { whole: options?.woken !== true };
      });
      await makeDue(world, world.runnable, 0);
      await world.store.transaction(merchantId('acme'), (tx) =>
        tx.cursors.write(pairId('main'), 'whole-run', last === undefined ? null : { ...last }),
      );

      await world.run(isFirst);

      expect(seen).toEqual([woken ? true : undefined]);
      expect(await world.dueAt()).toEqual([dueAt]);
    });
  });
});
