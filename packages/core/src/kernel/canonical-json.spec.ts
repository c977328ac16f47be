import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, contentHash } from './canonical-json.ts';

describe('Canonical JSON', () => {
  it.each([
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: undefined, b: null }, '{"b":null}'],
    [{ 10: 'x', 9: 'y', a: 'z' }, '{"9":"y","10":"x","a":"z"}'],
    [[3, 1, { d: 1, c: [] }], '[3,1,{"c":[],"d":1}]'],
    ['Stück "1"', '"Stück \\"1\\""'],
    [null, 'null'],
    [undefined, 'null'],
    [{}, '{}'],
  ])('writes %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('keeps a member that is called like an ancestor of all objects', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
    expect(contentHash(JSON.parse('{"__proto__":{"a":1}}'))).not.toBe(contentHash({}));
  });

  it('is the same in whatever order the members come', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(contentHash(reversed(value))).toBe(contentHash(value));
      }),
    );
  });

  it('says all that JSON says', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps the order of lists', () => {
    expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
  });
});

describe('A content hash', () => {
  it('is the SHA-256 of the canonical text', () => {
    // printf '{"a":1,"b":"ä"}' | sha256sum
    expect(contentHash({ b: 'ä', a: 1 })).toBe('f5300ffcfd6fd3fc2de46d700be90d43fd799cd9eb69da4737201006143d48a1');
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
