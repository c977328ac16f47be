import { beforeAll, describe, expect, it } from '@jest/globals';
import { orderSteps } from '@megzo/core/testing';
import { lexofficeBooks } from './books.ts';
import { type Figures, parkedPercent, parkedPercentMax } from './figures.ts';
import { judgeSale } from './judge-sale.ts';
import { judgeSales } from './judge-sales.ts';
import { makeSale } from './make-sale.ts';
import { type Mutant, mutants } from './mutants.ts';
import { sampleSale } from './sample-sale.ts';
import { scenarios } from './scenarios.ts';
import { mistakes } from './spoil-sale.ts';

/*
 * Goal: a sales order comes to what the store charged, to the cent, or is parked for the true reason. Method: orders made by the simulated
 * vendor's own arithmetic, some of them wrong in a known way, through the steps that ship; judged in exact fractions that share
 * nothing with the product. `npm run totals` does the same for a million.
 */

const seed = 20;
const spoilEvery = 10;
const orders = 20_000;

describe('twenty thousand orders', () => {
  const books = lexofficeBooks();
  let figures: Figures;

  beforeAll(() => {
    figures = judgeSales({ from: 1, count: orders }, { seed, books, spoilEvery });
  }, 120_000);

  it('come to what was charged, or are parked for the true reason', () => {
    expect(figures.faults).toEqual([]);
    expect(figures.faulty).toBe(0);
    expect(figures.orders).toBe(orders);
  });

  it('are hardly ever parked where the store computed as it should', () => {
    expect(parkedPercent(figures)).toBeLessThan(parkedPercentMax);
  });

  it('hold every row of the VAT table, and every mistake', () => {
    const placed = Object.keys(figures.kinds).filter((kind) => kind.endsWith('→ placed'));
    const wrong = Object.keys(figures.kinds).filter((kind) => kind.startsWith('wrong: '));

    expect(placed.toSorted()).toEqual(scenarios.map(({ name }) => `${name} → placed`).toSorted());
    expect(wrong.toSorted()).toEqual(mistakes.map(({ how, reason }) => `wrong: ${how} → ${reason}`).toSorted());
    expect(figures.spoiled).toBeGreaterThan(orders / spoilEvery - 20);
    expect(figures.exchanged).toBeGreaterThan(orders / 20);
    expect(figures.free).toBeGreaterThan(0);
  });
});

describe('the long way, by both simulated vendors and their adapters', () => {
  it('says the same as the short way', async () => {
    const books = lexofficeBooks();
    const differences: string[] = [];
    for (let number = 1; number <= 60; number += 1) differences.push(...(await sampleSale(makeSale(seed, number), books)));

    expect(differences).toEqual([]);
  }, 60_000);
});

describe('a mistake in the order path', () => {
  const books = lexofficeBooks();
  const ordersMax = 6_000;

  it.each(mutants.map((mutant): [string, Mutant] => [mutant.name, mutant]))('is found: it %s', (_name, { steps }) => {
    const judging = { seed, books, spoilEvery, steps: { ...orderSteps, ...steps } };
    let number = 1;
    while (number <= ordersMax && judgeSale(number, judging).faults.length === 0) number += 1;

    expect(number).toBeLessThanOrEqual(ordersMax);
  });
});
