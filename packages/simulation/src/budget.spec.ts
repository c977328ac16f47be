import { describe, expect, it } from '@jest/globals';
import { createKit, createMemoryBudget } from '@megzo/adapter-kit';
import { seededRandom } from '@megzo/adapter-kit/simulator';
import { createLexofficeInvoicing } from '@megzo/adapter-lexoffice';
import { createLexofficeSimulator } from '@megzo/adapter-lexoffice/simulator';
import type { Call, Priority, RateBudget } from '@megzo/core';
import { createMemoryEnvironment, type MemoryEnvironment } from '@megzo/core/memory';

const apiKey = 'books-key';
const processes = 4;
const callsEach = 300;
const priorities: readonly Priority[] = ['recovery', 'order', 'order', 'stock', 'catalog', 'backfill'];

/**
 * Four processes of one account, each with a kit of its own and four calls under way at a time, against a vendor that takes
 * two calls per second. Answers what share of the calls it refused for pace, and how long all of them took.
 */
async function crowd(
  seed: number,
  budgetOf: (environment: MemoryEnvironment) => () => RateBudget,
): Promise<{ refused: number; ms: number; calls: number }> {
  const environment = createMemoryEnvironment({ at: Date.UTC(2026, 2, 2, 8), seed });
  const { clock } = environment;
  const random = seededRandom(seed);
  const vendor = createLexofficeSimulator({ world: { clock, random }, apiKey });
  const [article] = vendor.seed.manyArticles(1);
  const budget = budgetOf(environment);

  async function work(): Promise<void> {
    const kit = createKit({
      clock,
      budget: budget(),
      fetch: async (request) => {
        await clock.sleep(Math.floor(random() * 250));
        return vendor.handler(request);
      },
    });
    const { articles } = createLexofficeInvoicing({ apiKey }, kit);
    let left = callsEach;
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const priority = priorities[Math.floor(random() * priorities.length)] ?? 'order';
        const call: Call = { signal: new AbortController().signal, priority };
        await articles.read(article?.id ?? '', call);
        await clock.sleep(Math.floor(random() * 500));
      }
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
  }

  const from = clock.now();
  let working = true;
  const all = Promise.all(Array.from({ length: processes }, work)).finally(() => {
    working = false;
  });
  while (working) await environment.advance(5_000);
  await all;
  const refused = vendor.journal.filter((entry) => entry.answered === 429).length;
  return { refused: refused / vendor.journal.length, ms: clock.now() - from, calls: vendor.journal.length };
}

describe('A budget shared by four processes of one account', () => {
  it.each([1, 2])('keeps refusals for pace below one in a thousand (seed %d)', async (seed) => {
    const { refused, ms, calls } = await crowd(seed, ({ clock }) => {
      const shared = createMemoryBudget(clock);
      return () => shared;
    });

    expect(calls).toBe(processes * callsEach);
    expect(refused).toBeLessThan(0.001);
    // It is not slow either: 1.6 per second are the adapter's own pace.
    expect(ms).toBeLessThan((calls / 1.6) * 1000 * 1.02);
  });

  it('is needed: with a budget of its own for each, the vendor refuses many', async () => {
    const { refused } = await crowd(
      1,
      ({ clock }) =>
        () =>
          createMemoryBudget(clock),
    );

    expect(refused).toBeGreaterThan(0.02);
  });
});
