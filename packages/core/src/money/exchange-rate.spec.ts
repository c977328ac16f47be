import { describe, expect, it } from '@jest/globals';
import { decimal } from './decimal.ts';
import { convertAmount, ExchangeRate, type RateQuestion, rateTable } from './exchange-rate.ts';

const july = { base: 'EUR', quote: 'CHF', rate: '0.9412', validFrom: '2026-07-01', validTo: '2026-07-31', source: 'BMF 2026-07' };
const daily = { base: 'EUR', quote: 'PLN', rate: '4.2500', validFrom: '2026-07-10', source: 'bank' };

function tableOf(...rows: readonly object[]): ReturnType<typeof rateTable> {
  return rateTable(rows.map((row) => ExchangeRate.parse(row)));
}

describe('a rate of a day', () => {
  const next = { ...daily, rate: '4.3', validFrom: '2026-07-20' };
  const twice = { ...daily, rate: '4.4', validFrom: '2026-07-20', source: 'given later' };

  it.each<[string, Partial<RateQuestion>, string]>([
    ['holds from its first day', { to: 'CHF', on: '2026-07-01' }, '0.9412'],
    ['holds to its last day', { to: 'CHF', on: '2026-07-31' }, '0.9412'],
    ['holds not the day before', { to: 'CHF', on: '2026-06-30' }, 'none'],
    ['holds not the day after', { to: 'CHF', on: '2026-08-01' }, 'none'],
    ['serves the way back', { from: 'CHF', to: 'EUR', on: '2026-07-15' }, '0.9412 turned round'],
    ['without an end holds until the next begins', { to: 'PLN', on: '2026-07-19' }, '4.25'],
    ['gives way to the one given later', { to: 'PLN', on: '2026-07-20' }, '4.4'],
    ['without an end holds for a month', { to: 'PLN', on: '2026-08-20' }, '4.4'],
    ['without an end holds no longer than a month', { to: 'PLN', on: '2026-08-21' }, 'none'],
    ['is not made of two others', { from: 'CHF', to: 'PLN', on: '2026-07-15' }, 'none'],
    ['is of that currency alone', { to: 'USD', on: '2026-07-15' }, 'none'],
  ])('%s', (_name, question, expected) => {
    const found = tableOf(july, daily, next, twice).find({ from: 'EUR', to: 'CHF', on: '2026-07-15', ...question });

    expect(found === undefined ? 'none' : `${found.rate.rate}${found.inverse ? ' turned round' : ''}`).toBe(expected);
  });
});

it('the latest rate that has begun counts, in whatever order they were given', () => {
  const [first, second] = [daily, { ...daily, rate: '4.3', validFrom: '2026-07-20' }];
  for (const rows of [
    [first, second],
    [second, first],
  ])
    expect(tableOf(...rows).find({ from: 'EUR', to: 'PLN', on: '2026-07-21' })?.rate.rate).toBe('4.3');
});

describe('an amount in another currency', () => {
  it.each([
    ['EUR', 'CHF', '100', 2, '94.12'],
    ['CHF', 'EUR', '94.12', 2, '100'],
    ['CHF', 'EUR', '100', 2, '106.25'],
    ['CHF', 'EUR', '100', 6, '106.247344'],
    ['CHF', 'EUR', '-100', 2, '-106.25'],
  ])('from %s to %s: %s to %d places is %s', (from, to, amount, places, expected) => {
    const found = tableOf(july).find({ from, to, on: '2026-07-02' });
    if (found === undefined) throw new Error('no rate');

    expect(convertAmount(decimal(amount), found, { places })).toBe(expected);
  });

  it('is rounded once, from the exact product', () => {
    const found = tableOf({ ...july, rate: '1.005' }).find({ from: 'EUR', to: 'CHF', on: '2026-07-02' });
    if (found === undefined) throw new Error('no rate');

    expect(convertAmount(decimal(1), found, { places: 2 })).toBe('1.01');
    expect(convertAmount(decimal(1), found, { places: 2, mode: 'half-even' })).toBe('1');
  });
});

describe('a row of rates', () => {
  it.each([
    [{ rate: '0' }],
    [{ rate: '-1' }],
    [{ rate: '1,5' }],
    [{ rate: '' }],
    [{ quote: 'chf' }],
    [{ base: 'EURO' }],
    [{ validFrom: '2026-02-30' }],
    [{ validFrom: '1.7.2026' }],
    [{ source: '' }],
    [{ note: 'x' }],
  ])('is refused with %j', (change) => {
    expect(ExchangeRate.safeParse({ ...july, ...change }).success).toBe(false);
  });
});
