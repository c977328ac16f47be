import type { Day } from '../kernel/instant.ts';
import { type DecimalText, decimal, parseDecimal } from './decimal.ts';

/** Percentages of a country from a day on, until the next row begins. */
export interface VatRatesFrom {
  readonly from: Day;
  readonly rates: readonly string[];
}

/** Country code → rows. Rows that a merchant keeps are read before the built-in ones and end them from their day on. */
export type VatRateTable = Readonly<Record<string, readonly VatRatesFrom[]>>;

/**
 * Standard, reduced and parking rates of the member states since July 2021, when one-stop-shop sales began; Germany since 2007.
 * Zero is in no row: what may go untaxed is a question of the goods. As of November 2026.
 */
const memberStates: Readonly<Record<string, readonly (readonly [from: Day, rates: string])[]>> = {
  AT: [
    ['2016-01-01', '20 13 10'],
    ['2026-07-01', '20 13 10 4.9'],
  ],
  BE: [['2000-01-01', '21 12 6']],
  BG: [['2011-04-01', '20 9']],
  CY: [
    ['2014-01-13', '19 9 5'],
    ['2023-07-01', '19 9 5 3'],
  ],
  CZ: [
    ['2015-01-01', '21 15 10'],
    ['2024-01-01', '21 12'],
  ],
  DE: [
    ['2007-01-01', '19 7'],
    ['2020-07-01', '16 5'],
    ['2021-01-01', '19 7'],
  ],
  DK: [['1992-01-01', '25']],
  EE: [
    ['2009-07-01', '20 9'],
    ['2022-08-01', '20 9 5'],
    ['2024-01-01', '22 9 5'],
    ['2025-01-01', '22 13 9'],
    ['2025-07-01', '24 13 9'],
  ],
  ES: [['2012-09-01', '21 10 4']],
  FI: [
    ['2013-01-01', '24 14 10'],
    ['2024-09-01', '25.5 14 10'],
    ['2026-01-01', '25.5 13.5 10'],
  ],
  FR: [['2014-01-01', '20 10 5.5 2.1']],
  GR: [['2016-06-01', '24 13 6']],
  HR: [['2014-01-01', '25 13 5']],
  HU: [['2012-01-01', '27 18 5']],
  IE: [['2021-03-01', '23 13.5 9 4.8']],
  IT: [['2016-01-01', '22 10 5 4']],
  LT: [
    ['2009-09-01', '21 9 5'],
    ['2026-01-01', '21 12 5'],
  ],
  LU: [
    ['2015-01-01', '17 14 8 3'],
    ['2023-01-01', '16 13 7 3'],
    ['2024-01-01', '17 14 8 3'],
  ],
  LV: [['2018-01-01', '21 12 5']],
  MC: [['2014-01-01', '20 10 5.5 2.1']],
  MT: [
    ['2011-01-01', '18 7 5'],
    ['2024-01-01', '18 12 7 5'],
  ],
  NL: [['2019-01-01', '21 9']],
  PL: [['2011-01-01', '23 8 5']],
  PT: [['2011-01-01', '23 13 6']],
  RO: [
    ['2017-01-01', '19 9 5'],
    ['2025-08-01', '21 11'],
  ],
  SE: [['1996-01-01', '25 12 6']],
  SI: [['2020-01-01', '22 9.5 5']],
  SK: [
    ['2011-01-01', '20 10'],
    ['2023-01-01', '20 10 5'],
    ['2025-01-01', '23 19 5'],
  ],
};

/** The rates of a country on a day, highest first; none where the country is not known. */
export function vatRatesOn(country: string, day: Day, kept: VatRateTable = {}): readonly DecimalText[] {
  const built = Object.hasOwn(memberStates, country) ? (memberStates[country] ?? []) : [];
  const own = Object.hasOwn(kept, country) ? (kept[country] ?? []) : [];
  // Of two rows that begin on one day the merchant's own, which comes later, counts.
  const rows = [...built.map(([from, rates]) => ({ from, rates: rates.split(' ') })), ...own];
  let valid: VatRatesFrom | undefined;
  for (const row of rows) if (row.from <= day && (valid === undefined || row.from >= valid.from)) valid = row;
  return (valid?.rates ?? []).map(decimal);
}

/** What cannot be used in a merchant's own rows; `undefined`: nothing. */
export function vatRateFault(kept: VatRateTable): string | undefined {
  for (const [country, rows] of Object.entries(kept)) {
    if (!/^[A-Z]{2}$/.test(country)) return `"${country}" is no country code, such as AT`;
    for (const { from, rates } of rows) {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(from) || Number.isNaN(Date.parse(from))) return `"${from}" is no day, such as 2027-01-01`;
      const wrong = rates.find((rate) => !/^\d{1,2}(\.\d{1,2})?$/.test(rate) || parseDecimal(rate) === undefined);
      if (wrong !== undefined) return `"${wrong}" is no rate in percent, such as 13.5`;
    }
  }
  return undefined;
}
