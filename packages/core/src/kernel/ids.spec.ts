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
    ['K\0', 'k\ufffd'],
    ['a\nb', 'a\ufffdb'],
    ['a\ud83d', 'a\ufffd'],
    ['😀', '😀'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('of %j is %j', (written, key) => {
    expect(skuKey(sku(written))).toBe(key);
  });

  it('is short enough for an index, and another one for another SKU', () => {
    const keys = ['a', 'b'].map((end) => skuKey(sku(`${'😀'.repeat(9_000)}${end}`)));

    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect([key.length < 256, skuKey(sku(key)) === key]).toEqual([true, true]);
  });

  it('is its own key', () => {
    const key = skuKey(sku(' Rot-XL '));
    expect(skuKey(sku(key))).toBe(key);
  });
});
