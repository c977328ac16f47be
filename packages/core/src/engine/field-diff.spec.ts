import { expect, it } from '@jest/globals';
import { fieldDiff } from './field-diff.ts';

it('equal values differ in nothing, whatever the order of their members', () => {
  expect(fieldDiff({ a: 1, b: [{ c: 'x' }] }, { b: [{ c: 'x' }], a: 1 })).toEqual([]);
});

it('what is changed, gone and new is named by its path', () => {
  expect(fieldDiff({ a: { b: 'x', c: 'y' }, lines: ['1', '2'] }, { a: { b: 'z' }, lines: ['1', '2', '3'] })).toEqual([
    { path: 'a.b', sent: 'x', now: 'z' },
    { path: 'a.c', sent: 'y' },
    { path: 'lines[2]', now: '3' },
  ]);
});
