import { expect, it } from '@jest/globals';
import { lastUsed } from './last-used.ts';

it('the value that was not used for the longest time goes first', () => {
  const values = lastUsed<number>(2);
  values.set('a', 1);
  values.set('b', 2);

  values.get('a');
  values.set('c', 3);

  expect(['a', 'b', 'c'].map((key) => values.get(key))).toEqual([1, undefined, 3]);
});

it('a value that is set again is kept once, as it is now', () => {
  const values = lastUsed<number>(2);

  for (const value of [1, 2, 3]) values.set('a', value);
  values.set('b', 4);

  expect(['a', 'b'].map((key) => values.get(key))).toEqual([3, 4]);
});
