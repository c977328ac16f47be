import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutText } from './cut-text.ts';

describe('a cut text', () => {
  it.each([
    ['abcde', 5, 'abcde'],
    ['abcdef', 5, 'abcd…'],
    ['abc def', 5, 'abc…'],
    ['ab', 1, '…'],
    ['ab👩c', 4, 'ab…'],
    ['abc👩', 4, 'abc…'],
    ['👩👩', 2, '…'],
  ])('%j to %d is %j', (text, max, expected) => {
    expect(cutText(text, max)).toBe(expected);
  });

  it('is never longer than it may be, and breaks no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const cut = cutText(text, max);

        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
        if (text.length <= max) expect(cut).toBe(text);
      }),
    );
  });
});
