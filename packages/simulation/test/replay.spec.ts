import { describe, expect, it } from '@jest/globals';
import { scenarioOfSeed } from '../src/run/batch.ts';
import { scenarios } from '../src/run/scenarios.ts';
import { tell } from '../src/run/story.ts';

/** The long form is `npm run simulate -- --replay SEED --times 1000`. */
const seeds = scenarios.length;
const times = 3;

describe('a seed', () => {
  it('tells the same day each time', async () => {
    const hashes = new Set<string>();
    for (let seed = 1; seed <= seeds; seed += 1) {
      const { hash } = await tell(seed, scenarioOfSeed(seed));
      hashes.add(hash);
      for (let time = 1; time < times; time += 1) expect((await tell(seed, scenarioOfSeed(seed))).hash).toBe(hash);
    }

    expect(hashes.size).toBe(seeds);
  }, 600_000);
});
