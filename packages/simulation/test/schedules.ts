import { expect, it } from '@jest/globals';
import { tellMany } from '../src/run/batch.ts';

/** Seeds that each of the files `schedules-1` to `schedules-4` tells; Jest runs the files side by side. */
export const seedsPerFile = 2_500;

/** Goal: no law is broken on any day. Method: seeded schedules over all scenarios; a failure prints its seed and what happened. */
export function holdsOnEveryDay(file: 1 | 2 | 3 | 4): void {
  it(`keeps every law in ${seedsPerFile} schedules`, async () => {
    const { broken, seeds, counts } = await tellMany({ from: 1 + (file - 1) * seedsPerFile, seeds: seedsPerFile });

    expect(broken.map(({ report }) => report).join('\n\n')).toBe('');
    // A run in which nothing happened proves nothing.
    expect(seeds).toBe(seedsPerFile);
    expect(counts.orders).toBeGreaterThan(seedsPerFile);
    expect(counts.made).toBeGreaterThan(seedsPerFile);
    for (const happened of [counts.kills, counts.pauses, counts.restores, counts.hooks])
      expect(happened).toBeGreaterThan(seedsPerFile / 20);
  }, 1_800_000);
}
