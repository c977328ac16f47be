import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createMemoryStore } from '@megzo/core/memory';
import { applyOperations, proveStore, randomOperations } from '@megzo/core/testing';
import { startWorld, type World } from './world.ts';

jest.setTimeout(60_000);

proveStore({ describe, it, beforeAll, afterAll }, 'PostgreSQL', async () => {
  const world = await startWorld();
  const { store } = await world.fresh();
  return { store, stop: world.stop };
});

describe('PostgreSQL and memory', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());

  it.each(['a', 'b', 'c', 'd', 'e', 'f'])('answer alike to the random calls of seed %s', async (seed) => {
    const { store } = await world.fresh();
    const operations = randomOperations(seed, 150);

    const answers = await applyOperations(store, operations);

    expect(answers).toEqual(await applyOperations(createMemoryStore(), operations));
    expect(answers.length).toBeGreaterThan(300);
  });
});
