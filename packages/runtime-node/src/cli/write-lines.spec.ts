import { describe, expect, it } from '@jest/globals';
import { writeLines } from './write-lines.ts';

const at = Date.parse('2026-03-02T08:00:00Z');

describe('what was written and why, for people', () => {
  it('says a figure of stock as a sum', () => {
    const buffer = { channel: 'acme-main', buffer: { kind: 'fixed', units: 2 } };
    const content = { flow: 'stock', sku: 'K-1', onHand: 9, allocated: 3, buffer, safetyStock: 2, target: 4, shelf: 6 };

    expect(writeLines({ articleId: '1', at, content }, 'Europe/Berlin')).toEqual([
      '2026-03-02 09:00 GMT+1  K-1: 4 for sale, where the channel showed 6',
      '    9 on hand - 3 held for orders - 2 kept back, then the stock rules',
      '    kept back by channel acme-main, buffer kind fixed, units 2',
    ]);
  });

  it('says a listing field by field, with the version of its rules', () => {
    const content = { flow: 'listings', rules: { version: 3, hash: 'x' }, inputs: 'y', groups: ['content'], values: { name: 'Kanne' } };

    expect(writeLines({ articleId: '1', at, content }, 'UTC')).toEqual([
      '2026-03-02 08:00 UTC  written by version 3 of the listing rules',
      '    name = Kanne',
      '    groups = content',
    ]);
  });
});
