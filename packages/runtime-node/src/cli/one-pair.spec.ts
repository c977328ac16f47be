import { describe, expect, it } from '@jest/globals';
import type { Config } from '../config/config-file.ts';
import { onePair, pairsMeant, runningPair } from './one-pair.ts';

function config(pairs: Readonly<Record<string, readonly string[]>>): Pick<Config, 'merchants'> {
  const merchants = Object.entries(pairs).map(([id, names]) => ({ id, pairs: names.map((name) => ({ id: name })) }));
  return { merchants } as unknown as Config;
}

function named(pairs: Readonly<Record<string, readonly string[]>>, given?: string): string {
  const { merchant, pair } = onePair(config(pairs), given, 'orders');
  return `${merchant.id}/${pair}`;
}

describe('the one pair that a command works on', () => {
  it('is the only one where none is named', () => {
    expect(named({ acme: ['main'] })).toBe('acme/main');
  });

  it('is the one of that name, with or without its merchant', () => {
    expect(named({ acme: ['main', 'second'], other: ['shop'] }, 'shop')).toBe('other/shop');
    expect(named({ acme: ['main'], other: ['main'] }, 'other/main')).toBe('other/main');
  });

  it('is never guessed where two merchants gave one name', () => {
    expect(() => named({ acme: ['main'], other: ['main'] }, 'main')).toThrow(
      '--pair main: there are several of that name; name one as acme/main, other/main',
    );
  });

  it('is asked for where there are several, and proposed where a name is near', () => {
    expect(() => named({ acme: ['main', 'second'] })).toThrow('orders needs --pair PAIR; known are acme/main, acme/second');
    expect(() => named({ acme: ['main', 'second'] }, 'secnd')).toThrow('did you mean second?');
  });
});

describe('the pairs that a command is meant for', () => {
  const two = config({ acme: ['main', 'second'], other: ['main'] });
  const running = two.merchants.flatMap((merchant) => merchant.pairs.map((pair) => ({ merchant, pair })));
  const names = (pairs: typeof running) => pairs.map(({ merchant, pair }) => `${merchant.id}/${pair.id}`);

  it('are all where none is named, and one merchant’s alone where one is', () => {
    expect(names(running.filter(pairsMeant(two, undefined)))).toEqual(['acme/main', 'acme/second', 'other/main']);
    expect(names(running.filter(pairsMeant(two, 'other/main')))).toEqual(['other/main']);
    expect(names([runningPair(running, onePair(two, 'other/main'))])).toEqual(['other/main']);
  });

  it('are none where a name could mean two merchants', () => {
    expect(() => pairsMeant(two, 'main')).toThrow('name one as acme/main, other/main');
  });
});
