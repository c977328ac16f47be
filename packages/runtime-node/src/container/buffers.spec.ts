import { describe, expect, it } from '@jest/globals';
import type { PairConfig } from '../config/config-file.ts';
import { placedBuffers } from './buffers.ts';

describe('The buffers of a file', () => {
  const fixed = { kind: 'fixed', units: 2 } as const;
  const count = { from: 'article-note', pattern: 'Bestand: {count}' } as const;

  it('hold for the pool where the merchant names them, and for the channel where a pair does', () => {
    const ofPool = { buffer: { kind: 'percent', percent: 10, unitsMin: undefined } as const, buffers: [{ sku: 'K-1', buffer: fixed }] };
    const pair = pairWith({
      count,
      buffer: fixed,
      buffers: [{ sku: 'K-2', buffer: { kind: 'tiers', tiers: [{ onHandFrom: 1, units: 1 }] } }],
    });

    expect(placedBuffers({ stock: ofPool }, pair)).toEqual([
      { pool: 'default', buffer: { kind: 'percent', percent: 10 } },
      { pool: 'default', sku: 'K-1', buffer: fixed },
      { channel: 'acme-main', buffer: fixed },
      { channel: 'acme-main', sku: 'K-2', buffer: { kind: 'tiers', tiers: [{ onHandFrom: 1, units: 1 }] } },
    ]);
  });

  it('are none where nothing is named', () => {
    expect(placedBuffers({}, pairWith({ count }))).toEqual([]);
  });

  function pairWith(stock: NonNullable<PairConfig['stock']>): PairConfig {
    return { id: 'acme-main', invoicing: 'acme-books', channel: 'acme-shop', ordersFrom: '2026-01-01T00:00:00+01:00', stock };
  }
});
