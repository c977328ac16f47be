import { describe, expect, it } from '@jest/globals';
import { byHand } from './by-hand.ts';
import { byJsonLogic } from './by-json-logic.ts';
import { byJsonata } from './by-jsonata.ts';
import { byRules } from './by-rules.ts';
import { differenceIn } from './difference.ts';
import { type Candidate, ordersOf } from './order.ts';

describe('the candidates of the mapping bench', () => {
  it('make the same of every order, to the letter', async () => {
    expect(await differenceIn([byRules(), byHand(), byJsonata(), byJsonLogic()], ordersOf(7, 200))).toBeUndefined();
  });

  it('are told apart by one letter', async () => {
    const byRuler = byRules();
    const off: Candidate = {
      name: 'off by a letter',
      map: async (order) => {
        const made = await byRuler.map(order);
        return { ...made, document: { ...made.document, remark: `${made.document.remark}.` } };
      },
    };

    expect(await differenceIn([byRuler, off], ordersOf(7, 1))).toContain('off by a letter');
  });
});

describe('the orders of the bench', () => {
  it('are the same for a seed and others for another', () => {
    expect(ordersOf(1, 3)).toEqual(ordersOf(1, 3));
    expect(ordersOf(1, 3)).not.toEqual(ordersOf(2, 3));
  });

  it('hold what makes mappings differ: four places, no name, long names, no unit, several rates', () => {
    const lines = ordersOf(1, 50).flatMap((order) => order.lines);

    expect(lines.some(({ unitGross }) => /\.\d{4}$/.test(unitGross))).toBe(true);
    expect(lines.some(({ name }) => name === '')).toBe(true);
    expect(lines.some(({ name }) => name.length > 240)).toBe(true);
    expect(lines.some(({ unit }) => unit === '')).toBe(true);
    expect(new Set(lines.map(({ taxRate }) => taxRate)).size).toBeGreaterThan(3);
  });
});
