import { describe, expect, it } from '@jest/globals';
import { vatRateFault, vatRatesOn } from './vat-rates.ts';

describe('the VAT rates of a country', () => {
  it.each([
    ['DE', '2020-06-30', '19 7'],
    ['DE', '2020-07-01', '16 5'],
    ['DE', '2020-12-31', '16 5'],
    ['DE', '2021-01-01', '19 7'],
    ['AT', '2026-06-30', '20 13 10'],
    ['AT', '2026-07-01', '20 13 10 4.9'],
    ['EE', '2025-06-30', '22 13 9'],
    ['EE', '2025-07-01', '24 13 9'],
    ['FI', '2025-12-31', '25.5 14 10'],
    ['FI', '2026-01-01', '25.5 13.5 10'],
    ['RO', '2025-07-31', '19 9 5'],
    ['RO', '2025-08-01', '21 11'],
    ['LT', '2026-01-01', '21 12 5'],
    ['SK', '2025-01-01', '23 19 5'],
    ['FR', '2026-11-01', '20 10 5.5 2.1'],
    ['DE', '2006-12-31', ''],
    ['CH', '2026-11-01', ''],
    ['constructor', '2026-11-01', ''],
  ])('%s on %s: %s', (country, day, rates) => {
    expect(vatRatesOn(country, day).join(' ')).toBe(rates);
  });

  it('are known for every member state', () => {
    const members = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ');

    expect(members.filter((country) => vatRatesOn(country, '2026-11-01').length === 0)).toEqual([]);
    // Union law: no standard rate below 15 %.
    expect(members.filter((country) => Number(vatRatesOn(country, '2026-11-01')[0]) < 15)).toEqual([]);
  });

  it('are those that the merchant keeps, from their day on', () => {
    const kept = { AT: [{ from: '2027-01-01', rates: ['21', '11.00'] }], CH: [{ from: '2024-01-01', rates: ['8.1'] }], DE: [] };

    expect(vatRatesOn('AT', '2026-12-31', kept)).toEqual(['20', '13', '10', '4.9']);
    expect(vatRatesOn('AT', '2027-01-01', kept)).toEqual(['21', '11']);
    expect(vatRatesOn('CH', '2026-11-01', kept)).toEqual(['8.1']);
    expect(vatRatesOn('DE', '2026-11-01', kept)).toEqual(['19', '7']);
    expect(vatRatesOn('AT', '2026-11-01', { AT: [{ from: '2026-07-01', rates: ['20', '10'] }] })).toEqual(['20', '10']);
  });

  it.each([
    [{ at: [] }, '"at" is no country code, such as AT'],
    [{ AT: [{ from: '1.1.2027', rates: ['20'] }] }, '"1.1.2027" is no day, such as 2027-01-01'],
    [{ AT: [{ from: '2027-13-01', rates: ['20'] }] }, '"2027-13-01" is no day, such as 2027-01-01'],
    [{ AT: [{ from: '2027-01-01', rates: ['20', '13,5'] }] }, '"13,5" is no rate in percent, such as 13.5'],
    [{ AT: [{ from: '2027-01-01', rates: ['120'] }] }, '"120" is no rate in percent, such as 13.5'],
    [{ AT: [{ from: '2027-01-01', rates: ['20', '13.5'] }] }, undefined],
  ])('%j: %s', (kept, fault) => {
    expect(vatRateFault(kept)).toBe(fault);
  });
});
