import { describe, expect, it } from '@jest/globals';
import { tellStory } from './story.ts';

/** Goal: laws 1, 3 and 4 hold on any bad day. Method: seeded stories over real adapters; a failure names its seed. */
const seeds = 60;

describe('a seeded bad day', () => {
  it('never makes a second order confirmation, loses none and says the right total', async () => {
    const broken: string[] = [];
    const struck: Record<string, number> = {};
    let [orders, kills] = [0, 0];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const end = await tellStory(seed);
      broken.push(...end.faults.map((fault) => `seed ${seed}: ${fault}`));
      orders += end.orders;
      kills += end.kills;
      for (const [kind, count] of Object.entries(end.struck)) struck[kind] = (struck[kind] ?? 0) + count;
    }

    expect(broken).toEqual([]);
    // A run in which nothing happened proves nothing.
    expect(orders).toBeGreaterThan(seeds * 5);
    expect(kills).toBeGreaterThan(seeds);
    expect(Object.keys(struck).sort()).toEqual(['html', 'late-effect', 'lose-reply', 'slow', 'status', 'truncated']);
  }, 120_000);

  it('is the same day each time it is told', async () => {
    expect(await tellStory(7)).toEqual(await tellStory(7));
  }, 20_000);
});
