import { describe, expect, it } from '@jest/globals';
import { jsonFaultAt } from './json-fault.ts';

describe('Text that is no JSON', () => {
  it.each([
    ['a bracket closed by the wrong one', '{\n  "merchants": [}\n', 2, 17],
    ['a comma before the end', '{ "a": [1, 2,] }', 1, 14],
    ['a comma before the end of an object', '{ "a": 1,\n}', 2, 1],
    ['a missing comma', '{ "a": {} "b": -1.5e3 }', 1, 11],
    ['a missing colon', '{ "a" true }', 1, 7],
    ['a key without quotes', '{ a: 1 }', 1, 3],
    ['single quotes', "{ 'a': 1 }", 1, 3],
    ['a comment', '{ "a": 1 } // why', 1, 12],
    ['an end that comes too early', '{ "a": "\\u00e4",\n  "b": [true, null', 2, 19],
    ['a text without end', '["a\nb"]', 1, 2],
    ['nothing at all', '', 1, 1],
  ])('such as %s is placed', (_, text, line, column) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonFaultAt(text)).toEqual({ line, column });
  });
});
