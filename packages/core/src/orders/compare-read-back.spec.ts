import { describe, expect, it } from '@jest/globals';
import { decimal } from '../money/decimal.ts';
import { compareReadBack, type ReadTotals } from './compare-read-back.ts';

describe('reading back', () => {
  it.each<[string, ReadTotals, ReadTotals, object]>([
    ['is equal for equal totals', totals('19', '11.9'), totals('19', '11.9'), { read: 'equal' }],
    ['is equal where the rates stand in another order', totals('19', '10', '7', '5'), totals('7', '5', '19', '10'), { read: 'equal' }],
    ['is equal where one side does not know the rates', { gross: decimal('11.9') }, totals('19', '11.9'), { read: 'equal' }],
    ['is equal where a rate holds nothing', totals('19', '11.9'), totals('19', '11.9', '7', '0'), { read: 'equal' }],
    [
      'differs by the total',
      totals('19', '11.9'),
      totals('19', '10.71'),
      { read: 'differs', data: { charged: '11.90', salesOrder: '10.71' } },
    ],
    [
      'differs by a rate',
      totals('19', '10', '7', '5'),
      totals('19', '9.99', '7', '5.01'),
      { read: 'differs', data: { charged: '10.00 (19 %)', salesOrder: '9.99 (19 %)' } },
    ],
    [
      'differs by a rate that was not meant',
      totals('19', '11.9'),
      totals('19', '0', '7', '11.9'),
      { read: 'differs', data: { charged: '11.90 (19 %)', salesOrder: '0.00 (19 %)' } },
    ],
  ])('%s', (_name, wanted, there, expected) => {
    expect(compareReadBack(wanted, there)).toEqual(expected);
  });
});

function totals(...parts: readonly string[]): ReadTotals {
  const byRate = Array.from({ length: parts.length / 2 }, (_, index) => ({
    rate: decimal(parts[2 * index] ?? ''),
    gross: decimal(parts[2 * index + 1] ?? ''),
  }));
  const cents = byRate.reduce((sum, { gross }) => sum + Math.round(Number(gross) * 100), 0);
  return { gross: decimal((cents / 100).toFixed(2)), byRate };
}
