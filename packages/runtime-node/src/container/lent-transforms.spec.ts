import { describe, expect, it } from '@jest/globals';
import { compileRules, RuleSet } from '@megzo/core';
import { lentTransforms } from './lent-transforms.ts';

describe('markup as text', () => {
  it.each([
    ['paragraphs', '<p>Eins</p><p>Zwei</p>', 'Eins\n\nZwei'],
    ['breaks and bold words', 'a<br><b>b</b>', 'a\nb'],
    ['entities', '&lt;b&gt; &amp; &auml;', '<b> & ä'],
    ['a heading, as it is written', '<h1>Titel</h1>', 'Titel'],
    ['a link without its address', '<a href="https://x.example">hier</a>', 'hier'],
    ['a picture, which has no words', '<img src="x" alt="y">', ''],
    ['a list', '<ul><li>a</li><li>b</li></ul>', ' * a\n * b'],
    ['a script, which is no text', 'a<script>alert(1)</script>', 'a'],
    ['plain text', 'Kaffee', 'Kaffee'],
  ])('%s', (_name, html, text) => {
    expect(lentTransforms.htmlToText?.(html)).toBe(text);
  });

  it('of any depth and length is read in reasonable time', () => {
    const began = performance.now();

    lentTransforms.htmlToText?.('<div>'.repeat(100_000));
    lentTransforms.htmlToText?.('<p>x</p>'.repeat(100_000));

    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('that is longer than anybody writes is refused, not cut', () => {
    expect(() => lentTransforms.htmlToText?.('<p>x</p>'.repeat(200_000))).toThrow('more than 1000000');
  });

  it('is what rules get', () => {
    const rules = RuleSet.parse({
      format: 2,
      flow: 'listings',
      blocks: { listing: [{ target: 'x', source: { from: 'article.description' }, steps: [{ do: 'html-to-text' }] }] },
    });

    const compiled = compileRules(rules, { transforms: lentTransforms });

    expect(compiled.apply('listing', { article: { description: '<p>Röstung</p>' } })).toEqual({ ok: true, values: { x: 'Röstung' } });
  });
});
