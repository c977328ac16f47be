import { expect, it } from '@jest/globals';
import { type BackfillReport, decimal } from '@megzo/core';
import { reportLines } from './backfill-command.ts';

it('a backfill is told by the clock of the merchant, and sums as amounts are written', () => {
  const report: BackfillReport = {
    since: Date.parse('2025-12-31T23:00:00Z'),
    applied: false,
    ended: true,
    counts: [{ state: 'admitted', orders: 2, gross: { EUR: decimal('119.5'), CHF: decimal('7') } }],
    failures: [],
  };

  expect(reportLines(report, { language: 'en', timeZone: 'Europe/Berlin' }).slice(0, 2)).toEqual([
    'Orders placed since 2026-01-01 00:00 GMT+1. Nothing was written; --apply does it:',
    '       2 would be placed 119.50 EUR, 7.00 CHF',
  ]);
});
