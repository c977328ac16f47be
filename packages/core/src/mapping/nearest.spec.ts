import { describe, expect, it } from '@jest/globals';
import { editDistance, nearest } from './nearest.ts';

describe('the nearest choice', () => {
  const paths = ['article.title', 'article.price.net', 'article.price.taxRate', 'order.id', 'line.name'];

  it.each([
    ['article.tilte', 'article.title'],
    ['ARTICLE.TITLE', 'article.title'],
    ['title', 'article.title'],
    ['taxRate', 'article.price.taxRate'],
    ['article.price.rate', 'article.price.taxRate'],
    ['line.nam', 'line.name'],
    ['order.ids', 'order.id'],
    ['something.quite.different', undefined],
  ])('to %s is %s', (text, choice) => {
    expect(nearest(text, paths)).toBe(choice);
  });

  it('is none among none', () => {
    expect(nearest('x', [])).toBeUndefined();
  });

  it('is found among many for a very long text in no time', () => {
    const choices = Array.from({ length: 2_000 }, (_, index) => `article.field${index}`);
    const began = performance.now();

    nearest('x'.repeat(1_000_000), choices);

    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

it.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'abd', 1],
  ['abc', 'acb', 1],
  ['abc', 'abcd', 1],
  ['abc', 'bc', 1],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
])('from %j to %j it takes %d letters', (left, right, letters) => {
  expect(editDistance(left, right)).toBe(letters);
  expect(editDistance(right, left)).toBe(letters);
});
