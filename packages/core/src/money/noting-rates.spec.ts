import { describe, expect, it } from '@jest/globals';
import { ExchangeRate, type RateTable, rateTable } from './exchange-rate.ts';
import { notingRates, recallingRates } from './noting-rates.ts';

/** Begins with the month, and was given first. */
const month = { base: 'EUR', quote: 'CHF', rate: '0.9', validFrom: '2026-07-01', validTo: '2026-07-31', source: 'month' };
/** Begins on the same day and was given later: it counts as long as it holds. */
const week = { ...month, rate: '0.95', validTo: '2026-07-07', source: 'week' };

describe('noted rates', () => {
  it('are answered once each, in the order of the table, so that a table of them alone answers alike', () => {
    const noting = notingRates(tableOf(month, { ...month, quote: 'PLN', source: 'not asked' }, week));

    const { result, used } = noting.during(() => [on(noting, '2026-07-03'), on(noting, '2026-07-20'), on(noting, '2026-07-03')]);

    expect(result).toEqual(['0.95', '0.9', '0.95']);
    expect(used.map(({ source }) => source)).toEqual(['month', 'week']);
    const again = rateTable(used);
    expect([on(again, '2026-07-03'), on(again, '2026-07-20')]).toEqual(['0.95', '0.9']);
  });

  it('are those of one piece of work', () => {
    const noting = notingRates(tableOf(month));
    on(noting, '2026-07-03');

    expect(noting.during(() => 'nothing asked').used).toEqual([]);
  });
});

describe('recalled rates', () => {
  it('answer what was asked as it was answered, whatever rates came later, and all else by those', () => {
    const asked = recallingRates(tableOf(month));
    const later = tableOf(month, { ...month, rate: '0.5', validFrom: '2026-07-10', source: 'later' });
    on(asked, '2026-07-20');

    const both = asked.first(later);

    expect([on(both, '2026-07-20'), on(both, '2026-07-21'), on(both, '2026-07-05')]).toEqual(['0.9', '0.5', '0.9']);
  });
});

function tableOf(...rows: readonly object[]): RateTable {
  return rateTable(rows.map((row) => ExchangeRate.parse(row)));
}

function on(table: RateTable, day: string): string | undefined {
  return table.find({ from: 'EUR', to: 'CHF', on: day })?.rate.rate;
}
