import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFigure } from './read-figure.ts';

describe('a figure of units', () => {
  it.each<[string, number | string]>([
    ['0', 0],
    ['12', 12],
    [' 12\u00a0', 12],
    ['0012', 12],
    ['999999999', 999_999_999],
    ['1000000000', 'TOO_MANY_DIGITS'],
    ['4006381333931', 'TOO_MANY_DIGITS'],
    ['', 'EMPTY'],
    [' \t', 'EMPTY'],
    ['-1', 'NEGATIVE'],
    ['- 1', 'NEGATIVE'],
    ['\u22121', 'NEGATIVE'],
    ['-1,5', 'NEGATIVE'],
    ['1.5', 'NOT_WHOLE'],
    ['1,5', 'NOT_WHOLE'],
    ['1.500', 'NOT_WHOLE'],
    ['1 500', 'NOT_WHOLE'],
    ["1'500", 'NOT_WHOLE'],
    ['12,00', 'NOT_WHOLE'],
    ['+1', 'NOT_A_FIGURE'],
    ['1e3', 'NOT_A_FIGURE'],
    ['0x1f', 'NOT_A_FIGURE'],
    ['12 Stk', 'NOT_A_FIGURE'],
    ['n/a', 'NOT_A_FIGURE'],
    ['-', 'NOT_A_FIGURE'],
    ['١٢', 'NOT_A_FIGURE'],
  ])('%j is %j', (text, expected) => {
    expect(readFigure(text)).toBe(expected);
  });

  it('is a whole number that is not negative, or a word that says why it is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const figure = readFigure(text);

        if (typeof figure === 'number') expect([Number.isSafeInteger(figure), figure >= 0]).toEqual([true, true]);
        else expect(figure).toMatch(/^[A-Z_]+$/);
      }),
    );
  });
});
