import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BufferPolicy, PlacedBuffer } from '../model/stock.ts';
import { bufferFaults, bufferFor, safetyStock } from './buffer.ts';

const tiers = [
  { onHandFrom: 1, units: 1 },
  { onHandFrom: 20, units: 3 },
  { onHandFrom: 100, units: 8 },
] as const;

describe('what a policy keeps back', () => {
  it.each<[BufferPolicy, number, number]>([
    [{ kind: 'fixed', units: 2 }, 0, 2],
    [{ kind: 'fixed', units: 0 }, 10, 0],
    [{ kind: 'percent', percent: 10 }, 100, 10],
    [{ kind: 'percent', percent: 10 }, 101, 11],
    [{ kind: 'percent', percent: 10 }, 1, 1],
    [{ kind: 'percent', percent: 10 }, 0, 0],
    [{ kind: 'percent', percent: 7 }, 100, 7],
    [{ kind: 'percent', percent: 12.5 }, 8, 1],
    [{ kind: 'percent', percent: 10, unitsMin: 3 }, 10, 3],
    [{ kind: 'percent', percent: 50, unitsMin: 3 }, 10, 5],
    [{ kind: 'tiers', tiers }, 0, 0],
    [{ kind: 'tiers', tiers }, 1, 1],
    [{ kind: 'tiers', tiers }, 19, 1],
    [{ kind: 'tiers', tiers }, 20, 3],
    [{ kind: 'tiers', tiers }, 5_000, 8],
    [{ kind: 'tiers', tiers, unitsMin: 2 }, 0, 2],
    [{ kind: 'tiers', tiers, unitsMin: 2 }, 19, 2],
    [{ kind: 'tiers', tiers, unitsMin: 2 }, 20, 3],
  ])('%j of %i is %i', (policy, onHand, units) => {
    expect(safetyStock(policy, onHand)).toBe(units);
  });
});

describe('which policy holds', () => {
  const all: readonly PlacedBuffer[] = [
    { buffer: fixed(1) },
    { pool: 'default', buffer: fixed(2) },
    { channel: 'shop', buffer: fixed(3) },
    { channel: 'shop', pool: 'default', buffer: fixed(4) },
    { sku: 'K-1', buffer: fixed(5) },
    { sku: 'K-1', pool: 'default', buffer: fixed(6) },
    { sku: 'K-1', channel: 'shop', buffer: fixed(7) },
    { sku: 'K-1', channel: 'shop', pool: 'default', buffer: fixed(8) },
  ];

  it.each([8, 7, 6, 5, 4, 3, 2, 1])('is the most particular one that is left: number %i', (most) => {
    const left = all.slice(0, most);

    expect(held(left)).toBe(most);
    expect(held(left.toReversed())).toBe(most);
  });

  it('is none of another SKU, channel or pool', () => {
    const others: readonly PlacedBuffer[] = [
      { sku: 'K-2', buffer: fixed(7) },
      { channel: 'market', buffer: fixed(8) },
      { pool: 'outlet', buffer: fixed(9) },
      { sku: 'K-1', channel: 'market', buffer: fixed(9) },
    ];

    expect(held(others)).toBe(0);
    expect(bufferFor(others, { skuKey: 'k-1', channel: 'shop', pool: 'default', onHand: 10 })).toEqual({ units: 0 });
  });

  it('is found whatever the case of the SKU', () => {
    expect(held([{ sku: ' k-1 ', buffer: fixed(5) }])).toBe(5);
  });

  it('is one alone: however many hold, no more is kept back than one of them asks for', () => {
    const place = fc.record(
      { sku: fc.constant('K-1'), channel: fc.constant('shop'), pool: fc.constant('default'), units: fc.nat(20) },
      { requiredKeys: ['units'] },
    );
    fc.assert(
      fc.property(fc.array(place, { maxLength: 6 }), (places) => {
        const policies = places.map(({ units, ...where }) => ({ ...where, buffer: fixed(units) }));

        expect([0, ...places.map(({ units }) => units)]).toContain(held(policies));
      }),
    );
  });

  function held(policies: readonly PlacedBuffer[]): number {
    return bufferFor(policies, { skuKey: 'k-1', channel: 'shop', pool: 'default', onHand: 10 }).units;
  }
});

describe('nonsense', () => {
  it.each<[string, readonly PlacedBuffer[], readonly string[]]>([
    [
      'a sound list has none',
      [
        { channel: 'shop', buffer: fixed(2) },
        { sku: 'K-1', buffer: { kind: 'tiers', tiers } },
      ],
      [],
    ],
    ['negative units', [{ buffer: fixed(-1) }], ['buffer everywhere: units must be a whole number from 0 to 1000000; it is -1']],
    [
      'parts of units',
      [{ sku: 'K-1', buffer: fixed(1.5) }],
      ['buffer of SKU k-1: units must be a whole number from 0 to 1000000; it is 1.5'],
    ],
    ['no figure', [{ buffer: fixed(Number.NaN) }], ['buffer everywhere: units must be a whole number from 0 to 1000000; it is NaN']],
    [
      'more than all',
      [{ pool: 'default', buffer: { kind: 'percent', percent: 101 } }],
      ['buffer of pool default: percent must be from 0 to 100'],
    ],
    [
      'a share that is no number',
      [{ buffer: { kind: 'percent', percent: Number.NaN } }],
      ['buffer everywhere: percent must be from 0 to 100'],
    ],
    ['no tiers', [{ buffer: { kind: 'tiers', tiers: [] } }], ['buffer everywhere: tiers must name at least one tier']],
    [
      'tiers that fall back',
      [{ buffer: { kind: 'tiers', tiers: [...tiers].reverse() } }],
      ['buffer everywhere: tiers must ascend by onHandFrom, each one once'],
    ],
    [
      'one tier twice',
      [{ buffer: { kind: 'tiers', tiers: [tiers[0], tiers[0]] } }],
      ['buffer everywhere: tiers must ascend by onHandFrom, each one once'],
    ],
    [
      'two in one place',
      [
        { sku: 'K-1', channel: 'shop', buffer: fixed(1) },
        { channel: 'shop', sku: 'k-1 ', buffer: fixed(2) },
      ],
      ['buffer of SKU k-1, channel shop: two buffers hold in the same place; keep one of them'],
    ],
    ['a SKU without a letter', [{ sku: ' ', buffer: fixed(1) }], ['buffer of SKU : a SKU must not be empty']],
  ])('%s', (_name, policies, faults) => {
    expect(bufferFaults(policies)).toEqual(faults);
  });
});

function fixed(units: number): BufferPolicy {
  return { kind: 'fixed', units };
}
