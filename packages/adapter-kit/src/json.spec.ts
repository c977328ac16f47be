import { describe, expect, it } from '@jest/globals';
import { decimal } from '@megzo/core';
import { jsonNumber, parseJson, stringifyJson } from './json.ts';

describe('parseJson', () => {
  it('keeps whole numbers of up to 15 digits as numbers', () => {
    expect(parseJson('[0, 7, -42, 999999999999999]')).toEqual([0, 7, -42, 999_999_999_999_999]);
    expect(Object.is(parseJson('-0'), 0)).toBe(true);
  });

  it('keeps every digit of all other numbers as text', () => {
    const parsed = parseJson('{"a":19.90,"b":0.1,"c":1234567890123456789,"d":1.0E+2,"e":-0.005,"f":9007199254740993}');

    expect(parsed).toEqual({ a: '19.90', b: '0.1', c: '1234567890123456789', d: '1.0E+2', e: '-0.005', f: '9007199254740993' });
  });

  it('takes the last of a repeated member', () => {
    expect(parseJson('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  it('does not touch prototypes', () => {
    const parsed = parseJson('{"__proto__":{"polluted":1}}') as Record<string, unknown>;

    expect(parsed.polluted).toBeUndefined();
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(['', '{', '<html>', '{"a":1}x', '[1,]', 'undefined'])('throws for %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

describe('stringifyJson', () => {
  it('writes decimals as number literals with exactly their digits', () => {
    const body = { price: jsonNumber(decimal('1234567890123.0001')), rate: jsonNumber(decimal('19')), name: 'Schraube "M8"' };

    expect(stringifyJson(body)).toBe('{"price":1234567890123.0001,"rate":19,"name":"Schraube \\"M8\\""}');
  });

  it('leaves out absent members and keeps empty ones', () => {
    expect(stringifyJson({ a: undefined, b: null, c: [], d: '' })).toBe('{"b":null,"c":[],"d":""}');
  });

  it.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %p, which may have lost digits', (value) => {
    expect(() => stringifyJson({ deep: [{ value }] })).toThrow('whole numbers');
  });

  it('refuses to write nothing', () => {
    expect(() => stringifyJson(undefined)).toThrow('nothing');
  });

  it('gives back what it read', () => {
    const text = '{"id":1042,"lines":[{"amount":"19.9000"}],"none":null,"yes":true}';

    expect(stringifyJson(parseJson(text))).toBe(text);
  });
});
