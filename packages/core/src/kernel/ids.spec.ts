import { describe, expect, it } from '@jest/globals';
import { sku, skuKey } from './ids.ts';

describe('The key of a SKU', () => {
  it.each([
    ['ABC-1', 'abc-1'],
    ['  abc-1\t', 'abc-1'],
    ['Größe XL', 'größe xl'],
    ['ÄÖÜ', 'äöü'],
    ['a b', 'a b'],
    ['', ''],
  ])('of %j is %j', (written, key) => {
    expect(skuKey(sku(written))).toBe(key);
  });

  it('is its own key', () => {
    const key = skuKey(sku(' Rot-XL '));
    expect(skuKey(sku(key))).toBe(key);
  });
});
