import { describe, expect, it } from '@jest/globals';
import { violationReport } from '@megzo/core/testing';
import { type EnumerateOptions, passOneOrder } from '../src/run/enumerate.ts';

/**
 * Goal: a process may die anywhere. Method: one order is taken in, placed and marked; every point at which the process asks a
 * port is written down, and then the same passage is repeated with a death before and after each of them, and at pairs of them. A number
 * that changed means that a call was added or taken away: see that it is no second effect, then write down the new one.
 */
const passages: readonly (readonly [string, EnumerateOptions, number])[] = [
  ['answered', {}, 222],
  ['whose answer is lost', { lost: true }, 250],
  ['whose answer is lost, down to the statement', { statements: true, lost: true }, 614],
];

/** The long form of pairs is `npm run enumerate`; here a process and its successor die at every so many-th pair. */
const pairsStride = 97;

async function brokenAt(deaths: readonly (readonly number[])[], options: EnumerateOptions): Promise<string> {
  const broken: string[] = [];
  for (const death of deaths) {
    const { violations } = await passOneOrder(death, options);
    if (violations.length > 0) broken.push(violationReport(death.join(' and '), violations));
  }
  return broken.join('\n');
}

/** The points down to the statement hold all of those without: nobody has to die there twice. */
const deadly = passages.filter(([, { lost = false, statements = false }]) => lost === statements);

describe.each(passages)('an order %s', (_name, options, length) => {
  it('passes the points that are known', async () => {
    const { points, violations } = await passOneOrder([], options);

    expect(violations).toEqual([]);
    expect(points).toHaveLength(length);
  });
});

describe.each(deadly)('an order %s', (_name, options) => {
  it('is placed once wherever the process dies', async () => {
    const { points } = await passOneOrder([], options);
    const deaths = points.map((_point, place) => [place + 1]);

    expect(await brokenAt(deaths, options)).toBe('');
  }, 1_200_000);
});

describe('an order whose answer is lost', () => {
  it('is placed once wherever a process and its successor die', async () => {
    const { length } = (await passOneOrder([], { lost: true })).points;
    const pairs = Array.from({ length: length * length }, (_, place) => [1 + Math.floor(place / length), 1 + (place % length)]);

    expect(
      await brokenAt(
        pairs.filter((_pair, place) => place % pairsStride === 0),
        { lost: true },
      ),
    ).toBe('');
  }, 1_200_000);
});
