import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

/** Seeds that each of the two files tells; Jest runs the files side by side. */
const seedsPerFile = 5_000;
const program = fileURLToPath(new URL('../dist/simulate.js', import.meta.url));
/** A guard against hangs, no measure. */
const hangsAfterMs = 60 * 60_000;

/**
 * Goal: no law is broken on any day. Method: seeded schedules over all scenarios, by the built program, which is a quarter faster
 * than the same inside Jest; a failure prints its seed and what happened.
 */
export function holdsOnEveryDay(file: 1 | 2): void {
  it(
    `keeps every law in ${seedsPerFile} schedules`,
    async () => {
      const { code, said } = await simulate(1 + (file - 1) * seedsPerFile);

      expect(code === 0 ? '' : said).toBe('');
      expect(said).toContain('no law broken');
      // A run in which nothing happened proves nothing.
      expect(count(said, 'schedules in')).toBe(seedsPerFile);
      expect(count(said, 'orders,')).toBeGreaterThan(seedsPerFile);
      expect(count(said, 'order confirmations')).toBeGreaterThan(seedsPerFile);
      expect(count(said, 'stock writes')).toBeGreaterThan(seedsPerFile);
      for (const happened of ['killed', 'paused', 'restored', 'webhooks', 'failed transactions'])
        expect(count(said, happened)).toBeGreaterThan(seedsPerFile / 20);
    },
    hangsAfterMs,
  );
}

function simulate(from: number): Promise<{ readonly code: number; readonly said: string }> {
  const args = [program, '--seeds', String(seedsPerFile), '--from', String(from), '--threads', '1'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : 1, said: `${out}${err}` });
    });
  });
}

/** The figure before a word of the summary. */
function count(said: string, word: string): number {
  return Number(new RegExp(`(\\d+) ${word}`).exec(said)?.[1] ?? 0);
}
