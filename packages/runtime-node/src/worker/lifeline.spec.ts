import { describe, expect, it } from '@jest/globals';
import { createMemoryEnvironment, createMemoryStore } from '@megzo/core/memory';
import { createLifeline } from './lifeline.ts';

function startInstances() {
  const { clock, log, advance } = createMemoryEnvironment({ at: Date.parse('2026-10-14T09:00:00Z'), seed: 1 });
  const store = createMemoryStore();
  const freed: string[] = [];
  const utils = {
    forceUnlockWorkers: async (names: string[]) => {
      freed.push(...names);
    },
  };
  const instance = (...holders: readonly string[]) => createLifeline({ store, clock, log, holders: new Set(holders), utils });
  return { instance, freed, advance };
}

describe('The lifeline of an instance', () => {
  it('frees all that was held by an instance that was silent for a minute', async () => {
    const { instance, freed, advance } = startInstances();
    const [first, second] = [instance('a1', 'a2'), instance('b1', 'b2')];
    await first(60_000);
    await second(60_000);

    await advance(61_000);
    await second(60_000);

    expect(freed.toSorted()).toEqual(['a1', 'a2']);
  });

  it('leaves an instance alone that lives, and itself however late it comes', async () => {
    const { instance, freed, advance } = startInstances();
    const [first, second] = [instance('a1'), instance('b1')];
    await first(60_000);
    await second(60_000);
    await advance(59_000);
    await first(60_000);
    await advance(59_000);

    await first(60_000);
    await second(60_000);

    expect(freed).toEqual(['b1']);
    expect(freed).not.toContain('a1');
  });

  it('frees at once whatever another instance held where none can live beside it', async () => {
    const { instance, freed, advance } = startInstances();
    await instance('a1', 'a2')(60_000);
    await advance(10);

    await instance('b1')(1);

    expect(freed).toEqual(['a1', 'a2']);
  });
});
