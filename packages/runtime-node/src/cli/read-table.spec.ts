import { expect, it } from '@jest/globals';
import { readTable } from './read-table.ts';

it.each([
  ['semicolons and a byte order mark', '\ufeffStk;Stück\r\nKi;"Kiste; groß"\r\n', { Stk: 'Stück', Ki: 'Kiste; groß' }],
  ['commas and empty lines', 'a,1\n\nb,2', { a: '1', b: '2' }],
  ['tabs', 'a\t1\n', { a: '1' }],
  ['a JSON object', '{ "a": "1" }', { a: '1' }],
])('a table is read from %s', (_what, text, table) => {
  expect(readTable(text, 'units.csv')).toEqual(table);
});

it.each([
  ['a row of another width', 'a;1\nb\n', 'row 2: it must hold two columns'],
  ['a key twice', 'a;1\na;2\n', 'row 2: a stands twice'],
  ['an object of figures', '{ "a": 1 }', 'must be an object of texts'],
  ['broken JSON', '{ "a"', 'line 1, column 6: this is no valid JSON'],
])('a table with %s is refused in words', (_what, text, words) => {
  expect(() => readTable(text, 'units.csv')).toThrow(words);
});
