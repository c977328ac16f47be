import { describe, expect, it } from '@jest/globals';
import { type PairReport, SyncError } from '@megzo/core';
import { runReport } from './report-json.ts';
import { pairText } from './report-text.ts';

const startedAt = Date.parse('2026-10-14T09:00:00Z');
const counts = { processed: 12, created: 11, updated: 0, unchanged: 0, held: 0, parked: 1, failed: 0 };
const words = { de: 'Der Zugang wird abgelehnt.', en: 'The access is refused.' };
const remedy = { de: 'Neuen Schlüssel eintragen.', en: 'Enter a new key.' };

function report(change: Partial<PairReport> = {}): PairReport {
  return {
    merchant: 'acme',
    pair: 'acme-main',
    startedAt,
    finishedAt: startedAt + 1_500,
    ok: true,
    dryRun: false,
    whole: true,
    flows: [{ name: 'orders', ...counts }],
    calls: { 'acme-books': { read: 14, write: 11 } },
    problems: [
      {
        key: 'acme-main/TOTALS_DIFFER/7',
        code: 'TOTALS_DIFFER',
        text: { de: 'Summe', en: 'Sum' },
        remedy: { de: 'Prüfen.', en: 'Check.' },
      },
    ],
    failures: [],
    more: false,
    ...change,
  };
}

const failure = { flow: 'orders' as const, connection: 'acme-books', error: new SyncError('UNAUTHORIZED', 'refused'), text: words, remedy };

describe('The report of a run', () => {
  it('has the shape that others read, in the language of the merchant', () => {
    expect(runReport(startedAt, startedAt + 2_000, [{ language: 'de', report: report() }])).toEqual({
      startedAt: '2026-10-14T09:00:00.000Z',
      finishedAt: '2026-10-14T09:00:02.000Z',
      ok: true,
      pairs: [
        {
          merchant: 'acme',
          pair: 'acme-main',
          flows: [{ flow: 'orders', ...counts }],
          calls: { 'acme-books': { read: 14, write: 11 } },
          problems: [{ key: 'acme-main/TOTALS_DIFFER/7', code: 'TOTALS_DIFFER', text: 'Summe', remedy: 'Prüfen.' }],
        },
      ],
    });
  });

  it('names what a run would raise after a dry one, apart from what is open', () => {
    const foreseen = [{ key: 'acme-main/SKU_NOT_UNIQUE/3', code: 'SKU_NOT_UNIQUE', text: words, remedy }];
    const [pair] = runReport(startedAt, startedAt, [{ language: 'en', report: report({ dryRun: true, foreseen }) }]).pairs;
    if (pair === undefined) throw new Error('one pair');

    expect(pair.foreseen).toEqual([{ key: foreseen[0]?.key, code: 'SKU_NOT_UNIQUE', text: words.en, remedy: remedy.en }]);
    expect(pairText(pair, []).slice(-3)).toEqual([
      '  A run would raise 1 more problem of a listing:',
      '    [SKU_NOT_UNIQUE] The access is refused.',
      '      -> Enter a new key.',
    ]);
  });

  it('tells people how many stock requests were made, and how few would have done', () => {
    const requests = { reads: { made: 80, needed: 80 }, writes: { made: 2, needed: 1 } };
    const [pair] = runReport(startedAt, startedAt, [{ language: 'de', report: report({ stockRequests: requests }) }]).pairs;
    if (pair === undefined) throw new Error('one pair');

    expect(pairText(pair, [], { stockRequests: requests })).toContain('  Stock requests: 80 reads (80 needed), 2 writes (1 needed)');
    expect(pairText(pair, []).join()).not.toContain('Stock requests');
  });

  it('shows a failure that is no open problem, with what to do about it', () => {
    const { ok, pairs } = runReport(startedAt, startedAt, [
      { language: 'en', report: report({ ok: false, problems: [], failures: [failure] }) },
    ]);

    expect(ok).toBe(false);
    expect(pairs[0]?.problems).toEqual([
      { key: 'connection/acme-books', code: 'UNAUTHORIZED', text: 'The access is refused.', remedy: 'Enter a new key.' },
    ]);
  });

  it('shows a failure once that stands among the open problems', () => {
    const open = { key: 'acme-main/connection/acme-books', code: 'CONNECTION_UNAUTHORIZED', text: words, remedy };
    const { pairs } = runReport(startedAt, startedAt, [
      { language: 'de', report: report({ ok: false, problems: [open], failures: [failure] }) },
    ]);

    expect(pairs[0]?.problems.map(({ code }) => code)).toEqual(['CONNECTION_UNAUTHORIZED']);
  });

  it('is not fine where one of several pairs broke off', () => {
    const broken = { key: 'b/run', code: 'RUN_BROKEN', text: 'broke', remedy: 'again' };
    const { ok, pairs } = runReport(startedAt, startedAt, [
      { language: 'de', report: report() },
      { merchant: 'beta', pair: 'b', broken },
    ]);

    expect(ok).toBe(false);
    expect(pairs[1]).toEqual({ merchant: 'beta', pair: 'b', flows: [], calls: {}, problems: [broken] });
  });
});

describe('The table of a run', () => {
  it('is readable, with what waits and what to do', () => {
    const [pair] = runReport(startedAt, startedAt, [{ language: 'de', report: report() }]).pairs;
    const waiting = [{ state: 'held' as const, code: 'ORDER_PENDING', count: 3, text: 'Die Zahlung fehlt.' }];

    expect(pair === undefined ? [] : pairText(pair, waiting)).toEqual([
      'acme / acme-main   (calls: acme-books 14 reads, 11 writes)',
      '  flow    processed  created  updated  unchanged  held  parked  failed',
      '  orders         12       11        0          0     0       1       0',
      '',
      '  Orders that wait:',
      '       3 held   ORDER_PENDING: such as: Die Zahlung fehlt.',
      '',
      '  1 problem needs a person:',
      '    [TOTALS_DIFFER] Summe',
      '      -> Prüfen.',
    ]);
  });
});
