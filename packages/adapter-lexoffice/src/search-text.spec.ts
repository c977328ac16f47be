import { describe, expect, it } from '@jest/globals';
import { searchText } from './search-text.ts';

describe('search text', () => {
  it.each([
    ['johnson & partner', 'johnson &amp; partner'],
    ['a<b>c', 'a&lt;b&gt;c'],
    ['max_muster@example.com', 'max\\_muster@example.com'],
    ['100%', '100\\%'],
    ['a\\b', 'a\\\\b'],
    ['  Müller  ', 'Müller'],
  ])('writes %j as %j', (text, query) => {
    expect(searchText(text)).toBe(query);
  });

  it.each(['', '  ', 'ab', ' ab '])('does not search for %j: the vendor wants three characters', (text) => {
    expect(searchText(text)).toBeUndefined();
  });

  it('cuts a long text before the limit, never inside an escape', () => {
    expect(searchText('x'.repeat(200))).toBe('x'.repeat(128));
    expect(searchText(`${'x'.repeat(125)}&y`)).toBe('x'.repeat(125));
    expect(searchText(`${'x'.repeat(127)}_y`)).toBe('x'.repeat(127));
  });
});
